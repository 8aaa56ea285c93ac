/* SPDX-License-Identifier: Apache-2.0
 *
 * What malloc has, counted when somebody asks. mallopt takes any parameter and
 * changes nothing: there is nothing to tune.
 */
#include <malloc.h>
#include <stdio.h>
#include "memory/malloc.h"

struct mallinfo mallinfo(void)
{
	struct mallinfo info = {0};
	size_t slabs = 0, used = 0;

	for (size_t unit = 0; unit < sizeof(__zrt_kinds); unit++) {
		if (__zrt_kinds[unit] != ZRT_SLAB)
			continue;
		slabs += ZRT_UNIT;
		used += __zrt_slab_used(unit * ZRT_UNIT);
	}
	info.arena = slabs + __zrt_chunk_bytes_all;
	info.hblks = __zrt_large_count;
	info.hblkhd = __zrt_large_bytes;
	info.uordblks = used + __zrt_chunk_bytes_used;
	info.fordblks = info.arena - info.uordblks;
	return info;
}

int mallopt(int parameter, int value)
{
	(void)parameter, (void)value;
	return 1;
}

void malloc_stats(void)
{
	struct mallinfo info = mallinfo();

	fprintf(stderr, "max system bytes = %10zu\n", info.arena + info.hblkhd);
	fprintf(stderr, "system bytes     = %10zu\n", info.arena + info.hblkhd);
	fprintf(
	    stderr, "in use bytes     = %10zu\n", info.uordblks + info.hblkhd);
}

void mstats(char *where)
{
	fprintf(stderr, "Memory allocation statistics %s\n", where);
	malloc_stats();
}
