/* SPDX-License-Identifier: Apache-2.0
 *
 * The name service's server (runtime/channel/names.c has the packets). It is
 * no part of any session, and believes what sessions say of themselves.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/manifest/number.h"
#define ZVM_OPTIONS_FILE "sdk-scripts/zvm-name-server/options.def"
#include "runtime/options_table.h"

#define USAGE_STATUS 2
#define SESSIONS_MAX 65536
#define PACKET_MAX   65507 /* of UDP */
#define HEADER       12
#define RECORD       6
#define QUIET_MS     4000 /* longer than a session goes on asking */

struct session {
	uint32_t node;
	struct sockaddr_in from;
	uint8_t *packet;
	size_t size;
};

struct server {
	int fd;
	uint32_t wanted, count;
	struct session *sessions;
};

static uint32_t u32(const uint8_t *from)
{
	return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 |
	       (uint32_t)from[2] << 8 | from[3];
}

static uint32_t reads(const uint8_t *packet)
{
	return u32(packet + 4);
}

static uint32_t writes(const uint8_t *packet)
{
	return u32(packet + 8);
}

static uint8_t *record(uint8_t *packet, uint32_t index)
{
	return packet + HEADER + (size_t)index * RECORD;
}

static int is_packet(const uint8_t *packet, size_t size)
{
	return size >= HEADER && u32(packet) != 0 &&
	       size ==
		   HEADER + RECORD * ((uint64_t)reads(packet) + writes(packet));
}

static struct session *find(const struct server *server, uint32_t node)
{
	for (uint32_t i = 0; i < server->count; i++)
		if (server->sessions[i].node == node)
			return &server->sessions[i];
	return NULL;
}

/* The session's receiver number `turn` for `sender`. */
static const uint8_t *find_receiver(
    const struct session *session, uint32_t sender, uint32_t turn)
{
	for (uint32_t i = 0; i < reads(session->packet); i++) {
		const uint8_t *at = record(session->packet, i);

		if (u32(at) == sender && turn-- == 0)
			return at;
	}
	return NULL;
}

/* Node and 0 become address and port: the sender's first source for a node is
 * that node's first for the sender, and so on. */
static int resolve(const struct server *server, const struct session *session,
    uint8_t *answer, uint32_t index)
{
	uint32_t first = reads(session->packet), turn = 0;
	uint32_t node = u32(record(session->packet, index));
	const struct session *peer = find(server, node);
	const uint8_t *receiver;

	for (uint32_t i = first; i < index; i++)
		turn += u32(record(session->packet, i)) == node;
	receiver =
	    peer != NULL ? find_receiver(peer, session->node, turn) : NULL;
	if (receiver == NULL) {
		fprintf(stderr,
		    "zvm-name-server: error: node %u writes to node %u, which "
		    "does not read from it\n",
		    session->node, node);
		return 0;
	}
	memcpy(record(answer, index), &peer->from.sin_addr, 4);
	memcpy(record(answer, index) + 4, receiver + 4, 2);
	return 1;
}

static void answer(const struct server *server, const struct session *session)
{
	uint8_t bytes[PACKET_MAX];
	uint32_t first = reads(session->packet);

	memcpy(bytes, session->packet, session->size);
	for (uint32_t i = 0; i < writes(session->packet); i++)
		if (!resolve(server, session, bytes, first + i))
			return;
	/* What gets lost is asked for again. */
	sendto(server->fd, bytes, session->size, 0,
	    (const struct sockaddr *)&session->from, sizeof(session->from));
}

static void forget_all(struct server *server)
{
	for (uint32_t i = 0; i < server->count; i++)
		free(server->sessions[i].packet);
	server->count = 0;
}

static int same_session(const struct session *session,
    const struct sockaddr_in *from, const uint8_t *packet, size_t size)
{
	return session->from.sin_port == from->sin_port &&
	       session->from.sin_addr.s_addr == from->sin_addr.s_addr &&
	       session->size == size &&
	       memcmp(session->packet, packet, size) == 0;
}

