/* SPDX-License-Identifier: Apache-2.0
 *
 * Every function of which POSIX says that it is a cancellation point and that
 * exists here: called with a request pending, it ends the thread, also where
 * it would not have to wait.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#define _GNU_SOURCE
#include <aio.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

static int ends[2], sockets[2], file;
static char byte, *page;
static sem_t free_semaphore;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static struct iovec part = {&byte, 1};
static const struct timespec instant;
static struct timespec past = {1, 0};
static struct aiocb request;

static struct msghdr *message(void)
{
	static struct msghdr one;

	one = (struct msghdr){.msg_iov = &part, .msg_iovlen = 1};
	return &one;
}

static const sigset_t *signals(void)
{
	static sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	return &set;
}

static void unlock(void *unused)
{
	(void)unused;
	check(pthread_mutex_unlock(&mutex) == 0);
}

static void wait_on_condition(bool timed)
{
	check(pthread_mutex_lock(&mutex) == 0);
	pthread_cleanup_push(unlock, NULL);
	if (timed)
		pthread_cond_timedwait(&condition, &mutex, &past);
	else
		pthread_cond_wait(&condition, &mutex);
	pthread_cleanup_pop(1);
}

static pthread_t joined;
static sem_t end_of_joined;

static void *wait_for_end(void *unused)
{
	check(sem_wait(&end_of_joined) == 0);
	return unused;
}

#define POINTS                                                                 \
	POINT(aio_suspend,                                                     \
	    aio_suspend((const struct aiocb *[]){&request}, 1, &instant))      \
	POINT(                                                                 \
	    clock_nanosleep, clock_nanosleep(CLOCK_REALTIME, 0, &instant, 0))  \
	POINT(close, close(-1))                                                \
	POINT(creat, creat("/tmp/zvm-cancellation-points", 0600))              \
	POINT(                                                                 \
	    fcntl, fcntl(file, F_SETLKW, &(struct flock){.l_type = F_WRLCK}))  \
	POINT(fdatasync, fdatasync(file))                                      \
	POINT(fsync, fsync(file))                                              \
	POINT(lockf, lockf(file, F_LOCK, 0))                                   \
	POINT(msync, msync(page, 4096, MS_SYNC))                               \
	POINT(nanosleep, nanosleep(&instant, NULL))                            \
	POINT(open, open("/dev/null", O_RDONLY))                               \
	POINT(openat, openat(AT_FDCWD, "/dev/null", O_RDONLY))                 \
	POINT(pause, pause())                                                  \
	POINT(poll, poll(NULL, 0, 0))                                          \
	POINT(ppoll, ppoll(NULL, 0, &instant, NULL))                           \
	POINT(pread, pread(file, &byte, 1, 0))                                 \
	POINT(preadv, preadv(file, &part, 1, 0))                               \
	POINT(pselect, pselect(0, NULL, NULL, NULL, &instant, NULL))           \
	POINT(pthread_cond_timedwait, wait_on_condition(true))                 \
	POINT(pthread_cond_wait, wait_on_condition(false))                     \
	POINT(pthread_join, pthread_join(joined, NULL))                        \
	POINT(pthread_testcancel, pthread_testcancel())                        \
	POINT(pwrite, pwrite(file, "x", 1, 0))                                 \
	POINT(pwritev, pwritev(file, &part, 1, 0))                             \
	POINT(read, read(file, &byte, 1))                                      \
	POINT(readv, readv(file, &part, 1))                                    \
	POINT(recv, recv(sockets[0], &byte, 1, MSG_DONTWAIT))                  \
	POINT(recvfrom,                                                        \
	    recvfrom(sockets[0], &byte, 1, MSG_DONTWAIT, NULL, NULL))          \
	POINT(recvmsg, recvmsg(sockets[0], message(), MSG_DONTWAIT))           \
	POINT(select, select(0, NULL, NULL, NULL, &(struct timeval){0, 0}))    \
	POINT(sem_clockwait,                                                   \
	    sem_clockwait(&free_semaphore, CLOCK_REALTIME, &past))             \
	POINT(sem_timedwait, sem_timedwait(&free_semaphore, &past))            \
	POINT(sem_wait, sem_wait(&free_semaphore))                             \
	POINT(send, send(sockets[0], &byte, 1, 0))                             \
	POINT(sendmsg, sendmsg(sockets[0], message(), 0))                      \
	POINT(sendto, sendto(sockets[0], &byte, 1, 0, NULL, 0))                \
	POINT(sigsuspend, sigsuspend(signals()))                               \
	POINT(sigtimedwait, sigtimedwait(signals(), NULL, &instant))           \
	POINT(sigwait, sigwait(signals(), &(int){0}))                          \
	POINT(sigwaitinfo, sigwaitinfo(signals(), NULL))                       \
	POINT(sleep, sleep(0))                                                 \
	POINT(tcdrain, tcdrain(file))                                          \
	POINT(usleep, usleep(0))                                               \
	POINT(write, write(ends[1], "x", 1))                                   \
	POINT(writev, writev(ends[1], &part, 1))

#define POINT(name, call)                                                      \
	static void call_##name(void)                                          \
	{                                                                      \
		(void)(call);                                                  \
	}
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-value"
POINTS
#pragma GCC diagnostic pop
#undef POINT

static const struct point {
	const char *name;
	void (*call)(void);
} points[] = {
#define POINT(name, call) {#name, call_##name},
    POINTS
#undef POINT
};

static void *enter(void *argument)
{
	const struct point *point = argument;

	check(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL) == 0);
	check(pthread_cancel(pthread_self()) == 0);
	check(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL) == 0);
	point->call();
	fprintf(stderr, "%s is no cancellation point\n", point->name);
	return NULL;
}

int main(void)
{
	int missing = 0;

	check(pipe(ends) == 0 && sem_init(&free_semaphore, 0, 100) == 0);
	check(sem_init(&end_of_joined, 0, 0) == 0);
	check(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
	file = open("/tmp", O_TMPFILE | O_RDWR, 0600);
	check(file >= 0 && write(file, "text", 4) == 4);
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	check(page != MAP_FAILED);
	request.aio_fildes = file;
	request.aio_buf = &byte;
	request.aio_nbytes = 1;
	check(aio_read(&request) == 0);
	check(pthread_create(&joined, NULL, wait_for_end, NULL) == 0);
	for (size_t i = 0; i < sizeof(points) / sizeof(*points); i++) {
		pthread_t thread;
		void *result;

		check(pthread_create(
			  &thread, NULL, enter, (void *)&points[i]) == 0);
		check(pthread_join(thread, &result) == 0);
		missing += result != PTHREAD_CANCELED;
	}
	check(sem_post(&end_of_joined) == 0);
	check(pthread_join(joined, NULL) == 0);
	return missing != 0;
}
