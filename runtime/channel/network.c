/* SPDX-License-Identifier: Apache-2.0
 *
 * Connections of network sources. All receivers listen before any sender
 * connects, and a connection waits in the kernel for its receiver, so sessions
 * may be linked in circles.
 */
#include "network.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../../zrt/abi/zvm_abi.h"
#include "../ending.h"

#define BOTH (ZVM_CHANNEL_GET | ZVM_CHANNEL_PUT)

#define RETRY_MS    20   /* between tries to connect */
#define GREETING_MS 2000 /* a stranger at the port keeps it no longer */
/* A peer whose machine is gone is noticed after a minute and a half. */
#define IDLE_SECONDS     60
#define INTERVAL_SECONDS 10
#define PROBES           3

/* What all steps of opening work on. */
struct opening {
	const struct zvm_manifest *manifest;
	struct zvm_source *sources;
	struct zvm_network *places; /* of each source; nodes resolved */
	struct zvm_network_wait *wait;
	struct zvm_problem *problem;
};

int zvm_network_wait_begin(struct zvm_network_wait *wait,
    const struct zvm_manifest *manifest, const sigset_t *watched,
    struct zvm_problem *problem)
{
	*wait = (struct zvm_network_wait){
	    .start = zvm_now(), .timeout_ms = manifest->timeout_ms};
	wait->signals = signalfd(-1, watched, SFD_CLOEXEC | SFD_NONBLOCK);
	return wait->signals >= 0 ||
	       zvm_problem(problem, ZVM_END_HOST, "error: signalfd: %s",
		   strerror(errno));
}

void zvm_network_wait_end(struct zvm_network_wait *wait)
{
	close(wait->signals);
	wait->signals = -1;
}

int64_t zvm_time_left(struct timespec start, int64_t limit)
{
	struct timespec now = zvm_now();
	int64_t left = limit - (now.tv_sec - start.tv_sec) * 1000 -
		       (now.tv_nsec - start.tv_nsec) / 1000000;

	return left > 0 ? left : 0;
}

/* Reads the signal that came; a child's is none of ours. */
static void take_signal(struct zvm_network_wait *wait)
{
	struct signalfd_siginfo info;

	if (read(wait->signals, &info, sizeof(info)) != sizeof(info) ||
	    info.ssi_signo == SIGCHLD)
		return;
	wait->end = ZVM_END_INTERRUPT;
	wait->signal = (int)info.ssi_signo;
}

/* poll for `count` descriptors with room for one more. */
static int wait_for_any(struct zvm_network_wait *wait, struct pollfd *polled,
    nfds_t count, int most)
{
	int64_t left = 0;
	int limited = 0, ready;

	polled[count] = (struct pollfd){wait->signals, POLLIN, 0};
	if (wait->timeout_ms != 0) {
		left = zvm_time_left(wait->start, wait->timeout_ms);
		limited = most < 0 || left < most;
	}
	if (limited)
		most = left < INT32_MAX ? (int)left : INT32_MAX;
	ready = poll(polled, count + 1, most);
	/* A peer that always has something must not stop the clock. */
	if (limited && (ready == 0 || left == 0))
		wait->end = ZVM_END_TIMEOUT;
	if (ready > 0 && polled[count].revents != 0) {
		take_signal(wait);
		ready--;
	}
	if (wait->end != ZVM_END_NONE)
		return -1;
	return ready > 0;
}

int zvm_network_wait(
    struct zvm_network_wait *wait, int fd, short events, int most)
{
	struct pollfd polled[2] = {{fd, events, 0}};

	return wait_for_any(wait, polled, fd >= 0, most);
}

static int failed(const struct opening *opening, uint32_t channel,
    uint32_t source, const char *what)
{
	if (opening->wait->end != ZVM_END_NONE)
		return 0;
	return zvm_problem(opening->problem, ZVM_END_CHANNEL,
	    "%.120s: error: channel %.80s: %s",
	    opening->manifest->sources[source].path,
	    opening->manifest->channels[channel].name, what);
}

static socklen_t address_of(
    const struct zvm_network *place, struct sockaddr_storage *to)
{
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)to;
	struct sockaddr_in *four = (struct sockaddr_in *)to;

	memset(to, 0, sizeof(*to));
	if (place->kind == ZVM_NETWORK_IPV6) {
		six->sin6_family = AF_INET6;
		six->sin6_port = htons(place->port);
		memcpy(&six->sin6_addr, place->address, 16);
		return sizeof(*six);
	}
	/* A node that is read: any address, a port of the kernel's choice. */
	four->sin_family = AF_INET;
	four->sin_port = htons(place->port);
	memcpy(&four->sin_addr, place->address, 4);
	return sizeof(*four);
}

