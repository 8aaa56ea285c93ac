/* SPDX-License-Identifier: Apache-2.0
 *
 * Why a session could not start or did not end by itself: one value that every
 * step of the runtime fills and only the commands print. The first problem
 * wins; later ones are consequences.
 */
#ifndef ZVM_PROBLEM_H
#define ZVM_PROBLEM_H

enum zvm_end {
	ZVM_END_NONE,
#define ZVM_END(id, zerovm, front, name, when) ZVM_END_##id,
#include "exitcodes.def"
	ZVM_END_COUNT
};

struct zvm_problem {
	enum zvm_end end;
	char text[480]; /* "where: what (got X, expected Y)"; no newline */
	char hint[224]; /* "" or what to do next */
};

/* Both do nothing when the problem is already set. Return 0, so that a step
 * can say `return zvm_problem(...)`. */
__attribute__((format(printf, 3, 4))) int zvm_problem(
    struct zvm_problem *problem, enum zvm_end end, const char *format, ...);
__attribute__((format(printf, 2, 3))) void zvm_problem_hint(
    struct zvm_problem *problem, const char *format, ...);

const char *zvm_end_name(enum zvm_end end); /* the report's ended_by */
int zvm_end_historical(enum zvm_end end);   /* zerovm's exit status */
int zvm_end_front(enum zvm_end end, int status, int signal);

#endif
