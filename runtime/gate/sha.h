/* SPDX-License-Identifier: Apache-2.0
 *
 * Blocks of SHA-256 and SHA-1 by the processor's instructions for them, where
 * it has them (zvm_processor_has_sha). A zvm_digest_blocks function.
 */
#ifndef ZVM_SHA_H
#define ZVM_SHA_H

#include "digest.h"

/* sha_entry.S: leaves every vector register as it was, so that no guest can
 * tell by them which processor it is on, or see what a digest left there. */
void zvm_sha_blocks(enum zvm_digest_kind kind, uint32_t *state,
    const uint8_t *bytes, size_t count);

/* sha.c: for sha_entry.S alone. */
void zvm_sha_blocks_inside(enum zvm_digest_kind kind, uint32_t *state,
    const uint8_t *bytes, size_t count);

#endif
