/* SPDX-License-Identifier: Apache-2.0
 *
 * Asynchronous input and output. What has positions is in memory or answers
 * at once, so its requests are complete when the call that makes them returns.
 * A stream may have to be waited for: each request of one has a thread.
 */
#include <aio.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include "internal/fd.h"
#include "internal/notify.h"
#include "internal/signal.h"
#include "internal/timespec.h"

/* Requests of one lio_listio that does not wait. */
struct group {
	unsigned left;
	struct sigevent event;
};

/* A request that is not complete. */
struct job {
	struct job *next;
	struct aiocb *request; /* null when it was canceled */
	int operation;
	struct zrt_file *file; /* with a reference */
	pthread_t thread;
	struct group *group;
};

static struct job *jobs;
static struct zrt_wait_queue completed;

static void tell(const struct sigevent *how)
{
	struct zrt_notice notice;

	if (__zrt_notice_init(&notice, how) == 0)
		__zrt_notice_send(&notice, SI_ASYNCIO);
}

static void take_turns(void)
{
	__zrt_signals_deliver();
	__zrt_preempt();
}

static void complete(struct aiocb *request, ssize_t result, int error)
{
	request->__aio_result = result;
	request->__aio_error = result < 0 ? error : 0;
	tell(&request->aio_sigevent);
	__zrt_wake_all(&completed);
}

static void leave_group(struct group *group)
{
	if (!group || --group->left)
		return;
	tell(&group->event);
	free(group);
}

/* Also when its thread is canceled. */
static void end_job(void *argument)
{
	struct job *job = argument, **at = &jobs;

	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
	leave_group(job->group);
	__zrt_file_drop(job->file);
	free(job);
}

/* Where nothing has a position, an offset means none. */
static ssize_t transfer(
    struct zrt_file *file, const struct aiocb *request, int operation)
{
	void *buffer = (void *)request->aio_buf;
	size_t size = request->aio_nbytes;
	bool reads = operation == LIO_READ;
	bool position =
	    reads ? file->node->get_position : file->node->put_position;
	off_t offset = position ? request->aio_offset : -1;

	return reads ? __zrt_file_read(file, buffer, size, offset)
		     : __zrt_file_write(file, buffer, size, offset);
}

static void *work(void *argument)
{
	struct job *job = argument;

	pthread_cleanup_push(end_job, job);
	if (job->request) {
		ssize_t done =
		    transfer(job->file, job->request, job->operation);

		if (job->request)
			complete(job->request, done, errno);
	}
	pthread_cleanup_pop(1);
	return NULL;
}

static int start_job(struct aiocb *request, int operation,
    struct zrt_file *file, struct group *group)
{
	pthread_attr_t attr;
	struct zrt_thread *thread;
	struct job *job = malloc(sizeof(*job));

	pthread_attr_init(&attr);
	attr.__detached = PTHREAD_CREATE_DETACHED;
	thread = job ? __zrt_thread_new(&attr) : NULL;
	if (!thread) {
		free(job);
		return __zrt_fail(EAGAIN);
	}
	*job = (struct job){.next = jobs,
	    .request = request,
	    .operation = operation,
	    .file = file,
	    .thread = thread->id,
	    .group = group};
	jobs = job;
	if (group)
		group->left++;
	__zrt_file_hold(file);
	request->__aio_error = EINPROGRESS;
	thread->start = work;
	thread->argument = job;
	thread->mask = ~ZRT_UNMASKABLE;
	__zrt_make_ready(thread);
	return 0;
}

static int start(struct aiocb *request, int operation, struct group *group)
{
	bool reads = operation == LIO_READ;
	struct zrt_file *file =
	    __zrt_file_for(request->aio_fildes, reads ? O_RDONLY : O_WRONLY);

	if (request->aio_reqprio < 0)
		return __zrt_fail(EINVAL);
	if (file && (reads ? file->node->ops->receive != NULL
			   : file->node->ops->send != NULL))
		return start_job(request, operation, file, group);
	if (!file)
		complete(request, -1, EBADF);
	else if (request->aio_offset < 0)
		complete(request, -1, EINVAL);
	else
		complete(request, transfer(file, request, operation), errno);
	return 0;
}

int aio_read(struct aiocb *request)
{
	int result = start(request, LIO_READ, NULL);

	take_turns();
	return result;
}

int aio_write(struct aiocb *request)
{
	int result = start(request, LIO_WRITE, NULL);

	take_turns();
	return result;
}

