/* SPDX-License-Identifier: Apache-2.0
 *
 * A zerovm for tests alone, linked from the objects of the real one with the
 * calls below in between (ld --wrap): only those layers are put up that the
 * environment variable ZVM_LAYERS names, in blanks. Without it there is none,
 * and every escape of tests/bats/fixtures/escape.c works.
 *
 * With ZVM_SCRIBBLE=END:SEED the confined process is one that was taken over:
 * it ends with nonsense in the memory that it shares with the supervisor, but
 * for the end that it claims.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "runtime/child.h"
#include "runtime/gate/syscall.h"
#include "runtime/isolate.h"
#include "validator/parallel/zvm_parallel.h"

#define WRAPPED(result, name, ...)                                             \
	result __real_##name(__VA_ARGS__);                                     \
	result __wrap_##name(__VA_ARGS__);                                     \
	result __wrap_##name(__VA_ARGS__)

static int wanted(const char *layer)
{
	const char *layers = getenv("ZVM_LAYERS");
	size_t size = strlen(layer);

	for (; layers != NULL && *layers != '\0';
	     layers += strcspn(layers, " "), layers += strspn(layers, " "))
		if (strncmp(layers, layer, size) == 0 &&
		    (layers[size] == ' ' || layers[size] == '\0'))
			return 1;
	return 0;
}

WRAPPED(enum zvm_val_result, zvm_parallel_validate,
    const struct zvm_val_request *request, uint32_t parts,
    struct zvm_val_summary *summary)
{
	if (wanted("validator"))
		return __real_zvm_parallel_validate(request, parts, summary);
	return ZVM_VAL_OK;
}

WRAPPED(int, zvm_confine_early, const struct zvm_launch *launch,
    struct zvm_problem *problem)
{
	return !wanted("privileges") ||
	       __real_zvm_confine_early(launch, problem);
}

WRAPPED(int, zvm_isolate_clone_flags, enum zvm_isolation level)
{
	(void)level;
	return wanted("namespaces")
		   ? __real_zvm_isolate_clone_flags(ZVM_ISOLATE_FULL)
		   : 0;
}

WRAPPED(int, zvm_confine_isolate, const struct zvm_launch *launch,
    struct zvm_problem *problem)
{
	static const char *const names[] = {
	    [ZVM_LAYER_NAMESPACES] = "namespaces",
	    [ZVM_LAYER_USER] = "user",
	    [ZVM_LAYER_LANDLOCK] = "landlock",
	};
	char why[120];

	(void)launch;
	for (int layer = 0; layer < ZVM_LAYER_COUNT; layer++) {
		if (!wanted(names[layer]))
			continue;
		/* Whoever is not root needs it to use Landlock at all. */
		if (layer == ZVM_LAYER_LANDLOCK)
			prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (zvm_layer_apply(layer, why, sizeof(why)) ==
		    ZVM_LAYER_MISSING)
			return zvm_problem(
			    problem, ZVM_END_HOST, "missing: %s", why);
	}
	return 1;
}

WRAPPED(int, zvm_confine_limits, int template, uint32_t descriptors,
    struct zvm_problem *problem)
{
	return !wanted("limits") ||
	       __real_zvm_confine_limits(template, descriptors, problem);
}

WRAPPED(int, zvm_confine_filter, enum zvm_filter_kind kind,
    struct zvm_problem *problem)
{
	if (!wanted("filter"))
		return 1;
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return __real_zvm_confine_filter(kind, problem);
}

/* Few values of 32 bits lie where something else happens than at most; so
 * every other word is a small number or one below 0. */
static void scribble(uint64_t state)
{
	uint32_t *word = (uint32_t *)zvm_session.shared;
	size_t size =
	    sizeof(struct zvm_shared) +
	    zvm_session.channel_count * sizeof(struct zvm_channel_count);

	for (size_t i = 0; i < size / sizeof(*word); i++) {
		state = state * 6364136223846793005u + 1442695040888963407u;
		word[i] = (uint32_t)(state >> 32);
		if (state >> 31 & 1)
			word[i] = word[i] % 8 - 2;
	}
}

WRAPPED(void, zvm_gate_exit, int32_t status, uint32_t signal)
{
	const char *wanted = getenv("ZVM_SCRIBBLE");
	char *seed;
	long end;

	if (wanted == NULL)
		__real_zvm_gate_exit(status, signal);
	end = strtol(wanted, &seed, 10);
	scribble(strtoull(seed + 1, NULL, 10));
	zvm_session.shared->problem.end = (enum zvm_end)end;
	zvm_syscall(NR_exit_group, 0, 0, 0, 0);
}
