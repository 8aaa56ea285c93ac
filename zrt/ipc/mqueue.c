/* SPDX-License-Identifier: Apache-2.0
 *
 * Message queues. A queue is a node without a place in the tree, found by its
 * own name; it lives as long as it has that or somebody has it open. Messages
 * stand in the order in which they are received.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <mqueue.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "internal/fd.h"
#include "internal/notify.h"
#include "internal/signal.h"
#include "internal/stream.h"

/* Linux's, for queues made without attributes. */
#define MESSAGES_DEFAULT 10
#define SIZE_DEFAULT     8192

struct message {
	struct message *next;
	size_t size;
	unsigned priority;
	char bytes[];
};

struct queue {
	struct queue *next; /* of those with a name */
	struct zrt_node *node;
	struct message *first;
	long most, size, count; /* of mq_attr */
	struct zrt_wait_queue receivers, senders;
	bool notifies; /* when a message comes and nobody waits for it */
	struct zrt_notice notice;
	char name[];
};

static struct queue *queues;

static void queue_close(struct zrt_node *node, int flags)
{
	struct queue *queue = node->object;

	(void)flags;
	queue->notifies = false;
}

static short queue_poll(struct zrt_node *node, int flags)
{
	const struct queue *queue = node->object;

	(void)flags;
	return (queue->count ? POLLIN | POLLRDNORM : 0) |
	       (queue->count < queue->most ? POLLOUT | POLLWRNORM : 0);
}

static void queue_destroy(struct zrt_node *node)
{
	struct queue *queue = node->object;

	while (queue->first) {
		struct message *message = queue->first;

		queue->first = message->next;
		free(message);
	}
	free(queue);
}

static const struct zrt_node_ops queue_ops = {
    .open = __zrt_refuse_open,
    .close = queue_close,
    .poll = queue_poll,
    .destroy = queue_destroy,
    .kind = "[mqueue]",
};

/* "/name", one component; 0, or what is wrong with it. */
static int name_error(const char *name)
{
	if (name[0] != '/')
		return EINVAL;
	if (strlen(name + 1) > NAME_MAX)
		return ENAMETOOLONG;
	if (!name[1])
		return ENOENT;
	if (strchr(name + 1, '/') || !strcmp(name, "/.") ||
	    !strcmp(name, "/.."))
		return EACCES;
	return 0;
}

/* Where the pointer to it is, or the null one at the end. */
static struct queue **find(const char *name)
{
	struct queue **at = &queues;

	while (*at && strcmp((*at)->name, name) != 0)
		at = &(*at)->next;
	return at;
}

static struct queue *make(
    const char *name, mode_t mode, const struct mq_attr *attr)
{
	size_t length = strlen(name) + 1;
	struct queue *queue;
	struct zrt_node *node;

	if (attr && (attr->mq_maxmsg <= 0 || attr->mq_msgsize <= 0)) {
		errno = EINVAL;
		return NULL;
	}
	queue = calloc(1, sizeof(*queue) + length);
	node = queue
		   ? __zrt_nameless_new(mode & 0777 & ~__zrt_umask, &queue_ops)
		   : NULL;
	if (!node) {
		free(queue);
		errno = ENOMEM;
		return NULL;
	}
	node->object = queue;
	node->links = 1;
	queue->node = node;
	queue->most = attr ? attr->mq_maxmsg : MESSAGES_DEFAULT;
	queue->size = attr ? attr->mq_msgsize : SIZE_DEFAULT;
	memcpy(queue->name, name, length);
	queue->next = queues;
	queues = queue;
	return queue;
}

static void unlink_queue(struct queue **at)
{
	struct queue *queue = *at;

	*at = queue->next;
	queue->node->links = 0;
	__zrt_node_release(queue->node);
}

static bool may_open(const struct queue *queue, int flags)
{
	static const int wanted[] = {R_OK, W_OK, R_OK | W_OK};
	int access = flags & O_ACCMODE;

	if (access > O_RDWR) {
		errno = EINVAL;
		return false;
	}
	return __zrt_permit(queue->node, wanted[access]) == 0;
}

