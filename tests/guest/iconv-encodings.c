/* SPDX-License-Identifier: Apache-2.0
 *
 * iconv: there and back in each kind of encoding, its three errors and where
 * they stop, what an encoding lacks.
 *
 * NATIVE
 */
#include <iconv.h>
#include <string.h>
#include "test.h"

static size_t convert(const char *to, const char *from, const char *text,
    size_t size, char *result, size_t room)
{
	iconv_t handle = iconv_open(to, from);
	char *in = (char *)text, *out = result;
	size_t left = room;

	if (handle == (iconv_t)-1)
		fprintf(stderr, "%s from %s\n", to, from);
	check(handle != (iconv_t)-1);
	check(iconv(handle, &in, &size, &out, &left) != (size_t)-1);
	check(size == 0);
	check(iconv_close(handle) == 0);
	return room - left;
}

static void round_trip(const char *name, const char *text, const char *encoded)
{
	char there[64], back[64];
	size_t size = convert(name, "UTF-8", text, strlen(text), there, 64);

	check(size == strlen(encoded) && !memcmp(there, encoded, size));
	size = convert("UTF-8", name, there, size, back, 64);
	check(size == strlen(text) && !memcmp(back, text, size));
}

/* All before the second character is converted, nothing of it is taken. */
static void fails(const char *to, const char *text, size_t size, size_t room,
    size_t taken, int error)
{
	iconv_t handle = iconv_open(to, "UTF-8");
	char buffer[16], *in = (char *)text, *out = buffer;

	check(handle != (iconv_t)-1);
	errno = 0;
	check(iconv(handle, &in, &size, &out, &room) == (size_t)-1);
	check(errno == error && in == text + taken);
	iconv_close(handle);
}

/* What the target lacks is written otherwise, or left out; what is no
 * character is an error for the former, and left out with the latter, too. */
static void lacking(void)
{
	static const char text[] = "\xe2\x80\x9c"
				   "a\xe2\x80\x9d \xe2\x82\xac"
				   "5 \xe6\x97\xa5 \xef\xac\x81t";
	char out[64], *at = out;
	char *in = (char *)text;
	size_t size = strlen(text), room = 8;
	iconv_t handle;

	size = convert(
	    "ascii//TRANSLIT", "UTF-8", text, strlen(text), out, sizeof(out));
	check(size == 14 && !memcmp(out, "\"a\" EUR5 ? fit", 14));
	size = convert("ISO-8859-15//TRANSLIT", "UTF-8", text, strlen(text),
	    out, sizeof(out));
	check(size == 12 && !memcmp(out,
				"\"a\" \xa4"
				"5 ? fit",
				12));

	/* A text for one character is written whole or not at all. */
	handle = iconv_open("ASCII//TRANSLIT", "UTF-8");
	check(handle != (iconv_t)-1);
	size = strlen(text), room = 6;
	check(iconv(handle, &in, &size, &at, &room) == (size_t)-1);
	check(errno == E2BIG && room == 2 && in == text + 8);
	room = 50;
	check(iconv(handle, &in, &size, &at, &room) != (size_t)-1);
	check(at == out + 14 && !memcmp(out, "\"a\" EUR5 ? fit", 14));
	check(iconv_close(handle) == 0);

	/* glibc tells at the end that something was left out. */
	handle = iconv_open("ASCII//IGNORE", "UTF-8");
	check(handle != (iconv_t)-1);
	in = (char *)"a\xe6\x97\xa5"
		     "b\xff"
		     "c",
	at = out;
	size = 7, room = sizeof(out);
	iconv(handle, &in, &size, &at, &room);
	check(size == 0 && at == out + 3 && !memcmp(out, "abc", 3));
	check(iconv_close(handle) == 0);
	check(iconv_open("none//TRANSLIT", "UTF-8") == (iconv_t)-1);
}

int main(void)
{
	char wide[16];

	round_trip("ISO-8859-1", "\xc3\xa9", "\xe9");
	round_trip("ISO-8859-15", "\xe2\x82\xac", "\xa4");
	round_trip("ISO-8859-7", "\xce\xb1", "\xe1");
	round_trip("KOI8-R", "\xd0\xb6", "\xd6");
	round_trip("CP1251", "\xd0\xb6", "\xe6");
	round_trip("CP1252", "\xe2\x82\xac", "\x80");
	round_trip("EUC-JP", "\xe6\x97\xa5", "\xc6\xfc");
	check(
	    convert("UTF-16LE", "UTF-8", "\xf0\x9f\x98\x80", 4, wide, 16) == 4);
	check(!memcmp(wide, "\x3d\xd8\x00\xde", 4));
	for (int i = 0; i < 4; i++) {
		static const char *const names[] = {
		    "UTF-32BE", "UTF-32LE", "WCHAR_T", "UCS-4LE"};
		static const char text[] = "\xf0\x9f\x98\x80"
					   "a";

		check(convert(names[i], "UTF-8", text, 5, wide, 16) == 8);
		check(!memcmp(
		    wide, i ? "\0\xf6\1\0a\0\0" : "\0\1\xf6\0\0\0\0a", 8));
	}
	check(convert("UTF-8", "WINDOWS-1251", "\xe6", 1, wide, 16) == 2);
	check(iconv_open("no-such-encoding", "UTF-8") == (iconv_t)-1);
	check(errno == EINVAL);
	fails("UTF-16LE", "a\xff", 2, 16, 1, EILSEQ);
	fails("UTF-16LE", "a\xc3", 2, 16, 1, EINVAL);
	fails("UTF-16LE", "abc", 3, 4, 2, E2BIG);
	fails("UTF-8", "a\xff", 2, 16, 1, EILSEQ);
	fails("UTF-8", "a\xed\xa0\x80", 4, 16, 1, EILSEQ);
	fails("ISO-8859-1",
	    "a\xe2\x82\xac"
	    "b",
	    5, 16, 1, EILSEQ);
	fails("ASCII//TRANSLIT", "a\xff", 2, 16, 1, EILSEQ);
	check(convert("UTF-16LE", "UTF-8", "", 0, wide, 16) == 0);
	lacking();
	return 0;
}
