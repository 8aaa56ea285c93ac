/* SPDX-License-Identifier: Apache-2.0
 *
 * The process that the caller sees when a session may become a server.
 */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t other;

static void hand_on(int number)
{
	int saved = errno;

	kill((pid_t)other, number);
	errno = saved;
}

__attribute__((noreturn)) static void wait_for_answer(int fd)
{
	static const int handed[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
	struct sigaction action = {.sa_handler = hand_on};
	struct sigaction before;
	int status;
	ssize_t got;

	for (size_t i = 0; i < sizeof(handed) / sizeof(handed[0]); i++)
		if (sigaction(handed[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			sigaction(handed[i], &action, NULL);
	do
		got = read(fd, &status, sizeof(status));
	while (got < 0 && errno == EINTR);
	_exit(got == (ssize_t)sizeof(status)
		  ? status
		  : zvm_end_historical(ZVM_END_INTERNAL));
}

int zvm_front_split(struct zvm_problem *problem)
{
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0) {
		zvm_problem(
		    problem, ZVM_END_HOST, "error: pipe2: %s", strerror(errno));
		return -1;
	}
	child = fork();
	if (child < 0) {
		zvm_problem(
		    problem, ZVM_END_HOST, "error: fork: %s", strerror(errno));
		return -1;
	}
	if (child > 0) {
		close(ends[1]);
		other = child;
		wait_for_answer(ends[0]);
	}
	close(ends[0]);
	return ends[1];
}

void zvm_front_answer(int front, int status)
{
	while (write(front, &status, sizeof(status)) < 0 && errno == EINTR)
		;
	close(front);
}
