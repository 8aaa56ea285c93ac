/* SPDX-License-Identifier: Apache-2.0
 *
 * The status of a process, for <sys/wait.h> and <stdlib.h>.
 */
#ifndef _SYS__STATUS_H
#define _SYS__STATUS_H

#define WNOHANG   1
#define WUNTRACED 2

#define WEXITSTATUS(status) (((status) >> 8) & 0xff)
#define WTERMSIG(status)    ((status)&0x7f)
#define WSTOPSIG(status)    WEXITSTATUS(status)
#define WIFEXITED(status)   (WTERMSIG(status) == 0)
#define WIFSTOPPED(status)  (((status)&0xff) == 0x7f)
#define WIFSIGNALED(status) (((signed char)(WTERMSIG(status) + 1) >> 1) > 0)

#endif
