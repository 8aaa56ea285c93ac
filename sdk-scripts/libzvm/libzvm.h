/* SPDX-License-Identifier: Apache-2.0
 *
 * libzvm: run confined programs from a C program.
 *
 *	struct zvm_session *session = zvm_session_new(NULL, "wordcount");
 *
 *	zvm_session_argument(session, "/dev/words");
 *	zvm_session_channel(session, &(struct zvm_channel_spec){
 *	    .name = "/dev/words", .path = "words.txt", .read = 1});
 *	zvm_session_channel(session, &(struct zvm_channel_spec){
 *	    .name = "/dev/stdout", .path = "counts.txt", .write = 1});
 *	zvm_session_timeout(session, 10000);
 *	if (zvm_session_run(session) != 0)
 *		fprintf(stderr, "%s\n", zvm_session_error(session));
 *	else
 *		printf("%s %d\n", zvm_session_report(session)->ended_by,
 *		    zvm_session_report(session)->status);
 *	zvm_session_free(session);
 *
 * A session is one process, `zerovm`; guest code never runs in, and guest
 * memory is never mapped into, the caller. The library has no global state,
 * installs no signal handler and changes no signal mask. Every descriptor it
 * opens is closed on exec. Different sessions may be used by different threads
 * at the same time; one session by one thread at a time, except
 * zvm_session_kill.
 *
 * The process is a child of the caller: the kernel sends SIGCHLD for it as for
 * any other. A caller that waits for any child (wait, waitpid(-1)) may take
 * its exit status; the session's result does not depend on that, since it
 * comes from the report.
 *
 * Functions that return int give 0, or -1 with a sentence in
 * zvm_session_error. Strings are copied. After a failed setter the session is
 * as it was; after a failed start it may be started again.
 *
 * What is not set is a constant, so that nothing of the host leaks in: 1 GiB
 * of memory, no time limit, the environment HOME=/, PATH=/bin, LANG=C.UTF-8,
 * seed 0, a clock that starts at 2000-01-01, and standard streams that are
 * empty (input) or discarded (output and errors).
 *
 * Link with what `pkg-config --cflags --libs libzvm` prints.
 */
#ifndef LIBZVM_H
#define LIBZVM_H

#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

struct zvm_session;

/* A file of the guest and what is behind it on the host. Unset members are 0.
 * docs/manifest.md says what a channel does. */
struct zvm_channel_spec {
	const char *name; /* the guest's path; /dev/stdin and the like too */
	const char *path; /* on the host, or NULL to use fd */
	int fd;           /* is duplicated: the caller may close its own */
	int read, write;  /* at least one; both need a regular file */
	int random;       /* at any offset; always so when read and written */
	int append;       /* writes go behind what the file holds */
	int tag;          /* the report has a SHA-256 of all bytes */
	int network;      /* path is tcp:HOST:PORT, or tcp:NODE: (below) */
	/* limits for calls and bytes in each direction; 0: none */
	int64_t gets, get_bytes, puts, put_bytes;
};

/* What a session did. Strings are never NULL unless it says so, and live
 * until the session is started again or freed. */
struct zvm_channel_report {
	const char *name;
	int64_t gets, get_bytes, puts, put_bytes;
	const char *digest; /* NULL without tag or after a kill */
	const char *get_error, *put_error; /* NULL: none */
};

struct zvm_report {
	const char *ended_by;      /* "exit", "fault", "timeout", ...: see
				      docs/manifest.md */
	int status;                /* the guest's, for "exit" */
	int signal;                /* for ends that have one, else 0 */
	const char *message;       /* what went wrong, or "" */
	const char *hint;          /* what to do about it, or "" */
	const char *validator;     /* "passed", "refused" or "not run" */
	const char *memory_digest; /* NULL without tag or after a kill */
	double wall_seconds, user_seconds, system_seconds;
	int64_t peak_kib;
	const struct zvm_channel_report *channels;
	int channel_count;
	const char *json; /* the whole report, or "" when there is none */
};

/* `zerovm` is the path of that program, or NULL to look it up in PATH;
 * `program` the host file to run. NULL when memory is short. */
struct zvm_session *zvm_session_new(const char *zerovm, const char *program);
/* Ends a session that runs, at once. */
void zvm_session_free(struct zvm_session *session);

