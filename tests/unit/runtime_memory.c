/* SPDX-License-Identifier: Apache-2.0
 *
 * The runtime calls on memory, called as the gate calls them, over real pages
 * below 4 GiB: after every call, what the page states allow must be exactly
 * what the kernel allows, and a refused call must have changed nothing.
 */
#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/gate/gate.h"
#include "runtime/child.h"

#define PAGE  4096u
#define HEAP  0x20000000u
#define MAP   0x30000000u
#define STACK 0x90000000u
#define PLAIN 0xa0000000u /* a region whose pages have no states */
#define PAGES 24u         /* of each */

#define FILE_SIZE (5 * PAGE + 100)

static const uint32_t starts[] = {HEAP, MAP, STACK, PLAIN};

static struct zvm_gate_channel channels[6];

/* From low to high, and none at both ends. */
enum { NO, READ = 1, WRITE = 2, EXECUTE = 4 };

/* What the kernel allows, page by page, from /proc/self/maps. */
static void kernel_access(uint32_t start, int *access)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	unsigned long long from, to;
	char line[400], r, w, x;

	memset(access, 0, PAGES * sizeof(*access));
	while (maps && fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%llx-%llx %c%c%c", &from, &to, &r, &w, &x) !=
		    5)
			continue;
		for (uint32_t i = 0; i < PAGES; i++) {
			uint64_t at = start + i * PAGE;

			if (at >= from && at < to)
				access[i] = (r == 'r' ? READ : 0) |
					    (w == 'w' ? WRITE : 0) |
					    (x == 'x' ? EXECUTE : 0);
		}
	}
	if (maps)
		fclose(maps);
}

static int gate_access(uint32_t at)
{
	const struct zvm_regions *regions = &zvm_session.regions;
	enum zvm_page_state state = zvm_state_at(regions, at);

	return (zvm_gptr_readable(regions, at, PAGE) ? READ : 0) |
	       (zvm_gptr_writable(regions, at, PAGE) ? WRITE : 0) |
	       (state >= ZVM_STATE_JAIL_START ? EXECUTE : 0);
}

static unsigned differences(void)
{
	int access[PAGES];
	unsigned wrong = 0;

	for (int r = 0; r < 4; r++) {
		kernel_access(starts[r], access);
		for (uint32_t i = 0; i < PAGES; i++) {
			wrong += gate_access(starts[r] + i * PAGE) != access[i];
			wrong += (access[i] & (WRITE | EXECUTE)) ==
				 (WRITE | EXECUTE);
		}
	}
	return wrong;
}

