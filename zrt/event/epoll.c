/* SPDX-License-Identifier: Apache-2.0
 *
 * epoll: a list of watches, each of one open file behind one descriptor. A
 * wait looks at all of them, in the order in which they were added, and those
 * it reports go to the end, so that none starves.
 *
 * Invariant: a watch is in the list of its epoll and in that of the node it
 * watches, and goes from both when it is deleted, when its epoll ends or when
 * the open file does.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include "internal/fd.h"
#include "internal/poll.h"
#include "internal/stream.h"
#include "internal/watch.h"

_Static_assert(EPOLL_CLOEXEC == O_CLOEXEC, "a flag of open");
_Static_assert(EPOLLIN == POLLIN && EPOLLOUT == POLLOUT &&
		   EPOLLERR == POLLERR && EPOLLHUP == POLLHUP,
    "poll's bits are epoll's");

#define ALWAYS (EPOLLERR | EPOLLHUP)
/* Bits that say how to report, not what. */
#define MANNERS (EPOLLEXCLUSIVE | EPOLLWAKEUP | EPOLLONESHOT | EPOLLET)
/* How deep one epoll may watch another. */
#define MAX_NESTING 5

struct epoll {
	struct zrt_node *node;
	struct zrt_watch *first, *last;
};

struct zrt_watch {
	struct zrt_watch *next, *previous; /* of the epoll */
	struct zrt_watch *next_of_node;    /* of the watched node */
	struct epoll *epoll;
	struct zrt_file *file; /* not held: closing it ends the watch */
	int fd;
	uint32_t events; /* 0: reported once, asleep */
	epoll_data_t data;
	bool news; /* since it was reported, for EPOLLET */
};

static void append(struct zrt_watch *watch)
{
	struct epoll *epoll = watch->epoll;

	watch->next = NULL;
	watch->previous = epoll->last;
	if (epoll->last)
		epoll->last->next = watch;
	else
		epoll->first = watch;
	epoll->last = watch;
}

static void unlink_watch(struct zrt_watch *watch)
{
	struct epoll *epoll = watch->epoll;

	if (watch->previous)
		watch->previous->next = watch->next;
	else
		epoll->first = watch->next;
	if (watch->next)
		watch->next->previous = watch->previous;
	else
		epoll->last = watch->previous;
}

static void end(struct zrt_watch *watch)
{
	struct zrt_watch **link = &watch->file->node->watches;

	while (*link != watch)
		link = &(*link)->next_of_node;
	*link = watch->next_of_node;
	unlink_watch(watch);
	free(watch);
}

void __zrt_watches_drop(const struct zrt_file *file)
{
	struct zrt_watch *watch = file->node->watches, *next;

	for (; watch; watch = next) {
		next = watch->next_of_node;
		if (watch->file == file)
			end(watch);
	}
}

/* Who watches the epoll itself learns it too: what it can be read for is that
 * one of its watches is ready. */
void __zrt_watches_tell(struct zrt_node *node, short events)
{
	uint32_t told = (uint32_t)events | (events & POLLIN ? EPOLLRDNORM : 0) |
			(events & POLLOUT ? EPOLLWRNORM : 0);

	for (struct zrt_watch *watch = node->watches; watch;
	     watch = watch->next_of_node) {
		if (!(watch->events & told))
			continue;
		watch->news = true;
		if (watch->epoll->node->watches)
			__zrt_watches_tell(watch->epoll->node, POLLIN);
	}
}

static uint32_t ready(const struct zrt_watch *watch)
{
	if (!watch->events || ((watch->events & EPOLLET) && !watch->news))
		return 0;
	return (uint32_t)(uint16_t)__zrt_file_ready(watch->file) &
	       (watch->events | ALWAYS) & ~MANNERS;
}

static short epoll_poll(struct zrt_node *node, int flags)
{
	const struct epoll *epoll = node->object;

	(void)flags;
	for (const struct zrt_watch *watch = epoll->first; watch;
	     watch = watch->next) {
		if (ready(watch))
			return POLLIN | POLLRDNORM;
	}
	return 0;
}

