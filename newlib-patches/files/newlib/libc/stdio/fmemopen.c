/* SPDX-License-Identifier: Apache-2.0
 *
 * A stream over memory. What was written ends with a null byte where there is
 * room; one that is only written gives up its last byte for it.
 */
#include <errno.h>
#include <reent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "local.h"

struct memory {
	char *text;
	size_t size;
	size_t position;
	size_t end; /* of what was written, or of what there is to read */
	bool append;
	bool writable_only;
};

static _READ_WRITE_RETURN_TYPE read_memory(struct _reent *reent, void *cookie, char *to,
    _READ_WRITE_BUFSIZE_TYPE length)
{
	struct memory *memory = cookie;
	size_t left = memory->position < memory->end ? memory->end - memory->position : 0;
	size_t count = (size_t)length < left ? (size_t)length : left;

	(void)reent;
	memcpy(to, memory->text + memory->position, count);
	memory->position += count;
	return count;
}

static _READ_WRITE_RETURN_TYPE write_memory(struct _reent *reent, void *cookie,
    const char *from, _READ_WRITE_BUFSIZE_TYPE length)
{
	struct memory *memory = cookie;
	size_t count = (size_t)length;

	if (memory->append)
		memory->position = memory->end;
	if (count > memory->size - memory->position)
		count = memory->size - memory->position;
	if (count == 0 && length > 0) {
		_REENT_ERRNO(reent) = ENOSPC;
		return 0;
	}
	if (memory->position > memory->end)
		memset(memory->text + memory->end, 0, memory->position - memory->end);
	memcpy(memory->text + memory->position, from, count);
	memory->position += count;
	if (memory->position <= memory->end)
		return count;
	memory->end = memory->position;
	if (memory->end < memory->size)
		memory->text[memory->end] = 0;
	else if (memory->writable_only)
		memory->text[memory->size - 1] = 0;
	return count;
}

static _fpos_t seek_memory(struct _reent *reent, void *cookie, _fpos_t offset, int whence)
{
	struct memory *memory = cookie;
	long long position = offset;

	if (whence == SEEK_CUR)
		position += memory->position;
	else if (whence == SEEK_END)
		position += memory->end;
	if (position < 0 || position > (long long)memory->size) {
		_REENT_ERRNO(reent) = EINVAL;
		return -1;
	}
	memory->position = (size_t)position;
	return (_fpos_t)position;
}

static int close_memory(struct _reent *reent, void *cookie)
{
	_free_r(reent, cookie);
	return 0;
}

static void place(struct memory *memory, char mode)
{
	char *null;

	switch (mode) {
	case 'a':
		null = memchr(memory->text, 0, memory->size);
		memory->end = null ? (size_t)(null - memory->text) : memory->size;
		memory->position = memory->end;
		break;
	case 'r':
		memory->end = memory->size;
		break;
	case 'w':
		if (memory->size > 0 && !memory->writable_only)
			memory->text[0] = 0;
		break;
	}
}

FILE *_fmemopen_r(struct _reent *reent, void *restrict text, size_t size,
    const char *restrict mode)
{
	int unused, flags = __sflags(reent, mode, &unused);
	struct memory *memory;
	FILE *file;

	if (!flags)
		return NULL;
	if (!text && !(flags & __SRW)) {
		_REENT_ERRNO(reent) = EINVAL;
		return NULL;
	}
	if (!text && size > SIZE_MAX - sizeof(*memory)) {
		_REENT_ERRNO(reent) = ENOMEM;
		return NULL;
	}
	memory = _calloc_r(reent, 1, sizeof(*memory) + (text ? 0 : size));
	if (!memory)
		return NULL;
	file = __sfp(reent);
	if (!file) {
		_free_r(reent, memory);
		return NULL;
	}
	memory->text = text ? text : (char *)(memory + 1);
	memory->size = size;
	memory->append = flags & __SAPP;
	memory->writable_only = !(flags & (__SRD | __SRW));
	place(memory, mode[0]);

	_newlib_flockfile_start(file);
	file->_file = -1;
	file->_flags = flags;
	file->_cookie = memory;
	file->_read = flags & (__SRD | __SRW) ? read_memory : NULL;
	file->_write = flags & (__SWR | __SRW) ? write_memory : NULL;
	file->_seek = seek_memory;
	file->_close = close_memory;
	_newlib_flockfile_end(file);
	return file;
}

FILE *fmemopen(void *restrict text, size_t size, const char *restrict mode)
{
	return _fmemopen_r(_REENT, text, size, mode);
}
