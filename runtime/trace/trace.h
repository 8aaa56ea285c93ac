/* SPDX-License-Identifier: Apache-2.0
 *
 * The trace of runtime calls, outside of the gate: a pipe from the confined
 * child and a process that turns its records into lines. The supervisor waits
 * for signals, so it cannot read the pipe itself.
 */
#ifndef ZVM_TRACE_H
#define ZVM_TRACE_H

#include <stdio.h>
#include <sys/types.h>

#include "../manifest/manifest.h"
#include "../shared.h"

struct zvm_trace {
	int out;      /* where the lines go */
	int ends[2];  /* of the pipe, once zvm_trace_pipe made it */
	pid_t writer; /* 0: none was started */
};

struct zvm_launch;

/* Opens the file, "" for standard error; what it holds stays. These four
 * return 1, or 0 with the problem filled. */
int zvm_trace_open(
    struct zvm_trace *trace, const char *file, struct zvm_problem *problem);
/* Empties the file, once it is known to be neither the program nor behind a
 * channel: a guest would read, or replace, what is written about it. */
int zvm_trace_claim(const struct zvm_trace *trace,
    const struct zvm_launch *launch, struct zvm_problem *problem);
int zvm_trace_pipe(struct zvm_trace *trace, struct zvm_problem *problem);
/* Starts the writer; afterwards only the child holds the pipe's other end, so
 * the writer ends when the child does. */
int zvm_trace_follow(struct zvm_trace *trace,
    const struct zvm_manifest *manifest, const struct zvm_shared *shared,
    struct zvm_problem *problem);
/* Waits until every line is written. Returns 0, with errno set, when one could
 * not be. */
int zvm_trace_finish(const struct zvm_trace *trace);

/* format.c: one line. Pure; the record may be anything. */
void zvm_trace_line(FILE *out, const struct zvm_trace_record *record,
    const struct zvm_manifest *manifest);

#endif
