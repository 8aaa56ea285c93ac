/* SPDX-License-Identifier: Apache-2.0
 *
 * socketpair and what can be done with its two ends.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/socket.h"
#include "internal/stream.h"

static int fail(int number)
{
	errno = number;
	return -1;
}

int socketpair(int domain, int type, int protocol, int fds[2])
{
	int kind = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
	int flags = O_RDWR | (type & SOCK_NONBLOCK ? O_NONBLOCK : 0) |
		    (type & SOCK_CLOEXEC ? O_CLOEXEC : 0);
	struct zrt_node *pair[2];
	int made[2];

	if (domain != AF_UNIX)
		return fail(EAFNOSUPPORT);
	if (kind != SOCK_STREAM && kind != SOCK_DGRAM && kind != SOCK_SEQPACKET)
		return fail(EPROTOTYPE);
	if (protocol && protocol != AF_UNIX)
		return fail(EPROTONOSUPPORT);
	if (__zrt_socket_pair(kind, pair))
		return -1;
	pair[1]->uses++; /* while the first one may fail */
	made[0] = __zrt_nameless_open(pair[0], flags);
	pair[1]->uses--;
	if (made[0] < 0) {
		__zrt_node_release(pair[1]);
		return -1;
	}
	made[1] = __zrt_nameless_open(pair[1], flags);
	if (made[1] < 0) {
		__zrt_fd_close(made[0]);
		return -1;
	}
	fds[0] = made[0];
	fds[1] = made[1];
	return 0;
}

static struct zrt_file *socket_of(int fd)
{
	struct zrt_file *file = __zrt_file_usable(fd);

	if (file && !__zrt_is_socket(file->node)) {
		errno = ENOTSOCK;
		return NULL;
	}
	return file;
}

/* The file, held by the caller while it moves bytes, which may wait; and the
 * flags for it. */
static struct zrt_file *start(int fd, int *flags)
{
	struct zrt_file *file;

	__zrt_cancellation_point();
	file = socket_of(fd);
	if (file && (*flags & MSG_OOB)) {
		errno = EOPNOTSUPP;
		return NULL;
	}
	if (!file)
		return NULL;
	if (file->flags & O_NONBLOCK)
		*flags |= MSG_DONTWAIT;
	__zrt_file_hold(file);
	return file;
}

static size_t at_most(size_t size)
{
	return size < SSIZE_MAX ? size : SSIZE_MAX;
}

static ssize_t send_with(int fd, const void *buffer, size_t size, int flags,
    struct zrt_parcel *parcel)
{
	struct zrt_file *file = start(fd, &flags);
	ssize_t done = -1;

	if (file) {
		done = __zrt_socket_send(
		    file->node, buffer, at_most(size), flags, &parcel);
		__zrt_file_drop(file);
	}
	__zrt_parcel_free(parcel);
	return done;
}

static ssize_t receive_with(
    int fd, void *buffer, size_t size, int flags, struct zrt_receipt *receipt)
{
	struct zrt_file *file = start(fd, &flags);
	ssize_t done;

	*receipt = (struct zrt_receipt){0};
	if (!file)
		return -1;
	done = __zrt_socket_receive(
	    file->node, buffer, at_most(size), flags, receipt);
	__zrt_file_drop(file);
	return done;
}

/* With MSG_TRUNC a datagram's whole length. */
static ssize_t answer(
    ssize_t done, int flags, const struct zrt_receipt *receipt)
{
	return done >= 0 && (flags & MSG_TRUNC) &&
		       receipt->length > (size_t)done
		   ? (ssize_t)receipt->length
		   : done;
}

ssize_t send(int fd, const void *buffer, size_t size, int flags)
{
	return send_with(fd, buffer, size, flags, NULL);
}

ssize_t sendto(int fd, const void *buffer, size_t size, int flags,
    const struct sockaddr *to, socklen_t to_size)
{
	(void)to_size;
	if (to && socket_of(fd))
		return fail(EISCONN);
	return send(fd, buffer, size, flags);
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
	struct zrt_receipt receipt;
	ssize_t done = receive_with(fd, buffer, size, flags, &receipt);

	__zrt_parcel_free(receipt.parcel);
	return answer(done, flags, &receipt);
}

/* The address of a socket without one. */
static void no_name(struct sockaddr *name, socklen_t *size)
{
	sa_family_t family = AF_UNIX;

	if (!name || !size)
		return;
	memcpy(name, &family, *size < sizeof(family) ? *size : sizeof(family));
	*size = sizeof(family);
}

