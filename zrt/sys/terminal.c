/* SPDX-License-Identifier: Apache-2.0
 *
 * Terminals. No descriptor is one, whatever the host put behind its channel:
 * what a program does must not depend on that. So everything that asks a
 * descriptor fails with ENOTTY, or with EBADF when it is not open.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/wait.h"

static int no_terminal(int fd)
{
	if (__zrt_file(fd))
		errno = ENOTTY;
	return -1;
}

static int invalid(void)
{
	errno = EINVAL;
	return -1;
}

int tcgetattr(int fd, struct termios *attributes)
{
	(void)attributes;
	return no_terminal(fd);
}

int tcsetattr(int fd, int when, const struct termios *attributes)
{
	(void)attributes;
	return when < TCSANOW || when > TCSAFLUSH ? invalid() : no_terminal(fd);
}

int tcdrain(int fd)
{
	__zrt_cancellation_point();
	return no_terminal(fd);
}

int tcflow(int fd, int action)
{
	return action < TCOOFF || action > TCION ? invalid() : no_terminal(fd);
}

int tcflush(int fd, int queues)
{
	return queues < TCIFLUSH || queues > TCIOFLUSH ? invalid()
						       : no_terminal(fd);
}

int tcsendbreak(int fd, int duration)
{
	(void)duration;
	return no_terminal(fd);
}

pid_t tcgetsid(int fd)
{
	return no_terminal(fd);
}

pid_t tcgetpgrp(int fd)
{
	return no_terminal(fd);
}

int tcsetpgrp(int fd, pid_t group)
{
	(void)group;
	return no_terminal(fd);
}

int ttyname_r(int fd, char *name, size_t size)
{
	(void)name;
	(void)size;
	return __zrt_file(fd) ? ENOTTY : EBADF;
}

char *ttyname(int fd)
{
	errno = ttyname_r(fd, NULL, 0);
	return NULL;
}

char *ctermid(char *name)
{
	static char own[L_ctermid];

	return strcpy(name ? name : own, "/dev/tty");
}