static int add(struct server *server, const struct sockaddr_in *from,
    const uint8_t *packet, size_t size)
{
	struct session *session = &server->sessions[server->count];

	*session = (struct session){.node = u32(packet), .from = *from};
	session->packet = malloc(size);
	if (session->packet == NULL)
		return 0;
	memcpy(session->packet, packet, size);
	session->size = size;
	server->count++;
	return 1;
}

static void take(struct server *server, const struct sockaddr_in *from,
    const uint8_t *packet, size_t size)
{
	struct session *known = find(server, u32(packet));
	int complete = server->count == server->wanted;

	if (known != NULL && same_session(known, from, packet, size)) {
		if (complete)
			answer(server, known);
		return;
	}
	/* The next run, or one that began anew. */
	if (complete)
		forget_all(server);
	else if (known != NULL) {
		free(known->packet);
		*known = server->sessions[--server->count];
	}
	if (!add(server, from, packet, size) || server->count < server->wanted)
		return;
	for (uint32_t i = 0; i < server->count; i++)
		answer(server, &server->sessions[i]);
}

static void serve(struct server *server, int once)
{
	static uint8_t packet[PACKET_MAX];

	for (;;) {
		struct pollfd polled = {server->fd, POLLIN, 0};
		int complete = server->count == server->wanted;
		struct sockaddr_in from;
		socklen_t length = sizeof(from);
		ssize_t size;

		if (poll(&polled, 1, once && complete ? QUIET_MS : -1) == 0)
			return;
		size = recvfrom(server->fd, packet, sizeof(packet),
		    MSG_DONTWAIT, (struct sockaddr *)&from, &length);
		if (size > 0 && is_packet(packet, (size_t)size))
			take(server, &from, packet, (size_t)size);
	}
}

__attribute__((noreturn, format(printf, 1, 2))) static void wrong_usage(
    const char *format, ...)
{
	va_list args;

	fputs("zvm-name-server: error: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputs("\nzvm-name-server: hint: zvm-name-server --help\n", stderr);
	exit(USAGE_STATUS);
}

static uint32_t number(const char *text, const char *what, int64_t most)
{
	int64_t result;

	if (zvm_number_count(text, strlen(text), &result) != NULL ||
	    result < 1 || result > most)
		wrong_usage("wrong %s (got '%s', expected 1 to %lld)", what,
		    text, (long long)most);
	return (uint32_t)result;
}

static int open_port(struct server *server, uint32_t port)
{
	struct sockaddr_in address = {
	    .sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	socklen_t length = sizeof(address);

	server->fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (server->fd < 0 ||
	    bind(server->fd, (struct sockaddr *)&address, sizeof(address)) !=
		0 ||
	    getsockname(server->fd, (struct sockaddr *)&address, &length) !=
		0) {
		fprintf(stderr, "zvm-name-server: error: UDP port %u: %s\n",
		    port, strerror(errno));
		return 0;
	}
	printf("%u\n", ntohs(address.sin_port));
	return fflush(stdout) == 0;
}

int main(int argc, char **argv)
{
	struct zvm_option_reader reader = {
	    .tool = &zvm_tool, .argc = argc, .argv = argv, .next = 1};
	struct server server = {0};
	uint32_t port = 0;
	int option, operands = 0, once = 0;

	while ((option = zvm_option_next(&reader)) != ZVM_OPTION_END) {
		switch (option) {
		case OPTION_ONCE:
			once = 1;
			break;
		case OPTION_HELP:
			zvm_option_help(&zvm_tool, stdout);
			return 0;
		case OPTION_VERSION:
			printf("zvm-name-server (ZeroVM) %s\n", ZVM_VERSION);
			return 0;
		case ZVM_OPTION_OPERAND:
			if (operands == 0)
				server.wanted = number(reader.value,
				    "number of sessions", SESSIONS_MAX);
			else if (operands == 1)
				port = number(reader.value, "port", UINT16_MAX);
			else
				wrong_usage("too many operands (got '%s')",
				    reader.value);
			operands++;
			break;
		default:
			wrong_usage("%s", reader.problem);
		}
	}
	if (operands == 0)
		wrong_usage("no number of sessions");
	server.sessions = calloc(server.wanted, sizeof(*server.sessions));
	if (server.sessions == NULL || !open_port(&server, port))
		return 1;
	serve(&server, once);
	return 0;
}
