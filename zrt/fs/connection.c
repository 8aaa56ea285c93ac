/* SPDX-License-Identifier: Apache-2.0
 *
 * How sockets come together: connect and accept. A connection is whole, and
 * can be written to, before anybody accepts it.
 */
#include <errno.h>
#include <poll.h>
#include "internal/socket.h"
#include "internal/stream.h"

static void put_pending(struct zrt_node *listener, struct zrt_node *end)
{
	struct zrt_socket *socket = listener->socket;

	end->uses++;
	if (socket->first_pending)
		socket->last_pending->socket->next_pending = end;
	else
		socket->first_pending = end;
	socket->last_pending = end;
	socket->pending++;
	__zrt_socket_change(listener, POLLIN);
}

/* Until there is room in its queue; it may end meanwhile. One more than the
 * backlog has room, so that a backlog of 0 can be connected to. */
static int await_listener(
    struct zrt_node *listener, bool no_wait, int64_t timeout)
{
	struct zrt_socket *socket = listener->socket;
	int64_t deadline = __zrt_socket_deadline(timeout);
	bool yielded = false;
	int result = 0;

	listener->uses++;
	while (!result && !socket->closed && socket->listening &&
	       !socket->in_shut && socket->pending > socket->backlog)
		result = __zrt_stream_wait(&socket->changed, no_wait, &yielded,
		    deadline, "connect to a socket");
	if (!result &&
	    (socket->closed || !socket->listening || socket->in_shut))
		result = __zrt_fail(ECONNREFUSED);
	listener->uses--;
	__zrt_node_release(listener);
	return result;
}

static int connect_stream(
    struct zrt_node *node, struct zrt_node *listener, bool no_wait)
{
	struct zrt_socket *socket = node->socket;
	struct zrt_node *end;

	if (socket->connected)
		return __zrt_fail(EISCONN);
	if (socket->listening)
		return __zrt_fail(EINVAL);
	if (await_listener(listener, no_wait, socket->send_timeout))
		return -1;
	if (socket->connected) /* by another thread */
		return __zrt_fail(EISCONN);
	end = __zrt_socket_new(socket->type);
	if (!end)
		return -1;
	if (listener->socket->name)
		end->socket->name =
		    __zrt_socket_name_hold(listener->socket->name);
	__zrt_socket_set_peer(node, end);
	__zrt_socket_set_peer(end, node);
	__zrt_socket_change(node, POLLOUT);
	put_pending(listener, end);
	return 0;
}

static int connect_datagrams(struct zrt_node *node, struct zrt_node *to)
{
	struct zrt_node *old = node->socket->peer;

	if (to && to->socket->peer && to->socket->peer != node)
		return __zrt_fail(EPERM); /* it hears another one only */
	__zrt_socket_set_peer(node, to);
	__zrt_socket_change(node, POLLOUT);
	/* What was sent before is not from the new peer, and it is lost. */
	if (old && old != to && node->socket->first) {
		__zrt_socket_forget(node);
		if (old->socket->peer == node) {
			old->socket->peer_reset = true;
			__zrt_socket_change(old, POLLERR);
		}
	}
	return 0;
}

int __zrt_socket_connect(
    struct zrt_node *node, struct zrt_node *to, bool no_wait)
{
	return node->socket->type == SOCK_DGRAM
		   ? connect_datagrams(node, to)
		   : connect_stream(node, to, no_wait);
}

struct zrt_node *__zrt_socket_pending(struct zrt_node *node, bool no_wait)
{
	struct zrt_socket *socket = node->socket;
	int64_t deadline = __zrt_socket_deadline(socket->receive_timeout);
	bool yielded = false;

	while (!socket->first_pending) {
		if (!socket->listening || socket->in_shut) {
			errno = EINVAL;
			return NULL;
		}
		if (__zrt_stream_wait(&socket->changed, no_wait, &yielded,
			deadline, "accept a connection"))
			return NULL;
	}
	return socket->first_pending;
}

void __zrt_socket_accepted(struct zrt_node *node)
{
	struct zrt_socket *socket = node->socket;
	struct zrt_node *end = socket->first_pending;

	socket->first_pending = end->socket->next_pending;
	socket->pending--;
	end->uses--;
	__zrt_socket_change(node, 0);
}
