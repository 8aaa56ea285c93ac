/* SPDX-License-Identifier: Apache-2.0
 *
 * SHA-256 and SHA-1 with the processor's own instructions for them. The one
 * part of the gate that uses vector registers: only through zvm_sha_blocks
 * (sha_entry.S), which gives the guest's back. Integers alone, so that MXCSR
 * and x87 state stay untouched.
 */
#include <immintrin.h>

#include "sha.h"

/* The four words at `bytes`, most significant byte first, as numbers. The
 * first is the lowest element for SHA-256, the highest for SHA-1. */
static __m128i four_words(const uint8_t *bytes, int first_is_highest)
{
	const __m128i low_first =
	    _mm_set_epi8(12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3);
	const __m128i high_first =
	    _mm_set_epi8(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

	return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes),
	    first_is_highest ? high_first : low_first);
}

/* The instructions keep a..h in two registers, from the highest element down:
 * a b e f and c d g h. */
static void sha256_blocks(uint32_t *state, const uint8_t *bytes, size_t count)
{
	__m128i dcba = _mm_loadu_si128((const __m128i *)state);
	__m128i hgfe = _mm_loadu_si128((const __m128i *)(state + 4));
	__m128i cdab = _mm_shuffle_epi32(dcba, 0xb1);
	__m128i efgh = _mm_shuffle_epi32(hgfe, 0x1b);
	__m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
	__m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
	__m128i feba, dchg;

	for (; count > 0; count--, bytes += 64) {
		__m128i abef_before = abef, cdgh_before = cdgh;
		__m128i w[4]; /* the latest 16 words; group i is w[i % 4] */

#pragma GCC unroll 16
		for (int i = 0; i < 16; i++) {
			__m128i sum;

			if (i < 4)
				w[i] = four_words(bytes + 16 * i, 0);
			sum = _mm_add_epi32(w[i % 4],
			    _mm_loadu_si128(
				(const __m128i *)(zvm_sha256_k + 4 * i)));
			cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
			sum = _mm_shuffle_epi32(sum, 0x0e);
			abef = _mm_sha256rnds2_epu32(abef, cdgh, sum);
			if (i < 3 || i == 15)
				continue;
			w[(i + 1) % 4] = _mm_sha256msg2_epu32(
			    _mm_add_epi32(_mm_sha256msg1_epu32(
					      w[(i + 1) % 4], w[(i + 2) % 4]),
				_mm_alignr_epi8(w[i % 4], w[(i + 3) % 4], 4)),
			    w[i % 4]);
		}
		abef = _mm_add_epi32(abef, abef_before);
		cdgh = _mm_add_epi32(cdgh, cdgh_before);
	}
	feba = _mm_shuffle_epi32(abef, 0x1b);
	dchg = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xf0));
	_mm_storeu_si128(
	    (__m128i *)(state + 4), _mm_alignr_epi8(dchg, feba, 8));
}

/* The kind of round is part of the instruction. */
static __m128i sha1_rounds(__m128i abcd, __m128i e, int kind)
{
	switch (kind) {
	case 0:
		return _mm_sha1rnds4_epu32(abcd, e, 0);
	case 1:
		return _mm_sha1rnds4_epu32(abcd, e, 1);
	case 2:
		return _mm_sha1rnds4_epu32(abcd, e, 2);
	default:
		return _mm_sha1rnds4_epu32(abcd, e, 3);
	}
}

static void sha1_blocks(uint32_t *state, const uint8_t *bytes, size_t count)
{
	__m128i abcd =
	    _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0x1b);
	__m128i e = _mm_set_epi32((int)state[4], 0, 0, 0);

	for (; count > 0; count--, bytes += 64) {
		__m128i abcd_before = abcd, e_before = e;
		__m128i w[4];

#pragma GCC unroll 20
		for (int i = 0; i < 20; i++) {
			__m128i next = abcd;

			if (i < 4)
				w[i] = four_words(bytes + 16 * i, 1);
			e = i == 0 ? _mm_add_epi32(e, w[0])
				   : _mm_sha1nexte_epu32(e, w[i % 4]);
			abcd = sha1_rounds(abcd, e, i / 5);
			e = next;
			if (i < 3 || i == 19)
				continue;
			w[(i + 1) % 4] = _mm_sha1msg2_epu32(
			    _mm_xor_si128(_mm_sha1msg1_epu32(
					      w[(i + 1) % 4], w[(i + 2) % 4]),
				w[(i + 3) % 4]),
			    w[i % 4]);
		}
		e = _mm_sha1nexte_epu32(e, e_before);
		abcd = _mm_add_epi32(abcd, abcd_before);
	}
	_mm_storeu_si128((__m128i *)state, _mm_shuffle_epi32(abcd, 0x1b));
	state[4] = (uint32_t)_mm_extract_epi32(e, 3);
}

void zvm_sha_blocks_inside(enum zvm_digest_kind kind, uint32_t *state,
    const uint8_t *bytes, size_t count)
{
	if (kind == ZVM_DIGEST_SHA256)
		sha256_blocks(state, bytes, count);
	else
		sha1_blocks(state, bytes, count);
}
