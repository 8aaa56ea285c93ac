/* SPDX-License-Identifier: Apache-2.0
 *
 * The steps of a request. Every byte of the client is hostile.
 */
#include "request.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../manifest/number.h"

#define REQUEST_NAME "request" /* in messages about its manifest */

/* -1 when the head is not "0x" and six digits. */
static int64_t head_value(const char *head)
{
	uint64_t value;

	if (head[0] != '0' || head[1] != 'x' ||
	    zvm_number_u64(head, ZVM_REQUEST_HEAD, &value) != NULL)
		return -1;
	return (int64_t)value;
}

void zvm_request_accept(struct zvm_request *request, int client)
{
	memset(request, 0, sizeof(*request));
	request->state = ZVM_REQUEST_READING;
	request->client = client;
	request->socket = -1;
	request->since = zvm_now();
}

static void take_head(struct zvm_request *request)
{
	struct zvm_problem *problem = &request->result.problem;
	int64_t size = head_value(request->head);

	if (size < 0 || size > ZVM_MANIFEST_SIZE_MAX) {
		zvm_problem(problem, ZVM_END_MANIFEST,
		    REQUEST_NAME ": error: wrong length (got '%s', expected 0x "
				 "and six hexadecimal digits, at most 0x%06x)",
		    request->head, ZVM_MANIFEST_SIZE_MAX);
		return;
	}
	request->size = (size_t)size;
	request->text = malloc(request->size + 1);
	if (request->text == NULL)
		zvm_problem(problem, ZVM_END_MEMORY, "error: out of memory");
}

void zvm_request_read(
    struct zvm_request *request, const struct zvm_server *server)
{
	(void)server;
	for (;;) {
		int head = request->text == NULL;
		char *to = head ? request->head : request->text;
		size_t size = head ? ZVM_REQUEST_HEAD : request->size;
		ssize_t got;

		if (request->done == size && !head) {
			request->state = ZVM_REQUEST_WAITING;
			return;
		}
		got = read(
		    request->client, to + request->done, size - request->done);
		if (got < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (got <= 0) {
			zvm_request_drop(request);
			return;
		}
		request->done += (size_t)got;
		if (!head || request->done < size)
			continue;
		request->done = 0;
		take_head(request);
		if (request->result.problem.end != ZVM_END_NONE) {
			request->state = ZVM_REQUEST_WAITING;
			return;
		}
	}
}

static int same_strings(const char **a, uint32_t m, const char **b, uint32_t n)
{
	if (m != n)
		return 0;
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(a[i], b[i]) != 0)
			return 0;
	return 1;
}

static int differs(
    struct zvm_request *request, const char *what, const char *name)
{
	return zvm_problem(&request->result.problem, ZVM_END_MANIFEST,
	    REQUEST_NAME ": error: %s of %.80s is not the server's", what,
	    name);
}

static int same_channel(struct zvm_request *request,
    const struct zvm_manifest_channel *own,
    const struct zvm_manifest_channel *wanted)
{
	if (strcmp(own->name, wanted->name) != 0)
		return differs(request, "the name", wanted->name);
	if (own->type != wanted->type || own->flags != wanted->flags ||
	    own->append != wanted->append)
		return differs(request, "the kind", wanted->name);
	if (own->gets != wanted->gets || own->get_bytes != wanted->get_bytes ||
	    own->puts != wanted->puts || own->put_bytes != wanted->put_bytes)
		return differs(request, "a limit", wanted->name);
	if (own->source_count != wanted->source_count)
		return differs(request, "the number of sources", wanted->name);
	return 1;
}

/* The program has seen all but the sources already. */
static int check_manifest(
    struct zvm_request *request, const struct zvm_manifest *own)
{
	const struct zvm_manifest *wanted = &request->manifest;

