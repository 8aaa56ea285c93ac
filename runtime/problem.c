/* SPDX-License-Identifier: Apache-2.0
 *
 * Filling problems, and the lookups in exitcodes.def.
 */
#include "problem.h"

#include <stdarg.h>
#include <stdio.h>

#define ZVM_END_STATUS (-1)
#define ZVM_END_SIGNAL (-2)

static const struct {
	int historical;
	int front;
	const char *name;
} ends[ZVM_END_COUNT] = {
    [ZVM_END_NONE] = {5, 126, "none"},
#define ZVM_END(id, zerovm, front, name, when)                                 \
	[ZVM_END_##id] = {zerovm, front, name},
#include "exitcodes.def"
};

int zvm_problem(
    struct zvm_problem *problem, enum zvm_end end, const char *format, ...)
{
	va_list args;

	if (problem->end != ZVM_END_NONE)
		return 0;
	problem->end = end;
	problem->hint[0] = '\0';
	va_start(args, format);
	vsnprintf(problem->text, sizeof(problem->text), format, args);
	va_end(args);
	return 0;
}

void zvm_problem_hint(struct zvm_problem *problem, const char *format, ...)
{
	va_list args;

	if (problem->hint[0] != '\0')
		return;
	va_start(args, format);
	vsnprintf(problem->hint, sizeof(problem->hint), format, args);
	va_end(args);
}

static enum zvm_end known(enum zvm_end end)
{
	return (unsigned)end < ZVM_END_COUNT ? end : ZVM_END_NONE;
}

const char *zvm_end_name(enum zvm_end end)
{
	return ends[known(end)].name;
}

int zvm_end_historical(enum zvm_end end)
{
	return ends[known(end)].historical;
}

int zvm_end_front(enum zvm_end end, int status, int signal)
{
	int front = ends[known(end)].front;

	if (front == ZVM_END_STATUS)
		return status & 0xff;
	if (front == ZVM_END_SIGNAL)
		return 128 + (signal & 0x7f);
	return front;
}
