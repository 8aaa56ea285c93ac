/* SPDX-License-Identifier: Apache-2.0
 *
 * Asynchronous input and output. Files are in memory and channels answer at
 * once or not at all, so every request is complete when the call that makes
 * it returns, and so is its notification.
 */
#include <aio.h>
#include <errno.h>
#include <signal.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/notify.h"
#include "internal/signal.h"

static void notify(const struct sigevent *how)
{
	struct zrt_notice notice;

	if (how && !__zrt_notice_init(&notice, how)) {
		__zrt_notice_send(&notice, SI_ASYNCIO);
		__zrt_signals_deliver();
		__zrt_preempt();
	}
}

static void complete(struct aiocb *request, ssize_t result, int error)
{
	request->__aio_result = result;
	request->__aio_error = result < 0 ? error : 0;
	notify(&request->aio_sigevent);
}

static int transfer(struct aiocb *request, int operation)
{
	void *buffer = (void *)request->aio_buf;
	int fd = request->aio_fildes;
	ssize_t result;

	if (request->aio_reqprio < 0) {
		errno = EINVAL;
		return -1;
	}
	if (operation == LIO_READ) {
		result =
		    pread(fd, buffer, request->aio_nbytes, request->aio_offset);
		if (result < 0 && errno == ESPIPE)
			result = read(fd, buffer, request->aio_nbytes);
	} else {
		result = pwrite(
		    fd, buffer, request->aio_nbytes, request->aio_offset);
		if (result < 0 && errno == ESPIPE)
			result = write(fd, buffer, request->aio_nbytes);
	}
	complete(request, result, errno);
	return 0;
}

int aio_read(struct aiocb *request)
{
	return transfer(request, LIO_READ);
}

int aio_write(struct aiocb *request)
{
	return transfer(request, LIO_WRITE);
}

int aio_fsync(int operation, struct aiocb *request)
{
	if (operation != O_SYNC && operation != O_DSYNC) {
		errno = EINVAL;
		return -1;
	}
	if (fsync(request->aio_fildes) < 0 && errno == EBADF)
		return -1;
	complete(request, 0, 0);
	return 0;
}

int aio_error(const struct aiocb *request)
{
	return request->__aio_error;
}

ssize_t aio_return(struct aiocb *request)
{
	ssize_t result = request->__aio_result;

	if (result < 0)
		errno = request->__aio_error;
	return result;
}

/* Nothing is ever in progress. */
int aio_suspend(
    const struct aiocb *const list[], int count, const struct timespec *timeout)
{
	(void)list;
	(void)timeout;
	__zrt_cancellation_point();
	if (count < 0) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}

int aio_cancel(int fd, struct aiocb *request)
{
	if (!__zrt_file(fd))
		return -1;
	if (request && request->aio_fildes != fd) {
		errno = EINVAL;
		return -1;
	}
	return AIO_ALLDONE;
}

int lio_listio(int mode, struct aiocb *restrict const list[restrict], int count,
    struct sigevent *restrict how)
{
	bool failed = false;

	if ((mode != LIO_WAIT && mode != LIO_NOWAIT) || count < 0) {
		errno = EINVAL;
		return -1;
	}
	for (int i = 0; i < count; i++) {
		struct aiocb *request = list[i];

		if (!request || request->aio_lio_opcode == LIO_NOP)
			continue;
		if (request->aio_lio_opcode != LIO_READ &&
		    request->aio_lio_opcode != LIO_WRITE)
			complete(request, -1, EINVAL);
		else if (transfer(request, request->aio_lio_opcode) < 0)
			complete(request, -1, errno);
		failed |= request->__aio_error != 0;
	}
	if (mode == LIO_NOWAIT)
		notify(how);
	if (failed && mode == LIO_WAIT) {
		errno = EIO;
		return -1;
	}
	return 0;
}
