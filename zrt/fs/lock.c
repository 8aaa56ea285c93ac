/* SPDX-License-Identifier: Apache-2.0
 *
 * Locks on files: of ranges (fcntl) and of whole files (flock). An owner is
 * the process, which is one and so is never in its own way, or an open file.
 * Ranges and whole files do not see each other.
 *
 * Ranges of one owner never overlap: taking one cuts what it covers out of
 * the owner's others.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "internal/fs.h"
#include "internal/wait.h"

struct zrt_lock {
	struct zrt_lock *next;
	const void *owner;
	off_t start, end; /* of the last byte */
	short type;
	bool whole;
};

static struct zrt_wait_queue released;

static struct zrt_lock *obstacle(struct zrt_node *node, const void *owner,
    int type, off_t start, off_t end, bool whole)
{
	struct zrt_lock *first = NULL;

	for (struct zrt_lock *lock = node->locks; lock; lock = lock->next) {
		if (lock->whole != whole || lock->owner == owner ||
		    lock->start > end || lock->end < start ||
		    (type == F_RDLCK && lock->type == F_RDLCK))
			continue;
		if (!first || lock->start < first->start)
			first = lock;
	}
	return first;
}

/* Take [start, end] out of what the owner holds. spare is used up when a
 * lock is cut in two. */
static void cut(struct zrt_node *node, const void *owner, off_t start,
    off_t end, bool whole, struct zrt_lock **spare)
{
	struct zrt_lock **link = &node->locks;

	while (*link) {
		struct zrt_lock *lock = *link;

		if (lock->whole != whole || lock->owner != owner ||
		    lock->start > end || lock->end < start) {
			link = &lock->next;
			continue;
		}
		if (lock->start < start && lock->end > end) {
			struct zrt_lock *tail = *spare;

			*spare = NULL;
			*tail = *lock;
			tail->start = end + 1;
			lock->end = start - 1;
			lock->next = tail;
			link = &tail->next;
		} else if (lock->start < start) {
			lock->end = start - 1;
			link = &lock->next;
		} else if (lock->end > end) {
			lock->start = end + 1;
			link = &lock->next;
		} else {
			*link = lock->next;
			free(lock);
		}
	}
	__zrt_wake_all(&released);
}

static int take(struct zrt_node *node, const void *owner, int type, off_t start,
    off_t end, bool whole, bool wait)
{
	struct zrt_lock *made = malloc(sizeof(*made));
	struct zrt_lock *spare = malloc(sizeof(*spare));

	if (!made || !spare) {
		free(made);
		free(spare);
		errno = ENOLCK;
		return -1;
	}
	node->uses++; /* while waiting */
	while (
	    type != F_UNLCK && obstacle(node, owner, type, start, end, whole)) {
		int error = wait ? 0 : EAGAIN;

		if (whole && wait)
			cut(node, owner, start, end, true, &spare);
		if (!error)
			error = __zrt_wait(&released, ZRT_FOREVER,
			    ZRT_WAIT_CANCEL | ZRT_WAIT_SIGNAL |
				ZRT_WAIT_RESTART,
			    "a lock on a file");
		if (error) {
			free(made);
			free(spare);
			node->uses--;
			__zrt_node_release(node);
			errno = error;
			return -1;
		}
	}
	cut(node, owner, start, end, whole, &spare);
	free(spare);
	if (type == F_UNLCK) {
		free(made);
	} else {
		*made = (struct zrt_lock){.next = node->locks,
		    .owner = owner,
		    .start = start,
		    .end = end,
		    .type = (short)type,
		    .whole = whole};
		node->locks = made;
	}
	node->uses--;
	__zrt_node_release(node);
	return 0;
}

int __zrt_lock_record(struct zrt_node *node, const void *owner, int type,
    off_t start, off_t end, bool wait)
{
	return take(node, owner, type, start, end, false, wait);
}

int __zrt_lock_whole(
    struct zrt_node *node, const void *owner, int type, bool wait)
{
	return take(node, owner, type, 0, INT64_MAX, true, wait);
}

void __zrt_lock_test(struct zrt_node *node, const void *owner, int type,
    off_t start, off_t end, struct flock *found)
{
	struct zrt_lock *lock = obstacle(node, owner, type, start, end, false);

	found->l_type = F_UNLCK;
	if (!lock)
		return;
	found->l_type = lock->type;
	found->l_whence = SEEK_SET;
	found->l_start = lock->start;
	found->l_len = lock->end == INT64_MAX ? 0 : lock->end - lock->start + 1;
	found->l_pid = lock->owner ? -1 : 1;
}

void __zrt_lock_drop(struct zrt_node *node, const void *owner)
{
	struct zrt_lock **link = &node->locks;

	while (*link) {
		struct zrt_lock *lock = *link;

		if (lock->owner == owner) {
			*link = lock->next;
			free(lock);
		} else {
			link = &lock->next;
		}
	}
	__zrt_wake_all(&released);
}
