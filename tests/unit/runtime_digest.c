/* SPDX-License-Identifier: Apache-2.0
 *
 * MD5, SHA-1 and SHA-256 against the examples of RFC 1321 and FIPS 180, whole
 * and in pieces of every size around a block.
 */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/gate/sha.h"
#include "runtime/manifest/manifest.h"
#include "runtime/processor.h"

static void hex_digest(struct zvm_digest *digest, char out[65])
{
	uint8_t bytes[ZVM_DIGEST_MAX];
	size_t size = zvm_digest_finish(digest, bytes);

	out[0] = '\0';
	for (size_t i = 0; i < size; i++)
		sprintf(out + 2 * i, "%02x", bytes[i]);
}

static void check(enum zvm_digest_kind kind, const char *message, size_t repeat,
    const char *expected)
{
	struct zvm_digest digest;
	char got[65];

	zvm_digest_start(&digest, kind);
	for (size_t i = 0; i < repeat; i++)
		zvm_digest_update(
		    &digest, (const uint8_t *)message, strlen(message));
	hex_digest(&digest, got);
	if (!tap_ok(strcmp(got, expected) == 0, "%s of %zu x %.20s",
		zvm_digest_names[kind], repeat, message))
		printf("# got %s, expected %s\n", got, expected);
}

static void check_pieces(enum zvm_digest_kind kind)
{
	uint8_t bytes[300];
	char whole[65], pieces[65];
	struct zvm_digest digest;
	int equal = 1;

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(i * 7);
	zvm_digest_start(&digest, kind);
	zvm_digest_update(&digest, bytes, sizeof(bytes));
	hex_digest(&digest, whole);
	for (size_t step = 1; step < 140; step++) {
		zvm_digest_start(&digest, kind);
		for (size_t at = 0; at < sizeof(bytes); at += step)
			zvm_digest_update(&digest, bytes + at,
			    sizeof(bytes) - at < step ? sizeof(bytes) - at
						      : step);
		hex_digest(&digest, pieces);
		equal &= strcmp(whole, pieces) == 0;
	}
	tap_ok(equal, "the size of the pieces does not matter (kind %d)", kind);
}

/* Both ways over the same bytes, from any alignment and in any pieces. */
static void check_same(void)
{
	enum { SIZE = 5000, ROUNDS = 400 };
	uint8_t *bytes = malloc(SIZE);
	struct zvm_digest plain, fast;
	char expected[65], got[65];
	uint32_t random = 1;
	int equal = 0;

	for (int round = 0; round < ROUNDS; round++) {
		enum zvm_digest_kind kind =
		    round & 1 ? ZVM_DIGEST_SHA256 : ZVM_DIGEST_SHA1;
		size_t at, size, most;

		for (size_t i = 0; i < SIZE; i++) {
			random = random * 1664525 + 1013904223;
			bytes[i] = (uint8_t)(random >> 24);
		}
		at = random >> 8 & 63;
		most = SIZE - at - (random >> 14 & 1023);
		zvm_digest_sha = NULL;
		zvm_digest_start(&plain, kind);
		zvm_digest_update(&plain, bytes + at, most);
		hex_digest(&plain, expected);
		zvm_digest_sha = zvm_sha_blocks;
		zvm_digest_start(&fast, kind);
		for (size_t done = 0; done < most; done += size) {
			random = random * 1664525 + 1013904223;
			size = random >> 8 & 1023;
			size = size < most - done ? size : most - done;
			zvm_digest_update(&fast, bytes + at + done, size);
		}
		/* The supervisor may finish what the guest's process began. */
		zvm_digest_sha = round & 2 ? NULL : zvm_sha_blocks;
		hex_digest(&fast, got);
		equal += strcmp(got, expected) == 0;
	}
	tap_equal(equal, ROUNDS, "digests that are the same in both ways");
	free(bytes);
}

