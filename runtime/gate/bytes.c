/* SPDX-License-Identifier: Apache-2.0
 *
 * The three functions that the validator asks of a C library, for its copy in
 * the gate: the real ones use vector registers, which are the guest's.
 */
#include "gate.h"

void *zvm_gate_memcpy(void *to, const void *from, size_t size)
{
	void *at = to;

	__asm__ volatile("rep movsb"
			 : "+D"(at), "+S"(from), "+c"(size)
			 :
			 : "memory");
	return to;
}

void *zvm_gate_memset(void *to, int value, size_t size)
{
	void *at = to;

	__asm__ volatile("rep stosb"
			 : "+D"(at), "+c"(size)
			 : "a"(value)
			 : "memory");
	return to;
}

int zvm_gate_memcmp(const void *a, const void *b, size_t size)
{
	const uint8_t *left = a, *right = b;

	for (size_t i = 0; i < size; i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}