static void take_pages(uint32_t start, int protection, uint32_t access)
{
	void *got = mmap((void *)(uintptr_t)start, PAGES * PAGE, protection,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

	if (got != (void *)(uintptr_t)start ||
	    !zvm_region_add(
		&zvm_session.regions, start, start + PAGES * PAGE, access))
		tap_ok(0, "pages at 0x%x", start);
}

static int input_file(void)
{
	char path[] = "/tmp/runtime_memory.XXXXXX";
	char *bytes = malloc(FILE_SIZE);
	int fd = mkstemp(path);

	unlink(path);
	memset(bytes, 'x', FILE_SIZE);
	if (fd < 0 || write(fd, bytes, FILE_SIZE) != FILE_SIZE)
		tap_ok(0, "an input file");
	free(bytes);
	return fd;
}

enum { GOOD, SEQUENTIAL, WRITTEN, ONLY_PUT, TAGGED, STREAM };

static void prepare(void)
{
	const uint32_t all =
	    ZVM_REGION_READ | ZVM_REGION_WRITE | ZVM_REGION_PAGES;
	static int fd;

	fd = input_file();

	take_pages(HEAP, PROT_READ | PROT_WRITE, all);
	take_pages(MAP, PROT_NONE, ZVM_REGION_PAGES);
	take_pages(STACK, PROT_READ | PROT_WRITE, all);
	take_pages(
	    PLAIN, PROT_READ | PROT_WRITE, ZVM_REGION_READ | ZVM_REGION_WRITE);
	zvm_session.shared = calloc(1,
	    sizeof(struct zvm_shared) + 6 * sizeof(struct zvm_channel_count));
	zvm_session.channels = channels;
	zvm_session.channel_count = 6;
	zvm_session.isa_level = 2;
	for (int i = 0; i < 6; i++)
		channels[i] = (struct zvm_gate_channel){.fd = &fd,
		    .source_count = 1,
		    .type = ZVM_CHANNEL_RGET_SPUT,
		    .flags = ZVM_CHANNEL_GET,
		    .regular = 1,
		    .size = FILE_SIZE,
		    .gets = INT64_MAX,
		    .get_bytes = INT64_MAX};
	channels[SEQUENTIAL].type = ZVM_CHANNEL_SGET_SPUT;
	channels[WRITTEN].flags = ZVM_CHANNEL_GET | ZVM_CHANNEL_PUT;
	channels[ONLY_PUT].flags = ZVM_CHANNEL_PUT;
	channels[STREAM].regular = 0;
	zvm_digest_start(
	    &zvm_session.shared->channels[TAGGED].digest, ZVM_DIGEST_SHA256);
}

static void check_protect(void)
{
	static const struct {
		uint32_t address, size, access;
		int32_t result;
	} cases[] = {
	    {HEAP, PAGE, ZVM_PROT_READ, 0},
	    {HEAP + PAGE, PAGE, ZVM_PROT_NONE, 0},
	    {HEAP + 2 * PAGE, 2 * PAGE, ZVM_PROT_GUARD, 0},
	    {HEAP, PAGES * PAGE, ZVM_PROT_READ_WRITE, 0},
	    {STACK, 3 * PAGE, ZVM_PROT_NONE, 0},
	    {STACK + PAGE, PAGE, ZVM_PROT_READ, 0},
	    {STACK, PAGES * PAGE, ZVM_PROT_READ_WRITE, 0},
	    {HEAP, 0, ZVM_PROT_READ, -22},
	    {HEAP + 1, PAGE, ZVM_PROT_READ, -22},
	    {HEAP, PAGE - 1, ZVM_PROT_READ, -22},
	    {HEAP, PAGE, 2, -22},
	    {HEAP, PAGE, 5, -22},
	    {HEAP, PAGE, 7, -22},
	    {HEAP, PAGE, 0xffffffff, -22},
	    {HEAP, (PAGES + 1) * PAGE, ZVM_PROT_READ, -22},
	    {HEAP - PAGE, PAGE, ZVM_PROT_READ, -22},
	    {HEAP - PAGE, 2 * PAGE, ZVM_PROT_READ, -22},
	    {HEAP, 0xfffff000, ZVM_PROT_READ, -22},
	    {MAP, PAGE, ZVM_PROT_READ, -22},
	    {MAP, PAGE, ZVM_PROT_NONE, -22},
	    {PLAIN, PAGE, ZVM_PROT_READ, -22},
	    {0, PAGE, ZVM_PROT_READ_WRITE, -22},
	    {0x10000, PAGE, ZVM_PROT_READ_WRITE, -22},
	    {0x20000, PAGE, ZVM_PROT_READ_WRITE, -22},
	    {0xfffff000, PAGE, ZVM_PROT_READ, -22},
	    {0xfffff000, 0xfffff000, ZVM_PROT_READ, -22},
	};
	unsigned wrong = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int32_t result = zvm_gate_protect(
		    cases[i].address, cases[i].size, cases[i].access);

		if (result != cases[i].result || differences() != 0) {
			printf("# case %zu: %d\n", i, result);
			wrong++;
		}
	}
	tap_equal(wrong, 0, "protect: each case, and nothing but it changed");
	zvm_session.regions.changes = ZVM_STATE_CHANGES_MAX - 1;
	tap_equal(zvm_gate_protect(HEAP, PAGE, ZVM_PROT_READ), -12,
	    "too many different ranges are ENOMEM");
	zvm_session.regions.changes = 0;
}

