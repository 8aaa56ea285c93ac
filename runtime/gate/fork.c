/* SPDX-License-Identifier: Apache-2.0
 *
 * The fork call: the confined process becomes a template that never runs guest
 * code again, but clones itself for every request that the supervisor sends.
 * A clone takes the request's channels, gives up what only the template may
 * do, and returns to the guest. docs/security.md says why this is enough.
 */
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include "../filter.h"
#include "../warm/protocol.h"
#include "gate.h"

enum {
#define ZVM_FILTER_WARM(name, number) NR_##name = number,
#include "../filter_warm.def"
};

#define SIGNAL_KILL 9

/* One message with up to `room` descriptors; how many came, or -1. The kernel
 * is told of no padding behind them, or it would fill it with one more. */
static int64_t receive(
    int fd, void *to, uint64_t size, int *descriptors, uint32_t room)
{
	union {
		struct cmsghdr header;
		uint8_t bytes[CMSG_SPACE(ZVM_WARM_BATCH * sizeof(int))];
	} control;
	struct iovec part = {to, size};
	struct msghdr message = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = &control,
	    .msg_controllen = CMSG_LEN(room * sizeof(int))};
	const struct cmsghdr *header = &control.header;
	uint64_t count;

	if (zvm_syscall(NR_recvmsg, fd, &message, 0, 0) != (int64_t)size ||
	    message.msg_flags & (MSG_CTRUNC | MSG_TRUNC))
		return -1;
	if (message.msg_controllen < sizeof(*header))
		return 0;
	count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
	if (header->cmsg_type != SCM_RIGHTS || count > room)
		return -1;
	for (uint64_t i = 0; i < count; i++)
		descriptors[i] = ((const int *)CMSG_DATA(header))[i];
	return (int64_t)count;
}

static void close_channels(void)
{
	for (uint32_t i = 0; i < zvm_session.source_count; i++)
		zvm_syscall(NR_close, zvm_session.fds[i], 0, 0, 0);
}

/* Ends only in clones; the template ends with its supervisor. Returns the
 * request's socket. */
static int serve(void)
{
	for (;;) {
		uint8_t byte;
		int request;
		int64_t pid;

		if (receive(zvm_session.control, &byte, 1, &request, 1) != 1)
			zvm_gate_leave(ZVM_END_SERVER);
		/* Its parent is the supervisor, who waits for it. */
		pid = zvm_syscall(NR_clone, CLONE_PARENT, 0, 0, 0);
		if (pid == 0)
			return request;
		/* When no clone was made, that tells the supervisor. */
		zvm_syscall(NR_close, request, 0, 0, 0);
	}
}

static void reset_channel(
    struct zvm_gate_channel *channel, const struct zvm_warm_source *source)
{
	channel->alive =
	    ~(uint64_t)0 >> (ZVM_SOURCES_MAX - (int)channel->source_count);
	channel->at_end = 0;
	channel->position = 0;
	channel->size = source->size;
	channel->regular = source->regular;
	channel->huge = source->huge;
	channel->terminal = source->terminal;
}

/* All sources in order; the slot of the request, or -1. */
static int64_t take_sources(int request)
{
	struct zvm_warm_sources some;
	uint32_t have = 0, channel = 0;

	while (have < zvm_session.source_count) {
		int64_t count = receive(request, &some, sizeof(some),
		    zvm_session.fds + have, ZVM_WARM_BATCH);

		if (count <= 0 || some.first != have ||
		    count > zvm_session.source_count - have)
			return -1;
		for (; channel < zvm_session.channel_count; channel++) {
			struct zvm_gate_channel *to =
			    &zvm_session.channels[channel];
			uint64_t first = (uint64_t)(to->fd - zvm_session.fds);

			if (first >= have + (uint64_t)count)
				break;
			reset_channel(to, &some.source[first - have]);
		}
		have += (uint32_t)count;
	}
	return some.slot < ZVM_WARM_SLOTS ? (int64_t)some.slot : -1;
}

/* The memory of other requests' reports is none of this one's business. */
static void take_slot(uint64_t slot)
{
	uint8_t *slots = zvm_session.slots;
	uint64_t size = zvm_session.slot_size;

	zvm_session.shared = zvm_warm_slot(slots, size, slot);
	if (slot > 0)
		zvm_syscall(NR_munmap, (int64_t)(uintptr_t)slots,
		    (const void *)(slot * size), 0, 0);
	if (slot + 1 < ZVM_WARM_SLOTS)
		zvm_syscall(NR_munmap,
		    (int64_t)(uintptr_t)(slots + (slot + 1) * size),
		    (const void *)((ZVM_WARM_SLOTS - slot - 1) * size), 0, 0);
}

__attribute__((noreturn)) static void give_up(void)
{
	for (;;)
		zvm_syscall(NR_exit_group, 1, 0, 0, 0);
}

static void become_request(int request)
{
	const struct sock_fprog program = {(unsigned short)zvm_filter_length,
	    (struct sock_filter *)(uintptr_t)zvm_filter};
	int64_t slot;
	uint8_t byte = 0;

	zvm_syscall(NR_close, zvm_session.control, 0, 0, 0);
	zvm_session.control = -1;
	/* A supervisor that died before this line reads nothing any more. */
	if (zvm_syscall(NR_prctl, PR_SET_PDEATHSIG, (const void *)SIGNAL_KILL,
		0, 0) != 0 ||
	    zvm_syscall(NR_write, request, &byte, 1, 0) != 1)
		give_up();
	slot = take_sources(request);
	if (slot < 0)
		give_up();
	zvm_syscall(NR_close, request, 0, 0, 0);
	take_slot((uint64_t)slot);
	/* Filters add up: what this one lacks is gone from here on. */
	if (zvm_syscall(NR_seccomp, SECCOMP_SET_MODE_FILTER, 0,
		(uint64_t)(uintptr_t)&program, 0) != 0)
		give_up();
	zvm_session.shared->phase = ZVM_PHASE_GUEST;
}

int32_t zvm_gate_fork(zvm_gptr sizes, uint32_t count)
{
	uint8_t byte = 0;

	if (zvm_session.control < 0)
		return -GUEST_EPERM;
	if (count > zvm_session.channel_count ||
	    !zvm_gptr_writable(
		&zvm_session.regions, sizes, count * (uint32_t)sizeof(int64_t)))
		return -GUEST_EINVAL;
	close_channels();
	if (zvm_syscall(NR_write, zvm_session.control, &byte, 1, 0) != 1)
		zvm_gate_leave(ZVM_END_SERVER);
	become_request(serve());
	for (uint32_t i = 0; i < count; i++)
		zvm_copy_out(&zvm_session.regions,
		    sizes + i * (uint32_t)sizeof(int64_t),
		    &zvm_session.channels[i].size, sizeof(int64_t));
	return 0;
}
