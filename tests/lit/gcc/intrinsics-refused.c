// SPDX-License-Identifier: Apache-2.0
// An intrinsic above the ISA level is named where it is used, whatever a
// target attribute says; one for an instruction that is refused at every level
// is named by the assembler.
// RUN: not %zvm-gcc -O2 -c %s -o %t.o 2>&1 | FileCheck %s
// RUN: not %zvm-gcc -O2 -DCLOCK -c %s -o %t.o 2>&1 | FileCheck --check-prefix=CLOCK %s
// RUN: not %zvm-gcc -O2 -mavx2 -c %s -o %t.o 2>&1 | FileCheck --check-prefix=OPTION %s
// OPTION: above ISA level x86-64-v2

#include <immintrin.h>

#ifdef CLOCK
// CLOCK: Error: 'rdtsc' is not allowed in a ZeroVM program: its result differs between runs
unsigned long long now(void)
{
	return __rdtsc();
}
#else
// CHECK: In function '_mm256_shuffle_epi8',
// CHECK: '__builtin_ia32_pshufb256' needs isa option -mavx2, which is not available for this target: the highest ISA level is x86-64-v2
__attribute__((target("avx2"))) __m256i shuffle(__m256i a, __m256i b)
{
	return _mm256_shuffle_epi8(a, b);
}

// CHECK: '__builtin_ia32_aesenc128' needs isa option -maes
__m128i encrypt(__m128i a, __m128i b)
{
	return _mm_aesenc_si128(a, b);
}
#endif
