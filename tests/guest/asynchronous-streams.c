/* SPDX-License-Identifier: Apache-2.0
 *
 * aio on pipes: requests wait while the program goes on, are suspended on,
 * told of and canceled; on files with positions.
 *
 * FLAGS: -pthread
 * NATIVE
 */
#include <aio.h>
#include <fcntl.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include "test.h"

static char got[8], also[8];
static struct aiocb reading, other;
static int ends[2];

static void request(struct aiocb *what, void *buffer)
{
	memset(what, 0, sizeof(*what));
	what->aio_fildes = ends[0];
	what->aio_buf = buffer;
	what->aio_nbytes = sizeof(got);
	what->aio_lio_opcode = LIO_READ;
	what->aio_sigevent.sigev_notify = SIGEV_NONE;
}

static void wait_for(struct aiocb *what)
{
	const struct aiocb *list[] = {NULL, what};

	while (aio_error(what) == EINPROGRESS)
		check(aio_suspend(list, 2, NULL) == 0);
}

static void suspended(void)
{
	const struct aiocb *list[] = {&reading};
	struct timespec soon = {0, 1000000};

	request(&reading, got);
	check(aio_read(&reading) == 0);
	check(aio_error(&reading) == EINPROGRESS);
	check_error(aio_suspend(list, 1, &soon), EAGAIN);
	check(write(ends[1], "one", 3) == 3);
	wait_for(&reading);
	check(aio_error(&reading) == 0 && aio_return(&reading) == 3);
	check(memcmp(got, "one", 3) == 0);
}

static sem_t thread_told;

static void tell(union sigval value)
{
	check(value.sival_int == 3);
	sem_post(&thread_told);
}

static void told(void)
{
	request(&reading, got);
	reading.aio_sigevent.sigev_notify = SIGEV_THREAD;
	reading.aio_sigevent.sigev_notify_function = tell;
	reading.aio_sigevent.sigev_value.sival_int = 3;
	sem_init(&thread_told, 0, 0);
	check(aio_read(&reading) == 0);
	check(write(ends[1], "four", 4) == 4);
	check(sem_wait(&thread_told) == 0);
	check(aio_return(&reading) == 4);
}

static void lists(void)
{
	struct aiocb *list[] = {&reading, NULL, &other};
	struct sigevent event = {.sigev_notify = SIGEV_THREAD,
	    .sigev_notify_function = tell,
	    .sigev_value.sival_int = 3};

	request(&reading, got);
	request(&other, also);
	check(write(ends[1], "12345678", 8) == 8);
	check(lio_listio(LIO_NOWAIT, list, 3, &event) == 0);
	check(sem_trywait(&thread_told) == -1);
	check(write(ends[1], "abcdefgh", 8) == 8);
	check(sem_wait(&thread_told) == 0);
	check(aio_return(&reading) == 8 && aio_return(&other) == 8);
	check(memcmp(got, also, 8) != 0);
	check(write(ends[1], "12345678abcdefgh", 16) == 16);
	check(lio_listio(LIO_WAIT, list, 3, NULL) == 0);
	check(aio_return(&reading) == 8 && aio_return(&other) == 8);
}

static void positions(void)
{
	char name[] = "/tmp/asynchronous-XXXXXX";
	int file = mkstemp(name);

	check(file >= 0 && unlink(name) == 0);
	request(&other, (void *)"content");
	other.aio_fildes = file;
	other.aio_nbytes = 7;
	other.aio_offset = 10;
	check(aio_write(&other) == 0);
	wait_for(&other);
	check(aio_return(&other) == 7 && lseek(file, 0, SEEK_END) == 17);
	request(&reading, got);
	reading.aio_fildes = file;
	reading.aio_offset = 12;
	check(aio_read(&reading) == 0);
	wait_for(&reading);
	check(aio_return(&reading) == 5 && memcmp(got, "ntent", 5) == 0);
	check(aio_cancel(file, NULL) == AIO_ALLDONE);
	close(file);
	check_error(aio_cancel(file, NULL), EBADF);
}

/* The last: where requests cannot be canceled, it stays. */
static void canceled(void)
{
	int result;

	request(&reading, got);
	check(aio_read(&reading) == 0);
	check(aio_error(&reading) == EINPROGRESS);
	result = aio_cancel(ends[0], &reading);
	check(result == AIO_CANCELED || result == AIO_NOTCANCELED);
	if (result == AIO_NOTCANCELED)
		return;
	check(aio_error(&reading) == ECANCELED);
	check(aio_return(&reading) == -1);
	check(close(ends[0]) == 0);
	signal(SIGPIPE, SIG_IGN);
	check_error(write(ends[1], "x", 1), EPIPE);
}

int main(void)
{
	check(pipe(ends) == 0);
	suspended();
	told();
	lists();
	positions();
	canceled();
	return 0;
}
