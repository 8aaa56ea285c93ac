/* SPDX-License-Identifier: Apache-2.0
 *
 * sendfile: what another descriptor's file holds, without the program's
 * buffers in between.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include "internal/fd.h"

#define LARGEST 0x7ffff000
#define PIECE   65536

/* Piece after piece until one is short; what was read and not taken is not
 * counted. */
static ssize_t copy(
    struct zrt_file *out, struct zrt_file *in, off_t from, size_t size)
{
	size_t done = 0, piece = size < PIECE ? size : PIECE;
	ssize_t put = 0;
	char *buffer = malloc(piece ? piece : 1);

	if (!buffer) {
		errno = ENOMEM;
		return -1;
	}
	while (done < size) {
		size_t part = size - done < piece ? size - done : piece;
		ssize_t got =
		    __zrt_file_read(in, buffer, part, from + (off_t)done);

		put = got > 0 ? __zrt_file_write(out, buffer, (size_t)got, -1)
			      : got;
		if (put <= 0)
			break;
		done += (size_t)put;
		if (put < got)
			break;
	}
	free(buffer);
	return done || put >= 0 ? (ssize_t)done : -1;
}

ssize_t sendfile(int out_fd, int in_fd, off_t *offset, size_t size)
{
	struct zrt_file *in = __zrt_file_for(in_fd, O_RDONLY);
	struct zrt_file *out = in ? __zrt_file_for(out_fd, O_WRONLY) : NULL;
	ssize_t done;
	off_t from;

	if (!out)
		return -1;
	from = offset ? *offset : in->position;
	if (!in->node->get_position || !in->node->ops->read ||
	    S_ISDIR(in->node->mode) || from < 0 || (out->flags & O_APPEND)) {
		errno = EINVAL;
		return -1;
	}
	/* Writing may wait, and other threads may close both then. */
	__zrt_file_hold(in);
	__zrt_file_hold(out);
	done = copy(out, in, from, size < LARGEST ? size : LARGEST);
	if (done > 0 && offset)
		*offset = from + done;
	else if (done > 0)
		in->position = from + done;
	__zrt_file_drop(out);
	__zrt_file_drop(in);
	return done;
}
