/* SPDX-License-Identifier: Apache-2.0
 *
 * What a session did, as text. Both functions are pure but for malloc; the
 * caller frees the result. NULL only when memory ran out.
 */
#ifndef ZVM_REPORT_H
#define ZVM_REPORT_H

#include "../supervisor.h"

/* The historical report in its release form: six lines and an empty one. */
char *zvm_report_six(
    const struct zvm_manifest *manifest, const struct zvm_result *result);
/* One JSON object and a newline; docs/manifest.md lists its members. */
char *zvm_report_json(
    const struct zvm_manifest *manifest, const struct zvm_result *result);

/* A finished digest in lower-case hex. */
void zvm_report_digest(struct zvm_digest digest, char out[65]);
/* Digests of a killed session may be torn in the middle of a block. */
int zvm_report_digests_valid(const struct zvm_result *result);

#endif
