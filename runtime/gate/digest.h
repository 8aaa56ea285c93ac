/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256, SHA-1 (FIPS 180-4) and MD5 (RFC 1321) over the bytes of a tagged
 * channel. Runs inside the gate, so it is freestanding and touches general
 * registers only, but for what zvm_digest_sha does.
 * The state holds no pointer: it lives in memory shared with the supervisor,
 * which finishes a digest whose session was killed.
 */
#ifndef ZVM_DIGEST_H
#define ZVM_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum zvm_digest_kind {
	ZVM_DIGEST_NONE,
	ZVM_DIGEST_MD5,
	ZVM_DIGEST_SHA1,
	ZVM_DIGEST_SHA256,
	ZVM_DIGEST_KINDS
};

#define ZVM_DIGEST_MAX 32

struct zvm_digest {
	uint32_t kind; /* enum zvm_digest_kind */
	uint32_t state[8];
	uint64_t length; /* bytes so far */
	uint8_t block[64];
};

/* The constants of SHA-256's rounds: the first 32 bits of the fractional parts
 * of the cube roots of the first 64 primes. */
extern const uint32_t zvm_sha256_k[64];

/* Takes `count` whole blocks of SHA-256 or SHA-1 into the state. */
typedef void zvm_digest_blocks(enum zvm_digest_kind kind, uint32_t *state,
    const uint8_t *bytes, size_t count);

/* Does the blocks in place of the portable code, unless it is NULL, as it is
 * in the beginning. The results are the same. */
extern zvm_digest_blocks *zvm_digest_sha;

void zvm_digest_start(struct zvm_digest *digest, enum zvm_digest_kind kind);
void zvm_digest_update(
    struct zvm_digest *digest, const uint8_t *bytes, size_t size);
/* Writes 16, 20 or 32 bytes, returns how many; 0 for ZVM_DIGEST_NONE. */
size_t zvm_digest_finish(
    struct zvm_digest *digest, uint8_t out[ZVM_DIGEST_MAX]);

#endif
