/* SPDX-License-Identifier: Apache-2.0
 *
 * printf for one kind of character. Who includes this defines
 *
 *   CHAR, WIDE      char and 0, or wchar_t and 1
 *   FOREIGN         the other one of the two
 *   LENGTH(text)    strlen or wcslen
 *   FORMAT          the function, as vfprintf, without STRING_ONLY
 *   FORMAT_R        the same with a struct _reent
 *
 * and perhaps STRING_ONLY (a string's FILE, no lock) and INTEGER_ONLY (no
 * conversion of floating numbers).
 */
#include <stdbool.h>
#include <reent.h>
#include <stdio.h>
#include <wchar.h>
#include "local.h"
#include "fvwrite.h"
#include "printf_spec.h"
#include "printf_output.h"
#include "printf_number.h"

int FORMAT_R(struct _reent *, FILE *, const CHAR *, va_list);

/* One character of the other kind, in ours; how many those are, 0 at the end,
   negative with errno when there is no such character. */
static int next_foreign(const FOREIGN **text, CHAR *to, mbstate_t *state)
{
#if WIDE
	size_t length = mbrtowc(to, *text, MB_LEN_MAX, state);

	if (length > MB_LEN_MAX) {
		errno = EILSEQ;
		return -1;
	}
	*text += length;
	return length > 0;
#else
	return **text ? (int)wcrtomb(to, *(*text)++, state) : 0;
#endif
}

static int put_foreign(
    struct output *out, const struct spec *spec, const FOREIGN *text)
{
	mbstate_t state = {0};
	const FOREIGN *next = text;
	CHAR character[MB_LEN_MAX];
	int start = out->count, part;
	long long length = 0,
		  limit = spec->precision < 0 ? LLONG_MAX : spec->precision;

	while (length < limit &&
	       (part = next_foreign(&next, character, &state)) != 0) {
		if (part < 0)
			return -1;
		if (length + part > limit)
			break;
		length += part;
	}
	if (open_field(out, spec, "", length))
		return -1;
	memset(&state, 0, sizeof(state));
	for (next = text; length > 0; length -= part) {
		part = next_foreign(&next, character, &state);
		if (put(out, character, part))
			return -1;
	}
	return close_field(out, spec, start);
}

static int put_text(struct output *out, const struct spec *spec,
    const CHAR *text, size_t length)
{
	int start = out->count;

	if (open_field(out, spec, "", length) || put(out, text, length))
		return -1;
	return close_field(out, spec, start);
}

static int put_string(struct output *out, struct spec *spec, const void *string)
{
	bool wide = spec->conversion == 'S' ||
		    (spec->flags & LONG && spec->conversion == 's');

	spec->flags &= ~ZEROS;
	if (!string) {
		bool fits = spec->precision < 0 || spec->precision >= 6;
		int start = out->count;

		if (open_field(out, spec, "", fits ? 6 : 0) ||
		    put_ascii(out, "(null)", fits ? 6 : 0))
			return -1;
		return close_field(out, spec, start);
	}
	if (wide != WIDE)
		return put_foreign(out, spec, string);

	const CHAR *text = string;
	size_t length = spec->precision < 0
			    ? LENGTH(text)
			    : LENGTH_WITHIN(text, spec->precision);

	return put_text(out, spec, text, length);
}

static int put_character(struct output *out, struct spec *spec, int argument)
{
	bool wide = spec->conversion == 'C' || spec->flags & LONG;
	CHAR character[MB_LEN_MAX];
	size_t length = 1;

	spec->flags &= ~ZEROS;
	if (wide == WIDE) {
		character[0] = (CHAR)argument;
	} else {
#if WIDE
		character[0] = btowc((unsigned char)argument);
		if ((wint_t)character[0] == WEOF) {
			errno = EILSEQ;
			return -1;
		}
#else
		mbstate_t state = {0};

		length = wcrtomb(character, argument, &state);
		if (length == (size_t)-1)
			return -1;
#endif
	}
	return put_text(out, spec, character, length);
}

static void store_count(const struct spec *spec, void *to, int count)
{
	if (spec->bytes == sizeof(char))
		*(signed char *)to = (signed char)count;
	else if (spec->bytes == sizeof(short))
		*(short *)to = (short)count;
	else if (spec->bytes == sizeof(int))
		*(int *)to = count;
	else
		*(long long *)to = count;
}

