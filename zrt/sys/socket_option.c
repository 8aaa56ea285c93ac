/* SPDX-License-Identifier: Apache-2.0
 *
 * getsockopt, setsockopt. Options that mean nothing inside a process are
 * remembered.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include "internal/fd.h"
#include "internal/socket.h"

static int put(const void *value, size_t size, void *to, socklen_t *to_size)
{
	if (*to_size > size)
		*to_size = (socklen_t)size;
	memcpy(to, value, *to_size);
	return 0;
}

/* How a boolean option is remembered; 0 for any other option. */
static unsigned bit_of(int option)
{
	switch (option) {
	case SO_DEBUG:
	case SO_REUSEADDR:
	case SO_DONTROUTE:
	case SO_BROADCAST:
	case SO_KEEPALIVE:
	case SO_OOBINLINE:
		return 1u << option;
	default:
		return 0;
	}
}

/* An option that is a number; -1 and ENOPROTOOPT when it is none. */
static int number_of(struct zrt_socket *socket, int option)
{
	int error;

	switch (option) {
	case SO_TYPE:
		return socket->type;
	case SO_DOMAIN:
		return AF_UNIX;
	case SO_PROTOCOL:
		return 0;
	case SO_ACCEPTCONN:
		return socket->listening;
	case SO_SNDBUF:
	case SO_RCVBUF:
		return (int)socket->room;
	case SO_RCVLOWAT:
	case SO_SNDLOWAT:
		return 1;
	case SO_ERROR:
		error = socket->peer_reset ? ECONNRESET : 0;
		socket->peer_reset = false;
		return error;
	default:
		return bit_of(option) ? (socket->options & bit_of(option)) != 0
				      : __zrt_fail(ENOPROTOOPT);
	}
}

static struct timeval timeout_of(int64_t timeout)
{
	return timeout < 0
		   ? (struct timeval){0}
		   : (struct timeval){.tv_sec = timeout / 1000000000,
			 .tv_usec = (long)(timeout % 1000000000 / 1000)};
}

int getsockopt(int fd, int level, int option, void *restrict value,
    socklen_t *restrict size)
{
	struct zrt_file *file = __zrt_socket_file(fd);
	struct zrt_socket *socket;
	struct timeval time;
	struct ucred who;
	int number;

	if (!file)
		return -1;
	socket = file->node->socket;
	if (level != SOL_SOCKET)
		return __zrt_fail(EOPNOTSUPP);
	switch (option) {
	case SO_RCVTIMEO:
	case SO_SNDTIMEO:
		time =
		    timeout_of(option == SO_SNDTIMEO ? socket->send_timeout
						     : socket->receive_timeout);
		return put(&time, sizeof(time), value, size);
	case SO_LINGER:
		return put(
		    &socket->linger, sizeof(socket->linger), value, size);
	case SO_PEERCRED:
		who = (struct ucred){0, (uid_t)-1, (gid_t)-1};
		if (socket->connected)
			who =
			    (struct ucred){1, __zrt_who.user, __zrt_who.group};
		return put(&who, sizeof(who), value, size);
	default:
		number = number_of(socket, option);
		return number < 0 ? -1
				  : put(&number, sizeof(number), value, size);
	}
}

static int set_timeout(int64_t *timeout, const void *value, socklen_t size)
{
	struct timeval time;

	if (size < sizeof(time))
		return __zrt_fail(EINVAL);
	memcpy(&time, value, sizeof(time));
	if (time.tv_usec < 0 || time.tv_usec >= 1000000)
		return __zrt_fail(EDOM);
	*timeout = time.tv_sec < 0 || (!time.tv_sec && !time.tv_usec) ||
			   time.tv_sec >= INT64_MAX / 1000000000
		       ? -1
		       : time.tv_sec * 1000000000 + time.tv_usec * 1000;
	return 0;
}

int setsockopt(int fd, int level, int option, const void *value, socklen_t size)
{
	struct zrt_file *file = __zrt_socket_file(fd);
	struct zrt_socket *socket;
	int number;

	if (!file)
		return -1;
	socket = file->node->socket;
	if (level != SOL_SOCKET)
		return __zrt_fail(EOPNOTSUPP);
	if (option == SO_RCVTIMEO || option == SO_SNDTIMEO)
		return set_timeout(option == SO_SNDTIMEO
				       ? &socket->send_timeout
				       : &socket->receive_timeout,
		    value, size);
	if (option == SO_LINGER) {
		if (size < sizeof(socket->linger))
			return __zrt_fail(EINVAL);
		memcpy(&socket->linger, value, sizeof(socket->linger));
		return 0;
	}
	if (size < sizeof(number))
		return __zrt_fail(EINVAL);
	memcpy(&number, value, sizeof(number));
	if (option == SO_SNDBUF || option == SO_RCVBUF) {
		socket->room = number < 2048 ? 2048 : (uint32_t)number;
		return 0;
	}
	if (!bit_of(option))
		return __zrt_fail(ENOPROTOOPT);
	socket->options = number ? socket->options | bit_of(option)
				 : socket->options & ~bit_of(option);
	return 0;
}
