/* SPDX-License-Identifier: Apache-2.0
 *
 * Copying between descriptors. At most 0x7ffff000 bytes move in one call.
 */
#ifndef _SYS_SENDFILE_H
#define _SYS_SENDFILE_H

#include <sys/cdefs.h>
#include <sys/types.h>

__BEGIN_DECLS
/* From the offset, which is moved, or from in's own position when it is null.
 * EINVAL unless in can be read by position. */
ssize_t sendfile(int out, int in, off_t *offset, size_t size);
__END_DECLS

#endif