static int stream_socket(const struct sockaddr_storage *address)
{
	return socket(
	    address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

static int start_listening(
    struct opening *opening, uint32_t channel, uint32_t source)
{
	struct zvm_network *place = &opening->places[source];
	struct zvm_source *to = &opening->sources[source];
	struct sockaddr_storage address;
	socklen_t size = address_of(place, &address);
	const int on = 1;

	(void)channel;
	to->fd = stream_socket(&address);
	if (to->fd < 0 ||
	    setsockopt(to->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) !=
		0 ||
	    bind(to->fd, (struct sockaddr *)&address, size) != 0 ||
	    listen(to->fd, 1) != 0 ||
	    getsockname(to->fd, (struct sockaddr *)&address, &size) != 0)
		return failed(opening, channel, source, strerror(errno));
	if (address.ss_family == AF_INET)
		place->port = ntohs(((struct sockaddr_in *)&address)->sin_port);
	return 1;
}

/* The gate blocks, and wants small messages to leave at once. */
static int prepare_connection(int fd)
{
	const int on = 1, idle = IDLE_SECONDS, interval = INTERVAL_SECONDS,
		  probes = PROBES;
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) == 0 &&
	       setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) == 0 &&
	       setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on)) == 0 &&
	       setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle)) ==
		   0 &&
	       setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval,
		   sizeof(interval)) == 0 &&
	       setsockopt(
		   fd, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof(probes)) == 0;
}

/* What TCP does when the port of nobody is also the next that the kernel takes
 * for an outgoing connection: both ends are one socket. */
static int connected_to_itself(int fd)
{
	struct sockaddr_storage own = {0}, peer = {0};
	socklen_t own_size = sizeof(own), peer_size = sizeof(peer);

	return getsockname(fd, (struct sockaddr *)&own, &own_size) == 0 &&
	       getpeername(fd, (struct sockaddr *)&peer, &peer_size) == 0 &&
	       own_size == peer_size && memcmp(&own, &peer, own_size) == 0;
}

/* One try: 1, 0 with errno, or -1 with wait->end. */
static int try_to_connect(int fd, const struct sockaddr_storage *address,
    socklen_t size, struct zvm_network_wait *wait)
{
	int error = 0;
	socklen_t length = sizeof(error);

	if (connect(fd, (const struct sockaddr *)address, size) != 0) {
		if (errno != EINPROGRESS)
			return 0;
		if (zvm_network_wait(wait, fd, POLLOUT, -1) < 0)
			return -1;
		if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0)
			return 0;
	}
	if (error == 0 && connected_to_itself(fd))
		error = ECONNREFUSED; /* nobody listens */
	errno = error;
	return error == 0;
}

static void write_greeting(
    const struct opening *opening, uint32_t source, uint8_t *to)
{
	memcpy(to, ZVM_LINK_MAGIC, 8);
	zvm_link_put_u32(to + 8, opening->manifest->node);
	zvm_link_put_u32(to + 12, opening->places[source].node);
}

/* The receiver may start later than the sender. */
static int connect_link(
    struct opening *opening, uint32_t channel, uint32_t source)
{
	struct zvm_source *to = &opening->sources[source];
	uint8_t greeting[ZVM_LINK_GREETING];
	struct sockaddr_storage address;
	socklen_t size = address_of(&opening->places[source], &address);
	int connected;

	for (;;) {
		to->fd = stream_socket(&address);
		if (to->fd < 0)
			return failed(
			    opening, channel, source, strerror(errno));
		connected =
		    try_to_connect(to->fd, &address, size, opening->wait);
		if (connected > 0)
			break;
		if (connected < 0 || errno != ECONNREFUSED)
			return failed(
			    opening, channel, source, strerror(errno));
		close(to->fd);
		to->fd = -1;
		if (zvm_network_wait(opening->wait, -1, 0, RETRY_MS) < 0)
			return 0;
	}
	write_greeting(opening, source, greeting);
	if (!prepare_connection(to->fd) ||
	    send(to->fd, greeting, sizeof(greeting), MSG_NOSIGNAL) !=
		sizeof(greeting))
		return failed(opening, channel, source, strerror(errno));
	return 1;
}

