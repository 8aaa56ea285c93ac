/* SPDX-License-Identifier: Apache-2.0
 *
 * One client of the warm server, from its connection to its report. Nothing
 * here blocks: the server calls each step when it can go on.
 */
#ifndef ZVM_REQUEST_H
#define ZVM_REQUEST_H

#include <sys/resource.h>
#include <time.h>

#include "../ending.h"
#include "protocol.h"

#define ZVM_REQUEST_HEAD 8 /* "0x%06x" */

enum zvm_request_state {
	ZVM_REQUEST_FREE,
	ZVM_REQUEST_READING,
	ZVM_REQUEST_WAITING,  /* complete, but no slot is free */
	ZVM_REQUEST_STARTING, /* its clone has not spoken yet */
	ZVM_REQUEST_RUNNING,
	ZVM_REQUEST_ANSWERING,
};

struct zvm_request {
	enum zvm_request_state state;
	int client;
	struct timespec since; /* start of reading, running or answering */
	char head[ZVM_REQUEST_HEAD + 1];
	char *text; /* the manifest, later the answer */
	size_t size, done;
	struct zvm_manifest manifest;
	struct zvm_launch launch; /* its sources and shared memory */
	struct zvm_result result;
	uint32_t slot;
	int socket; /* to the clone, or -1 */
	pid_t pid;  /* 0 until the clone has spoken */
	enum zvm_end killed_for;
};

void zvm_request_accept(struct zvm_request *request, int client);

/* READING: takes what has come; goes to WAITING or ANSWERING, or to FREE when
 * the client is gone. */
void zvm_request_read(
    struct zvm_request *request, const struct zvm_server *server);

/* WAITING: opens the sources and asks the template for a clone. */
void zvm_request_start(
    struct zvm_request *request, struct zvm_server *server, uint32_t slot);

/* STARTING: hears the clone, which makes it RUNNING, or its absence. */
void zvm_request_hear(
    struct zvm_request *request, const struct zvm_server *server);

/* STARTING and RUNNING: ends the clone when a limit is reached; else seconds
 * left. */
double zvm_request_limit(struct zvm_request *request);

/* RUNNING: the clone is gone. */
void zvm_request_end(struct zvm_request *request, int status,
    const struct rusage *usage, zvm_report_text *report);

/* Goes to ANSWERING with the report on what has happened. */
void zvm_request_answer(struct zvm_request *request, zvm_report_text *report);

/* ANSWERING: sends what the client takes; goes to FREE at the end. */
void zvm_request_write(struct zvm_request *request);

/* From any state to FREE: kills nothing, closes and frees all. */
void zvm_request_drop(struct zvm_request *request);

#endif
