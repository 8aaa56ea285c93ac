/* SPDX-License-Identifier: Apache-2.0
 *
 * zvm_validate() on several processors: threads around the library's parts.
 * All threads have ended when the call returns, so a process may close its
 * sandbox behind it. Used by zvm-validate and, before the guest exists, by
 * zerovm.
 */
#ifndef ZVM_PARALLEL_H
#define ZVM_PARALLEL_H

#include "../include/zvm_validator.h"

/* In how many parts a text of this size is worth checking here: 1 for what
 * takes less time than starting threads, at most one a usable processor. */
uint32_t zvm_parallel_parts(size_t size);

/* As zvm_validate(), in 1 to ZVM_VAL_PARTS_MAX parts. The request's scratch
 * holds zvm_val_parts_scratch_size(size, parts). A thread that cannot be
 * started costs time, not the verdict: the caller's thread does its part. */
enum zvm_val_result zvm_parallel_validate(const struct zvm_val_request *request,
    uint32_t parts, struct zvm_val_summary *summary);

#endif
