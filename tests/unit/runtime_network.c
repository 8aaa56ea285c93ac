/* SPDX-License-Identifier: Apache-2.0
 *
 * Whoever is at the other end, waiting ends: peers that always have something
 * to say, and a port that nobody listens at but the kernel gives to us.
 */
#include "tap.h"

#include <sys/socket.h>
#include <sys/types.h>

/* The parts under test are static. */
static ssize_t flood(int fd, void *to, size_t size, int flags);
#define recv flood
#include "runtime/channel/names.c"
#undef recv
#include "runtime/channel/network.c"

/* Time passes by being looked at, so nothing here has to wait. */
struct timespec zvm_now(void)
{
	static int64_t milliseconds;

	milliseconds += 10;
	return (struct timespec){
	    milliseconds / 1000, milliseconds % 1000 * 1000000};
}

static unsigned asked;

/* What it takes does not become less. */
static ssize_t flood(int fd, void *to, size_t size, int flags)
{
	(void)fd, (void)flags;
	memset(to, 0xff, size);
	asked++;
	return 1;
}

static struct zvm_network_wait waiting(int64_t timeout_ms)
{
	struct zvm_network_wait wait = {
	    .signals = -1, .start = zvm_now(), .timeout_ms = timeout_ms};

	return wait;
}

static void test_time_limit(int ready_fd)
{
	struct zvm_network_wait wait = waiting(1000);
	int rounds = 0;

	while (
	    rounds < 1000 && zvm_network_wait(&wait, ready_fd, POLLIN, -1) > 0)
		rounds++;
	tap_ok(rounds > 10 && rounds < 1000,
	    "a descriptor that is always ready does not stop the clock");
	tap_equal(wait.end, ZVM_END_TIMEOUT, "the time limit is the end");
}

static void test_name_server(int fd)
{
	uint8_t bytes[HEADER] = {0};
	struct packet packet = {bytes, sizeof(bytes)};
	struct zvm_network_wait wait = waiting(0);

	tap_equal(exchange(fd, &packet, &wait), 0,
	    "a name server that sends anything but the answer");
	tap_ok(asked > TRIES && asked < TRIES * TRY_MS,
	    "is heard until the tries are over");
	tap_equal(wait.end, ZVM_END_NONE, "and ends no session by itself");
}

static void test_own_port(void)
{
	struct sockaddr_storage address = {0};
	struct sockaddr_in *own = (struct sockaddr_in *)&address;
	struct zvm_network_wait wait = waiting(0);
	socklen_t size = sizeof(*own);
	int fd, listening;

	own->sin_family = AF_INET;
	own->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	fd = stream_socket(&address);
	tap_ok(bind(fd, (struct sockaddr *)own, size) == 0 &&
		   getsockname(fd, (struct sockaddr *)own, &size) == 0,
	    "a port of our own");
	tap_equal(try_to_connect(fd, &address, size, &wait), 0,
	    "nobody listens at it");
	tap_equal(errno, ECONNREFUSED, "and it is refused as any such port");
	close(fd);

	own->sin_port = 0;
	listening = stream_socket(&address);
	fd = stream_socket(&address);
	tap_ok(bind(listening, (struct sockaddr *)own, size) == 0 &&
		   listen(listening, 1) == 0 &&
		   getsockname(listening, (struct sockaddr *)own, &size) == 0,
	    "a port that somebody listens at");
	tap_equal(try_to_connect(fd, &address, size, &wait), 1, "connects");
	close(fd);
	close(listening);
}

int main(void)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) != 0 ||
	    send(ends[0], "", 1, 0) != 1)
		return 1;
	test_time_limit(ends[1]);
	test_name_server(ends[1]);
	test_own_port();
	return tap_done();
}
