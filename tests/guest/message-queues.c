/* SPDX-License-Identifier: Apache-2.0
 *
 * POSIX message queues: order, limits, waiting, telling, names, poll.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "test.h"

#define NAME "/zerovm-message-queues"
#define ROOM 16

static mqd_t queue;

static mqd_t make(long most, int flags)
{
	struct mq_attr attr = {.mq_maxmsg = most, .mq_msgsize = ROOM};
	mqd_t made;

	mq_unlink(NAME);
	made = mq_open(NAME, O_CREAT | O_EXCL | O_RDWR | flags, 0600, &attr);
	check(made != (mqd_t)-1);
	return made;
}

static void send(const char *text, unsigned priority)
{
	check(mq_send(queue, text, strlen(text), priority) == 0);
}

static void receive(const char *text, unsigned priority)
{
	char bytes[ROOM];
	unsigned got = ~0u;

	check(mq_receive(queue, bytes, ROOM, &got) == (ssize_t)strlen(text));
	check(memcmp(bytes, text, strlen(text)) == 0);
	check(got == priority);
}

static void order(void)
{
	struct mq_attr attr;

	queue = make(8, 0);
	send("low", 1);
	send("high", 9);
	send("", 5);
	send("high too", 9);
	check(mq_getattr(queue, &attr) == 0);
	check(attr.mq_curmsgs == 4 && attr.mq_maxmsg == 8);
	check(attr.mq_msgsize == ROOM && attr.mq_flags == 0);
	receive("high", 9);
	receive("high too", 9);
	receive("", 5);
	receive("low", 1);
	mq_close(queue);
}

static void limits(void)
{
	struct timespec past = {1, 0}, wrong = {1, 1000000000};
	char bytes[ROOM + 1];

	queue = make(1, O_NONBLOCK);
	check_error(mq_receive(queue, bytes, ROOM, NULL), EAGAIN);
	check_error(mq_receive(queue, bytes, ROOM - 1, NULL), EMSGSIZE);
	check_error(mq_send(queue, bytes, ROOM + 1, 0), EMSGSIZE);
	check_error(
	    mq_send(queue, bytes, 1, (unsigned)sysconf(_SC_MQ_PRIO_MAX)),
	    EINVAL);
	send("1", (unsigned)sysconf(_SC_MQ_PRIO_MAX) - 1);
	check_error(mq_send(queue, bytes, 1, 0), EAGAIN);
	check(mq_setattr(queue, &(struct mq_attr){0}, NULL) == 0);
	check_error(mq_timedsend(queue, bytes, 1, 0, &past), ETIMEDOUT);
	check_error(mq_timedsend(queue, bytes, 1, 0, &wrong), EINVAL);
	check(mq_timedreceive(queue, bytes, ROOM, NULL, &past) == 1);
	check_error(
	    mq_timedreceive(queue, bytes, ROOM, NULL, &past), ETIMEDOUT);
	mq_close(queue);
	check_error(mq_send(queue, bytes, 1, 0), EBADF);
	check_error(mq_close(queue), EBADF);
}

static void *sender(void *argument)
{
	(void)argument;
	for (int i = 0; i < 100; i++)
		send("a message", (unsigned)i % 3);
	return NULL;
}

static void threads(void)
{
	pthread_t thread;
	char bytes[ROOM];
	int count = 0;

	queue = make(3, 0);
	check(pthread_create(&thread, NULL, sender, NULL) == 0);
	for (int i = 0; i < 100; i++)
		count += mq_receive(queue, bytes, ROOM, NULL) == 9;
	check(count == 100);
	check(pthread_join(thread, NULL) == 0);
	mq_close(queue);
}

static void *waiting(void *argument)
{
	char bytes[ROOM];

	sem_post(argument);
	mq_receive(queue, bytes, ROOM, NULL);
	return NULL;
}

static void cancellation(void)
{
	pthread_t thread;
	void *result;
	sem_t ready;

	queue = make(1, 0);
	sem_init(&ready, 0, 0);
	check(pthread_create(&thread, NULL, waiting, &ready) == 0);
	sem_wait(&ready);
	check(pthread_cancel(thread) == 0);
	check(pthread_join(thread, &result) == 0);
	check(result == PTHREAD_CANCELED);
	send("1", 0);
	receive("1", 0);
	mq_close(queue);
}

static volatile sig_atomic_t told, code, value;

static void handler(int signal, siginfo_t *info, void *context)
{
	(void)signal, (void)context;
	told++;
	code = info->si_code;
	value = info->si_value.sival_int;
}

static sem_t thread_told;

static void tell(union sigval with)
{
	value = with.sival_int;
	sem_post(&thread_told);
}

static void notification(void)
{
	struct sigaction action = {
	    .sa_sigaction = handler, .sa_flags = SA_SIGINFO};
	struct sigevent event = {.sigev_notify = SIGEV_SIGNAL,
	    .sigev_signo = SIGUSR1,
	    .sigev_value.sival_int = 7};

	queue = make(4, 0);
	check(sigaction(SIGUSR1, &action, NULL) == 0);
	send("first", 0);
	check(mq_notify(queue, &event) == 0);
	check_error(mq_notify(queue, &event), EBUSY);
	send("not empty", 0);
	check(told == 0);
	receive("first", 0);
	receive("not empty", 0);
	send("told", 0);
	check(told == 1 && code == SI_MESGQ && value == 7);
	receive("told", 0);
	send("told once", 0);
	check(told == 1);
	receive("told once", 0);

	event = (struct sigevent){.sigev_notify = SIGEV_THREAD,
	    .sigev_notify_function = tell,
	    .sigev_value.sival_int = 8};
	sem_init(&thread_told, 0, 0);
	check(mq_notify(queue, &event) == 0);
	send("thread", 0);
	sem_wait(&thread_told);
	check(value == 8);
	check(mq_notify(queue, &event) == 0);
	check(mq_notify(queue, NULL) == 0);
	check(mq_notify(queue, &event) == 0);
	mq_close(queue);
}

static void names(void)
{
	char lengthy[NAME_MAX + 3];
	char bytes[ROOM];
	mqd_t reader;

	memset(lengthy, 'n', sizeof(lengthy));
	lengthy[0] = '/';
	lengthy[sizeof(lengthy) - 1] = '\0';
	queue = make(1, 0);
	check_error(
	    mq_open(NAME, O_CREAT | O_EXCL | O_RDWR, 0600, NULL), EEXIST);
	check_error(mq_open("/zerovm-no-such-queue", O_RDWR), ENOENT);
	check_error(mq_open("no-slash", O_CREAT | O_RDWR, 0600, NULL), EINVAL);
	check_error(
	    mq_open("/two/parts", O_CREAT | O_RDWR, 0600, NULL), EACCES);
	check_error(
	    mq_open(lengthy, O_CREAT | O_RDWR, 0600, NULL), ENAMETOOLONG);
	check_error(mq_unlink("/zerovm-no-such-queue"), ENOENT);
	check_error(mq_open("/zerovm-wrong", O_CREAT | O_RDWR, 0600,
			&(struct mq_attr){.mq_maxmsg = 0, .mq_msgsize = 1}),
	    EINVAL);
	reader = mq_open(NAME, O_RDONLY);
	check(reader != (mqd_t)-1);
	check_error(mq_send(reader, bytes, 1, 0), EBADF);
	send("both", 2);
	check(mq_unlink(NAME) == 0);
	check_error(mq_open(NAME, O_RDWR), ENOENT);
	check(mq_close(queue) == 0);
	check(mq_receive(reader, bytes, ROOM, NULL) == 4);
	check(mq_close(reader) == 0);
}

static void polling(void)
{
	struct pollfd polled = {.events = POLLIN | POLLOUT};

	queue = make(1, 0);
	polled.fd = (int)queue;
	check(poll(&polled, 1, 0) == 1 && polled.revents == POLLOUT);
	send("1", 0);
	check(poll(&polled, 1, 0) == 1 && polled.revents == POLLIN);
	mq_close(queue);
	mq_unlink(NAME);
}

int main(void)
{
	order();
	limits();
	threads();
	cancellation();
	notification();
	names();
	polling();
	return 0;
}
