/* SPDX-License-Identifier: Apache-2.0
 *
 * The loop of the warm server: one process, no step of which blocks, so that
 * no client can hold up another one.
 *
 * Hazard: an end of a clone may be noticed before its first byte was read. The
 * byte is there then, for the clone wrote it first; so starting requests are
 * heard before ends are settled.
 */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "request.h"

#define CLIENTS_MAX    256
#define CLIENT_SECONDS 10.0 /* to send a manifest, to take a report */
#define SLOW_SECONDS   1.0  /* whoever needs more makes room for others */

struct loop {
	struct zvm_server *server;
	zvm_report_text *report;
	int signals;
	int used;      /* no request behind this one is in use */
	int exhausted; /* no descriptor was left for a client */
	struct zvm_request requests[CLIENTS_MAX];
	uint64_t slots; /* bit a slot in use */
	struct pollfd polled[CLIENTS_MAX + 2];
};

_Static_assert(ZVM_WARM_SLOTS == 64, "a bit of loop.slots each");

/* What a daemon gives up. */
static void detach(struct zvm_server *server, int signals)
{
	const int own[] = {0, 1, 2, server->listener, server->control,
	    server->program_fd, signals};
	uint32_t count = sizeof(own) / sizeof(own[0]);
	int *keep = malloc(sizeof(own) + server->mapped_count * sizeof(*keep));
	struct zvm_problem ignored = {0};
	const char *base = strrchr(server->path, '/');
	char name[16];
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	setsid();
	signal(SIGHUP, SIG_IGN);
	if (chdir("/") != 0 || keep == NULL)
		_exit(1);
	for (int fd = 0; fd <= 2; fd++)
		if (null >= 0)
			dup2(null, fd);
	memcpy(keep, own, sizeof(own));
	for (uint32_t i = 0; i < server->mapped_count; i++)
		if (server->mapped[i].fd >= 0)
			keep[count++] = server->mapped[i].fd;
	zvm_confine_descriptors(keep, count, &ignored);
	free(keep);
	snprintf(name, sizeof(name), "zvm.%.11s", base != NULL ? base + 1 : "");
	prctl(PR_SET_NAME, name);
}

/* Blocks them too: writing the session's report had let them through. */
static int open_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGQUIT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Clones die with this process, the template when its socket closes; killing
 * it spares it the wait. */
__attribute__((noreturn)) static void stop(struct loop *loop)
{
	zvm_server_forget(loop->server);
	for (int i = 0; i < loop->used; i++)
		if (loop->requests[i].state == ZVM_REQUEST_RUNNING)
			kill(loop->requests[i].pid, SIGKILL);
	kill(loop->server->template, SIGKILL);
	_exit(0);
}

static double seconds_since(struct timespec then)
{
	struct timespec now = zvm_now();

	return (double)(now.tv_sec - then.tv_sec) +
	       (double)(now.tv_nsec - then.tv_nsec) / 1e9;
}

static void release_slot(struct loop *loop, const struct zvm_request *request)
{
	loop->slots &= ~((uint64_t)1 << request->slot);
}

/* Starts what waits, as far as slots are free. */
static void start_waiting(struct loop *loop, struct zvm_request *request)
{
	uint32_t slot = 0;

	if (loop->slots == ~(uint64_t)0)
		return;
	while (loop->slots >> slot & 1)
		slot++;
	zvm_request_start(request, loop->server, slot);
	if (request->state == ZVM_REQUEST_STARTING)
		loop->slots |= (uint64_t)1 << slot;
	else
		zvm_request_answer(request, loop->report);
}

static void hear(struct loop *loop, struct zvm_request *request)
{
	zvm_request_hear(request, loop->server);
	if (request->result.problem.end == ZVM_END_NONE)
		return;
	release_slot(loop, request);
	zvm_request_answer(request, loop->report);
}

static void reap(struct loop *loop)
{
	struct rusage usage;
	int status;
	pid_t pid;

	while ((pid = wait4(-1, &status, WNOHANG, &usage)) > 0) {
		if (pid == loop->server->template)
			stop(loop);
		for (int i = 0; i < loop->used; i++)
			if (loop->requests[i].state == ZVM_REQUEST_STARTING)
				hear(loop, &loop->requests[i]);
		for (int i = 0; i < loop->used; i++) {
			struct zvm_request *request = &loop->requests[i];

			if (request->state != ZVM_REQUEST_RUNNING ||
			    request->pid != pid)
				continue;
			release_slot(loop, request);
			zvm_request_end(request, status, &usage, loop->report);
		}
	}
}

static void take_signals(struct loop *loop)
{
	struct signalfd_siginfo info;

	while (read(loop->signals, &info, sizeof(info)) == sizeof(info))
		if (info.ssi_signo != SIGCHLD)
			stop(loop);
	reap(loop);
}

/* A free place, or that of the slowest client that has not said all. */
static struct zvm_request *find_place(struct loop *loop)
{
	struct zvm_request *slowest = NULL;
	double most = SLOW_SECONDS;

