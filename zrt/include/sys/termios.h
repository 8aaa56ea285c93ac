/* SPDX-License-Identifier: Apache-2.0
 *
 * The older name of <termios.h>.
 */
#ifndef _SYS_TERMIOS_H
#define _SYS_TERMIOS_H

#include <termios.h>

#endif
