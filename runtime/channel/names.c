/* SPDX-License-Identifier: Apache-2.0
 *
 * The historical name service, over UDP. A session sends its node, the numbers
 * of its records, a record {node, port} for each source that it reads and one
 * {node, 0} for each that it writes, all in the network's order. Once the
 * server has heard of every session, it answers with the same packet, in
 * which the second kind became {IPv4 address, port}.
 */
#include "network.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../zrt/abi/zvm_abi.h"
#include "../ending.h"

#define TRIES      3
#define TRY_MS     1200
#define HEADER     12
#define RECORD     6
#define PACKET_MAX 65507 /* of UDP */

struct packet {
	uint8_t *bytes;
	size_t size;
};

static uint8_t *record(const struct packet *packet, uint32_t index)
{
	return packet->bytes + HEADER + (size_t)index * RECORD;
}

/* Calls for all node sources of one direction, in the manifest's order. */
static uint32_t each_node(const struct zvm_manifest *manifest,
    struct zvm_network *places, uint32_t direction, const struct packet *packet,
    uint32_t first, void (*step)(uint8_t *record, struct zvm_network *place))
{
	struct zvm_link_walk walk = {0};
	uint32_t count = 0;

	while (zvm_next_link(manifest, direction, &walk)) {
		struct zvm_network *place = &places[walk.source];

		if (place->node == 0)
			continue;
		if (step != NULL)
			step(record(packet, first + count), place);
		count++;
	}
	return count;
}

static void write_record(uint8_t *record, struct zvm_network *place)
{
	zvm_link_put_u32(record, place->node);
	record[4] = (uint8_t)(place->port >> 8);
	record[5] = (uint8_t)place->port;
}

static void read_record(uint8_t *record, struct zvm_network *place)
{
	place->kind = ZVM_NETWORK_IPV4;
	memcpy(place->address, record, 4);
	place->port = (uint16_t)(record[4] << 8 | record[5]);
}

static int make_packet(const struct zvm_manifest *manifest,
    struct zvm_network *places, struct packet *packet)
{
	uint32_t reads =
	    each_node(manifest, places, ZVM_CHANNEL_GET, packet, 0, NULL);
	uint32_t writes =
	    each_node(manifest, places, ZVM_CHANNEL_PUT, packet, 0, NULL);

	packet->size = HEADER + (size_t)(reads + writes) * RECORD;
	packet->bytes = calloc(1, packet->size);
	if (packet->bytes == NULL)
		return 0;
	zvm_link_put_u32(packet->bytes, manifest->node);
	zvm_link_put_u32(packet->bytes + 4, reads);
	zvm_link_put_u32(packet->bytes + 8, writes);
	each_node(manifest, places, ZVM_CHANNEL_GET, packet, 0, write_record);
	each_node(
	    manifest, places, ZVM_CHANNEL_PUT, packet, reads, write_record);
	return 1;
}

/* Waits for the answer, TRY_MS at most: 1, 0, or -1 with wait->end. */
static int await_answer(int fd, const struct packet *packet, uint8_t *answer,
    struct zvm_network_wait *wait)
{
	const struct timespec start = zvm_now();
	int left;

	while ((left = (int)zvm_time_left(start, TRY_MS)) > 0) {
		int ready = zvm_network_wait(wait, fd, POLLIN, left);
		ssize_t size;

		if (ready <= 0)
			return ready;
		size = recv(fd, answer, packet->size + 1, MSG_DONTWAIT);
		if (size < 0 && errno == ECONNREFUSED)
			return zvm_network_wait(wait, -1, 0, left);
		if (size == (ssize_t)packet->size &&
		    memcmp(answer, packet->bytes, HEADER) == 0)
			return 1;
	}
	return 0;
}

/* Sends the packet until the answer is there: 1, 0, or -1 with wait->end. */
static int exchange(
    int fd, const struct packet *packet, struct zvm_network_wait *wait)
{
	uint8_t *answer = malloc(packet->size + 1);
	int done = 0;

	for (int i = 0; answer != NULL && i < TRIES && done == 0; i++) {
		/* A server that is not there yet refuses: so may a try. */
		if (send(fd, packet->bytes, packet->size, MSG_NOSIGNAL) < 0 &&
		    errno != ECONNREFUSED)
			break;
		done = await_answer(fd, packet, answer, wait);
	}
	if (done > 0)
		memcpy(packet->bytes, answer, packet->size);
	free(answer);
	return done;
}

int zvm_names_ask(const struct zvm_manifest *manifest,
    struct zvm_network *places, struct zvm_network_wait *wait,
    struct zvm_problem *problem)
{
	struct sockaddr_in server = {.sin_family = AF_INET,
	    .sin_port = htons(manifest->name_server.port)};
	struct packet packet = {0};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int answered = 0;

	memcpy(&server.sin_addr, manifest->name_server.address, 4);
	if (fd >= 0 && make_packet(manifest, places, &packet) &&
	    packet.size <= PACKET_MAX &&
	    connect(fd, (struct sockaddr *)&server, sizeof(server)) == 0)
		answered = exchange(fd, &packet, wait);
	if (answered > 0)
		each_node(manifest, places, ZVM_CHANNEL_PUT, &packet,
		    zvm_link_u32(packet.bytes + 4), read_record);
	else if (answered == 0)
		zvm_problem(problem, ZVM_END_CHANNEL,
		    "%s: error: the name server did not answer (%d tries of "
		    "%d ms)",
		    manifest->file, TRIES, TRY_MS);
	free(packet.bytes);
	if (fd >= 0)
		close(fd);
	return answered > 0;
}