mqd_t mq_open(const char *name, int flags, ...)
{
	int error = name_error(name);
	struct queue **at = error ? NULL : find(name);
	struct queue *queue = at ? *at : NULL;
	bool made = false;
	int result;

	if (error)
		return __zrt_fail(error);
	if (queue && (flags & O_CREAT) && (flags & O_EXCL))
		return __zrt_fail(EEXIST);
	if (!queue && !(flags & O_CREAT))
		return __zrt_fail(ENOENT);
	if (queue && !may_open(queue, flags))
		return -1;
	if (!queue) {
		va_list list;
		mode_t mode;

		va_start(list, flags);
		mode = va_arg(list, mode_t);
		queue = make(name, mode, va_arg(list, const struct mq_attr *));
		va_end(list);
		made = true;
	}
	if (!queue)
		return -1;
	result = __zrt_nameless_open(
	    queue->node, (flags & (O_ACCMODE | O_NONBLOCK)) | O_CLOEXEC);
	if (result < 0 && made)
		unlink_queue(find(name));
	return result;
}

int mq_unlink(const char *name)
{
	int error = name_error(name);
	struct queue **at = error ? NULL : find(name);

	/* Nor is there one by a name that could not be one. */
	if (error)
		return __zrt_fail(error == EINVAL ? ENOENT : error);
	if (!*at)
		return __zrt_fail(ENOENT);
	if (!__zrt_owns((*at)->node))
		return __zrt_fail(EACCES);
	unlink_queue(at);
	return 0;
}

static struct zrt_file *file_of(mqd_t descriptor)
{
	struct zrt_file *file = __zrt_file_usable(descriptor);

	if (file && file->node->ops == &queue_ops)
		return file;
	errno = EBADF;
	return NULL;
}

int mq_close(mqd_t descriptor)
{
	return file_of(descriptor) ? __zrt_fd_close(descriptor) : -1;
}

int mq_getattr(mqd_t descriptor, struct mq_attr *attr)
{
	struct zrt_file *file = file_of(descriptor);
	const struct queue *queue;

	if (!file)
		return -1;
	queue = file->node->object;
	*attr = (struct mq_attr){.mq_flags = file->flags & O_NONBLOCK,
	    .mq_maxmsg = queue->most,
	    .mq_msgsize = queue->size,
	    .mq_curmsgs = queue->count};
	return 0;
}

int mq_setattr(mqd_t descriptor, const struct mq_attr *restrict attr,
    struct mq_attr *restrict old)
{
	struct zrt_file *file = file_of(descriptor);

	if (!file)
		return -1;
	if (attr->mq_flags & ~O_NONBLOCK)
		return __zrt_fail(EINVAL);
	if (old)
		mq_getattr(descriptor, old);
	file->flags = (file->flags & ~O_NONBLOCK) | (int)attr->mq_flags;
	return 0;
}

int mq_notify(mqd_t descriptor, const struct sigevent *event)
{
	struct zrt_file *file = file_of(descriptor);
	struct zrt_notice notice;
	struct queue *queue;
	int error;

	if (!file)
		return -1;
	queue = file->node->object;
	if (!event) {
		queue->notifies = false;
		return 0;
	}
	error = __zrt_notice_init(&notice, event);
	if (error)
		return __zrt_fail(error);
	if (queue->notifies)
		return __zrt_fail(EBUSY);
	queue->notice = notice;
	queue->notifies = true;
	return 0;
}

/* Until the queue changes. A time that is none is found out only by who has
 * to wait. 0, or -1 with errno. */
static int wait_for_change(const struct zrt_file *file,
    struct zrt_wait_queue *changed, const struct timespec *until, bool *yielded,
    const char *what)
{
	int64_t deadline = ZRT_FOREVER;
	int flags = ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL | ZRT_WAIT_RESTART;
	int error;

	if (file->flags & O_NONBLOCK)
		return __zrt_stream_wait(changed, true, yielded, 0, what);
	if (until && !__zrt_deadline(CLOCK_REALTIME, until, &deadline, &flags))
		return __zrt_fail(EINVAL);
	error = __zrt_wait(changed, deadline, flags, what);
	return error ? __zrt_fail(error) : 0;
}

