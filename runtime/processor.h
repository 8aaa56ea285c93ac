/* SPDX-License-Identifier: Apache-2.0
 *
 * What the processor has.
 */
#ifndef ZVM_RUNTIME_PROCESSOR_H
#define ZVM_RUNTIME_PROCESSOR_H

/* The ISA level x86-64-v2. */
int zvm_processor_has_v2(void);
/* The instructions for SHA-256 and SHA-1, and those beside them in sha.c. */
int zvm_processor_has_sha(void);

#endif
