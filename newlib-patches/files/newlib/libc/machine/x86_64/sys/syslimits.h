/* SPDX-License-Identifier: Apache-2.0
 *
 * Limits of the ZeroVM target. What zrt does not limit gets the value that
 * Linux announces, so that programs size their buffers as they do there.
 */
#ifndef _SYS_SYSLIMITS_H_
#define _SYS_SYSLIMITS_H_

#define ARG_MAX     2097152
#define LINK_MAX    2147483647
#define MAX_CANON   255
#define MAX_INPUT   255
#define NAME_MAX    255
#define NGROUPS_MAX 16
#ifndef OPEN_MAX
#define OPEN_MAX 1024
#endif
#define PATH_MAX  4096
#define PIPE_BUF  4096
#define IOV_MAX   1024
#define SSIZE_MAX __INT_MAX__

#define HOST_NAME_MAX  255
#define LOGIN_NAME_MAX 256
#define TTY_NAME_MAX   32
#define SYMLOOP_MAX    40
#define ATEXIT_MAX     32
#define TZNAME_MAX     6
#define FILESIZEBITS   42
#define NL_ARGMAX      9
#define NL_LANGMAX     14
#define NL_MSGMAX      32767
#define NL_SETMAX      255
#define NL_TEXTMAX     2048
#define NZERO          20

/* Threads, timers, signals. Where memory is the only limit, the macro is left
 * out, as POSIX wants it, or has the value that Linux announces. */
#define PTHREAD_DESTRUCTOR_ITERATIONS 4
#define PTHREAD_KEYS_MAX              1024
#define PTHREAD_STACK_MIN             16384
#define SEM_VALUE_MAX                 2147483647
#define DELAYTIMER_MAX                2147483647
#define RTSIG_MAX                     32
#define MQ_PRIO_MAX                   32768

/* The least that every system allows (POSIX.1-2017, <limits.h>). */
#define _POSIX_AIO_LISTIO_MAX               2
#define _POSIX_AIO_MAX                      1
#define _POSIX_ARG_MAX                      4096
#define _POSIX_CHILD_MAX                    25
#define _POSIX_DELAYTIMER_MAX               32
#define _POSIX_HOST_NAME_MAX                255
#define _POSIX_LINK_MAX                     8
#define _POSIX_LOGIN_NAME_MAX               9
#define _POSIX_MAX_CANON                    255
#define _POSIX_MAX_INPUT                    255
#define _POSIX_MQ_OPEN_MAX                  8
#define _POSIX_MQ_PRIO_MAX                  32
#define _POSIX_NAME_MAX                     14
#define _POSIX_NGROUPS_MAX                  8
#define _POSIX_OPEN_MAX                     20
#define _POSIX_PATH_MAX                     256
#define _POSIX_PIPE_BUF                     512
#define _POSIX_RE_DUP_MAX                   255
#define _POSIX_RTSIG_MAX                    8
#define _POSIX_SEM_NSEMS_MAX                256
#define _POSIX_SEM_VALUE_MAX                32767
#define _POSIX_SIGQUEUE_MAX                 32
#define _POSIX_SSIZE_MAX                    32767
#define _POSIX_STREAM_MAX                   8
#define _POSIX_SYMLINK_MAX                  255
#define _POSIX_SYMLOOP_MAX                  8
#define _POSIX_THREAD_DESTRUCTOR_ITERATIONS 4
#define _POSIX_THREAD_KEYS_MAX              128
#define _POSIX_THREAD_THREADS_MAX           64
#define _POSIX_TIMER_MAX                    32
#define _POSIX_TTY_NAME_MAX                 9
#define _POSIX_TZNAME_MAX                   6
#define _POSIX2_BC_BASE_MAX                 99
#define _POSIX2_BC_DIM_MAX                  2048
#define _POSIX2_BC_SCALE_MAX                99
#define _POSIX2_BC_STRING_MAX               1000
#define _POSIX2_CHARCLASS_NAME_MAX          14
#define _POSIX2_COLL_WEIGHTS_MAX            2
#define _POSIX2_EXPR_NEST_MAX               32
#define _POSIX2_LINE_MAX                    2048
#define _POSIX2_RE_DUP_MAX                  255
#define _XOPEN_IOV_MAX                      16
#define _XOPEN_NAME_MAX                     255
#define _XOPEN_PATH_MAX                     1024

/* And the most that a clock's resolution may be, in nanoseconds. */
#define _POSIX_CLOCKRES_MIN 20000000

#define BC_BASE_MAX        99
#define BC_DIM_MAX         2048
#define BC_SCALE_MAX       99
#define BC_STRING_MAX      1000
#define CHARCLASS_NAME_MAX 14
#define COLL_WEIGHTS_MAX   2
#define WORD_BIT           32
#define LONG_BIT           32
#define EXPR_NEST_MAX      32
#define LINE_MAX           2048
#define RE_DUP_MAX         255

#endif
