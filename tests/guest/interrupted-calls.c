/* SPDX-License-Identifier: Apache-2.0
 *
 * A signal's handler runs while a call blocks: which calls end with EINTR and
 * which go on, without and with SA_RESTART. Another thread sends the signal
 * when the call waits, and later makes it end.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

#define SOON  20000000 /* the signal */
#define LATER 60000000 /* the end of the wait */
#define LONG  90000000 /* a timeout that comes after both */

static int ends[2], full[2], sockets[2], full_sockets[2], event, timer, epoll;
static int locked, waiting;
static sem_t semaphore;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_t first;
static volatile int handled;
static struct timespec left;
static char byte, page[4096];

static void note(int number)
{
	handled += number == SIGUSR1;
}

static void pass(long nanoseconds)
{
	struct timespec time = {0, nanoseconds};

	while (nanosleep(&time, &time) && errno == EINTR)
		;
}

static struct timespec until(long nanoseconds)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	time.tv_nsec += nanoseconds;
	time.tv_sec += time.tv_nsec / 1000000000;
	time.tv_nsec %= 1000000000;
	return time;
}

/* What ends each wait. */

static void fill(int fd)
{
	check(write(fd, "x", 1) == 1);
}

static void drain(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	fcntl(fd, F_SETFL, flags | O_NONBLOCK);
	while (read(fd, page, sizeof(page)) > 0)
		;
	fcntl(fd, F_SETFL, flags);
}

static void end_read(void)
{
	fill(ends[1]);
}

static void end_write(void)
{
	drain(full[0]);
}

static void end_receive(void)
{
	fill(sockets[1]);
}

static void end_send(void)
{
	drain(full_sockets[1]);
}

static void end_open(void)
{
	int fd = open("fifo", O_WRONLY | O_NONBLOCK);

	/* Nobody reads when it was interrupted. */
	if (fd >= 0)
		close(fd);
}

static void end_lock(void)
{
	check(flock(locked, LOCK_UN) == 0);
}

static void end_range(void)
{
	struct flock range = {.l_type = F_UNLCK, .l_whence = SEEK_SET};

	check(fcntl(locked, F_OFD_SETLK, &range) == 0);
}

static void end_semaphore(void)
{
	check(sem_post(&semaphore) == 0);
}

static void end_mutex(void)
{
	check(pthread_mutex_unlock(&held) == 0);
}

static void end_condition(void)
{
	pthread_mutex_lock(&mutex);
	check(pthread_cond_signal(&condition) == 0);
	pthread_mutex_unlock(&mutex);
}

static void end_rwlock(void)
{
	check(pthread_rwlock_unlock(&lock) == 0);
}

static void end_event(void)
{
	check(eventfd_write(event, 1) == 0);
}

static void nothing(void)
{
}

/* What has to be undone before the next one, whichever way it ended. */
static void clean(void)
{
	eventfd_t value;

	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	while (read(ends[0], &byte, 1) == 1)
		;
	fcntl(ends[0], F_SETFL, 0);
	fcntl(full[1], F_SETFL, O_NONBLOCK);
	while (write(full[1], page, sizeof(page)) > 0)
		;
	fcntl(full[1], F_SETFL, 0);
	while (recv(sockets[0], &byte, 1, MSG_DONTWAIT) == 1)
		;
	while (send(full_sockets[0], page, sizeof(page), MSG_DONTWAIT) > 0)
		;
	while (sem_trywait(&semaphore) == 0)
		;
	fcntl(event, F_SETFL, O_NONBLOCK);
	while (eventfd_read(event, &value) == 0)
		;
	fcntl(event, F_SETFL, 0);
}

/* The calls; each returns -1 and errno, or an error's number, or 0. */

static long done(long result)
{
	return result < 0 ? -1 : 0;
}

static struct pollfd one(void)
{
	return (struct pollfd){ends[0], POLLIN, 0};
}

static long do_poll(void)
{
	struct pollfd asked = one();

	return done(poll(&asked, 1, -1));
}

static long do_ppoll(void)
{
	struct pollfd asked = one();

	return done(ppoll(&asked, 1, NULL, NULL));
}

static long do_select(void)
{
	fd_set set;

	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	return done(select(ends[0] + 1, &set, NULL, NULL, NULL));
}

