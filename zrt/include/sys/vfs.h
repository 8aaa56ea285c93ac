/* SPDX-License-Identifier: Apache-2.0
 *
 * The other name of <sys/statfs.h>.
 */
#ifndef _SYS_VFS_H
#define _SYS_VFS_H
#include <sys/statfs.h>
#endif
