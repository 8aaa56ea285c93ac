/* SPDX-License-Identifier: Apache-2.0
 *
 * Lines of /etc/passwd and /etc/group. A line that is too long for the
 * caller's buffer is not consumed: the position goes back to its start.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal/user.h"

int __zrt_user_line(struct zrt_user_file *from, char *buffer, size_t size)
{
	long start;

	if (!from->started) {
		from->file = fopen(from->path, "re");
		from->started = true;
		if (!from->file) {
			if (errno != ENOENT && errno != ENOTDIR)
				return -errno;
			if (strlen(from->fallback) >= size) {
				from->started = false;
				return -ERANGE;
			}
			strcpy(buffer, from->fallback);
			return 1;
		}
	}
	if (!from->file)
		return 0;
	if (size < 2)
		return -ERANGE;
	start = ftell(from->file);
	if (!fgets(buffer, (int)size, from->file))
		return ferror(from->file) ? -EIO : 0;
	if (!strchr(buffer, '\n') && !feof(from->file)) {
		fseek(from->file, start, SEEK_SET);
		return -ERANGE;
	}
	buffer[strcspn(buffer, "\n")] = '\0';
	return 1;
}

void __zrt_user_rewind(struct zrt_user_file *from)
{
	if (from->file)
		fclose(from->file);
	from->file = NULL;
	from->started = false;
}

bool __zrt_user_fields(char *line, char **fields, int count)
{
	for (int i = 0; i < count; i++) {
		if (!line)
			return false;
		fields[i] = line;
		line = strchr(line, ':');
		if (line)
			*line++ = '\0';
	}
	return !line;
}

bool __zrt_user_number(const char *field, unsigned *value)
{
	char *end;
	unsigned long number = strtoul(field, &end, 10);

	*value = (unsigned)number;
	return end != field && !*end && *field >= '0' && *field <= '9';
}

bool __zrt_user_grow(struct zrt_user_buffer *buffer)
{
	size_t size = buffer->size ? 2 * buffer->size : 256;
	char *text = realloc(buffer->text, size);

	if (!text)
		return false;
	buffer->text = text;
	buffer->size = size;
	return true;
}