static long do_pselect(void)
{
	struct timespec time = {0, LONG};

	return done(pselect(0, NULL, NULL, NULL, &time, NULL));
}

static long do_epoll(void)
{
	struct epoll_event event_of;

	return done(epoll_wait(epoll, &event_of, 1, -1));
}

static long do_read(void)
{
	return done(read(ends[0], &byte, 1));
}

static long do_readv(void)
{
	struct iovec part = {&byte, 1};

	return done(readv(ends[0], &part, 1));
}

static long do_write(void)
{
	return done(write(full[1], "x", 1));
}

/* More than there is room for: what was written counts. */
static long do_large_write(void)
{
	static char large[200000];

	drain(full[0]);
	return done(write(full[1], large, sizeof(large)));
}

static void end_large_write(void)
{
	for (int i = 0; i < 4; i++) {
		drain(full[0]);
		pass(1000000);
	}
}

static long do_recv(void)
{
	return done(recv(sockets[0], &byte, 1, 0));
}

static long do_recvmsg(void)
{
	struct iovec part = {&byte, 1};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

	return done(recvmsg(sockets[0], &message, 0));
}

static long do_recv_timeout(void)
{
	struct timeval time = {0, LONG / 1000}, none = {0, 0};
	long result;

	setsockopt(sockets[0], SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
	result = done(recv(sockets[0], &byte, 1, 0));
	setsockopt(sockets[0], SOL_SOCKET, SO_RCVTIMEO, &none, sizeof(none));
	return result;
}

static long do_send(void)
{
	return done(send(full_sockets[0], page, sizeof(page), 0));
}

static long do_open(void)
{
	int fd = open("fifo", O_RDONLY);

	return fd < 0 ? -1 : close(fd);
}

static long do_flock(void)
{
	long result;

	check(flock(locked, LOCK_EX) == 0);
	result = flock(waiting, LOCK_EX);
	check(flock(waiting, LOCK_UN) == 0);
	return result;
}

static long do_range(void)
{
	struct flock range = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	long result;

	check(fcntl(locked, F_OFD_SETLK, &range) == 0);
	result = fcntl(waiting, F_OFD_SETLKW, &range);
	range.l_type = F_UNLCK;
	check(fcntl(waiting, F_OFD_SETLK, &range) == 0);
	return result;
}

static long do_sem_wait(void)
{
	return sem_wait(&semaphore);
}

static long do_sem_timedwait(void)
{
	struct timespec end = until(LONG);

	return sem_timedwait(&semaphore, &end);
}

static long do_eventfd(void)
{
	eventfd_t value;

	return eventfd_read(event, &value);
}

static long do_timerfd(void)
{
	struct itimerspec setting = {.it_value = {0, LATER}};
	uint64_t count;

	check(timerfd_settime(timer, 0, &setting, NULL) == 0);
	return done(read(timer, &count, sizeof(count)));
}

static long do_nanosleep(void)
{
	struct timespec time = {0, LONG};

	return nanosleep(&time, &left);
}

static long do_clock_nanosleep(void)
{
	struct timespec end = until(LONG);

	return clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &end, NULL);
}

static long do_usleep(void)
{
	return usleep(LONG / 1000);
}

static long do_pause(void)
{
	return pause();
}

static long do_sigsuspend(void)
{
	sigset_t none;

	sigemptyset(&none);
	return sigsuspend(&none);
}

static long do_sigtimedwait(void)
{
	struct timespec time = {0, LONG};
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	return sigtimedwait(&set, NULL, &time);
}

static long do_mutex(void)
{
	int result = pthread_mutex_lock(&held);

	check(pthread_mutex_unlock(&held) == 0);
	return result;
}

/* May wake for no reason: only its result counts. */
static long do_condition(void)
{
	struct timespec end = until(LONG);
	int result;

	pthread_mutex_lock(&mutex);
	result = pthread_cond_timedwait(&condition, &mutex, &end);
	pthread_mutex_unlock(&mutex);
	return result == ETIMEDOUT ? 0 : result;
}

static long do_rwlock(void)
{
	int result = pthread_rwlock_rdlock(&lock);

	check(pthread_rwlock_unlock(&lock) == 0);
	return result;
}

