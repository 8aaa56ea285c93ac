/* SPDX-License-Identifier: Apache-2.0
 *
 * zvm-run: the everyday way to run a program. It turns a command line into a
 * session of libzvm and becomes it. It checks what it can say something
 * helpful about; the rest is zerovm's.
 */
#ifndef ZVM_RUN_H
#define ZVM_RUN_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "sdk-scripts/libzvm/libzvm.h"

struct run_mount {
	const char *image;     /* host path */
	const char *directory; /* of the guest */
};

struct run_file {
	const char *path; /* as typed */
	int writable;
	int sequential; /* a pipe, a terminal: no offsets */
	char *name;     /* in the guest */
};

/* The command line. */
struct run {
	const char *program;
	char **arguments; /* NULL at the end; the guest's, with their @ */
	const char **environment;
	int environment_count;
	struct run_mount *roots, *outs;
	int root_count, out_count;
	uint64_t memory, seed;
	int64_t timeout_ms;
	int64_t clock_seconds;
	uint32_t clock_nanoseconds;
	const char *directory; /* the guest's; NULL: / */
	const char *report;
	const char *trace; /* a file, "" for standard error, NULL: none */
	int strict, register_returns;
	int check, print_manifest, gdb;
	const char *save;

	struct run_file *files; /* of the @ arguments */
	int file_count;
	char *zerovm;
};

/* Prints "zvm-run: ..." with control characters as \xHH. */
__attribute__((format(printf, 1, 2))) void run_say(const char *format, ...);
/* The same, then exits with status 125. */
#define run_fail(...) (run_say(__VA_ARGS__), exit(125))
void *run_checked(void *memory);

/* files.c: finds the @ arguments' files; fails when one cannot be a channel. */
void run_collect_files(struct run *run);
/* The guest's argument for a typed one. */
const char *run_argument(const struct run *run, const char *text);
/* A copy that does not depend on the working directory. */
char *run_absolute(const char *path);

/* session.c: the session without the channels of @ arguments and exports,
 * which differ between a plain run and a check. */
struct zvm_session *run_session(const struct run *run, int absolute);
void run_add_file(
    struct zvm_session *session, const struct run_file *file, const char *path);
/* Fails with the session's error. */
__attribute__((noreturn)) void run_session_failed(
    const struct zvm_session *session);

/* debug.c: has the session run by gdb. */
void run_wrap_in_gdb(const struct run *run, struct zvm_session *session);

/* check.c: both runs, the comparison, the delivery; returns the exit status. */
int run_check(struct run *run);
/* Becomes the command after changing what must not matter to a guest. */
__attribute__((noreturn)) void run_under_changed_conditions(char **command);

/* compare.c: prints the first difference and returns 0, or 1. */
int run_same_bytes(const char *what, int first, int second);
int run_same_report(
    const struct zvm_report *first, const struct zvm_report *second);

#endif