static void check_discard(void)
{
	volatile char *heap = (volatile char *)HEAP;
	unsigned wrong = 0;

	heap[0] = heap[PAGE] = heap[2 * PAGE] = 1;
	zvm_gate_protect(HEAP + PAGE, PAGE, ZVM_PROT_READ);
	wrong += zvm_gate_discard(HEAP, 2 * PAGE) != 0;
	tap_ok(!wrong && !heap[0] && !heap[PAGE] && heap[2 * PAGE] == 1,
	    "discarded pages read as zero, others do not");
	tap_equal(differences(), 0, "and their access stays");
	wrong += zvm_gate_discard(HEAP, 0) != -22;
	wrong += zvm_gate_discard(HEAP + 8, PAGE) != -22;
	wrong += zvm_gate_discard(HEAP, 8) != -22;
	wrong += zvm_gate_discard(PLAIN, PAGE) != -22;
	wrong += zvm_gate_discard(0x10000, PAGE) != -22;
	wrong += zvm_gate_discard(HEAP, (PAGES + 1) * PAGE) != -22;
	wrong += zvm_gate_discard(STACK, 0xfffff000) != -22;
	tap_equal(wrong, 0, "nothing else is discarded");
	zvm_gate_protect(HEAP, PAGES * PAGE, ZVM_PROT_READ_WRITE);
}

static int32_t map(int channel, uint32_t at, uint32_t size, int64_t offset)
{
	return zvm_gate_map(channel, at, size, offset);
}

static void check_map(void)
{
	const struct zvm_channel_count *count = zvm_session.shared->channels;
	const volatile char *at = (const volatile char *)MAP;
	unsigned wrong = 0;

	wrong += map(GOOD, MAP, FILE_SIZE, 0) != 0;
	tap_ok(!wrong && at[0] == 'x' && at[FILE_SIZE - 1] == 'x' &&
		   at[FILE_SIZE] == 0 && at[6 * PAGE - 1] == 0,
	    "the whole file, and zero behind its end");
	tap_equal(differences(), 0, "readable, not more");
	tap_ok(count->gets == 1 && count->get_bytes == FILE_SIZE &&
		   count->mapped == 1,
	    "it counts as one get of its bytes");
	wrong += map(GOOD, MAP + 8 * PAGE, 1, PAGE) != 0;
	wrong += map(GOOD, MAP + 9 * PAGE, 1, PAGE) != 0;
	wrong += map(GOOD, MAP + PAGE, PAGE, 4 * PAGE) != 0;
	tap_ok(!wrong && differences() == 0, "side by side and over another");
	tap_equal(count->get_bytes, FILE_SIZE + 3 * PAGE, "whole pages count");
	wrong += map(GOOD, MAP, PAGE, 5 * PAGE) != 0;
	tap_equal(count->get_bytes, FILE_SIZE + 3 * PAGE + 100,
	    "what is behind the end does not");

	wrong += map(GOOD, MAP, FILE_SIZE, PAGE) != -22;
	wrong += map(GOOD, MAP, 6 * PAGE + 1, 0) != -22;
	wrong += map(GOOD, MAP, PAGE, 6 * PAGE) != -22;
	wrong += map(GOOD, MAP, PAGE, -4096) != -22;
	wrong += map(GOOD, MAP, PAGE, INT64_MIN) != -22;
	wrong += map(GOOD, MAP, PAGE, INT64_MAX - 4095) != -22;
	wrong += map(GOOD, MAP, PAGE, 1) != -22;
	wrong += map(GOOD, MAP, 0, 0) != -22;
	wrong += map(GOOD, MAP, 0x80000000, 0) != -22;
	wrong += map(GOOD, MAP, 0xffffffff, 0) != -22;
	wrong += map(GOOD, MAP + 1, PAGE, 0) != -22;
	wrong += map(GOOD, HEAP, PAGE, 0) != -22;
	wrong += map(GOOD, STACK, PAGE, 0) != -22;
	wrong += map(GOOD, PLAIN, PAGE, 0) != -22;
	wrong += map(GOOD, 0, PAGE, 0) != -22;
	wrong += map(GOOD, 0x20000, PAGE, 0) != -22;
	wrong += map(GOOD, MAP + (PAGES - 1) * PAGE, 2 * PAGE, 0) != -22;
	wrong += map(-1, MAP, PAGE, 0) != -22;
	wrong += map(6, MAP, PAGE, 0) != -22;
	wrong += map(INT32_MAX, MAP, PAGE, 0) != -22;
	wrong += map(SEQUENTIAL, MAP, PAGE, 0) != -19;
	wrong += map(STREAM, MAP, PAGE, 0) != -19;
	wrong += map(WRITTEN, MAP, PAGE, 0) != -13;
	wrong += map(ONLY_PUT, MAP, PAGE, 0) != -9;
	wrong += map(TAGGED, MAP, PAGE, 0) != -1;
	channels[GOOD].get_bytes = count->get_bytes + PAGE - 1;
	wrong += map(GOOD, MAP + 12 * PAGE, PAGE, 0) != -122;
	channels[GOOD].get_bytes = INT64_MAX;
	channels[GOOD].gets = count->gets;
	wrong += map(GOOD, MAP + 12 * PAGE, PAGE, 0) != -122;
	channels[GOOD].gets = INT64_MAX;
	tap_equal(wrong, 0, "every wrong argument has its error");
	tap_equal(differences(), 0, "and changed nothing");
	wrong += zvm_gate_discard(MAP + PAGE, PAGE) != 0;
	tap_ok(!wrong && differences() == 0, "a hole in a mapping");
	wrong += zvm_gate_discard(MAP, PAGES * PAGE) != 0;
	tap_ok(!wrong && differences() == 0 && zvm_session.regions.changes == 0,
	    "the whole area empty again");
}

