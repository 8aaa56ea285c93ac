/* SPDX-License-Identifier: Apache-2.0
 *
 * What the template takes from its socket: never more descriptors than there
 * is room for, whatever was sent.
 */
#include "tap.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

/* The part under test is static; the rest of it is linked already. */
#define zvm_gate_fork zvm_gate_fork_again
#include "runtime/gate/fork.c"

static int send_message(int to, size_t size, int descriptors)
{
	uint8_t bytes[8] = {0};
	int sent[4] = {0, 1, 2, 0};
	union {
		struct cmsghdr header;
		uint8_t bytes[CMSG_SPACE(sizeof(sent))];
	} control = {
	    .header = {.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
		.cmsg_len = CMSG_LEN((size_t)descriptors * sizeof(int))}};
	struct iovec part = {bytes, size};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

	memcpy(CMSG_DATA(&control.header), sent, sizeof(sent));
	if (descriptors > 0) {
		message.msg_control = &control;
		message.msg_controllen =
		    CMSG_SPACE((size_t)descriptors * sizeof(int));
	}
	return sendmsg(to, &message, 0) == (ssize_t)size;
}

static void expect(
    const int *ends, int descriptors, uint32_t room, int64_t expected)
{
	int got[6] = {-7, -7, -7, -7, -7, -7};
	uint8_t byte;
	int64_t count;
	int beyond = 0;

	if (!send_message(ends[0], 1, descriptors))
		tap_ok(0, "sendmsg");
	count = receive(ends[1], &byte, 1, got, room);
	for (uint32_t i = room; i < 6; i++)
		beyond |= got[i] != -7;
	for (uint32_t i = 0; i < 6; i++)
		if (got[i] >= 0)
			close(got[i]);
	tap_ok(count == expected && !beyond,
	    "%d descriptors with room for %u give %d", descriptors, room,
	    (int)expected);
}

int main(void)
{
	int ends[2];
	uint8_t bytes[8];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0)
		return 1;
	expect(ends, 0, 1, 0);
	expect(ends, 1, 1, 1);
	expect(ends, 2, 1, -1);
	expect(ends, 3, 1, -1);
	expect(ends, 2, 2, 2);
	expect(ends, 3, 3, 3);
	expect(ends, 4, 3, -1);
	send_message(ends[0], 8, 0);
	tap_ok(receive(ends[1], bytes, 4, ends, 0) == -1,
	    "a longer message is none");
	send_message(ends[0], 2, 0);
	tap_ok(receive(ends[1], bytes, 4, ends, 0) == -1,
	    "a shorter message is none");
	return tap_done();
}
