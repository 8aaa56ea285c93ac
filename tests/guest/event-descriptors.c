/* SPDX-License-Identifier: Apache-2.0
 *
 * eventfd, timerfd and signalfd: what read and write do, what poll and select
 * say, and errors.
 *
 * NATIVE root
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static short ready(int fd)
{
	struct pollfd one = {fd, POLLIN | POLLOUT, 0};

	check(poll(&one, 1, 0) >= 0);
	return one.revents;
}

static void put(int fd, uint64_t value)
{
	check(write(fd, &value, 8) == 8);
}

static uint64_t take(int fd)
{
	uint64_t value;

	check(read(fd, &value, 8) == 8);
	return value;
}

static void counts(void)
{
	int fd = eventfd(3, EFD_NONBLOCK | EFD_CLOEXEC);
	uint64_t value = UINT64_MAX;
	eventfd_t typed;
	fd_set set;
	struct timeval none = {0};

	check(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
	check((fcntl(fd, F_GETFL) & (O_NONBLOCK | O_ACCMODE)) ==
	      (O_NONBLOCK | O_RDWR));
	check(ready(fd) == (POLLIN | POLLOUT));
	check(take(fd) == 3 && ready(fd) == POLLOUT);
	check_error(read(fd, &value, 8), EAGAIN);
	check_error(read(fd, &value, 7), EINVAL);
	check_error(write(fd, &value, 7), EINVAL);
	value = UINT64_MAX;
	check_error(write(fd, &value, 8), EINVAL);
	put(fd, UINT64_MAX - 1);
	check(ready(fd) == POLLIN);
	value = 1;
	check_error(write(fd, &value, 8), EAGAIN);
	put(fd, 0);
	FD_ZERO(&set);
	FD_SET(fd, &set);
	check(select(fd + 1, &set, NULL, NULL, &none) == 1);
	check(take(fd) == UINT64_MAX - 1);
	check(eventfd_write(fd, 7) == 0 && eventfd_read(fd, &typed) == 0 &&
	      typed == 7);
	check(close(fd) == 0);

	fd = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK);
	check(take(fd) == 1 && take(fd) == 1 && ready(fd) == POLLOUT);
	check_error(read(fd, &value, 8), EAGAIN);
	close(fd);
	check_error(eventfd(0, 0x70), EINVAL);
	check_error(eventfd_read(-1, &typed), EBADF);
}

static void *add_later(void *fd)
{
	usleep(1000);
	put(*(int *)fd, 5);
	return NULL;
}

static void joins_threads(void)
{
	int fd = eventfd(0, 0);
	struct pollfd one = {fd, POLLIN, 0};
	pthread_t thread;

	check(!pthread_create(&thread, NULL, add_later, &fd));
	check(take(fd) == 5);
	check(!pthread_join(thread, NULL));
	check(!pthread_create(&thread, NULL, add_later, &fd));
	check(poll(&one, 1, -1) == 1 && one.revents == POLLIN);
	check(!pthread_join(thread, NULL));
	close(fd);
}

static struct timespec after(clockid_t clock, long nanoseconds)
{
	struct timespec now;

	check(clock_gettime(clock, &now) == 0);
	now.tv_nsec += nanoseconds;
	if (now.tv_nsec >= 1000000000) {
		now.tv_nsec -= 1000000000;
		now.tv_sec++;
	}
	return now;
}

static void timers_expire(void)
{
	static const clockid_t clocks[] = {
	    CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME};
	struct itimerspec setting, old;
	struct pollfd one;
	uint64_t value;

	for (int i = 0; i < 3; i++) {
		int fd = timerfd_create(clocks[i], TFD_NONBLOCK | TFD_CLOEXEC);

		check(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
		check(timerfd_gettime(fd, &old) == 0 && !old.it_value.tv_sec &&
		      !old.it_value.tv_nsec);
		check(ready(fd) == 0);
		check_error(read(fd, &value, 8), EAGAIN);
		check_error(read(fd, &value, 7), EINVAL);
		check_error(write(fd, &value, 8), EINVAL);

		/* Once, at a time. */
		memset(&setting, 0, sizeof(setting));
		setting.it_value = after(clocks[i], 20000000);
		check(timerfd_settime(fd, TFD_TIMER_ABSTIME, &setting, &old) ==
		      0);
		check(timerfd_gettime(fd, &old) == 0 && !old.it_value.tv_sec &&
		      old.it_value.tv_nsec > 0 &&
		      old.it_value.tv_nsec <= 20000000);
		one = (struct pollfd){fd, POLLIN, 0};
		check(poll(&one, 1, -1) == 1 && one.revents == POLLIN);
		check(take(fd) == 1);
		check_error(read(fd, &value, 8), EAGAIN);
		check(timerfd_gettime(fd, &old) == 0 && !old.it_value.tv_nsec);

		/* Again and again, until it is disarmed. */
		setting.it_value = (struct timespec){0, 10000000};
		setting.it_interval = (struct timespec){0, 10000000};
		check(timerfd_settime(fd, 0, &setting, NULL) == 0);
		usleep(35000);
		value = take(fd);
		check(value >= 3);
		check(poll(&one, 1, -1) == 1 && take(fd) >= 1);
		memset(&setting, 0, sizeof(setting));
		check(timerfd_settime(fd, 0, &setting, &old) == 0);
		check(old.it_interval.tv_nsec == 10000000);
		check(poll(&one, 1, 30) == 0);
		close(fd);
	}
	check_error(timerfd_create(CLOCK_PROCESS_CPUTIME_ID, 0), EINVAL);
	check_error(timerfd_create(CLOCK_MONOTONIC, 1), EINVAL);
	check_error(timerfd_gettime(0, &old), EINVAL);
	check_error(timerfd_gettime(-1, &old), EBADF);
	one.fd = timerfd_create(CLOCK_MONOTONIC, 0);
	setting.it_value.tv_nsec = 1000000000;
	check_error(timerfd_settime(one.fd, 0, &setting, NULL), EINVAL);
	setting.it_value.tv_nsec = 5000000;
	check_error(timerfd_settime(one.fd, 64, &setting, NULL), EINVAL);
	check(timerfd_settime(one.fd, 0, &setting, NULL) == 0);
	check(take(one.fd) == 1); /* waits */
	close(one.fd);
}

