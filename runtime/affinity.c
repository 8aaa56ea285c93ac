/* SPDX-License-Identifier: Apache-2.0 */
#include "affinity.h"

#include <sys/syscall.h>
#include <unistd.h>

#define WORD_BITS (8 * sizeof(unsigned long))

void zvm_affinity_stay(struct zvm_affinity *before)
{
	struct zvm_affinity here = {.size = 0};
	long size = syscall(
	    SYS_sched_getaffinity, 0, sizeof(before->bits), before->bits);
	unsigned processor;

	before->size = 0;
	if (size <= 0 || syscall(SYS_getcpu, &processor, NULL, NULL) != 0 ||
	    processor >= ZVM_PROCESSORS_MAX)
		return;
	here.bits[processor / WORD_BITS] = 1UL << processor % WORD_BITS;
	if (syscall(SYS_sched_setaffinity, 0, (size_t)size, here.bits) == 0)
		before->size = (size_t)size;
}

void zvm_affinity_restore(const struct zvm_affinity *before)
{
	if (before->size != 0)
		syscall(SYS_sched_setaffinity, 0, before->size, before->bits);
}
