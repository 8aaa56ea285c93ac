/* SPDX-License-Identifier: Apache-2.0
 *
 * MD5, SHA-1 and SHA-256 against the examples of RFC 1321 and FIPS 180, whole
 * and in pieces of every size around a block.
 */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/manifest/manifest.h"

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

int main(void)
{
	static const char two_blocks[] =
	    "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	struct zvm_digest none = {0};
	uint8_t bytes[4 * 255]; /* for an implementation that is wrong */
	char text[65];

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
	hex_digest(&none, text);
	tap_ok(text[0] == '\0', "no digest was asked for: no bytes");
	for (none.kind = ZVM_DIGEST_KINDS; none.kind < 1024; none.kind++)
		if (zvm_digest_finish(&none, bytes) != 0)
			break;
	tap_ok(none.kind == 1024, "kinds that do not exist: no bytes");
	return tap_done();
}
