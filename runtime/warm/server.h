/* SPDX-License-Identifier: Apache-2.0
 *
 * The warm server: when the program of a session with a Job calls fork, the
 * supervisor goes on as a server on that unix socket, and the confined process
 * as the template that every request is cloned from. A client sends
 * "0x%06x" with the length of a manifest and the manifest; it gets the length
 * of a report and the report. Only channel sources, Timeout and CpuTime of the
 * request's manifest count; kinds and limits of channels must be the same.
 */
#ifndef ZVM_SERVER_H
#define ZVM_SERVER_H

#include <stdint.h>
#include <sys/types.h>

#include "../manifest/manifest.h"

struct zvm_launch;
struct zvm_result;
struct zvm_source;

struct zvm_server {
	const struct zvm_manifest *manifest;
	int listener, control, program_fd;
	pid_t template;
	char *path; /* of the socket, absolute */
	uint8_t *slots;
	size_t slot_size;
	/* Files that the template has mapped, for every request to see. */
	struct zvm_source *mapped;
	uint32_t mapped_count;
};

typedef char *zvm_report_text(
    const struct zvm_manifest *manifest, const struct zvm_result *result);

/* Binds the socket and makes what the launch's child needs, before the fork;
 * 0 with the problem filled. */
int zvm_server_listen(struct zvm_launch *launch, struct zvm_problem *problem);

/* Whether the template has called fork. */
int zvm_server_called(const struct zvm_server *server);

/* Keeps the files that the session has mapped open, before its sources are
 * finished. */
void zvm_server_hold_mapped(const struct zvm_launch *launch);

/* Removes the socket of a session that ended without it. */
void zvm_server_forget(const struct zvm_server *server);

/* Serves until SIGTERM, SIGINT or SIGQUIT, or until the template is gone.
 * Leaves the caller's session, terminal and directory; keeps no descriptor
 * but its own. */
__attribute__((noreturn)) void zvm_server_run(
    struct zvm_server *server, zvm_report_text *report);

/* front.c: goes on in a second process. The first one stays until that one
 * answers with an exit status (or is gone), hands signals on to it and exits
 * with the status. Returns the descriptor to answer on, or -1. */
int zvm_front_split(struct zvm_problem *problem);
void zvm_front_answer(int front, int status);

#endif