/* What the guest has in its vector registers is there afterwards. */
static void check_registers(void)
{
	static uint8_t before[16][16], after[16][16];
	static const uint8_t block[128] = {1};
	uint32_t state[8] = {2};

	memset(before, 0x5a, sizeof(before));
	for (int i = 0; i < 16; i++)
		before[i][0] = (uint8_t)i;
#define EACH(X)                                                                \
	X(0)                                                                   \
	X(1)                                                                   \
	X(2)                                                                   \
	X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15)
#define FILL(n) "movups 16*" #n "(%[before]), %%xmm" #n "\n\t"
/* The red zone is stepped over; rsp is aligned for the call. */
#define CALL                                                                   \
	"mov %%rsp, %%r12\n\tsub $256, %%rsp\n\tand $-16, %%rsp\n\t"           \
	"call zvm_sha_blocks\n\tmov %%r12, %%rsp\n\t"
#define LOOK(n)  "movups %%xmm" #n ", 16*" #n "(%[after])\n\t"
#define SEQUENCE EACH(FILL) CALL EACH(LOOK)
	for (int kind = ZVM_DIGEST_SHA1; kind <= ZVM_DIGEST_SHA256; kind++) {
		enum zvm_digest_kind a = (enum zvm_digest_kind)kind;
		uint32_t *b = state;
		const uint8_t *c = block;
		size_t d = 2;

		memset(after, 0, sizeof(after));
		__asm__ volatile(
		    SEQUENCE
		    : "+D"(a), "+S"(b), "+d"(c), "+c"(d)
		    : [before] "b"(before), [after] "r"(after)
		    : "rax", "r8", "r9", "r10", "r11", "r12", "memory", "cc");
		tap_ok(memcmp(before, after, sizeof(after)) == 0,
		    "vector registers stay (kind %d)", kind);
	}
}

static void check_vectors(void)
{
	static const char two_blocks[] =
	    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

	check(
	    ZVM_DIGEST_SHA1, "", 1, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
	check(ZVM_DIGEST_SHA1, "abc", 1,
	    "a9993e364706816aba3e25717850c26c9cd0d89d");
	check(ZVM_DIGEST_SHA1, two_blocks, 1,
	    "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
	check(ZVM_DIGEST_SHA1, "a", 1000000,
	    "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
	check(ZVM_DIGEST_SHA256, "", 1,
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	check(ZVM_DIGEST_SHA256, "abc", 1,
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	check(ZVM_DIGEST_SHA256, two_blocks, 1,
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
	check(ZVM_DIGEST_SHA256, "a", 1000000,
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	check(ZVM_DIGEST_MD5, "", 1, "d41d8cd98f00b204e9800998ecf8427e");
	check(ZVM_DIGEST_MD5, "abc", 1, "900150983cd24fb0d6963f7d28e17f72");
	check(ZVM_DIGEST_MD5, "1234567890", 8,
	    "57edf4a22be3c955ac49da2e2107b67a");
	check_pieces(ZVM_DIGEST_MD5);
	check_pieces(ZVM_DIGEST_SHA1);
	check_pieces(ZVM_DIGEST_SHA256);
}

int main(void)
{
	struct zvm_digest none = {0};
	uint8_t bytes[4 * 255]; /* for an implementation that is wrong */
	char text[65];

	check_vectors();
	if (zvm_processor_has_sha()) {
		zvm_digest_sha = zvm_sha_blocks;
		check_vectors();
		check_same();
		check_registers();
	} else {
		puts("# this processor has no instructions for SHA");
	}
	hex_digest(&none, text);
	tap_ok(text[0] == '\0', "no digest was asked for: no bytes");
	for (none.kind = ZVM_DIGEST_KINDS; none.kind < 1024; none.kind++)
		if (zvm_digest_finish(&none, bytes) != 0)
			break;
	tap_ok(none.kind == 1024, "kinds that do not exist: no bytes");
	return tap_done();
}