static void epoll_destroy(struct zrt_node *node)
{
	struct epoll *epoll = node->object;

	while (epoll->first)
		end(epoll->first);
	free(epoll);
}

static const struct zrt_node_ops epoll_ops = {
    .open = __zrt_refuse_open,
    .poll = epoll_poll,
    .destroy = epoll_destroy,
    .kind = "[eventpoll]",
};

int epoll_create1(int flags)
{
	struct epoll *epoll;
	struct zrt_node *node;

	if (flags & ~EPOLL_CLOEXEC)
		return __zrt_fail(EINVAL);
	node = __zrt_object_new(sizeof(*epoll), &epoll_ops);
	if (!node)
		return -1;
	epoll = node->object;
	epoll->node = node;
	return __zrt_nameless_open(node, O_RDWR | flags);
}

int epoll_create(int size)
{
	return size > 0 ? epoll_create1(0) : __zrt_fail(EINVAL);
}

static bool is_epoll(const struct zrt_file *file)
{
	return file->node->ops == &epoll_ops;
}

/* What can be waited for: streams, and channels that look like one. */
static bool can_be_watched(const struct zrt_node *node)
{
	return node->ops->poll ||
	       (__zrt_is_channel(node) && !S_ISREG(node->mode));
}

/* How many epolls deep this one watches, itself included; more than any limit
 * when it is reached again. */
static int depth(const struct epoll *epoll, const struct epoll *top, int level)
{
	int deepest = level;

	if (level > MAX_NESTING || epoll == top)
		return MAX_NESTING + 1;
	for (struct zrt_watch *watch = epoll->first; watch;
	     watch = watch->next) {
		int reached = level;

		if (is_epoll(watch->file))
			reached =
			    depth(watch->file->node->object, top, level + 1);
		if (reached > deepest)
			deepest = reached;
	}
	return deepest;
}

/* How many epolls watch this one, one above the other. */
static int height(const struct epoll *epoll)
{
	int highest = 0;

	for (struct zrt_watch *watch = epoll->node->watches; watch;
	     watch = watch->next_of_node) {
		int above = 1 + height(watch->epoll);

		if (above > highest)
			highest = above;
	}
	return highest;
}

static int may_watch(struct epoll *epoll, const struct zrt_file *file)
{
	if (!is_epoll(file))
		return 0;
	if (height(epoll) + depth(file->node->object, epoll, 1) + 1 >
	    MAX_NESTING)
		return __zrt_fail(ELOOP);
	return 0;
}

static struct zrt_watch *find(
    const struct epoll *epoll, int fd, const struct zrt_file *file)
{
	for (struct zrt_watch *watch = epoll->first; watch;
	     watch = watch->next) {
		if (watch->fd == fd && watch->file == file)
			return watch;
	}
	return NULL;
}

static int add(struct epoll *epoll, int fd, struct zrt_file *file)
{
	struct zrt_watch *watch;

	if (may_watch(epoll, file))
		return -1;
	watch = calloc(1, sizeof(*watch));
	if (!watch)
		return __zrt_fail(ENOMEM);
	watch->epoll = epoll;
	watch->file = file;
	watch->fd = fd;
	watch->next_of_node = file->node->watches;
	file->node->watches = watch;
	append(watch);
	return 0;
}

/* Who waits already sees it when it is ready now. */
static void set(struct zrt_watch *watch, const struct epoll_event *event)
{
	watch->events = event->events | ALWAYS;
	watch->data = event->data;
	watch->news = true;
	__zrt_io_change(watch->epoll->node, POLLIN);
}

/* EPOLLEXCLUSIVE is for adding, with few other bits, and not for epolls. */
static bool exclusive_is_wrong(
    const struct epoll_event *event, int operation, const struct zrt_file *file)
{
	const uint32_t allowed = EPOLLEXCLUSIVE | EPOLLIN | EPOLLOUT | ALWAYS |
				 EPOLLWAKEUP | EPOLLET;

	return (event->events & EPOLLEXCLUSIVE) &&
	       (operation != EPOLL_CTL_ADD || is_epoll(file) ||
		   (event->events & ~allowed));
}

