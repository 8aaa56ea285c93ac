/* SPDX-License-Identifier: Apache-2.0
 *
 * zvm-run: the everyday way to run a program. It turns a command line into a
 * manifest of version 2 and becomes the `zerovm` that stands next to it. It
 * checks what it can say something helpful about; the rest is zerovm's.
 */
#ifndef ZVM_RUN_H
#define ZVM_RUN_H

#include <stdio.h>

struct zvm_run {
	const char *program;
	char **arguments; /* NULL at the end; the guest's, with their @ */
	const char *timeout, *memory, *seed, *clock, *report;
	const char **environment; /* NAME=TEXT */
	int environment_count;
	int print_manifest;
};

/* Prints "zvm-run: ..." and exits with status 125. */
__attribute__((noreturn, format(printf, 1, 2))) void zvm_run_fail(
    const char *format, ...);

/* synthesize.c: writes the manifest. With absolute, host paths do not depend
 * on the working directory. */
void zvm_run_manifest(const struct zvm_run *run, int absolute, FILE *out);

#endif