	if (wanted->network_count > 0 ||
	    wanted->name_server.kind != ZVM_NETWORK_NONE)
		return zvm_problem(&request->result.problem, ZVM_END_MANIFEST,
		    REQUEST_NAME ": error: requests have no network sources");
	if (wanted->strict > own->strict ||
	    wanted->register_returns > own->register_returns)
		return zvm_problem(&request->result.problem, ZVM_END_MANIFEST,
		    REQUEST_NAME ": error: the server's program was not held "
				 "to %s",
		    wanted->strict > own->strict ? "Strict = yes"
						 : "Returns = register");
	if (own->channel_count != wanted->channel_count)
		return differs(request, "the number", "channels");
	for (uint32_t i = 0; i < own->channel_count; i++)
		if (!same_channel(
			request, &own->channels[i], &wanted->channels[i]))
			return 0;
	/* argv[0] follows from Program, which does not count. */
	if (!same_strings(own->argv + 1, own->argc - 1, wanted->argv + 1,
		wanted->argc - 1) ||
	    !same_strings(own->envp, own->envc, wanted->envp, wanted->envc) ||
	    own->seed != wanted->seed ||
	    own->clock_seconds != wanted->clock_seconds ||
	    own->clock_nanoseconds != wanted->clock_nanoseconds)
		return zvm_problem(&request->result.problem, ZVM_END_MANIFEST,
		    REQUEST_NAME ": error: arguments, environment, seed and "
				 "clock must be the server's");
	return 1;
}

static int open_sources(struct zvm_request *request)
{
	const struct zvm_manifest *manifest = &request->manifest;
	struct zvm_problem *problem = &request->result.problem;

	request->launch.sources = zvm_sources_open(manifest, problem);
	if (request->launch.sources == NULL)
		return 0;
	for (uint32_t i = 0; i < manifest->source_count; i++)
		if (request->launch.sources[i].fifo)
			return zvm_problem(problem, ZVM_END_CHANNEL,
			    "%.160s: error: a FIFO cannot be a source of a "
			    "request",
			    manifest->sources[i].path);
	return 1;
}

/* One message with descriptors. */
static int send_descriptors(int to, const void *bytes, size_t size,
    const int *descriptors, uint32_t count)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(ZVM_WARM_BATCH * sizeof(int))];
	} control;
	struct iovec part = {(void *)(uintptr_t)bytes, size};
	struct msghdr message = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = &control,
	    .msg_controllen = CMSG_SPACE(count * sizeof(int))};

	memset(&control, 0, sizeof(control));
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(count * sizeof(int));
	memcpy(CMSG_DATA(&control.header), descriptors, count * sizeof(int));
	return sendmsg(to, &message, MSG_NOSIGNAL | MSG_DONTWAIT) ==
	       (ssize_t)size;
}

static int send_sources(struct zvm_request *request)
{
	const struct zvm_source *sources = request->launch.sources;
	uint32_t count = request->manifest.source_count;
	struct zvm_warm_sources some = {.slot = request->slot};
	int descriptors[ZVM_WARM_BATCH];

	for (uint32_t first = 0; first < count; first += ZVM_WARM_BATCH) {
		some.first = first;
		some.count = count - first < ZVM_WARM_BATCH ? count - first
							    : ZVM_WARM_BATCH;
		for (uint32_t i = 0; i < some.count; i++) {
			const struct zvm_source *source = &sources[first + i];

			descriptors[i] = source->fd;
			some.source[i].size = source->size;
			some.source[i].regular = (uint8_t)source->regular;
			some.source[i].huge = (uint8_t)source->huge;
			some.source[i].terminal = (uint8_t)source->terminal;
		}
		if (!send_descriptors(request->socket, &some, sizeof(some),
			descriptors, some.count))
			return 0;
	}
	return 1;
}

/* Sources wait in the request's socket until the clone takes them. */
static int ask_template(
    struct zvm_request *request, const struct zvm_server *server)
{
	struct zvm_problem *problem = &request->result.problem;
	uint8_t byte = 0;
	int ends[2], on = 1, ok;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return zvm_problem(problem, ZVM_END_HOST,
		    "error: socketpair: %s", strerror(errno));
	request->socket = ends[0];
	ok = setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) ==
		 0 &&
	     send_sources(request) &&
	     send_descriptors(server->control, &byte, 1, &ends[1], 1);
	if (!ok)
		zvm_problem(problem, ZVM_END_HOST,
		    "error: cannot reach the confined process: %s",
		    strerror(errno));
	close(ends[1]);
	return ok;
}

void zvm_request_start(
    struct zvm_request *request, struct zvm_server *server, uint32_t slot)
{
	struct zvm_result *result = &request->result;
	struct zvm_shared *shared;

	if (result->problem.end != ZVM_END_NONE)
		return;
	if (!zvm_manifest_parse(REQUEST_NAME, request->text, request->size,
		&request->manifest, &result->problem) ||
	    !check_manifest(request, server->manifest) ||
	    !open_sources(request))
		return;
	/* Two pages, usually: cheaper to clear than to map anew. */
	shared = zvm_warm_slot(server->slots, server->slot_size, slot);
	memset(shared, 0, server->slot_size);
	zvm_shared_begin(shared, &request->manifest);
	shared->verdict = ZVM_VERDICT_PASSED;
	shared->phase = ZVM_PHASE_PREPARE;
	request->slot = slot;
	request->launch.manifest = &request->manifest;
	request->launch.shared = shared;
	request->launch.program_fd = server->program_fd;
	request->launch.server = server;
	request->result.shared = shared;
	request->since = zvm_now();
	if (ask_template(request, server))
		request->state = ZVM_REQUEST_STARTING;
}