static void signals_are_read(void)
{
	struct signalfd_siginfo info[3];
	union sigval value = {.sival_int = 42};
	sigset_t set, rest;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGRTMIN);
	check(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	check(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
	check(ready(fd) == 0);
	check_error(read(fd, info, sizeof(info)), EAGAIN);
	check_error(read(fd, info, sizeof(*info) - 1), EINVAL);
	check_error(write(fd, info, sizeof(*info)), EINVAL);
	check(raise(SIGUSR1) == 0);
	check(sigqueue(getpid(), SIGRTMIN, value) == 0);
	value.sival_int = 43;
	check(sigqueue(getpid(), SIGRTMIN, value) == 0);
	check(ready(fd) == POLLIN);
	check(read(fd, info, sizeof(info)) == sizeof(info));
	check(info[0].ssi_signo == SIGUSR1 &&
	      info[0].ssi_pid == (uint32_t)getpid() &&
	      info[0].ssi_uid == getuid());
	check(info[1].ssi_signo == (uint32_t)SIGRTMIN &&
	      info[1].ssi_code == SI_QUEUE && info[1].ssi_int == 42);
	check(info[2].ssi_int == 43 && ready(fd) == 0);

	/* Another set. */
	check(raise(SIGUSR1) == 0);
	sigemptyset(&rest);
	sigaddset(&rest, SIGRTMIN);
	check(signalfd(fd, &rest, 0) == fd && ready(fd) == 0);
	check(signalfd(fd, &set, 0) == fd && ready(fd) == POLLIN);
	check(read(fd, info, sizeof(info)) == sizeof(*info));
	check(sigpending(&rest) == 0 && !sigismember(&rest, SIGUSR1));
	close(fd);
	check_error(signalfd(-1, &set, 1), EINVAL);
	check_error(signalfd(0, &set, 0), EINVAL);
	check_error(signalfd(99, &set, 0), EBADF);
}

static void *send_later(void *unused)
{
	usleep(1000);
	check(kill(getpid(), SIGUSR1) == 0);
	return unused;
}

static void signals_wake_readers(void)
{
	struct signalfd_siginfo info;
	struct pollfd one;
	pthread_t thread;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	one = (struct pollfd){signalfd(-1, &set, 0), POLLIN, 0};
	check(!pthread_create(&thread, NULL, send_later, NULL));
	check(poll(&one, 1, -1) == 1);
	check(read(one.fd, &info, sizeof(info)) == sizeof(info));
	check(!pthread_join(thread, NULL));
	check(!pthread_create(&thread, NULL, send_later, NULL));
	check(read(one.fd, &info, sizeof(info)) == sizeof(info));
	check(!pthread_join(thread, NULL));
	close(one.fd);
}

/* None is a file that could be found or opened once more. */
static void have_no_name(void)
{
	int fd = eventfd(0, 0);
	char path[40], text[40];
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	length = readlink(path, text, sizeof(text) - 1);
	check(length > 0);
	text[length] = '\0';
	check(!strcmp(text, "anon_inode:[eventfd]"));
	check_error(open(path, O_RDWR), ENXIO);
	check_error(ftruncate(fd, 0), EINVAL);
	check_error(pread(fd, text, 8, 0), ESPIPE);
	close(fd);
}

int main(void)
{
	counts();
	joins_threads();
	timers_expire();
	signals_are_read();
	signals_wake_readers();
	have_no_name();
	return 0;
}
