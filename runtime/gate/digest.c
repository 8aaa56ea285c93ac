/* SPDX-License-Identifier: Apache-2.0
 *
 * MD5, SHA-1 and SHA-256. Straight from the standards: correctness is shown by
 * its own test vectors (tests/unit/runtime_digest.c).
 */
#include "digest.h"

/* clang-format off */
const uint32_t zvm_sha256_k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
/* clang-format on */

/* floor(2^32 * |sin(i + 1)|) */
static const uint32_t md5_k[64] = {
    0xd76aa478,
    0xe8c7b756,
    0x242070db,
    0xc1bdceee,
    0xf57c0faf,
    0x4787c62a,
    0xa8304613,
    0xfd469501,
    0x698098d8,
    0x8b44f7af,
    0xffff5bb1,
    0x895cd7be,
    0x6b901122,
    0xfd987193,
    0xa679438e,
    0x49b40821,
    0xf61e2562,
    0xc040b340,
    0x265e5a51,
    0xe9b6c7aa,
    0xd62f105d,
    0x02441453,
    0xd8a1e681,
    0xe7d3fbc8,
    0x21e1cde6,
    0xc33707d6,
    0xf4d50d87,
    0x455a14ed,
    0xa9e3e905,
    0xfcefa3f8,
    0x676f02d9,
    0x8d2a4c8a,
    0xfffa3942,
    0x8771f681,
    0x6d9d6122,
    0xfde5380c,
    0xa4beea44,
    0x4bdecfa9,
    0xf6bb4b60,
    0xbebfbc70,
    0x289b7ec6,
    0xeaa127fa,
    0xd4ef3085,
    0x04881d05,
    0xd9d4d039,
    0xe6db99e5,
    0x1fa27cf8,
    0xc4ac5665,
    0xf4292244,
    0x432aff97,
    0xab9423a7,
    0xfc93a039,
    0x655b59c3,
    0x8f0ccc92,
    0xffeff47d,
    0x85845dd1,
    0x6fa87e4f,
    0xfe2ce6e0,
    0xa3014314,
    0x4e0811a1,
    0xf7537e82,
    0xbd3af235,
    0x2ad7d2bb,
    0xeb86d391,
};

static uint32_t left(uint32_t x, int n)
{
	return x << n | x >> (32 - n);
}

static uint32_t right(uint32_t x, int n)
{
	return x >> n | x << (32 - n);
}

static uint32_t big_endian(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

static void sha256_block(uint32_t state[8], const uint8_t *block)
{
	uint32_t w[64];
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4], f = state[5], g = state[6], h = state[7];

	for (int i = 0; i < 16; i++)
		w[i] = big_endian(block + 4 * i);
	for (int i = 16; i < 64; i++) {
		uint32_t x = w[i - 15], y = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] +
		       (right(x, 7) ^ right(x, 18) ^ x >> 3) +
		       (right(y, 17) ^ right(y, 19) ^ y >> 10);
	}
	for (int i = 0; i < 64; i++) {
		uint32_t t1 = h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) +
			      ((e & f) ^ (~e & g)) + zvm_sha256_k[i] + w[i];
		uint32_t t2 = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) +
			      ((a & b) ^ (a & c) ^ (b & c));

		h = g, g = f, f = e, e = d + t1;
		d = c, c = b, b = a, a = t1 + t2;
	}
	state[0] += a, state[1] += b, state[2] += c, state[3] += d;
	state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

static void sha1_block(uint32_t state[8], const uint8_t *block)
{
	uint32_t w[80];
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
	uint32_t e = state[4];

	for (int i = 0; i < 16; i++)
		w[i] = big_endian(block + 4 * i);
	for (int i = 16; i < 80; i++)
		w[i] = left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	for (int i = 0; i < 80; i++) {
		uint32_t f, k, t;

		if (i < 20)
			f = (b & c) | (~b & d), k = 0x5a827999;
		else if (i < 40)
			f = b ^ c ^ d, k = 0x6ed9eba1;
		else if (i < 60)
			f = (b & c) | (b & d) | (c & d), k = 0x8f1bbcdc;
		else
			f = b ^ c ^ d, k = 0xca62c1d6;
		t = left(a, 5) + f + e + k + w[i];
		e = d, d = c, c = left(b, 30), b = a, a = t;
	}
	state[0] += a, state[1] += b, state[2] += c, state[3] += d;
	state[4] += e;
}

