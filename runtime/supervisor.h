/* SPDX-License-Identifier: Apache-2.0
 *
 * The supervisor's side of one session: it opens what the manifest names,
 * forks the confined child, watches the clock and signals, and turns what the
 * child left in the shared page into a result. It never maps guest memory.
 */
#ifndef ZVM_SUPERVISOR_H
#define ZVM_SUPERVISOR_H

#include "isolate.h"
#include "manifest/manifest.h"
#include "report/line.h"
#include "shared.h"
#include "trace/trace.h"
#include "warm/server.h"

struct zvm_result {
	int serving;                /* the session goes on in .server */
	struct zvm_server server;   /* for manifests with a Job */
	struct zvm_problem problem; /* .end is always set; .text may be "" */
	int status;                 /* the guest's, for ZVM_END_EXIT */
	int signal;                 /* for ends that have one */
	struct zvm_shared *shared;  /* NULL when no child was started */
	double wall_seconds, user_seconds, system_seconds;
	int64_t peak_kib;         /* of the confined process */
	struct zvm_symbol symbol; /* where a fault was */
	struct zvm_line line;
	struct zvm_trace trace; /* open when the mode wants one */
};

/* Must run before anything else: restarts the process when its personality
 * would map page 0 or make data executable, opens missing descriptors 0-2. */
int zvm_supervisor_prepare(char **argv, struct zvm_problem *problem);

/* What the command line, not the manifest, says about a session. */
struct zvm_mode {
	int prepare_only; /* -F */
	enum zvm_isolation isolation;
	const char *trace; /* a file, "" for standard error, NULL: none */
};

/* Runs the session; fills the result in every case. */
void zvm_session_run(const struct zvm_manifest *manifest,
    const struct zvm_mode *mode, struct zvm_result *result);

/* describe.c: a sentence for an end that came without one. */
void zvm_describe_end(
    const struct zvm_manifest *manifest, struct zvm_result *result);

/* After the session: what interrupted it is done with, later signals end the
 * process again, for writing the report may block. */
void zvm_supervisor_release(void);

#endif