void zvm_request_hear(
    struct zvm_request *request, const struct zvm_server *server)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(struct ucred))];
	} control;
	uint8_t byte;
	struct iovec part = {&byte, 1};
	struct msghdr message = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = &control,
	    .msg_controllen = sizeof(control)};
	ssize_t got = recvmsg(request->socket, &message, MSG_DONTWAIT);
	const struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	struct ucred sender;

	(void)server;
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got == 1 && header != NULL &&
	    header->cmsg_type == SCM_CREDENTIALS) {
		memcpy(&sender, CMSG_DATA(header), sizeof(sender));
		request->pid = sender.pid;
		request->state = ZVM_REQUEST_RUNNING;
		if (request->killed_for != ZVM_END_NONE)
			kill(request->pid, SIGKILL);
	} else if (request->killed_for != ZVM_END_NONE) {
		request->result.problem.end = request->killed_for;
		zvm_describe_end(&request->manifest, &request->result);
	} else {
		zvm_problem(&request->result.problem, ZVM_END_HOST,
		    "error: the confined process could not be cloned");
	}
	close(request->socket);
	request->socket = -1;
}

double zvm_request_limit(struct zvm_request *request)
{
	enum zvm_end end = ZVM_END_NONE;
	double left;

	if (request->killed_for != ZVM_END_NONE)
		return INFINITY;
	left = zvm_seconds_left(
	    &request->manifest, request->pid, request->since, &end);
	if (end == ZVM_END_NONE)
		return left;
	request->killed_for = end;
	/* A clone that has not spoken yet never will: its write fails. */
	if (request->state == ZVM_REQUEST_STARTING)
		shutdown(request->socket, SHUT_RDWR);
	else
		kill(request->pid, SIGKILL);
	return INFINITY;
}

void zvm_request_end(struct zvm_request *request, int status,
    const struct rusage *usage, zvm_report_text *report)
{
	zvm_result_settle(&request->result, request->killed_for, status, usage,
	    request->since);
	zvm_result_finish(&request->launch, &request->result);
	request->launch.sources = NULL;
	zvm_request_answer(request, report);
}

void zvm_request_answer(struct zvm_request *request, zvm_report_text *report)
{
	char *text = report(&request->manifest, &request->result);
	char *answer = NULL;
	int size = -1;

	if (text != NULL)
		size =
		    asprintf(&answer, "0x%06x%s", (unsigned)strlen(text), text);
	free(text);
	free(request->text);
	request->text = size >= 0 ? answer : NULL;
	request->size = size >= 0 ? (size_t)size : 0;
	request->done = 0;
	request->since = zvm_now();
	request->state = ZVM_REQUEST_ANSWERING;
	if (request->launch.sources != NULL)
		zvm_sources_finish(request->launch.sources, &request->manifest,
		    ZVM_OUTCOME_UNUSED, &request->result.problem);
	request->launch.sources = NULL;
	zvm_request_write(request);
}

/* Closing a socket with unread bytes would take the report back. */
static void discard_input(int client)
{
	char bytes[4096];

	for (int i = 0; i < 64; i++)
		if (recv(client, bytes, sizeof(bytes), MSG_DONTWAIT) <= 0)
			break;
}

void zvm_request_write(struct zvm_request *request)
{
	while (request->done < request->size) {
		ssize_t done =
		    send(request->client, request->text + request->done,
			request->size - request->done, MSG_NOSIGNAL);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0 && errno == EAGAIN)
			return;
		if (done < 0)
			break;
		request->done += (size_t)done;
	}
	discard_input(request->client);
	zvm_request_drop(request);
}

void zvm_request_drop(struct zvm_request *request)
{
	if (request->launch.sources != NULL)
		zvm_sources_finish(request->launch.sources, &request->manifest,
		    ZVM_OUTCOME_UNUSED, &request->result.problem);
	if (request->socket >= 0)
		close(request->socket);
	close(request->client);
	free(request->text);
	zvm_manifest_free(&request->manifest);
	memset(request, 0, sizeof(*request));
}