	for (int i = 0; i < loop->used; i++) {
		struct zvm_request *request = &loop->requests[i];
		double age;

		if (request->state == ZVM_REQUEST_FREE)
			return request;
		if (request->state != ZVM_REQUEST_READING)
			continue;
		age = seconds_since(request->since);
		if (age > most) {
			most = age;
			slowest = request;
		}
	}
	if (loop->used < CLIENTS_MAX)
		return &loop->requests[loop->used++];
	if (slowest != NULL)
		zvm_request_drop(slowest);
	return slowest;
}

/* No more than there are places: clients that hang up at once would keep the
 * loop from its other work. */
static void accept_clients(struct loop *loop)
{
	for (int i = 0; i < CLIENTS_MAX; i++) {
		struct zvm_request *place = find_place(loop);
		int client;

		if (place == NULL)
			return;
		client = accept4(loop->server->listener, NULL, NULL,
		    SOCK_CLOEXEC | SOCK_NONBLOCK);
		loop->exhausted = client < 0 && errno == EMFILE;
		if (client < 0)
			return;
		zvm_request_accept(place, client);
		zvm_request_read(place, loop->server);
		if (place->state == ZVM_REQUEST_WAITING)
			start_waiting(loop, place);
	}
}

/* Fills polled[2 + i] for request i; the seconds until something is due. */
static double prepare(struct loop *loop)
{
	double least = INFINITY;
	int place;

	while (loop->used > 0 &&
	       loop->requests[loop->used - 1].state == ZVM_REQUEST_FREE)
		loop->used--;
	place = loop->used < CLIENTS_MAX;
	for (int i = 0; i < loop->used; i++) {
		struct zvm_request *request = &loop->requests[i];
		struct pollfd *polled = &loop->polled[2 + i];
		double left = INFINITY;

		polled->fd = -1;
		polled->events = POLLIN;
		switch (request->state) {
		case ZVM_REQUEST_FREE:
			place = 1;
			break;
		case ZVM_REQUEST_WAITING:
			if (loop->slots != ~(uint64_t)0)
				left = 0;
			break;
		case ZVM_REQUEST_READING:
		case ZVM_REQUEST_ANSWERING:
			left = CLIENT_SECONDS - seconds_since(request->since);
			polled->fd = request->client;
			if (request->state == ZVM_REQUEST_ANSWERING)
				polled->events = POLLOUT;
			break;
		case ZVM_REQUEST_STARTING:
			polled->fd = request->socket;
			left = zvm_request_limit(request);
			break;
		case ZVM_REQUEST_RUNNING:
			left = zvm_request_limit(request);
			break;
		}
		if (left < least)
			least = left;
	}
	loop->polled[0].fd = loop->signals;
	loop->polled[0].events = POLLIN;
	loop->polled[1].fd = loop->server->listener;
	loop->polled[1].events = POLLIN;
	/* Look for slow ones again, or for what they have given back. */
	if (!place || loop->exhausted) {
		loop->polled[1].fd = -1;
		if (least > SLOW_SECONDS)
			least = SLOW_SECONDS;
	}
	return least;
}

static void go_on(struct loop *loop, struct zvm_request *request, int ready)
{
	switch (request->state) {
	case ZVM_REQUEST_READING:
		if (ready)
			zvm_request_read(request, loop->server);
		else if (seconds_since(request->since) > CLIENT_SECONDS)
			zvm_request_drop(request);
		break;
	case ZVM_REQUEST_ANSWERING:
		if (ready)
			zvm_request_write(request);
		else if (seconds_since(request->since) > CLIENT_SECONDS)
			zvm_request_drop(request);
		break;
	case ZVM_REQUEST_STARTING:
		if (ready)
			hear(loop, request);
		break;
	default:
		break;
	}
	if (request->state == ZVM_REQUEST_WAITING)
		start_waiting(loop, request);
}

static int milliseconds(double seconds)
{
	if (seconds > 1e6)
		return -1;
	return seconds <= 0 ? 0 : (int)(seconds * 1000) + 1;
}

void zvm_server_run(struct zvm_server *server, zvm_report_text *report)
{
	static struct loop loop;

	loop.server = server;
	loop.report = report;
	loop.signals = open_signals();
	detach(server, loop.signals);
	if (loop.signals < 0)
		stop(&loop);
	/* What came while no signals were read. */
	reap(&loop);
	for (;;) {
		double left = prepare(&loop);
		int ready = poll(
		    loop.polled, (nfds_t)loop.used + 2, milliseconds(left));

		if (ready < 0 && errno != EINTR)
			stop(&loop);
		for (int i = 0; ready >= 0 && i < loop.used; i++)
			go_on(&loop, &loop.requests[i],
			    loop.polled[2 + i].fd >= 0 &&
				loop.polled[2 + i].revents != 0);
		if (ready > 0 && loop.polled[0].revents != 0)
			take_signals(&loop);
		if (loop.polled[1].fd < 0 ||
		    (ready > 0 && loop.polled[1].revents != 0))
			accept_clients(&loop);
	}
}
