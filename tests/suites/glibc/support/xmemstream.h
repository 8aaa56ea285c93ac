/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUITE_XMEMSTREAM_H
#define SUITE_XMEMSTREAM_H

#include <support/support.h>

struct xmemstream {
	FILE *out;
	char *buffer;
	size_t length;
};

static inline void xopen_memstream(struct xmemstream *stream)
{
	stream->out = open_memstream(&stream->buffer, &stream->length);
	SUITE_MUST(stream->out, "open_memstream");
}

static inline void xfclose_memstream(struct xmemstream *stream)
{
	xfclose(stream->out);
}

#endif