int zvm_session_argument(struct zvm_session *session, const char *text);
/* NAME=TEXT; a later one replaces an earlier one of the same name. */
int zvm_session_environment(struct zvm_session *session, const char *setting);
/* Where the program starts, as an absolute guest path; / when not set. */
int zvm_session_directory(struct zvm_session *session, const char *directory);
int zvm_session_memory(struct zvm_session *session, uint64_t bytes);
/* The report then has a digest of all guest memory at exit. */
void zvm_session_tag_memory(struct zvm_session *session);
/* Wall-clock limit in milliseconds; 0: none. */
int zvm_session_timeout(struct zvm_session *session, int64_t milliseconds);
void zvm_session_seed(struct zvm_session *session, uint64_t seed);
void zvm_session_clock(
    struct zvm_session *session, int64_t seconds, uint32_t nanoseconds);
/* Refuse a program that reads what the processors' manuals leave undefined, or
 * one without register returns (docs/security.md). */
void zvm_session_strict(struct zvm_session *session);
void zvm_session_register_returns(struct zvm_session *session);
/* The session's number, and the name server (udp:ADDRESS:PORT) that knows those
 * of others: for channels over the network that name a node. */
int zvm_session_node(
    struct zvm_session *session, uint32_t node, const char *name_server);
/* A later one of the same name replaces an earlier one. */
int zvm_session_channel(
    struct zvm_session *session, const struct zvm_channel_spec *spec);

/* The tar image becomes the guest's directory (NULL: /). Later images lie on
 * top of earlier ones; the image itself never changes. */
int zvm_session_root(
    struct zvm_session *session, const char *image, const char *directory);
/* The guest's directory is written to a tar file when the program exits; the
 * file appears when it is complete. */
int zvm_session_export(
    struct zvm_session *session, const char *directory, const char *image);
/* Runs a program out of the roots: `name` is an absolute guest path, or a name
 * that is looked for in the guest's PATH, then in /usr/bin, /usr/local/bin and
 * /. It replaces zvm_session_new's program. 1: found; 0: there is none; -1: an
 * image cannot be read. */
int zvm_session_program_in_root(struct zvm_session *session, const char *name);

/* Starts the session through another program: the words (NULL at the end)
 * stand before zerovm's own command line. For nice, taskset, perf, strace and
 * the like, which must leave descriptors and the process as they are. */
int zvm_session_wrapper(struct zvm_session *session, char *const *words);

/* Every runtime call as a line in this host file (docs/debugging.md); "": on
 * standard error, for zvm_session_exec only. NULL: no trace. */
int zvm_session_trace(struct zvm_session *session, const char *file);

/* zvm_session_start, then zvm_session_wait. */
int zvm_session_run(struct zvm_session *session);
int zvm_session_start(struct zvm_session *session);
/* Blocks until the session has ended. 0 whenever there is a report, however
 * the guest ended. */
int zvm_session_wait(struct zvm_session *session);
/* Readable when the session has ended, for poll(); -1 when none runs. */
int zvm_session_descriptor(const struct zvm_session *session);
/* Ends the session, which then reports "interrupt". From any thread. */
void zvm_session_kill(const struct zvm_session *session);
/* NULL before the first successful wait. */
const struct zvm_report *zvm_session_report(const struct zvm_session *session);
const char *zvm_session_error(const struct zvm_session *session);

/* The manifest that the session would be run with. Fails when it needs files
 * that only the library has: mounts, a program out of a root. */
int zvm_session_print_manifest(struct zvm_session *session, FILE *out);
/* Writes the manifest into a directory (made when it is not there), as
 * DIRECTORY/manifest, with those files beside it. Paths in it are absolute when
 * the session's are and the directory's is. */
int zvm_session_save(struct zvm_session *session, const char *directory);
/* Replaces the calling process by the session, as execve does: its streams
 * become the guest's, its exit status follows zvm-run's rules. `report` is a
 * value of zerovm's --report, such as "none" or "json:FILE". Returns, with -1,
 * only after an error. */
int zvm_session_exec(struct zvm_session *session, const char *report);

#ifdef __cplusplus
}
#endif

#endif
