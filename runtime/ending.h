/* SPDX-License-Identifier: Apache-2.0
 *
 * What every confined process needs from outside, whether the supervisor runs
 * one session or a warm server runs many: an account to write, limits of time,
 * and an end that is settled from its wait status and its account.
 */
#ifndef ZVM_ENDING_H
#define ZVM_ENDING_H

#include <sys/resource.h>
#include <time.h>

#include "child.h"
#include "supervisor.h"

/* The shared memory of a session: its size, and its start in zeroed memory. */
size_t zvm_shared_size(const struct zvm_manifest *manifest);
void zvm_shared_begin(
    struct zvm_shared *shared, const struct zvm_manifest *manifest);

struct timespec zvm_now(void);

/* Seconds until one of the limits can be reached at the earliest: a process
 * of one thread uses no more processor time than passes. When one has been
 * reached, *end is set to it. Without limits the answer is infinite. A child
 * that is 0 is not known yet, and has used none. */
double zvm_seconds_left(const struct zvm_manifest *manifest, pid_t child,
    struct timespec start, enum zvm_end *end);

/* The process is gone; end: why it was killed, or NONE. */
void zvm_result_settle(struct zvm_result *result, enum zvm_end end, int status,
    const struct rusage *usage, struct timespec start);

/* Names and sentences, and what becomes of the outputs; frees the sources. */
void zvm_result_finish(
    const struct zvm_launch *launch, struct zvm_result *result);

#endif