static void *short_life(void *unused)
{
	pass(LATER);
	return unused;
}

static long do_join(void)
{
	pthread_t thread;

	check(!pthread_create(&thread, NULL, short_life, NULL));
	return pthread_join(thread, NULL);
}

static const struct wait {
	const char *name;
	long (*call)(void);
	void (*end)(void);
} waits[] = {
    {"read", do_read, end_read},
    {"readv", do_readv, end_read},
    {"write", do_write, end_write},
    {"a large write", do_large_write, end_large_write},
    {"recv", do_recv, end_receive},
    {"recvmsg", do_recvmsg, end_receive},
    {"recv with a timeout", do_recv_timeout, end_receive},
    {"send", do_send, end_send},
    {"open of a FIFO", do_open, end_open},
    {"flock", do_flock, end_lock},
    {"F_OFD_SETLKW", do_range, end_range},
    {"poll", do_poll, end_read},
    {"ppoll", do_ppoll, end_read},
    {"select", do_select, end_read},
    {"pselect", do_pselect, nothing},
    {"epoll_wait", do_epoll, end_event},
    {"read of an eventfd", do_eventfd, end_event},
    {"read of a timerfd", do_timerfd, nothing},
    {"sem_wait", do_sem_wait, end_semaphore},
    {"sem_timedwait", do_sem_timedwait, end_semaphore},
    {"nanosleep", do_nanosleep, nothing},
    {"clock_nanosleep", do_clock_nanosleep, nothing},
    {"usleep", do_usleep, nothing},
    {"pause", do_pause, nothing},
    {"sigsuspend", do_sigsuspend, nothing},
    {"sigtimedwait", do_sigtimedwait, nothing},
    {"pthread_mutex_lock", do_mutex, end_mutex},
    {"pthread_cond_timedwait", do_condition, end_condition},
    {"pthread_rwlock_rdlock", do_rwlock, end_rwlock},
    {"pthread_join", do_join, nothing},
};

static void *disturb(void *argument)
{
	const struct wait *wait = argument;

	if (wait->end == end_mutex)
		pthread_mutex_lock(&held);
	if (wait->end == end_rwlock)
		pthread_rwlock_wrlock(&lock);
	pass(SOON);
	check(!pthread_kill(first, SIGUSR1));
	pass(LATER - SOON);
	wait->end();
	return NULL;
}

static void try(const struct wait *wait, int flags)
{
	struct sigaction action = {.sa_handler = note, .sa_flags = flags};
	pthread_t thread;
	long result;
	int error;

	clean();
	check(sigaction(SIGUSR1, &action, NULL) == 0);
	handled = 0;
	check(!pthread_create(&thread, NULL, disturb, (void *)wait));
	if (wait->end == end_mutex || wait->end == end_rwlock)
		pass(SOON / 4);
	result = wait->call();
	error = result < 0 ? errno : (int)result;
	printf(" %s", !error           ? "done"
		      : error == EINTR ? "EINTR"
				       : strerror(error));
	check(!pthread_join(thread, NULL));
	check(handled == 1);
}

static void prepare(void)
{
	struct epoll_event asked = {.events = EPOLLIN};

	unlink("fifo");
	first = pthread_self();
	check(pipe(ends) == 0 && pipe(full) == 0);
	check(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
	check(socketpair(AF_UNIX, SOCK_STREAM, 0, full_sockets) == 0);
	check(sem_init(&semaphore, 0, 0) == 0);
	check(mkfifo("fifo", 0600) == 0);
	locked = open("locked", O_RDWR | O_CREAT, 0600);
	waiting = open("locked", O_RDWR);
	event = eventfd(0, 0);
	timer = timerfd_create(CLOCK_MONOTONIC, 0);
	epoll = epoll_create1(0);
	asked.data.fd = event;
	check(epoll_ctl(epoll, EPOLL_CTL_ADD, event, &asked) == 0);
}

int main(void)
{
	prepare();
	for (size_t i = 0; i < sizeof(waits) / sizeof(*waits); i++) {
		printf("%s:", waits[i].name);
		try(&waits[i], 0);
		try(&waits[i], SA_RESTART);
		putchar('\n');
	}
	check(left.tv_nsec > 0);
	return 0;
}