ssize_t recvfrom(int fd, void *restrict buffer, size_t size, int flags,
    struct sockaddr *restrict from, socklen_t *restrict from_size)
{
	ssize_t done = recv(fd, buffer, size, flags);

	if (done >= 0 && from && from_size)
		*from_size = 0;
	return done;
}

static ssize_t total_size(const struct msghdr *message)
{
	size_t total = 0;

	if (message->msg_iovlen < 0 || message->msg_iovlen > IOV_MAX)
		return fail(EMSGSIZE);
	for (int i = 0; i < message->msg_iovlen; i++) {
		if (__builtin_add_overflow(
			total, message->msg_iov[i].iov_len, &total) ||
		    total > SSIZE_MAX)
			return fail(EINVAL);
	}
	return (ssize_t)total;
}

/* The numbers of descriptors in a message's control part; -1 and EINVAL for
 * what is not well formed or of another type. */
static int count_rights(const struct msghdr *message)
{
	int count = 0;

	for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part;
	     part = CMSG_NXTHDR(message, part)) {
		size_t left = (size_t)((char *)message->msg_control +
				       message->msg_controllen - (char *)part);

		if (part->cmsg_len < CMSG_LEN(0) || part->cmsg_len > left)
			return fail(EINVAL);
		if (part->cmsg_level != SOL_SOCKET)
			continue;
		if (part->cmsg_type != SCM_RIGHTS)
			return fail(EINVAL);
		count += (int)((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
	}
	return count;
}

static int add_rights(struct zrt_parcel *parcel, const struct cmsghdr *part)
{
	size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);

	for (size_t i = 0; i < count; i++) {
		struct zrt_file *file;
		int fd;

		memcpy(&fd, CMSG_DATA(part) + i * sizeof(fd), sizeof(fd));
		file = __zrt_file(fd);
		if (!file)
			return -1;
		__zrt_file_hold(file);
		parcel->files[parcel->count++] = file;
	}
	return 0;
}

/* What the message's control part sends along; null when that is nothing. */
static int pack(const struct msghdr *message, struct zrt_parcel **parcel)
{
	int count = message->msg_control ? count_rights(message) : 0;

	*parcel = NULL;
	if (count <= 0)
		return count;
	*parcel = __zrt_parcel_new((unsigned)count);
	if (!*parcel)
		return -1;
	for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part;
	     part = CMSG_NXTHDR(message, part)) {
		if (part->cmsg_level == SOL_SOCKET &&
		    add_rights(*parcel, part)) {
			__zrt_parcel_free(*parcel);
			return -1;
		}
	}
	return 0;
}

/* Give descriptors to as many of the files as there is room for. MSG_CTRUNC
 * when that is not all. */
static int deliver_rights(
    struct msghdr *message, const struct zrt_parcel *parcel, int fd_flags)
{
	size_t room = message->msg_control ? message->msg_controllen : 0;
	struct cmsghdr *part = message->msg_control;
	unsigned count = 0;

	message->msg_controllen = 0;
	if (!parcel)
		return 0;
	while (count < parcel->count &&
	       CMSG_LEN((count + 1) * sizeof(int)) <= room) {
		int fd = __zrt_fd_install(parcel->files[count], 0, fd_flags);

		if (fd < 0)
			break;
		memcpy(CMSG_DATA(part) + count * sizeof(fd), &fd, sizeof(fd));
		count++;
	}
	if (count) {
		part->cmsg_len = (socklen_t)CMSG_LEN(count * sizeof(int));
		part->cmsg_level = SOL_SOCKET;
		part->cmsg_type = SCM_RIGHTS;
		message->msg_controllen =
		    (socklen_t)CMSG_SPACE(count * sizeof(int));
		if (message->msg_controllen > room)
			message->msg_controllen = (socklen_t)room;
	}
	return count < parcel->count ? MSG_CTRUNC : 0;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t total = total_size(message), done;
	struct zrt_parcel *parcel;
	char *all, *at;

	if (total < 0 || !socket_of(fd))
		return -1;
	if (message->msg_name && message->msg_namelen)
		return fail(EISCONN);
	if (pack(message, &parcel))
		return -1;
	all = at = malloc((size_t)total + 1);
	if (!all) {
		__zrt_parcel_free(parcel);
		return fail(ENOBUFS);
	}
	for (int i = 0; i < message->msg_iovlen; i++) {
		memcpy(at, message->msg_iov[i].iov_base,
		    message->msg_iov[i].iov_len);
		at += message->msg_iov[i].iov_len;
	}
	done = send_with(fd, all, (size_t)total, flags, parcel);
	free(all);
	return done;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t total = total_size(message), done, left;
	struct zrt_receipt receipt;
	char *all, *at;

