/* SPDX-License-Identifier: Apache-2.0
 *
 * What epoll watches: one open file behind one descriptor, in the list of its
 * node and in that of the epoll it belongs to.
 */
#ifndef ZRT_INTERNAL_WATCH_H
#define ZRT_INTERNAL_WATCH_H

struct zrt_file;
struct zrt_node;

/* As __zrt_io_change was told. */
void __zrt_watches_tell(struct zrt_node *node, short events);
/* The last descriptor of an open file was closed: nobody watches it now. */
void __zrt_watches_drop(const struct zrt_file *file);

#endif
