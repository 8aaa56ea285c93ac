/* SPDX-License-Identifier: Apache-2.0
 *
 * What the processor has, asked for with as few cpuid as can be: under a
 * virtual machine's monitor each costs microseconds, and the compiler's own
 * cpu_init asks for everything. The level's lahf and sahf are in another leaf,
 * but programs for the baseline may contain them as well.
 */
#include "processor.h"

#include <cpuid.h>
#include <stdint.h>

#define FEATURES 7u

int zvm_processor_has_v2(void)
{
	const uint32_t needed = bit_SSE3 | bit_SSSE3 | bit_CMPXCHG16B |
				bit_SSE4_1 | bit_SSE4_2 | bit_POPCNT;
	uint32_t eax, ebx, ecx, edx;

	__cpuid(1, eax, ebx, ecx, edx);
	return (ecx & needed) == needed;
}

int zvm_processor_has_sha(void)
{
	const uint32_t needed = bit_SSSE3 | bit_SSE4_1;
	uint32_t eax, ebx, ecx, edx;

	__cpuid(0, eax, ebx, ecx, edx);
	if (eax < FEATURES)
		return 0;
	__cpuid(1, eax, ebx, ecx, edx);
	if ((ecx & needed) != needed)
		return 0;
	__cpuid_count(FEATURES, 0, eax, ebx, ecx, edx);
	return (ebx & bit_SHA) != 0;
}
