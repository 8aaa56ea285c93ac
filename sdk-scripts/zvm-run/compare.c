/* SPDX-License-Identifier: Apache-2.0
 *
 * Comparing two runs. The first difference is named in the order in which it
 * helps most: the end, outputs, what was read, the memory.
 */
#include "zvm_run.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK (1 << 16)

__attribute__((format(printf, 1, 2))) static int differs(
    const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	run_say("error: not deterministic: %s",
	    text != NULL ? text : "out of memory");
	free(text);
	return 0;
}

static size_t read_chunk(int fd, off_t offset, char *to)
{
	size_t got = 0;

	while (got < CHUNK) {
		ssize_t more =
		    pread(fd, to + got, CHUNK - got, offset + (off_t)got);

		if (more < 0 && errno == EINTR)
			continue;
		if (more < 0)
			run_fail("error: an output: %s", strerror(errno));
		if (more == 0)
			break;
		got += (size_t)more;
	}
	return got;
}

/* A few bytes in printable form. */
static const char *sample(const char *bytes, size_t size, char *out)
{
	char *to = out;

	for (size_t i = 0; i < size && i < 16; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\')
			*to++ = (char)c;
		else
			to += sprintf(to, "\\x%02x", c);
	}
	*to = '\0';
	return out;
}

int run_same_bytes(const char *what, int first, int second)
{
	static char a[CHUNK], b[CHUNK];
	char text_a[80], text_b[80];
	off_t offset = 0;

	for (;;) {
		size_t size_a = read_chunk(first, offset, a);
		size_t size_b = read_chunk(second, offset, b);
		size_t least = size_a < size_b ? size_a : size_b, at = 0;

		while (at < least && a[at] == b[at])
			at++;
		if (at < least || size_a != size_b)
			return differs("%s differs at byte %lld (\"%s\" in the "
				       "first run, \"%s\" in the second)",
			    what, (long long)offset + (long long)at,
			    sample(a + at, size_a - at, text_a),
			    sample(b + at, size_b - at, text_b));
		if (least < CHUNK)
			return 1;
		offset += (off_t)least;
	}
}

static int same_text(const char *what, const char *first, const char *second)
{
	if (strcmp(first != NULL ? first : "none",
		second != NULL ? second : "none") == 0)
		return 1;
	return differs("%s differs (%s in the first run, %s in the second)",
	    what, first != NULL ? first : "none",
	    second != NULL ? second : "none");
}

static int same_count(
    const char *channel, const char *what, int64_t first, int64_t second)
{
	return first == second ||
	       differs("%s: %s differ (%lld in the first run, %lld in the "
		       "second)",
		   channel, what, (long long)first, (long long)second);
}

static int same_channel(
    const struct zvm_channel_report *a, const struct zvm_channel_report *b)
{
	return same_text("the list of channels", a->name, b->name) &&
	       same_count(a->name, "calls to read", a->gets, b->gets) &&
	       same_count(a->name, "bytes read", a->get_bytes, b->get_bytes) &&
	       same_count(a->name, "calls to write", a->puts, b->puts) &&
	       same_count(a->name, "bytes written", a->put_bytes, b->put_bytes);
}

int run_same_report(const struct zvm_report *a, const struct zvm_report *b)
{
	if (!same_text("the end", a->ended_by, b->ended_by) ||
	    !same_count("the program", "exit statuses", a->status, b->status) ||
	    !same_count("the program", "signals", a->signal, b->signal) ||
	    !same_text("the message", a->message, b->message) ||
	    !same_count("the session", "numbers of channels", a->channel_count,
		b->channel_count))
		return 0;
	for (int i = 0; i < a->channel_count; i++)
		if (!same_channel(&a->channels[i], &b->channels[i]))
			return 0;
	return same_text("the guest's memory at its end", a->memory_digest,
	    b->memory_digest);
}