int aio_fsync(int operation, struct aiocb *request)
{
	if (operation != O_SYNC && operation != O_DSYNC)
		return __zrt_fail(EINVAL);
	if (fsync(request->aio_fildes) < 0 && errno == EBADF)
		return -1;
	complete(request, 0, 0);
	take_turns();
	return 0;
}

int aio_error(const struct aiocb *request)
{
	/* Who asks in a loop lets the threads go on. */
	if (request->__aio_error == EINPROGRESS)
		__zrt_yield();
	return request->__aio_error;
}

ssize_t aio_return(struct aiocb *request)
{
	if (request->__aio_error == EINPROGRESS)
		return __zrt_fail(EINVAL);
	if (request->__aio_result < 0)
		errno = request->__aio_error;
	return request->__aio_result;
}

static int count_in_progress(const struct aiocb *const list[], int count)
{
	int found = 0;

	for (int i = 0; i < count; i++)
		found += list[i] && list[i]->__aio_error == EINPROGRESS;
	return found;
}

int aio_suspend(
    const struct aiocb *const list[], int count, const struct timespec *timeout)
{
	int before = count_in_progress(list, count), asked = 0, error;
	int64_t deadline = ZRT_FOREVER;

	__zrt_cancellation_point();
	if (count < 0 || (timeout && !__zrt_timespec_valid(timeout)))
		return __zrt_fail(EINVAL);
	for (int i = 0; i < count; i++)
		asked += list[i] != NULL;
	if (timeout)
		deadline =
		    __zrt_sum(__zrt_clock_peek(), __zrt_nanoseconds(timeout));
	while (before == asked && asked &&
	       count_in_progress(list, count) == before) {
		error = __zrt_wait(&completed, deadline,
		    ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL,
		    "asynchronous input or output");
		if (error)
			return __zrt_fail(error == ETIMEDOUT ? EAGAIN : error);
	}
	return 0;
}

int aio_cancel(int fd, struct aiocb *request)
{
	int result = AIO_ALLDONE;

	if (!__zrt_file(fd))
		return -1;
	if (request && request->aio_fildes != fd)
		return __zrt_fail(EINVAL);
	for (struct job *job = jobs; job; job = job->next) {
		struct aiocb *found = job->request;

		if (!found || found->aio_fildes != fd ||
		    (request && found != request))
			continue;
		job->request = NULL;
		complete(found, -1, ECANCELED);
		pthread_cancel(job->thread);
		result = AIO_CANCELED;
	}
	/* Their threads let go of the file. */
	if (result == AIO_CANCELED)
		__zrt_yield();
	take_turns();
	return result;
}

static void start_all(
    struct aiocb *const list[], int count, struct group *group)
{
	for (int i = 0; i < count; i++) {
		struct aiocb *request = list[i];

		if (!request || request->aio_lio_opcode == LIO_NOP)
			continue;
		if (request->aio_lio_opcode != LIO_READ &&
		    request->aio_lio_opcode != LIO_WRITE)
			complete(request, -1, EINVAL);
		else if (start(request, request->aio_lio_opcode, group) < 0)
			complete(request, -1, errno);
	}
}

static bool any_failed(const struct aiocb *const list[], int count)
{
	for (int i = 0; i < count; i++)
		if (list[i] && list[i]->aio_lio_opcode != LIO_NOP &&
		    list[i]->__aio_error && list[i]->__aio_error != EINPROGRESS)
			return true;
	return false;
}

int lio_listio(int mode, struct aiocb *restrict const list[restrict], int count,
    struct sigevent *restrict how)
{
	const struct aiocb *const *all = (const struct aiocb *const *)list;
	struct group *group = NULL;
	int error;

	if ((mode != LIO_WAIT && mode != LIO_NOWAIT) || count < 0)
		return __zrt_fail(EINVAL);
	if (mode == LIO_NOWAIT && how) {
		group = malloc(sizeof(*group));
		if (!group)
			return __zrt_fail(EAGAIN);
		*group = (struct group){.left = 1, .event = *how};
	}
	start_all((struct aiocb *const *)list, count, group);
	leave_group(group);
	take_turns();
	if (mode == LIO_NOWAIT)
		return 0;
	while (count_in_progress(all, count)) {
		error = __zrt_wait(&completed, ZRT_FOREVER,
		    ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL,
		    "asynchronous input or output");
		if (error)
			return __zrt_fail(error);
	}
	return any_failed(all, count) ? __zrt_fail(EIO) : 0;
}
