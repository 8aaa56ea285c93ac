/* SPDX-License-Identifier: Apache-2.0
 *
 * What the processor has.
 */
#ifndef ZVM_RUNTIME_PROCESSOR_H
#define ZVM_RUNTIME_PROCESSOR_H

/* The ISA level x86-64-v2. */
int zvm_processor_has_v2(void);

#endif
