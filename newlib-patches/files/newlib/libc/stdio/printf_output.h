/* SPDX-License-Identifier: Apache-2.0
 *
 * Where printf's characters go: a stream, or with STRING_ONLY the string that a
 * FILE describes. All return 0, or -1 with errno.
 */
#include <string.h>

int __ssputs_r(struct _reent *, FILE *, const char *, size_t);

struct output {
	struct _reent *reent;
	FILE *file;
	int count; /* of all characters, those for which a string had no room
		      too */
};

static int put(struct output *out, const CHAR *text, size_t length)
{
	FILE *file = out->file;

	if (length > (size_t)(INT_MAX - out->count)) {
		errno = EOVERFLOW;
		return -1;
	}
	out->count += (int)length;
#if defined(STRING_ONLY) || !WIDE
	size_t bytes = length * sizeof(CHAR);

	if (file->_w > 0 && bytes < (size_t)file->_w) {
		memcpy(file->_p, text, bytes);
		file->_p += bytes;
		file->_w -= (int)bytes;
		return 0;
	}
#endif
#ifdef STRING_ONLY
	return __ssputs_r(out->reent, file, (const char *)text, bytes);
#elif WIDE
	for (size_t i = 0; i < length; i++)
		if (__fputwc(out->reent, text[i], file) == WEOF)
			return -1;
	return 0;
#else
	struct __siov vector = {.iov_base = text, .iov_len = bytes};
	struct __suio uio = {
	    .uio_iov = &vector, .uio_iovcnt = 1, .uio_resid = bytes};

	return __sfvwrite_r(out->reent, file, &uio) ? -1 : 0;
#endif
}

/* A full string that does not grow takes what is left at once. */
static bool is_full(const FILE *file)
{
#ifdef STRING_ONLY
	return file->_w <= 0 && !(file->_flags & (__SMBF | __SOPT));
#else
	(void)file;
	return false;
#endif
}

static int pad(struct output *out, char with, long long count)
{
	CHAR run[32];

	if (count <= 0)
		return 0;
	if (count > INT_MAX - out->count) {
		errno = EOVERFLOW;
		return -1;
	}
	for (int i = 0; i < 32 && i < count; i++)
		run[i] = with;
	for (; count > 32; count -= 32) {
		if (is_full(out->file)) {
			out->count += (int)count;
			return 0;
		}
		if (put(out, run, 32))
			return -1;
	}
	return put(out, run, (size_t)count);
}

static int put_ascii(struct output *out, const char *text, int length)
{
#if WIDE
	while (length > 0) {
		CHAR run[32];
		int part = length < 32 ? length : 32;

		for (int i = 0; i < part; i++)
			run[i] = text[i];
		if (put(out, run, part))
			return -1;
		text += part;
		length -= part;
	}
	return 0;
#else
	return length > 0 ? put(out, text, length) : 0;
#endif
}

/* What stands before a field of so many characters: blanks, prefix, zeros. */
static int open_field(struct output *out, const struct spec *spec,
    const char *prefix, long long length)
{
	int prefix_length = (int)strlen(prefix);
	long long gap = spec->width - prefix_length - length;

	if (!(spec->flags & (LEFT | ZEROS)) && gap > 0 && pad(out, ' ', gap))
		return -1;
	if (prefix_length > 0 && put_ascii(out, prefix, prefix_length))
		return -1;
	return (spec->flags & (LEFT | ZEROS)) == ZEROS ? pad(out, '0', gap) : 0;
}

/* The blanks behind a field whose first character had this count. */
static int close_field(struct output *out, const struct spec *spec, int start)
{
	return spec->flags & LEFT
		   ? pad(out, ' ', (long long)start + spec->width - out->count)
		   : 0;
}
