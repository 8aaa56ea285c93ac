/* SPDX-License-Identifier: Apache-2.0
 *
 * The kernel's own layers around the confined child, beside the filter: what
 * holds when the sandbox's rules and the filter were broken. Each layer is
 * applied by the child to itself, in the order of isolation.def, when it has
 * opened all that it needs.
 */
#ifndef ZVM_RUNTIME_ISOLATE_H
#define ZVM_RUNTIME_ISOLATE_H

#include <stddef.h>
#include <stdio.h>

#include "problem.h"

enum zvm_isolation {
	ZVM_ISOLATE_STANDARD, /* every layer that costs next to nothing */
	ZVM_ISOLATE_FULL,     /* all of them, or the session does not start */
};

enum zvm_layer {
#define ZVM_LAYER(id, level, name, line) ZVM_LAYER_##id,
#include "isolation.def"
	ZVM_LAYER_COUNT
};

enum zvm_layer_state {
	ZVM_LAYER_ON,
	ZVM_LAYER_NEEDLESS, /* there is nothing to take away */
	ZVM_LAYER_MISSING,  /* this kernel or this container refuses it */
};

/* Applies one layer to the calling process. `why` gets the reason when the
 * answer is not ZVM_LAYER_ON. */
enum zvm_layer_state zvm_layer_apply(
    enum zvm_layer layer, char *why, size_t room);

/* The flags for clone that the level needs; the child that comes of them
 * applies the layers. */
int zvm_isolate_clone_flags(enum zvm_isolation level);

/* Applies the layers of the level. A missing one is a problem only for
 * ZVM_ISOLATE_FULL. */
int zvm_isolate(enum zvm_isolation level, struct zvm_problem *problem);

/* Tries every layer in processes of their own and prints what it finds. */
void zvm_isolate_explain(FILE *out);

#endif