/* A page of hlt with one instruction at the start. */
static void put_code(
    uint32_t at, uint32_t pages, const char *bytes, size_t size)
{
	memset((void *)(uintptr_t)at, 0xf4, pages * PAGE);
	memcpy((void *)(uintptr_t)at, bytes, size);
}

static void check_jail(void)
{
	unsigned wrong = 0;

	put_code(HEAP, 4, "\x31\xc0", 2); /* xor %eax,%eax */
	tap_equal(zvm_gate_jail(HEAP, 4 * PAGE), 0, "good code is accepted");
	tap_equal(differences(), 0, "executable, not writable");
	wrong += zvm_gate_protect(HEAP, PAGE, ZVM_PROT_READ_WRITE) != -22;
	wrong += zvm_gate_protect(HEAP, 5 * PAGE, ZVM_PROT_NONE) != -22;
	wrong += zvm_gate_discard(HEAP + PAGE, PAGE) != -22;
	wrong += zvm_gate_discard(HEAP, PAGES * PAGE) != -22;
	wrong += zvm_gate_jail(HEAP, 4 * PAGE) != -22;
	wrong += zvm_gate_jail(HEAP + 3 * PAGE, 2 * PAGE) != -22;
	wrong += zvm_gate_unjail(HEAP, 3 * PAGE) != -22;
	wrong += zvm_gate_unjail(HEAP, 5 * PAGE) != -22;
	wrong += zvm_gate_unjail(HEAP + PAGE, 3 * PAGE) != -22;
	wrong += zvm_gate_unjail(HEAP + 8 * PAGE, PAGE) != -22;
	wrong += zvm_gate_unjail(HEAP, 0) != -22;
	wrong += zvm_gate_unjail(HEAP + 4, PAGE) != -22;
	wrong += zvm_gate_unjail(PLAIN, PAGE) != -22;
	wrong += zvm_gate_unjail(MAP, PAGE) != -22;
	wrong += zvm_gate_unjail(0, 0xfffff000) != -22;
	tap_equal(wrong, 0, "a jail cannot be changed, nor a part of it");
	put_code(HEAP + 4 * PAGE, 2, "\x90", 1);
	wrong += zvm_gate_jail(HEAP + 4 * PAGE, PAGE) != 0;
	wrong += zvm_gate_jail(HEAP + 5 * PAGE, PAGE) != 0;
	wrong += zvm_gate_unjail(HEAP + 4 * PAGE, 2 * PAGE) != -22;
	wrong += zvm_gate_unjail(HEAP, 6 * PAGE) != -22;
	wrong += zvm_gate_unjail(HEAP + 4 * PAGE, PAGE) != 0;
	tap_ok(!wrong && differences() == 0, "two beside each other are two");
	wrong += zvm_gate_unjail(HEAP + 5 * PAGE, PAGE) != 0;
	wrong += zvm_gate_unjail(HEAP, 4 * PAGE) != 0;
	tap_ok(!wrong && differences() == 0 && zvm_session.regions.changes == 0,
	    "read-write again");

	/* Into the neighbour: jmp to the page behind. */
	put_code(HEAP, 1, "\xe9\xfb\x0f\x00\x00", 5);
	put_code(HEAP + PAGE, 1, "\x90", 1);
	wrong += zvm_gate_jail(HEAP, PAGE) != (int32_t)HEAP;
	wrong += zvm_gate_jail(HEAP, 2 * PAGE) != 0;
	wrong += zvm_gate_unjail(HEAP, 2 * PAGE) != 0;
	tap_equal(wrong, 0, "a branch out of the jail is refused, by address");
	put_code(HEAP, 1, "\x0f\x05", 2); /* syscall */
	wrong += zvm_gate_jail(HEAP, PAGE) != (int32_t)HEAP;
	put_code(HEAP, 1, "\x90\x90\x90\xc3", 4); /* a bare ret */
	wrong += zvm_gate_jail(HEAP, PAGE) != (int32_t)HEAP + 3;
	wrong += differences() != 0;
	tap_equal(wrong, 0, "so is what a program may not contain");
	zvm_session.register_return = 1;
	put_code(HEAP, 1, "\x48\x81\x24\x24\xe0\xff\xff\x7f\xc3", 9);
	wrong += zvm_gate_jail(HEAP, PAGE) <= 0;
	zvm_session.register_return = 0;
	wrong += zvm_gate_jail(HEAP, PAGE) != 0;
	wrong += zvm_gate_unjail(HEAP, PAGE) != 0;
	tap_equal(wrong, 0, "the program's return form is the jail's");

	memset((void *)(uintptr_t)STACK, 0xf4, PAGE);
	wrong += zvm_gate_jail(STACK, PAGE) != -22; /* above 2 GiB */
	wrong += zvm_gate_jail(MAP, PAGE) != -22;
	wrong += zvm_gate_jail(PLAIN, PAGE) != -22;
	wrong += zvm_gate_jail(0x20000, PAGE) != -22;
	wrong += zvm_gate_jail(HEAP, 0) != -22;
	wrong += zvm_gate_jail(HEAP + 32, PAGE) != -22;
	wrong += zvm_gate_jail(HEAP, 0xfffff000) != -22;
	zvm_gate_protect(HEAP + PAGE, PAGE, ZVM_PROT_NONE);
	wrong += zvm_gate_jail(HEAP, 2 * PAGE) != -22;
	zvm_gate_protect(HEAP + PAGE, PAGE, ZVM_PROT_READ);
	wrong += zvm_gate_jail(HEAP, 2 * PAGE) != -22;
	zvm_gate_protect(HEAP + PAGE, PAGE, ZVM_PROT_READ_WRITE);
	tap_equal(wrong, 0, "only read-write heap pages below 2 GiB");
	tap_equal(differences(), 0, "and nothing changed");
}