/* Whether who has connected is the sender that this source wants. */
static int greeted(struct opening *opening, uint32_t source, int fd)
{
	const struct zvm_network *place = &opening->places[source];
	const struct timespec start = zvm_now();
	uint8_t greeting[ZVM_LINK_GREETING];
	size_t got = 0;

	while (got < sizeof(greeting)) {
		ssize_t n;

		if (zvm_network_wait(opening->wait, fd, POLLIN,
			(int)zvm_time_left(start, GREETING_MS)) <= 0)
			return 0;
		n = recv(
		    fd, greeting + got, sizeof(greeting) - got, MSG_DONTWAIT);
		if (n <= 0)
			return 0;
		got += (size_t)n;
	}
	return memcmp(greeting, ZVM_LINK_MAGIC, 8) == 0 &&
	       (place->node == 0 ||
		   (zvm_link_u32(greeting + 8) == place->node &&
		       zvm_link_u32(greeting + 12) == opening->manifest->node));
}

/* Strangers are sent away until the sender comes. */
static int accept_link(
    struct opening *opening, uint32_t channel, uint32_t source)
{
	struct zvm_source *to = &opening->sources[source];
	int listening = to->fd, fd;

	for (;;) {
		if (zvm_network_wait(opening->wait, listening, POLLIN, -1) < 0)
			return 0;
		fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
		if (fd < 0 && (errno == EAGAIN || errno == ECONNABORTED ||
				  errno == EINTR))
			continue;
		if (fd < 0)
			return failed(
			    opening, channel, source, strerror(errno));
		if (greeted(opening, source, fd))
			break;
		close(fd);
		if (opening->wait->end != ZVM_END_NONE)
			return 0;
	}
	close(listening);
	to->fd = fd;
	return prepare_connection(fd) ||
	       failed(opening, channel, source, strerror(errno));
}

int zvm_next_link(const struct zvm_manifest *manifest, uint32_t direction,
    struct zvm_link_walk *walk)
{
	for (; walk->channel < manifest->channel_count; walk->channel++) {
		const struct zvm_manifest_channel *channel =
		    &manifest->channels[walk->channel];

		while (channel->flags & direction &&
		       walk->next < channel->source_count) {
			walk->source = channel->first_source + walk->next++;
			if (manifest->sources[walk->source].network.kind !=
			    ZVM_NETWORK_NONE)
				return 1;
		}
		walk->next = 0;
	}
	return 0;
}

/* Calls step for all network sources of channels of one direction. */
static int each_link(struct opening *opening, uint32_t direction,
    int (*step)(struct opening *, uint32_t channel, uint32_t source))
{
	struct zvm_link_walk walk = {0};

	while (zvm_next_link(opening->manifest, direction, &walk))
		if (!step(opening, walk.channel, walk.source))
			return 0;
	return 1;
}

static int check_channel(
    struct opening *opening, uint32_t channel, uint32_t source)
{
	const struct zvm_manifest_channel *wanted =
	    &opening->manifest->channels[channel];
	int random = wanted->flags & ZVM_CHANNEL_GET ? wanted->type & 1
						     : wanted->type & 2;

	if (wanted->flags == BOTH)
		return failed(opening, channel, source,
		    "read and written, but a connection goes one way");
	return !random || failed(opening, channel, source,
			      "random access, which needs a regular file");
}

static int make_links(struct opening *opening)
{
	return each_link(opening, BOTH, check_channel) &&
	       each_link(opening, ZVM_CHANNEL_GET, start_listening) &&
	       (opening->manifest->name_server.kind == ZVM_NETWORK_NONE ||
		   zvm_names_ask(opening->manifest, opening->places,
		       opening->wait, opening->problem)) &&
	       each_link(opening, ZVM_CHANNEL_PUT, connect_link) &&
	       each_link(opening, ZVM_CHANNEL_GET, accept_link);
}

int zvm_network_open(const struct zvm_manifest *manifest,
    struct zvm_source *sources, struct zvm_link *links,
    struct zvm_network_wait *wait, struct zvm_problem *problem)
{
	struct opening opening = {manifest, sources, NULL, wait, problem};
	int ok;