int epoll_ctl(int epoll_fd, int operation, int fd, struct epoll_event *event)
{
	struct zrt_file *of = __zrt_file_usable(epoll_fd);
	struct zrt_file *file = of ? __zrt_file_usable(fd) : NULL;
	struct zrt_watch *watch;
	struct epoll *epoll;

	if (!file)
		return -1;
	if (!can_be_watched(file->node))
		return __zrt_fail(EPERM);
	if (of == file || !is_epoll(of) ||
	    (operation != EPOLL_CTL_ADD && operation != EPOLL_CTL_MOD &&
		operation != EPOLL_CTL_DEL) ||
	    (operation != EPOLL_CTL_DEL &&
		exclusive_is_wrong(event, operation, file)))
		return __zrt_fail(EINVAL);
	epoll = of->node->object;
	watch = find(epoll, fd, file);
	if (watch && operation == EPOLL_CTL_ADD)
		return __zrt_fail(EEXIST);
	if (!watch && operation != EPOLL_CTL_ADD)
		return __zrt_fail(ENOENT);
	if (operation == EPOLL_CTL_DEL) {
		end(watch);
		return 0;
	}
	if (operation == EPOLL_CTL_MOD && (watch->events & EPOLLEXCLUSIVE))
		return __zrt_fail(EINVAL);
	if (operation == EPOLL_CTL_ADD) {
		if (add(epoll, fd, file))
			return -1;
		watch = epoll->last;
	}
	set(watch, event);
	return 0;
}

struct asked {
	struct epoll *epoll;
	struct epoll_event *events;
	int count;
};

/* Report what is ready. The list is walked once: what goes to its end was not
 * there before. */
static int collect(void *argument)
{
	const struct asked *asked = argument;
	struct zrt_watch *watch = asked->epoll->first, *next;
	const struct zrt_watch *last = asked->epoll->last;
	int found = 0;

	for (bool more = watch; more && found < asked->count; watch = next) {
		uint32_t events = ready(watch);

		next = watch->next;
		more = watch != last;
		if (!events)
			continue;
		asked->events[found].events = events;
		asked->events[found].data = watch->data;
		found++;
		watch->news = false;
		if (watch->events & EPOLLONESHOT)
			watch->events = 0;
		unlink_watch(watch);
		append(watch);
	}
	return found;
}

static int wait_for(int fd, struct epoll_event *events, int count,
    int64_t deadline, const sigset_t *mask, const char *what)
{
	struct zrt_file *file = __zrt_file_usable(fd), *outer;
	struct asked asked = {.events = events, .count = count};
	int found;

	if (count <= 0 || (file && !is_epoll(file)))
		return __zrt_fail(EINVAL);
	if (!file)
		return -1;
	asked.epoll = file->node->object;
	outer = __zrt_file_pin(file);
	found = __zrt_poll_until(collect, &asked, deadline, mask, what);
	__zrt_file_unpin(file, outer);
	return found;
}

int epoll_pwait2(int fd, struct epoll_event *events, int count,
    const struct timespec *timeout, const sigset_t *mask)
{
	if (!__zrt_poll_timeout_valid(timeout))
		return -1;
	return wait_for(fd, events, count, __zrt_poll_deadline(timeout), mask,
	    "epoll_pwait2");
}

int epoll_pwait(int fd, struct epoll_event *events, int count, int milliseconds,
    const sigset_t *mask)
{
	return wait_for(fd, events, count, __zrt_poll_deadline_ms(milliseconds),
	    mask, "epoll_pwait");
}

int epoll_wait(int fd, struct epoll_event *events, int count, int milliseconds)
{
	return wait_for(fd, events, count, __zrt_poll_deadline_ms(milliseconds),
	    NULL, "epoll_wait");
}