/* TEXT is the conversion from its '%' to END. */
static int convert(struct output *out, struct spec *spec, union value *value,
    int entry_errno, const CHAR *text, const CHAR *end)
{
	switch (spec->conversion) {
	case '%':
		return put(out, end - 1, 1);
	case 'c':
	case 'C':
		return put_character(out, spec, (int)value->integer);
	case 's':
	case 'S':
		return put_string(out, spec, value->pointer);
	case 'm':
		spec->conversion = 's';
		spec->flags &= ~LONG;
		return put_string(out, spec, strerror(entry_errno));
	case 'n':
		store_count(spec, value->pointer, out->count);
		return 0;
	case 'p':
		spec->bytes = sizeof(void *);
		return put_integer(out, spec, (uintptr_t)value->pointer);
	}
	switch (kind_of(spec)) {
	case INT:
	case LONG_LONG:
		return put_integer(out, spec, value->integer);
#ifndef INTEGER_ONLY
	case FLOATING:
	case LONG_FLOATING:
		return put_floating(out, spec, value->floating);
#endif
	default:
		return put(out, text, end - text);
	}
}

static int put_format(struct output *out, const CHAR *format,
    struct arguments *arguments, int entry_errno)
{
	const CHAR *text = format;

	for (;;) {
		const CHAR *next = text, *end;
		struct spec spec;
		union value value;

		while (*next && *next != '%')
			next++;
		if (next > text && put(out, text, next - text))
			return -1;
		if (!*next)
			return 0;
		end = parse(next + 1, &spec);
		if (!end || take_all(arguments, format, &spec, &value) ||
		    convert(out, &spec, &value, entry_errno, next, end))
			return -1;
		text = end;
	}
}

static int put_all(struct _reent *reent, FILE *file, const CHAR *format,
    va_list list, int entry_errno)
{
	struct output out = {.reent = reent, .file = file};
	struct arguments arguments = {.values = NULL};
	int status;

	va_copy(arguments.list, list);
	status = put_format(&out, format, &arguments, entry_errno);
	va_end(arguments.list);
	free(arguments.values);
	return status ? -1 : out.count;
}

#ifdef STRING_ONLY

int FORMAT_R(struct _reent *reent, FILE *file, const CHAR *format, va_list list)
{
	int entry_errno = errno;

	if (file->_flags & __SMBF && !file->_bf._base) {
		file->_bf._base = file->_p = _malloc_r(reent, 64);
		if (!file->_p)
			return -1;
		file->_bf._size = 64;
	}

	int count = put_all(reent, file, format, list, entry_errno);

	/* asprintf's buffer goes with it, unless growing it failed, which
	   freed it. */
	if (count < 0 && (file->_flags & (__SMBF | __SERR)) == __SMBF)
		_free_r(reent, file->_bf._base);
	return count;
}

#else

/* An unbuffered stream gets a call's text at once. */
static __attribute__((noinline)) int put_buffered(struct _reent *reent,
    FILE *file, const CHAR *format, va_list list, int entry_errno)
{
	FILE fake;
	unsigned char buffer[BUFSIZ];
	int count;

	memset(&fake, 0, sizeof(fake));
	fake._flags = file->_flags & ~__SNBF;
	fake._flags2 = file->_flags2;
	fake._file = file->_file;
	fake._cookie = file->_cookie;
	fake._write = file->_write;
	fake._bf._base = fake._p = buffer;
	fake._bf._size = fake._w = sizeof(buffer);
	__lock_init_recursive(fake._lock);
	count = put_all(reent, &fake, format, list, entry_errno);
	if (count >= 0 && _fflush_r(reent, &fake))
		count = -1;
	if (fake._flags & __SERR)
		file->_flags |= __SERR;
	__lock_close_recursive(fake._lock);
	return count;
}

int FORMAT_R(struct _reent *reent, FILE *file, const CHAR *format, va_list list)
{
	const int orientation = WIDE ? 1 : -1;
	int entry_errno = errno, count = -1;

	CHECK_INIT(reent, file);
	_newlib_flockfile_start(file);
	if (ORIENT(file, orientation) == orientation &&
	    !cantwrite(reent, file)) {
		if ((file->_flags & (__SNBF | __SWR | __SRW)) ==
			(__SNBF | __SWR) &&
		    file->_file >= 0)
			count = put_buffered(
			    reent, file, format, list, entry_errno);
		else
			count = put_all(reent, file, format, list, entry_errno);
	}
	_newlib_flockfile_end(file);
	return count;
}

int FORMAT(FILE *file, const CHAR *format, va_list list)
{
	return FORMAT_R(_REENT, file, format, list);
}

#endif
