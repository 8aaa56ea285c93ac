/* SPDX-License-Identifier: Apache-2.0
 *
 * The seccomp program, apart from its installation, so that a unit test can
 * interpret it.
 */
#ifndef ZVM_FILTER_H
#define ZVM_FILTER_H

#include <linux/filter.h>
#include <stddef.h>

extern const struct sock_filter zvm_filter[];
extern const size_t zvm_filter_length;

/* With filter_warm.def as well: for sessions that may become a template. */
extern const struct sock_filter zvm_filter_template[];
extern const size_t zvm_filter_template_length;

/* With filter_traced.def as well: for sessions with a trace. */
extern const struct sock_filter zvm_filter_traced[];
extern const size_t zvm_filter_traced_length;

#endif
