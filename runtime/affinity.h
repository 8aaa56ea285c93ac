/* SPDX-License-Identifier: Apache-2.0
 *
 * Supervisor and confined child take turns: one waits while the other runs.
 * Left alone, the kernel wakes the supervisor on an idle processor, which must
 * first be fetched from its sleep and has nothing of the session in its caches;
 * in a virtual machine that costs a twentieth of a short session. So the
 * supervisor stays on the processor it is on while it waits. The child starts
 * there and may go wherever the caller's mask lets it.
 *
 * All of this is for speed only: what fails leaves things as they were.
 */
#ifndef ZVM_AFFINITY_H
#define ZVM_AFFINITY_H

#include <stddef.h>

#define ZVM_PROCESSORS_MAX 8192 /* Linux has no more */

/* A set of processors, as the kernel writes it. */
struct zvm_affinity {
	unsigned long bits[ZVM_PROCESSORS_MAX / (8 * sizeof(unsigned long))];
	size_t size; /* bytes in use; 0: the mask was not changed */
};

/* Narrows this process's mask to the processor it runs on. */
void zvm_affinity_stay(struct zvm_affinity *before);
/* Gives the mask back, in this process or a child of it. */
void zvm_affinity_restore(const struct zvm_affinity *before);

#endif
