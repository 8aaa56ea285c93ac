/* SPDX-License-Identifier: Apache-2.0
 *
 * send, recv and their kin: bytes, where they come from and go to, and
 * descriptors beside them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include "internal/fd.h"
#include "internal/socket.h"
#include "internal/wait.h"

/* The socket's file, and the flags for it with what the file says. */
static struct zrt_file *start(int fd, int *flags)
{
	struct zrt_file *file;

	__zrt_cancellation_point();
	file = __zrt_socket_file(fd);
	if (file && (*flags & MSG_OOB)) {
		errno = EOPNOTSUPP;
		return NULL;
	}
	if (file && (file->flags & O_NONBLOCK))
		*flags |= MSG_DONTWAIT;
	return file;
}

static size_t at_most(size_t size)
{
	return size < SSIZE_MAX ? size : SSIZE_MAX;
}

/* Whom an address means: *found is null for the peer. */
static int find(struct zrt_node *node, const struct sockaddr *to,
    socklen_t to_size, struct zrt_node **found)
{
	const struct zrt_socket *socket = node->socket;

	*found = NULL;
	if (!to || !to_size)
		return 0;
	if (socket->type != SOCK_DGRAM)
		return __zrt_fail(socket->connected ? EISCONN : EOPNOTSUPP);
	if (socket->out_shut)
		return 0; /* it cannot send, whom to does not matter */
	*found = __zrt_socket_find(to, to_size, socket->type);
	return *found ? 0 : -1;
}

static ssize_t send_with(int fd, const void *buffer, size_t size, int flags,
    const struct sockaddr *to, socklen_t to_size, struct zrt_parcel *parcel)
{
	struct zrt_file *file = start(fd, &flags), *outer;
	struct zrt_node *target;
	ssize_t done = -1;

	if (file && !find(file->node, to, to_size, &target)) {
		outer = __zrt_file_pin(file);
		done = __zrt_socket_send(
		    file->node, target, buffer, at_most(size), flags, &parcel);
		__zrt_file_unpin(file, outer);
	}
	__zrt_parcel_free(parcel);
	return done;
}

static ssize_t receive_with(
    int fd, void *buffer, size_t size, int flags, struct zrt_receipt *receipt)
{
	struct zrt_file *file = start(fd, &flags), *outer;
	ssize_t done;

	*receipt = (struct zrt_receipt){0};
	if (!file)
		return -1;
	outer = __zrt_file_pin(file);
	done = __zrt_socket_receive(
	    file->node, buffer, at_most(size), flags, receipt);
	__zrt_file_unpin(file, outer);
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
	return send_with(fd, buffer, size, flags, NULL, 0, NULL);
}

ssize_t sendto(int fd, const void *buffer, size_t size, int flags,
    const struct sockaddr *to, socklen_t to_size)
{
	return send_with(fd, buffer, size, flags, to, to_size, NULL);
}

/* Where it came from; size 0 when nobody knows. */
static void put_source(
    const struct zrt_receipt *receipt, struct sockaddr *from, socklen_t *size)
{
	const struct zrt_socket_name *name = receipt->from;
	socklen_t length = name ? name->length : 0;

	if (!from || !size)
		return;
	if (name)
		memcpy(from, &name->address, *size < length ? *size : length);
	*size = length;
}

ssize_t recvfrom(int fd, void *restrict buffer, size_t size, int flags,
    struct sockaddr *restrict from, socklen_t *restrict from_size)
{
	struct zrt_receipt receipt;
	ssize_t done = receive_with(fd, buffer, size, flags, &receipt);

	if (done >= 0)
		put_source(&receipt, from, from_size);
	__zrt_receipt_end(&receipt);
	return answer(done, flags, &receipt);
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
	return recvfrom(fd, buffer, size, flags, NULL, NULL);
}

static ssize_t total_size(const struct msghdr *message)
{
	size_t total = 0;

	if (message->msg_iovlen < 0 || message->msg_iovlen > IOV_MAX)
		return __zrt_fail(EMSGSIZE);
	for (int i = 0; i < message->msg_iovlen; i++) {
		if (__builtin_add_overflow(
			total, message->msg_iov[i].iov_len, &total) ||
		    total > SSIZE_MAX)
			return __zrt_fail(EINVAL);
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
			return __zrt_fail(EINVAL);
		if (part->cmsg_level != SOL_SOCKET)
			continue;
		if (part->cmsg_type != SCM_RIGHTS)
			return __zrt_fail(EINVAL);
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

	if (total < 0 || !__zrt_socket_file(fd))
		return -1;
	if (pack(message, &parcel))
		return -1;
	all = at = malloc((size_t)total + 1);
	if (!all) {
		__zrt_parcel_free(parcel);
		return __zrt_fail(ENOBUFS);
	}
	for (int i = 0; i < message->msg_iovlen; i++) {
		memcpy(at, message->msg_iov[i].iov_base,
		    message->msg_iov[i].iov_len);
		at += message->msg_iov[i].iov_len;
	}
	done = send_with(fd, all, (size_t)total, flags, message->msg_name,
	    message->msg_namelen, parcel);
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
		return __zrt_fail(ENOBUFS);
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
		put_source(&receipt, message->msg_name, &message->msg_namelen);
		message->msg_flags =
		    (receipt.length > (size_t)done ? MSG_TRUNC : 0) |
		    (flags & MSG_CMSG_CLOEXEC) |
		    deliver_rights(message, receipt.parcel,
			flags & MSG_CMSG_CLOEXEC ? FD_CLOEXEC : 0);
	}
	__zrt_receipt_end(&receipt);
	return answer(done, flags, &receipt);
}
