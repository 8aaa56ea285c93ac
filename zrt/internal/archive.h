/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing a tree as a tar archive.
 */
#ifndef ZRT_INTERNAL_ARCHIVE_H
#define ZRT_INTERNAL_ARCHIVE_H

#include "internal/fs.h"

/* All below the directory, sorted, to a channel from its start. Ends the
 * session with a message when the channel does not take it. */
void __zrt_archive_write(
    struct zrt_node *directory, int channel, const char *channel_name);

#endif
