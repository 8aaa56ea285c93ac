/* SPDX-License-Identifier: Apache-2.0
 *
 * The older name of <syslog.h>.
 */
#ifndef _SYS_SYSLOG_H
#define _SYS_SYSLOG_H

#include <syslog.h>

#endif
