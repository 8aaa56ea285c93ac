/* SPDX-License-Identifier: Apache-2.0
 *
 * A session as libzvm holds it, and what its files share.
 */
#ifndef LIBZVM_SESSION_H
#define LIBZVM_SESSION_H

#include "libzvm.h"

#include <sys/types.h>

struct strings {
	char **at;
	int count;
};

struct channel {
	struct zvm_channel_spec spec; /* its strings are ours */
};

struct mount {
	char *channel;   /* /dev/root.N or /dev/out.N */
	char *directory; /* of the guest */
	char *image;     /* on the host */
	int export;
};

struct zvm_session {
	char *zerovm; /* NULL: from PATH */
	char *program;
	int program_fd; /* a copy of a program out of a root, or -1 */
	char *name;     /* its argv[0]; NULL: the program's base name */
	struct strings arguments, environment, wrapper;
	char *directory; /* where the guest starts; NULL: / */
	uint64_t memory;
	int memory_tag, strict, register_returns;
	uint32_t node;
	char *name_server; /* NULL without one */
	char *trace;       /* zerovm's option, or NULL */
	int64_t timeout_ms;
	uint64_t seed;
	int64_t clock_seconds;
	uint32_t clock_nanoseconds;
	struct channel *channels;
	int channel_count;
	struct mount *mounts;
	int mount_count, root_count, export_count;

	int nvram_fd; /* the mounts' text, made at the start; -1 */
	pid_t pid;
	int pidfd;      /* -1: no session runs */
	int report_fd;  /* zerovm's report is written here */
	int message_fd; /* and what it has to say */
	int has_report;
	struct zvm_report report;
	struct zvm_channel_report *channel_reports;
	struct strings texts; /* what the report points to */
	char error[600];
};

/* Fills the error; returns -1. */
__attribute__((format(printf, 2, 3))) int session_failed(
    struct zvm_session *session, const char *format, ...);
/* Appends a copy; 0 when memory is short. */
int strings_add(struct strings *strings, const char *text);
void strings_free(struct strings *strings);

/* manifest.c */
struct manifest_form {
	int caller_streams; /* standard streams that are not set are its */
	const char *program, *nvram; /* saved files, or NULL */
};

int manifest_write(
    struct zvm_session *session, const struct manifest_form *form, FILE *out);
/* The text for /dev/nvram; 0 when the session needs none. */
int manifest_needs_nvram(const struct zvm_session *session);
void manifest_write_nvram(const struct zvm_session *session, FILE *out);

/* launch.c: a file in memory, closed on exec. */
int memory_file(const char *name);

/* report.c: reads report_fd and message_fd. */
int report_read(struct zvm_session *session);
void report_free(struct zvm_session *session);

#endif
