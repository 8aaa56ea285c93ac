/* SPDX-License-Identifier: Apache-2.0
 *
 * Parts of a device number.
 */
#ifndef _SYS_SYSMACROS_H
#define _SYS_SYSMACROS_H

#include <sys/types.h>

#define major(device)      ((unsigned)((device) >> 8) & 0xffu)
#define minor(device)      ((unsigned)(device)&0xffu)
#define makedev(high, low) ((dev_t)(((high)&0xffu) << 8 | ((low)&0xffu)))

#endif
