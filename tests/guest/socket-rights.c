/* SPDX-License-Identifier: Apache-2.0
 *
 * Descriptors that travel through socketpair (SCM_RIGHTS): the receiver's are
 * new numbers of the same open files; what happens to those nobody takes, and
 * what is malformed.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"

#define MOST 8

union control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(MOST * sizeof(int))];
};

static ssize_t send_files(int to, const char *text, const int *fds, int count)
{
	union control control = {0};
	struct iovec part = {(void *)text, strlen(text)};
	struct msghdr message = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = &control,
	    .msg_controllen = CMSG_SPACE(count * sizeof(int))};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(header), fds, count * sizeof(int));
	return sendmsg(to, &message, 0);
}

/* With room for so many; how many came. */
static int receive_files(
    int from, char *text, size_t size, int *fds, int room, int flags, int *told)
{
	union control control = {0};
	struct iovec part = {text, size - 1};
	struct msghdr message = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = room ? &control : NULL,
	    .msg_controllen = room ? CMSG_LEN(room * sizeof(int)) : 0};
	struct cmsghdr *header;
	ssize_t done = recvmsg(from, &message, flags);
	int count;

	check(done >= 0);
	text[done] = '\0';
	*told = message.msg_flags & ~MSG_CMSG_CLOEXEC;
	header = CMSG_FIRSTHDR(&message);
	if (!header)
		return 0;
	check(header->cmsg_level == SOL_SOCKET &&
	      header->cmsg_type == SCM_RIGHTS);
	check(!CMSG_NXTHDR(&message, header));
	count = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
	memcpy(fds, CMSG_DATA(header), count * sizeof(int));
	return count;
}

/* How many ends of the pipe are open for writing: none is the end of file. */
static int ended(int fd)
{
	char byte;

	return read(fd, &byte, 1) == 0;
}

static void share_the_file(int type)
{
	int ends[2], pipes[2], got[MOST], told, file;
	char text[16];

	check(socketpair(AF_UNIX, type, 0, ends) == 0);
	check(pipe2(pipes, O_NONBLOCK) == 0);
	file = open("travels", O_RDWR | O_CREAT | O_TRUNC, 0600);
	check(file >= 0 && write(file, "abcdef", 6) == 6);
	check(send_files(ends[0], "hi", (int[]){file, pipes[1]}, 2) == 2);
	/* They live on while they are under way. */
	check(close(pipes[1]) == 0 && !ended(pipes[0]) && errno == EAGAIN);
	check(receive_files(ends[1], text, sizeof(text), got, MOST, 0, &told) ==
	      2);
	check(told == 0 && strcmp(text, "hi") == 0);
	check(got[0] != file && fcntl(got[0], F_GETFD) == 0);
	check(lseek(got[0], 2, SEEK_SET) == 2 && read(file, text, 1) == 1 &&
	      text[0] == 'c'); /* one position */
	check(write(got[1], "x", 1) == 1 && read(pipes[0], text, 1) == 1);
	close(got[1]);
	check(ended(pipes[0]));
	close(got[0]);
	close(file);
	close(pipes[0]);
	close(ends[0]);
	close(ends[1]);
	unlink("travels");
}

static void set_close_on_exec(void)
{
	int ends[2], got[MOST], told;
	char text[8];

	check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	check(send_files(ends[0], "a", ends, 1) == 1);
	check(receive_files(ends[1], text, sizeof(text), got, MOST,
		  MSG_CMSG_CLOEXEC, &told) == 1);
	check(fcntl(got[0], F_GETFD) == FD_CLOEXEC);
	close(got[0]);

	/* Looking leaves them there. */
	check(send_files(ends[0], "b", ends, 1) == 1);
	check(receive_files(ends[1], text, sizeof(text), got, MOST, MSG_PEEK,
		  &told) == 1);
	close(got[0]);
	check(receive_files(ends[1], text, sizeof(text), got, MOST, 0, &told) ==
	      1);
	close(got[0]);
	close(ends[0]);
	close(ends[1]);
}

static void stop_a_stream(void)
{
	int ends[2], got[MOST], told;
	char text[16];

	check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	check(write(ends[0], "12", 2) == 2);
	check(send_files(ends[0], "34", ends, 1) == 2);
	check(write(ends[0], "56", 2) == 2);
	check(receive_files(ends[1], text, sizeof(text), got, MOST, 0, &told) ==
	      1);
	check(strcmp(text, "1234") == 0);
	close(got[0]);
	check(receive_files(ends[1], text, sizeof(text), got, MOST, 0, &told) ==
	      0);
	check(strcmp(text, "56") == 0);
	close(ends[0]);
	close(ends[1]);
}

/* Without room, or with read, they are closed. */
static void are_dropped(void)
{
	int ends[2], pipes[2], got[MOST], told;
	char text[16];

	check(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
	for (int how = 0; how < 4; how++) {
		check(pipe2(pipes, O_NONBLOCK) == 0);
		check(send_files(
			  ends[0], "x", (int[]){pipes[1], pipes[1]}, 2) == 1);
		close(pipes[1]);
		switch (how) {
		case 0:
			check(read(ends[1], text, 8) == 1);
			break;
		case 1:
			check(receive_files(ends[1], text, sizeof(text), got, 0,
				  0, &told) == 0);
			check(told == MSG_CTRUNC);
			break;
		case 2:
			check(receive_files(ends[1], text, sizeof(text), got, 1,
				  0, &told) == 1);
			check(told == MSG_CTRUNC);
			close(got[0]);
			break;
		case 3:
			close(ends[0]);
			close(ends[1]);
		}
		check(ended(pipes[0]));
		close(pipes[0]);
	}
}

static void malformed(void)
{
	int ends[2];
	union control control = {0};
	struct iovec part = {"x", 1};
	struct msghdr message = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = &control,
	    .msg_controllen = CMSG_SPACE(sizeof(int))};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	check(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
	check_error(send_files(ends[0], "x", (int[]){999}, 1), EBADF);
	check_error(send_files(ends[0], "x", (int[]){0, -1}, 2), EBADF);
	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(64);
	check_error(sendmsg(ends[0], &message, 0), EINVAL);
	header->cmsg_len = 1;
	check_error(sendmsg(ends[0], &message, 0), EINVAL);
	header->cmsg_len = CMSG_LEN(sizeof(int));
	header->cmsg_type = 77;
	check_error(sendmsg(ends[0], &message, 0), EINVAL);
	check_error(recv(ends[1], &part, 1, MSG_DONTWAIT), EAGAIN);
	close(ends[0]);
	close(ends[1]);
}

static void lengths_of_datagrams(void)
{
	char text[8];
	int ends[2];

	check(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0);
	check(send(ends[0], "abcdef", 6, 0) == 6);
	check(recv(ends[1], text, 2, MSG_PEEK | MSG_TRUNC) == 6);
	check(recv(ends[1], text, 2, MSG_TRUNC) == 6 && text[1] == 'b');
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	share_the_file(SOCK_STREAM);
	share_the_file(SOCK_DGRAM);
	share_the_file(SOCK_SEQPACKET);
	set_close_on_exec();
	stop_a_stream();
	are_dropped();
	malformed();
	lengths_of_datagrams();
	return 0;
}