/* Everything at random; the kernel and the states may never disagree. */
static void check_random(void)
{
	unsigned wrong = 0, done = 0;

	srand(1);
	memset((void *)(uintptr_t)HEAP, 0xf4, PAGES * PAGE);
	for (int round = 0; round < 6000; round++) {
		uint32_t from = (uint32_t)rand() % PAGES;
		uint32_t pages = 1 + (uint32_t)rand() % 4;
		uint32_t at = starts[rand() % 4] + from * PAGE;
		int32_t result;

		switch (rand() % 6) {
		case 0:
		case 1:
			result = zvm_gate_protect(
			    at, pages * PAGE, (uint32_t)rand() % 6);
			break;
		case 2:
			result = zvm_gate_discard(at, pages * PAGE);
			break;
		case 3:
			result = map(
			    rand() % 6, at, pages * PAGE, rand() % 7 * PAGE);
			break;
		case 4:
			if (zvm_gptr_writable(
				&zvm_session.regions, at, pages * PAGE))
				memset(
				    (void *)(uintptr_t)at, 0xf4, pages * PAGE);
			result = zvm_gate_jail(at, pages * PAGE);
			break;
		default:
			result = zvm_gate_unjail(at, pages * PAGE);
		}
		done += result == 0;
		wrong += differences() != 0;
	}
	tap_ok(done > 500, "%u of 6000 random calls did something", done);
	tap_equal(wrong, 0, "states and kernel agreed after each");
}

int main(void)
{
	prepare();
	tap_equal(differences(), 0, "states and kernel agree at start");
	check_protect();
	check_discard();
	check_map();
	check_jail();
	check_random();
	return tap_done();
}