	if (total < 0)
		return -1;
	all = at = malloc((size_t)total + 1);
	if (!all)
		return fail(ENOBUFS);
	done = receive_with(fd, all, (size_t)total, flags, &receipt);
	left = done;
	for (int i = 0; left > 0; i++) {
		size_t part = message->msg_iov[i].iov_len;

		if (part > (size_t)left)
			part = (size_t)left;
		memcpy(message->msg_iov[i].iov_base, at, part);
		at += part;
		left -= (ssize_t)part;
	}
	free(all);
	if (done >= 0) {
		message->msg_namelen = 0;
		message->msg_flags =
		    (receipt.length > (size_t)done ? MSG_TRUNC : 0) |
		    (flags & MSG_CMSG_CLOEXEC) |
		    deliver_rights(message, receipt.parcel,
			flags & MSG_CMSG_CLOEXEC ? FD_CLOEXEC : 0);
		__zrt_parcel_free(receipt.parcel);
	}
	return answer(done, flags, &receipt);
}

int shutdown(int fd, int how)
{
	struct zrt_file *file = socket_of(fd);

	return file ? __zrt_socket_shutdown(file->node, how) : -1;
}

int getsockname(
    int fd, struct sockaddr *restrict name, socklen_t *restrict size)
{
	if (!socket_of(fd))
		return -1;
	no_name(name, size);
	return 0;
}

int getpeername(
    int fd, struct sockaddr *restrict name, socklen_t *restrict size)
{
	return getsockname(fd, name, size);
}

static int put(const void *value, size_t size, void *to, socklen_t *to_size)
{
	if (*to_size > size)
		*to_size = (socklen_t)size;
	memcpy(to, value, *to_size);
	return 0;
}

int getsockopt(int fd, int level, int option, void *restrict value,
    socklen_t *restrict size)
{
	struct zrt_file *file = socket_of(fd);
	struct timeval time = {0};
	int64_t timeout;
	int number = 0;

	if (!file)
		return -1;
	if (level != SOL_SOCKET)
		return fail(ENOPROTOOPT);
	switch (option) {
	case SO_TYPE:
		number = __zrt_socket_type(file->node);
		break;
	case SO_DOMAIN:
		number = AF_UNIX;
		break;
	case SO_SNDBUF:
	case SO_RCVBUF:
		number = (int)*__zrt_socket_room(file->node);
		break;
	case SO_RCVTIMEO:
	case SO_SNDTIMEO:
		timeout =
		    *__zrt_socket_timeout(file->node, option == SO_SNDTIMEO);
		if (timeout > 0) {
			time.tv_sec = timeout / 1000000000;
			time.tv_usec = (long)(timeout % 1000000000 / 1000);
		}
		return put(&time, sizeof(time), value, size);
	case SO_ERROR:
	case SO_PROTOCOL:
	case SO_ACCEPTCONN:
	case SO_REUSEADDR:
	case SO_KEEPALIVE:
	case SO_BROADCAST:
		break;
	default:
		return fail(ENOPROTOOPT);
	}
	return put(&number, sizeof(number), value, size);
}

int setsockopt(int fd, int level, int option, const void *value, socklen_t size)
{
	struct zrt_file *file = socket_of(fd);
	struct timeval time;
	int number;

	if (!file)
		return -1;
	if (level != SOL_SOCKET)
		return fail(ENOPROTOOPT);
	if (option == SO_RCVTIMEO || option == SO_SNDTIMEO) {
		if (size < sizeof(time))
			return fail(EINVAL);
		memcpy(&time, value, sizeof(time));
		if (time.tv_usec < 0 || time.tv_usec >= 1000000)
			return fail(EDOM);
		*__zrt_socket_timeout(file->node, option == SO_SNDTIMEO) =
		    time.tv_sec < 0 || (!time.tv_sec && !time.tv_usec)
			? -1
			: time.tv_sec * 1000000000 + time.tv_usec * 1000;
		return 0;
	}
	if (size < sizeof(number))
		return fail(EINVAL);
	memcpy(&number, value, sizeof(number));
	switch (option) {
	case SO_SNDBUF:
	case SO_RCVBUF:
		if (number < 2048)
			number = 2048;
		*__zrt_socket_room(file->node) = (uint32_t)number;
		return 0;
	case SO_REUSEADDR:
	case SO_KEEPALIVE:
	case SO_BROADCAST:
		return 0; /* without meaning for a pair */
	default:
		return fail(ENOPROTOOPT);
	}
}
