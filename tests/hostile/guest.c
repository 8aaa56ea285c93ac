/* SPDX-License-Identifier: Apache-2.0
 *
 * A guest that attacks the runtime: the first argument names the way. What
 * must end in a fault says so by not returning; what must be refused exits
 * with 0 when it was. Used by tests/bats/hostile.bats.
 */
#include "../bare_guest.h"

static const struct zvm_boot *boot;
static volatile unsigned char bytes[8192];

static uint32_t hex(const char *text)
{
	uint32_t value = 0;

	for (; *text; text++)
		value =
		    value * 16 +
		    (uint32_t)(*text <= '9' ? *text - '0' : *text - 'a' + 10);
	return value;
}

static uint32_t argument(uint32_t n)
{
	const zvm_gptr *argv = (const zvm_gptr *)(uintptr_t)boot->argv;

	return n < boot->argc ? hex((const char *)(uintptr_t)argv[n]) : 0;
}

/* Every gate call with every awkward pointer, size, channel and offset. None
 * may succeed beyond what the pointer covers, none may end the session. */
static int bad_calls(void)
{
	static const uint32_t pointers[] = {0, 1, 0xffff, 0x10000, 0x1fff0,
	    0x20000, 0x3fffffff, 0x7fffffff, 0x80000000, 0xfeeeffff, 0xfffefff0,
	    0xfffeffff, 0xffff0000, 0xffffffff};
	static const uint32_t sizes[] = {
	    1, 0x1000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff};
	static const int64_t offsets[] = {
	    0, -1, INT64_MAX, INT64_MIN, 0x100000000, INT64_MAX - 1};
	static const int32_t channels[] = {-1, INT32_MIN, INT32_MAX, 3, 4, 99};
	unsigned p, s, o, c;

	for (p = 0; p < sizeof(pointers) / 4; p++)
		for (s = 0; s < sizeof(sizes) / 4; s++)
			for (o = 0; o < sizeof(offsets) / 8; o++)
				for (c = 0; c < sizeof(channels) / 4; c++) {
					int32_t n = channels[c];

					if (zvm_pread(n, pointers[p], sizes[s],
						offsets[o]) > 1 ||
					    (n != 3 &&
						zvm_pwrite(n, pointers[p],
						    sizes[s], offsets[o]) >= 0))
						return 1;
				}
	return 0;
}

/* Every call on memory with every awkward range. Text, data, boot block, gate
 * and what lies between are nobody's to change; no range may make a call end
 * the session, and afterwards the program still runs. */
static int bad_memory_calls(void)
{
	static const uint32_t addresses[] = {0, 0x1000, 0xf000, 0x10000,
	    0x1f000, 0x20000, 0x21000, 0x20001, 0xfeef0000, 0xfefe0000,
	    0xfeff0001, 0xffff0000, 0xfffff000, 0xffffffff};
	static const uint32_t sizes[] = {0, 1, 0xfff, 0x1000, 0x1001, 0x10000,
	    0x7fffffff, 0x80000000, 0xfffff000, 0xffffffff};
	uint32_t data = (uint32_t)(uintptr_t)bytes & ~0xfffu;
	unsigned a, s, way;

	for (a = 0; a <= sizeof(addresses) / 4; a++)
		for (s = 0; s < sizeof(sizes) / 4; s++) {
			uint32_t at =
			    a < sizeof(addresses) / 4 ? addresses[a] : data;
			uint32_t size = sizes[s];

			for (way = 0; way < 8; way++)
				if (zvm_protect(at, size, way) != -22)
					return 1;
			if (zvm_discard(at, size) != -22 ||
			    zvm_jail(at, size) != -22 ||
			    zvm_unjail(at, size) != -22)
				return 2;
			for (way = 0; way < boot->channel_count + 2; way++)
				if (zvm_map((int32_t)way - 1, at, size, 0) >= 0)
					return 3;
		}
	return 0;
}

