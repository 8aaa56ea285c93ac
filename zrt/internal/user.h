/* SPDX-License-Identifier: Apache-2.0
 *
 * The user database's files: lines of fields that colons separate.
 */
#ifndef ZRT_INTERNAL_USER_H
#define ZRT_INTERNAL_USER_H

#include <stdbool.h>
#include <stdio.h>

struct zrt_user_file {
	const char *path;
	const char *fallback; /* the one line there is without a file */
	FILE *file;
	bool started;
};

/* Where the functions without _r keep a line. All zero is an empty one. */
struct zrt_user_buffer {
	char *text;
	size_t size;
};

/* Twice the size; false, with nothing changed, when there is no memory. */
bool __zrt_user_grow(struct zrt_user_buffer *buffer);

/* The next line without its end. 1, or 0 at the end, or an error number
 * negated: -ERANGE when the line does not fit, which may be asked again. */
int __zrt_user_line(struct zrt_user_file *from, char *buffer, size_t size);
void __zrt_user_rewind(struct zrt_user_file *from);

/* Cut the line at its colons; false unless there are just so many fields. */
bool __zrt_user_fields(char *line, char **fields, int count);

/* A number of an identity, all of the field. */
bool __zrt_user_number(const char *field, unsigned *value);

#endif