	opening.places =
	    calloc(manifest->source_count, sizeof(*opening.places));
	if (opening.places == NULL)
		return zvm_problem(
		    problem, ZVM_END_MEMORY, "error: out of memory");
	for (uint32_t i = 0; i < manifest->source_count; i++)
		opening.places[i] = manifest->sources[i].network;
	ok = make_links(&opening);
	for (uint32_t i = 0; ok && i < manifest->source_count; i++)
		if (opening.places[i].kind != ZVM_NETWORK_NONE) {
			links[i].state = ZVM_LINK_OPEN;
			zvm_digest_start(&links[i].digest, ZVM_DIGEST_SHA256);
		}
	free(opening.places);
	return ok;
}

/* What is still to be done for one link. */
struct closing {
	uint32_t channel;
	int put;
	size_t sent; /* of the end */
	uint8_t end[ZVM_LINK_END];
};

/* Sends what can be sent: 1 when all is, 0 when not yet, -1 when nobody
 * reads. */
static int send_end(struct closing *closing, int fd)
{
	ssize_t n = send(fd, closing->end + closing->sent,
	    sizeof(closing->end) - closing->sent, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	closing->sent += (size_t)n;
	return closing->sent == sizeof(closing->end);
}

/* 1 when the sender has gone. */
static int drain(int fd)
{
	static uint8_t ignored[ZVM_LINK_MESSAGE_MAX];
	ssize_t n = recv(fd, ignored, sizeof(ignored), MSG_DONTWAIT);

	return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

/* The links that need something, in parallel arrays; returns how many. What
 * the child says of their states is not what bounds them. */
static nfds_t list_closing(const struct zvm_manifest *manifest,
    const struct zvm_source *sources, struct zvm_link *links,
    struct closing *closing, struct pollfd *polled)
{
	struct zvm_link_walk walk = {0};
	nfds_t count = 0;

	while (zvm_next_link(manifest, BOTH, &walk)) {
		int put = (manifest->channels[walk.channel].flags &
			      ZVM_CHANNEL_PUT) != 0;
		struct closing *to = &closing[count];

		if (links[walk.source].state != ZVM_LINK_OPEN)
			continue;
		*to = (struct closing){.channel = walk.channel, .put = put};
		if (put)
			zvm_digest_finish(&links[walk.source].digest,
			    to->end + ZVM_LINK_HEADER);
		polled[count++] = (struct pollfd){
		    sources[walk.source].fd, put ? POLLOUT : POLLIN, 0};
	}
	return count;
}

static void mark_ended(
    const struct zvm_manifest *manifest, struct zvm_link *links)
{
	struct zvm_link_walk walk = {0};

	while (zvm_next_link(manifest, ZVM_CHANNEL_PUT, &walk))
		if (links[walk.source].state == ZVM_LINK_OPEN)
			links[walk.source].state = ZVM_LINK_ENDED;
}

/* One round; returns how many ends are still to be sent, or -1. Links that
 * are done are polled no more. */
static int close_some(struct closing *closing, struct pollfd *polled,
    nfds_t count, int *open, uint32_t *channel)
{
	int ends = 0;

	*open = 0;
	for (nfds_t i = 0; i < count; i++) {
		int done = polled[i].fd < 0;

		if (!done && polled[i].revents != 0) {
			done = closing[i].put
				   ? send_end(&closing[i], polled[i].fd)
				   : drain(polled[i].fd);
			if (done < 0) {
				*channel = closing[i].channel;
				return -1;
			}
			if (done)
				polled[i].fd = -1;
		}
		ends += !done && closing[i].put;
		*open += !done;
	}
	return ends;
}

int zvm_network_finish(const struct zvm_manifest *manifest,
    const struct zvm_source *sources, struct zvm_link *links,
    struct zvm_network_wait *wait, uint32_t *channel)
{
	uint32_t room = manifest->network_count;
	struct closing *closing = calloc(room, sizeof(*closing));
	struct pollfd *polled = calloc(room + 1, sizeof(*polled));
	int ends = -1, open = 0, ready = 0;
	nfds_t count = 0;

	*channel = 0;
	if (closing != NULL && polled != NULL) {
		count = list_closing(manifest, sources, links, closing, polled);
		ends = close_some(closing, polled, count, &open, channel);
	}
	while (ends >= 0 && open > 0 && ready >= 0) {
		ready = wait_for_any(wait, polled, count, -1);
		if (ready > 0)
			ends =
			    close_some(closing, polled, count, &open, channel);
	}
	free(closing);
	free(polled);
	if (ends == 0)
		mark_ended(manifest, links);
	return ends == 0;
}
