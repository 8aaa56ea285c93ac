// SPDX-License-Identifier: Apache-2.0
// The headers of all intrinsics compile at every level, as C and C++. A
// function for a higher level is compiled for the program's, and asking for
// features tells the program's level.
// RUN: %zvm-gcc -O2 -Wall -Wextra -Werror -pedantic %s -o %t
// RUN: %zvm-run %t | FileCheck %s
// RUN: %zvm-gcc -O0 -Wall -Wextra -Werror %s -o %t
// RUN: %zvm-run %t | FileCheck %s
// RUN: %zvm-gcc -O2 -flto %s -o %t
// RUN: %zvm-run %t | FileCheck %s
// RUN: %zvm-gcc -x c++ -O2 -Wall -Wextra -Werror -c %s -o %t.o
// RUN: %zvm-gcc -O2 -march=x86-64 -DBASELINE %s -o %t
// RUN: %zvm-run %t | FileCheck --check-prefix=BASELINE %s

#include <immintrin.h>
#include <stdio.h>
#include <x86intrin.h>

#if defined(__AVX__) || defined(__AVX2__) || defined(__BMI2__) ||              \
    defined(__AES__) || defined(__PCLMUL__)
#error "a level that no program has"
#endif
#if defined(__SSE4_2__) == defined(BASELINE)
#error "not the level of the command line"
#endif

__attribute__((target("avx2"))) static void add(int *sum, const int *a)
{
	__m256i left = _mm256_loadu_si256((const __m256i *)a);
	__m256i right = _mm256_set1_epi32(10);

	_mm256_storeu_si256((__m256i *)sum, _mm256_add_epi32(left, right));
}

#pragma GCC push_options
#pragma GCC target("arch=haswell,bmi2,lzcnt")
static int zeros(unsigned long long a)
{
	return __builtin_ctzll(a) + __builtin_clzll(a);
}
#pragma GCC pop_options

__attribute__((target("sse4.2"))) static unsigned checksum(unsigned a)
{
	return _mm_crc32_u8(a, 2);
}

int main(void)
{
	int a[8] = {1, 2, 3, 4, 5, 6, 7, 8}, sum[8];

	add(sum, a);
	// CHECK: 11 18 63 1350f3f4
	// BASELINE: 11 18 63 1350f3f4
	printf("%d %d %d %x\n", sum[0], sum[7], zeros(1 << 12), checksum(1));
	__builtin_cpu_init();
	// CHECK: sse2 1 sse4.2 1 popcnt 1 avx2 0 haswell 0
	// BASELINE: sse2 1 sse4.2 0 popcnt 0 avx2 0 haswell 0
	printf("sse2 %d sse4.2 %d popcnt %d avx2 %d haswell %d\n",
	    __builtin_cpu_supports("sse2"), __builtin_cpu_supports("sse4.2"),
	    __builtin_cpu_supports("popcnt"), __builtin_cpu_supports("avx2"),
	    __builtin_cpu_is("haswell"));
	return 0;
}