static uint32_t little_endian(const uint8_t *p)
{
	return (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[1] << 8 | p[0];
}

static void md5_block(uint32_t state[8], const uint8_t *block)
{
	static const uint8_t turns[4][4] = {
	    {7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];

	for (int i = 0; i < 64; i++) {
		uint32_t f, next;
		int word;

		if (i < 16)
			f = (b & c) | (~b & d), word = i;
		else if (i < 32)
			f = (d & b) | (~d & c), word = (5 * i + 1) % 16;
		else if (i < 48)
			f = b ^ c ^ d, word = (3 * i + 5) % 16;
		else
			f = c ^ (b | ~d), word = 7 * i % 16;
		next = a + f + md5_k[i] + little_endian(block + 4 * word);
		a = d, d = c, c = b, b += left(next, turns[i / 16][i % 4]);
	}
	state[0] += a, state[1] += b, state[2] += c, state[3] += d;
}

zvm_digest_blocks *zvm_digest_sha;

static void take_blocks(
    struct zvm_digest *digest, const uint8_t *blocks, size_t count)
{
	if (zvm_digest_sha && digest->kind != ZVM_DIGEST_MD5) {
		zvm_digest_sha(digest->kind, digest->state, blocks, count);
		return;
	}
	for (; count > 0; count--, blocks += 64) {
		if (digest->kind == ZVM_DIGEST_SHA256)
			sha256_block(digest->state, blocks);
		else if (digest->kind == ZVM_DIGEST_SHA1)
			sha1_block(digest->state, blocks);
		else
			md5_block(digest->state, blocks);
	}
}

void zvm_digest_start(struct zvm_digest *digest, enum zvm_digest_kind kind)
{
	digest->kind = kind;
	digest->length = 0;
	if (kind == ZVM_DIGEST_SHA256) {
		digest->state[0] = 0x6a09e667;
		digest->state[1] = 0xbb67ae85;
		digest->state[2] = 0x3c6ef372;
		digest->state[3] = 0xa54ff53a;
		digest->state[4] = 0x510e527f;
		digest->state[5] = 0x9b05688c;
		digest->state[6] = 0x1f83d9ab;
		digest->state[7] = 0x5be0cd19;
	} else {
		digest->state[0] = 0x67452301;
		digest->state[1] = 0xefcdab89;
		digest->state[2] = 0x98badcfe;
		digest->state[3] = 0x10325476;
		digest->state[4] = 0xc3d2e1f0;
	}
}

void zvm_digest_update(
    struct zvm_digest *digest, const uint8_t *bytes, size_t size)
{
	size_t have = digest->length % 64;

	digest->length += size;
	if (have != 0) {
		while (have < 64 && size > 0) {
			digest->block[have++] = *bytes++;
			size--;
		}
		if (have < 64)
			return;
		take_blocks(digest, digest->block, 1);
	}
	if (size >= 64) {
		take_blocks(digest, bytes, size / 64);
		bytes += size - size % 64;
		size %= 64;
	}
	for (size_t i = 0; i < size; i++)
		digest->block[i] = bytes[i];
}

size_t zvm_digest_finish(struct zvm_digest *digest, uint8_t out[ZVM_DIGEST_MAX])
{
	static const uint8_t mark = 0x80, zero = 0;
	uint64_t bits = digest->length * 8;
	static const uint8_t words[ZVM_DIGEST_KINDS] = {0, 4, 5, 8};
	int little = digest->kind == ZVM_DIGEST_MD5;
	uint8_t tail[8];
	size_t size;

	/* The supervisor finishes what a broken process may have written. */
	if (digest->kind == ZVM_DIGEST_NONE || digest->kind >= ZVM_DIGEST_KINDS)
		return 0;
	size = words[digest->kind] * 4;
	zvm_digest_update(digest, &mark, 1);
	while (digest->length % 64 != 56)
		zvm_digest_update(digest, &zero, 1);
	for (int i = 0; i < 8; i++)
		tail[i] = (uint8_t)(bits >> (little ? 8 * i : 56 - 8 * i));
	zvm_digest_update(digest, tail, 8);
	for (size_t i = 0; i < size; i++)
		out[i] = (uint8_t)(digest->state[i / 4] >>
				   8 * (little ? i % 4 : 3 - i % 4));
	return size;
}