/* As many different neighbours as the runtime lets be, then more. */
static int many_ranges(void)
{
	uint32_t page, refused = 0, end = boot->heap_base + boot->heap_size;

	for (page = boot->heap_base; page < end; page += 0x2000) {
		int32_t result = zvm_protect(page, 0x1000, ZVM_PROT_NONE);

		if (result != 0 && result != -12)
			return 1;
		refused += result != 0;
	}
	return refused == 0 ||
	       zvm_protect(boot->heap_base, boot->heap_size, 3) != 0;
}

/* The unit's state in a gate call: unmasked and pending x87 exceptions, all of
 * SSE unmasked. It must come back as it was. */
static int poisoned_units(void)
{
	uint32_t mxcsr = 0x2000, mxcsr_after;
	uint16_t control = 0x0340, control_after;
	double one = 1, zero = 0;

	__asm__ volatile("fninit; fldcw %0; fldl %1; fdivl %2"
			 :
			 : "m"(control), "m"(one), "m"(zero));
	__asm__ volatile("ldmxcsr %0" : : "m"(mxcsr));
	zvm_pwrite(1, ADDRESS("poisoned\n"), 9, 0);
	__asm__ volatile("stmxcsr %0" : "=m"(mxcsr_after));
	__asm__ volatile("fnclex; fnstcw %0" : "=m"(control_after));
	return (mxcsr_after & 0xffc0) != mxcsr || control_after != control;
}

static int recurse(int depth)
{
	volatile char frame[4000];

	frame[0] = (char)depth;
	return recurse(depth + 1) + frame[0];
}

/* A gate call (exit with status 7) with the stack pointer as given. */
static void gate_with_stack(uint32_t sp, uint32_t slot)
{
	__asm__ volatile("movl %0, %%esp\n\t"
			 "movl %1, %%ecx\n\t"
			 "movl $-1, %%edi\n\t"
			 "xorl %%esi, %%esi\n\t"
			 "xorl %%edx, %%edx\n\t"
			 "call *%%rcx"
			 :
			 : "r"(sp), "r"(slot)
			 : "memory", "rcx", "rdi", "rsi", "rdx");
}

static void jump(uint32_t to)
{
	__asm__ volatile("movl $5, %%edi; xorl %%esi, %%esi; jmp *%q0"
			 :
			 : "r"((uint64_t)to)
			 : "rdi", "rsi");
}

static int attack(const char *way)
{
	if (equal(way, "read"))
		return *(volatile char *)(uintptr_t)argument(2) & 0;
	if (equal(way, "write"))
		return *(volatile char *)(uintptr_t)argument(2) = 0;
	if (equal(way, "jump"))
		jump(argument(2));
	else if (equal(way, "stack"))
		gate_with_stack(argument(2), argument(3));
	else if (equal(way, "calls"))
		return bad_calls();
	else if (equal(way, "memory"))
		return bad_memory_calls();
	else if (equal(way, "ranges"))
		return many_ranges();
	else if (equal(way, "units"))
		return poisoned_units();
	else if (equal(way, "recurse"))
		return recurse(0);
	else if (equal(way, "spin"))
		for (;;)
			bytes[0]++;
	else if (equal(way, "put"))
		return zvm_pwrite(1, ADDRESS(bytes), sizeof(bytes), 0) < 0;
	else if (equal(way, "fill")) /* all of the heap */
		for (uint32_t i = 0; i < boot->heap_size; i += 4096)
			*(volatile char *)(uintptr_t)(boot->heap_base + i) = 1;
	else if (equal(way, "write-spin")) {
		zvm_pwrite(3, ADDRESS("part"), 4, 0);
		zvm_pwrite(1, ADDRESS("ready\n"), 6, 0);
		for (;;)
			bytes[0]++;
	} else
		return 99;
	return 0;
}

void _start(const struct zvm_boot *given)
{
	boot = given;
	const zvm_gptr *argv = (const zvm_gptr *)(uintptr_t)boot->argv;

	zvm_exit(attack((const char *)(uintptr_t)argv[1]), 0);
}
