/* SPDX-License-Identifier: Apache-2.0
 *
 * The runtime calls of zrt/abi/gate.def. Every argument is hostile. Called
 * from entry.S only, on the trusted stack, one at a time.
 *
 * Compiled for general registers only and linked against nothing: the guest's
 * vector, x87 and MXCSR state stays in the registers, untouched, and no
 * floating-point instruction can raise the guest's pending exceptions here.
 *
 * Order of checks (also docs/manifest.md): channel number, direction, buffer,
 * size 0, size over 2 GiB - 1, offset, end of file, call limit, byte limit.
 * The end of a file costs nothing; only a limit that really stops a transfer
 * gives EDQUOT.
 */
#include "gate.h"

/* Untouched, so not in memory, until the guest changes pages. */
static uint8_t page_states[ZVM_STATES_SIZE];

struct zvm_session zvm_session = {.regions.states = page_states};

void zvm_gate_leave(enum zvm_end end)
{
	struct zvm_shared *shared = zvm_session.shared;

	if (shared->problem.end == ZVM_END_NONE)
		shared->problem.end = end;
	for (;;)
		zvm_syscall(NR_exit_group, 0, 0, 0, 0);
}

/* A host error as the guest sees it: numbers outside the table are EIO. */
int32_t zvm_guest_error(int64_t error)
{
	switch (-error) {
#define ZVM_ERRNO(name, number) case number:
#include "../../zrt/abi/errno.def"
		return (int32_t)error;
	default:
		return -GUEST_EIO;
	}
}

/* The index is masked as well as checked: a mispredicted check must not read
 * beyond the array. */
struct zvm_gate_channel *zvm_find_channel(int32_t number)
{
	int64_t index = number;
	int64_t count = zvm_session.channel_count;

	if (index < 0 || index >= count)
		return 0;
	__asm__("" : "+r"(index)); /* or the mask is optimized away */
	return &zvm_session.channels[index & ~((count - 1 - index) >> 63)];
}

static int random_put(const struct zvm_gate_channel *channel)
{
	return channel->type & 2;
}

static int on_network(const struct zvm_gate_channel *channel, uint32_t s)
{
	return channel->link && channel->link[s].state != ZVM_LINK_NONE;
}

/* One transfer; repeated when a stop and continue of the process broke it. */
static int64_t get_source(const struct zvm_gate_channel *channel, uint32_t s,
    uint8_t *to, uint64_t size, int64_t offset)
{
	int64_t got;

	if (on_network(channel, s))
		return zvm_link_get(
		    &channel->link[s], channel->fd[s], to, size);
	do
		if (zvm_random_get(channel))
			got = zvm_syscall(
			    NR_pread64, channel->fd[s], to, size, offset);
		else
			got = zvm_syscall(NR_read, channel->fd[s], to, size, 0);
	while (got == -HOST_EINTR);
	return got;
}

static int alive(const struct zvm_gate_channel *channel, uint32_t s)
{
	return channel->alive >> s & 1;
}

static void drop_source(struct zvm_gate_channel *channel, uint32_t s)
{
	channel->alive &= ~((uint64_t)1 << s);
	zvm_session.shared->channels[channel - zvm_session.channels]
	    .failed_sources |= (uint64_t)1 << s;
}

__attribute__((noreturn)) static void leave_for(
    const struct zvm_gate_channel *channel, enum zvm_end end)
{
	zvm_session.shared->end_channel =
	    (uint32_t)(channel - zvm_session.channels);
	zvm_gate_leave(end);
}

static int equal_bytes(const uint8_t *a, const uint8_t *b, uint64_t size)
{
	for (uint64_t i = 0; i < size; i++)
		if (a[i] != b[i])
			return 0;
	return 1;
}

/* The whole chunk, less only at the end; negative when the source fails. */
static int64_t get_chunk(const struct zvm_gate_channel *channel, uint32_t s,
    uint64_t size, int64_t offset)
{
	uint8_t *to = zvm_session.compare + (uint64_t)s * ZVM_COMPARE_CHUNK;
	uint64_t got = 0;

	while (got < size) {
		int64_t n = get_source(
		    channel, s, to + got, size - got, offset + (int64_t)got);

		if (n < 0)
			return n;
		if (n == 0)
			break;
		got += (uint64_t)n;
	}
	return (int64_t)got;
}

/* One chunk that two sources have alike. Sources that fail, or have another
 * one, are dropped for the rest of the session. */