/* Behind all of its priority and above. */
static void insert(struct queue *queue, struct message *message)
{
	struct message **at = &queue->first;

	while (*at && (*at)->priority >= message->priority)
		at = &(*at)->next;
	message->next = *at;
	*at = message;
	queue->count++;
}

/* A receiver that waits gets it; else who asked to be told is told, once. */
static void announce(struct queue *queue)
{
	bool waited = __zrt_wake_one(&queue->receivers);

	if (!waited && queue->notifies && queue->count == 1) {
		queue->notifies = false;
		__zrt_notice_send(&queue->notice, SI_MESGQ);
	}
	__zrt_io_change(queue->node, POLLIN);
}

static int send(const struct zrt_file *file, const char *bytes, size_t size,
    unsigned priority, const struct timespec *until)
{
	struct queue *queue = file->node->object;
	struct message *message;
	bool yielded = false;

	if (size > (size_t)queue->size)
		return __zrt_fail(EMSGSIZE);
	while (queue->count >= queue->most)
		if (wait_for_change(file, &queue->senders, until, &yielded,
			"room in a message queue"))
			return -1;
	message = malloc(sizeof(*message) + size);
	if (!message)
		return __zrt_fail(ENOMEM);
	message->size = size;
	message->priority = priority;
	memcpy(message->bytes, bytes, size);
	insert(queue, message);
	announce(queue);
	return 0;
}

static ssize_t receive(const struct zrt_file *file, char *bytes, size_t room,
    unsigned *priority, const struct timespec *until)
{
	struct queue *queue = file->node->object;
	struct message *message;
	bool yielded = false;
	size_t size;

	if (room < (size_t)queue->size)
		return __zrt_fail(EMSGSIZE);
	while (!queue->first)
		if (wait_for_change(file, &queue->receivers, until, &yielded,
			"a message queue"))
			return -1;
	message = queue->first;
	queue->first = message->next;
	queue->count--;
	size = message->size;
	memcpy(bytes, message->bytes, size);
	if (priority)
		*priority = message->priority;
	free(message);
	__zrt_wake_one(&queue->senders);
	__zrt_io_change(queue->node, POLLOUT);
	return (ssize_t)size;
}

int mq_timedsend(mqd_t descriptor, const char *bytes, size_t size,
    unsigned priority, const struct timespec *until)
{
	struct zrt_file *file = file_of(descriptor), *outer;
	int result;

	__zrt_cancellation_point();
	if (file && !__zrt_writable(file))
		return __zrt_fail(EBADF);
	if (file && priority >= MQ_PRIO_MAX)
		return __zrt_fail(EINVAL);
	if (!file)
		return -1;
	outer = __zrt_file_pin(file);
	result = send(file, bytes, size, priority, until);
	__zrt_file_unpin(file, outer);
	__zrt_signals_deliver();
	__zrt_preempt();
	return result;
}

ssize_t mq_timedreceive(mqd_t descriptor, char *restrict bytes, size_t room,
    unsigned *restrict priority, const struct timespec *restrict until)
{
	struct zrt_file *file = file_of(descriptor), *outer;
	ssize_t result;

	__zrt_cancellation_point();
	if (file && !__zrt_readable(file))
		return __zrt_fail(EBADF);
	if (!file)
		return -1;
	outer = __zrt_file_pin(file);
	result = receive(file, bytes, room, priority, until);
	__zrt_file_unpin(file, outer);
	__zrt_preempt();
	return result;
}

int mq_send(mqd_t descriptor, const char *bytes, size_t size, unsigned priority)
{
	return mq_timedsend(descriptor, bytes, size, priority, NULL);
}

ssize_t mq_receive(
    mqd_t descriptor, char *bytes, size_t room, unsigned *priority)
{
	return mq_timedreceive(descriptor, bytes, room, priority, NULL);
}
