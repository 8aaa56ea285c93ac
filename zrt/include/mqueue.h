/* SPDX-License-Identifier: Apache-2.0
 *
 * Message queues between the threads of a program. A queue is a descriptor,
 * so poll, select and epoll wait for it too. Its name is known in this
 * process only.
 */
#ifndef _MQUEUE_H
#define _MQUEUE_H

#include <fcntl.h>
#include <signal.h>
#include <sys/cdefs.h>
#include <sys/types.h>
#include <time.h>

typedef int mqd_t;

struct mq_attr {
	long mq_flags;   /* O_NONBLOCK or 0 */
	long mq_maxmsg;  /* messages that it holds at most */
	long mq_msgsize; /* bytes of a message at most */
	long mq_curmsgs;
};

__BEGIN_DECLS
int mq_close(mqd_t);
int mq_getattr(mqd_t, struct mq_attr *);
int mq_notify(mqd_t, const struct sigevent *);
mqd_t mq_open(const char *, int, ...);
ssize_t mq_receive(mqd_t, char *, size_t, unsigned *);
int mq_send(mqd_t, const char *, size_t, unsigned);
int mq_setattr(
    mqd_t, const struct mq_attr *__restrict, struct mq_attr *__restrict);
ssize_t mq_timedreceive(mqd_t, char *__restrict, size_t, unsigned *__restrict,
    const struct timespec *__restrict);
int mq_timedsend(
    mqd_t, const char *, size_t, unsigned, const struct timespec *);
int mq_unlink(const char *);
__END_DECLS

#endif
