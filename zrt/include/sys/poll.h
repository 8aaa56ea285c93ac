/* SPDX-License-Identifier: Apache-2.0
 *
 * The older name of <poll.h>.
 */
#ifndef _SYS_POLL_H
#define _SYS_POLL_H
#include <poll.h>
#endif
