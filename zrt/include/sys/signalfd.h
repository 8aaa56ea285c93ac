/* SPDX-License-Identifier: Apache-2.0
 *
 * Signals behind a descriptor, as on Linux: read takes those of the set that
 * are pending for the thread that reads, and waits for the first; poll, select
 * and epoll tell. Only signals that are blocked stay pending.
 */
#ifndef _SYS_SIGNALFD_H
#define _SYS_SIGNALFD_H

#include <signal.h>
#include <stdint.h>
#include <sys/cdefs.h>

#define SFD_NONBLOCK 0x4000  /* O_NONBLOCK */
#define SFD_CLOEXEC  0x40000 /* O_CLOEXEC */

struct signalfd_siginfo {
	uint32_t ssi_signo;
	int32_t ssi_errno;
	int32_t ssi_code;
	uint32_t ssi_pid;
	uint32_t ssi_uid;
	int32_t ssi_fd;
	uint32_t ssi_tid; /* of a timer */
	uint32_t ssi_band;
	uint32_t ssi_overrun;
	uint32_t ssi_trapno;
	int32_t ssi_status;
	int32_t ssi_int;
	uint64_t ssi_ptr;
	uint64_t ssi_utime;
	uint64_t ssi_stime;
	uint64_t ssi_addr;
	uint16_t ssi_addr_lsb;
	uint8_t __ssi_padding[46]; /* to 128 bytes */
};

__BEGIN_DECLS
/* A new one when fd is -1, else another set for that one. */
int signalfd(int fd, const sigset_t *set, int flags);
__END_DECLS

#endif