static int64_t get_alike(struct zvm_gate_channel *channel, uint8_t *to,
    uint64_t size, int64_t offset)
{
	const uint8_t *chunks = zvm_session.compare;
	int64_t got[ZVM_SOURCES_MAX];
	uint32_t count = channel->source_count;
	uint32_t best = count;

	if (size > ZVM_COMPARE_CHUNK)
		size = ZVM_COMPARE_CHUNK;
	for (uint32_t s = 0; s < count; s++) {
		got[s] = -1;
		if (alive(channel, s))
			got[s] = get_chunk(channel, s, size, offset);
		if (got[s] < 0)
			drop_source(channel, s);
	}
	for (uint32_t a = 0; a < count && best == count; a++)
		for (uint32_t b = a + 1; b < count && best == count; b++)
			if (got[a] >= 0 && got[a] == got[b] &&
			    equal_bytes(chunks + a * ZVM_COMPARE_CHUNK,
				chunks + b * ZVM_COMPARE_CHUNK,
				(uint64_t)got[a]))
				best = a;
	if (best == count) {
		for (uint32_t s = 0; s < count; s++)
			drop_source(channel, s);
		leave_for(channel, ZVM_END_SOURCES);
	}
	chunks += best * ZVM_COMPARE_CHUNK;
	for (uint32_t s = 0; s < count; s++)
		if (alive(channel, s) &&
		    (got[s] != got[best] ||
			!equal_bytes(
			    zvm_session.compare + s * ZVM_COMPARE_CHUNK, chunks,
			    (uint64_t)got[s])))
			drop_source(channel, s);
	for (int64_t i = 0; i < got[best]; i++)
		to[i] = chunks[i];
	return got[best];
}

static int64_t get_some(struct zvm_gate_channel *channel, uint8_t *to,
    uint64_t size, int64_t offset)
{
	if (channel->source_count == 1)
		return get_source(channel, 0, to, size, offset);
	return get_alike(channel, to, size, offset);
}

/* At a limit: 1 when the guest has in fact seen everything. Asks the host for
 * one more byte, which a stream then loses; nobody can use it after that. */
static int really_at_end(struct zvm_gate_channel *channel, int64_t offset)
{
	uint8_t probe;

	return get_some(channel, &probe, 1, offset) == 0;
}

static int32_t count_get(struct zvm_gate_channel *channel,
    struct zvm_channel_count *count, const uint8_t *bytes, uint64_t got)
{
	count->gets++;
	count->get_bytes += (int64_t)got;
	if (!zvm_random_get(channel))
		channel->position += (int64_t)got;
	if (count->digest.kind != ZVM_DIGEST_NONE)
		zvm_digest_update(&count->digest, bytes, got);
	return (int32_t)got;
}

int32_t zvm_gate_pread(
    int32_t number, zvm_gptr buffer, uint32_t size, int64_t offset)
{
	struct zvm_gate_channel *channel = zvm_find_channel(number);
	struct zvm_channel_count *count;
	uint64_t want = size, got = 0;
	uint8_t *to;

	if (!channel)
		return -GUEST_EINVAL;
	if (!(channel->flags & ZVM_CHANNEL_GET))
		return -GUEST_EBADF;
	to = zvm_gptr_writable(&zvm_session.regions, buffer, size);
	if (!to)
		return -GUEST_EINVAL;
	if (size == 0)
		return 0;
	if (size > INT32_MAX)
		return -GUEST_EFAULT;
	if (zvm_random_get(channel)) {
		if (offset < 0)
			return -GUEST_EINVAL;
		if (offset > INT64_MAX - (int64_t)size)
			return 0; /* behind the end of any file */
	} else {
		if (channel->at_end)
			return 0;
		offset = 0; /* ignored, and must not overflow below */
	}
	count = &zvm_session.shared->channels[number];
	if (count->gets >= channel->gets ||
	    count->get_bytes >= channel->get_bytes) {
		if (!really_at_end(channel, offset))
			return -GUEST_EDQUOT;
		channel->at_end = 1;
		return 0;
	}
	if ((int64_t)want > channel->get_bytes - count->get_bytes)
		want = (uint64_t)(channel->get_bytes - count->get_bytes);

	while (got < want) {
		int64_t n = get_some(
		    channel, to + got, want - got, offset + (int64_t)got);

		if (n < 0) {
			if (count->failed == 0)
				count->failed = (uint32_t)-n;
			if (got == 0)
				return zvm_guest_error(n);
			break;
		}
		if (n == 0) {
			channel->at_end = 1;
			break;
		}
		got += (uint64_t)n;
		if (channel->terminal && to[got - 1] == '\n')
			break;
	}
	if (got == 0)
		return 0;
	return count_get(channel, count, to, got);
}

static int64_t put_some(const struct zvm_gate_channel *channel, uint32_t s,
    const uint8_t *from, uint64_t size, int64_t offset)
{
	int64_t put;

	if (on_network(channel, s))
		return zvm_link_put(
		    &channel->link[s], channel->fd[s], from, size);
	do
		if (random_put(channel))
			put = zvm_syscall(
			    NR_pwrite64, channel->fd[s], from, size, offset);
		else
			put = zvm_syscall(
			    NR_write, channel->fd[s], from, size, 0);
	while (put == -HOST_EINTR);
	return put;
}

/* All bytes unless the host fails; then *failed is its errno. */
static uint64_t put_source(const struct zvm_gate_channel *channel, uint32_t s,
    const uint8_t *from, uint64_t size, int64_t offset, uint32_t *failed)
{
	uint64_t done = 0;

	*failed = 0;
	while (done < size) {
		int64_t n = put_some(channel, s, from + done, size - done,
		    offset + (int64_t)done);

		/* The buffer was checked: a mapped file lost its end. */
		if (n == -GUEST_EFAULT)
			zvm_gate_leave(ZVM_END_CHANNEL);
		if (n == -GUEST_EPIPE) {
			zvm_session.shared->signal = 13; /* SIGPIPE */
			leave_for(channel, ZVM_END_PIPE);
		}
		if (n <= 0) {
			*failed = n < 0 ? (uint32_t)-n : GUEST_EIO;
			break;
		}
		done += (uint64_t)n;
	}
	return done;
}

int32_t zvm_gate_pwrite(
    int32_t number, zvm_gptr buffer, uint32_t size, int64_t offset)
{
	struct zvm_gate_channel *channel = zvm_find_channel(number);
	struct zvm_channel_count *count;
	uint64_t want = size, done = 0;
	const uint8_t *from;
	uint32_t failed;

	if (!channel)
		return -GUEST_EINVAL;
	if (!(channel->flags & ZVM_CHANNEL_PUT))
		return -GUEST_EBADF;
	from = zvm_gptr_readable(&zvm_session.regions, buffer, size);
	if (!from)
		return -GUEST_EINVAL;
	if (size == 0)
		return 0;
	if (size > INT32_MAX)
		return -GUEST_EFAULT;
	count = &zvm_session.shared->channels[number];
	if (random_put(channel)) {
		/* No farther than what exists plus what may still be put:
		 * a limit on bytes is a limit on the file's size. */
		int64_t room = channel->put_bytes - count->put_bytes;

		if (offset < 0 || offset >= channel->put_bytes ||
		    (offset > channel->size &&
			offset - channel->size >= room) ||
		    offset > INT64_MAX - (int64_t)size)
			return -GUEST_EINVAL;
	} else {
		offset = 0;
	}
	if (count->puts >= channel->puts ||
	    count->put_bytes >= channel->put_bytes)
		return -GUEST_EDQUOT;
	if ((int64_t)want > channel->put_bytes - count->put_bytes)
		want = (uint64_t)(channel->put_bytes - count->put_bytes);

	for (uint32_t s = 0; s < channel->source_count; s++) {
		done = put_source(channel, s, from, want, offset, &failed);
		if (failed == 0)
			continue;
		if (count->failed_put == 0)
			count->failed_put = failed;
		/* Copies that differ are worse than none. */
		if (channel->source_count > 1) {
			drop_source(channel, s);
			leave_for(channel, ZVM_END_SOURCES);
		}
		if (done == 0)
			return zvm_guest_error(-(int64_t)failed);
	}
	count->puts++;
	count->put_bytes += (int64_t)done;
	if (random_put(channel)) {
		if (offset + (int64_t)done > channel->size)
			channel->size = offset + (int64_t)done;
	} else {
		channel->size += (int64_t)done;
	}
	if (count->digest.kind != ZVM_DIGEST_NONE)
		zvm_digest_update(&count->digest, from, done);
	return (int32_t)done;
}

void zvm_gate_exit(int32_t status, uint32_t signal)
{
	struct zvm_shared *shared = zvm_session.shared;

	if (shared->memory.kind != ZVM_DIGEST_NONE)
		zvm_digest_memory(&shared->memory);
	shared->status = status;
	if (signal == 0)
		zvm_gate_leave(ZVM_END_EXIT);
	shared->signal = signal <= 64 ? signal : 6; /* no such: SIGABRT */
	zvm_gate_leave(ZVM_END_ABORT);
}
