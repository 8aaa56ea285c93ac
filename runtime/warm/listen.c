/* SPDX-License-Identifier: Apache-2.0
 *
 * The beginning of a warm server: its socket, and what it shares with the
 * template.
 */
#include "server.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "../ending.h"
#include "protocol.h"

#define BACKLOG 128

static int failed(const struct zvm_manifest *manifest, const char *what,
    struct zvm_problem *problem)
{
	zvm_problem(problem, ZVM_END_CHANNEL, "%.160s: error: job socket: %s",
	    manifest->job, what);
	return 0;
}

/* The server will leave the directory that a relative path starts from. */
static char *absolute(const char *path)
{
	char *directory, *whole;

	if (path[0] == '/')
		return strdup(path);
	directory = getcwd(NULL, 0);
	if (directory == NULL || asprintf(&whole, "%s/%s", directory, path) < 0)
		whole = NULL;
	free(directory);
	return whole;
}

static void set_address(struct sockaddr_un *address, const char *path)
{
	memset(address, 0, sizeof(*address));
	address->sun_family = AF_UNIX;
	memcpy(address->sun_path, path, strlen(path));
}

/* A socket that nobody listens on is what a killed server left. */
static int remove_stale(const struct sockaddr_un *address)
{
	int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct stat st;
	int stale;

	stale = probe >= 0 && lstat(address->sun_path, &st) == 0 &&
		S_ISSOCK(st.st_mode) &&
		connect(probe, (const struct sockaddr *)address,
		    sizeof(*address)) != 0 &&
		errno == ECONNREFUSED;
	if (probe >= 0)
		close(probe);
	return stale && unlink(address->sun_path) == 0;
}

/* Only the owner may connect. */
static int bind_private(int fd, const struct sockaddr_un *address)
{
	mode_t before = umask(0177);
	int ok =
	    bind(fd, (const struct sockaddr *)address, sizeof(*address)) == 0;
	int error = errno;

	umask(before);
	errno = error;
	return ok;
}

static int bind_job(struct zvm_server *server, struct zvm_problem *problem)
{
	const struct zvm_manifest *manifest = server->manifest;
	struct sockaddr_un address;
	int ok;

	set_address(&address, manifest->job);
	server->listener =
	    socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (server->listener < 0)
		return failed(manifest, strerror(errno), problem);
	ok = bind_private(server->listener, &address);
	if (!ok && errno == EADDRINUSE && remove_stale(&address))
		ok = bind_private(server->listener, &address);
	if (!ok || listen(server->listener, BACKLOG) != 0)
		return failed(manifest, strerror(errno), problem);
	server->path = absolute(manifest->job);
	return server->path != NULL ||
	       failed(manifest, strerror(errno), problem);
}

static int share_slots(struct zvm_server *server, struct zvm_problem *problem)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	server->slot_size =
	    (zvm_shared_size(server->manifest) + page - 1) & ~(page - 1);
	server->slots = mmap(NULL, server->slot_size * ZVM_WARM_SLOTS,
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE,
	    -1, 0);
	return server->slots != MAP_FAILED ||
	       zvm_problem(problem, ZVM_END_MEMORY, "error: out of memory");
}

int zvm_server_listen(struct zvm_launch *launch, struct zvm_problem *problem)
{
	struct zvm_server *server = launch->server;
	int ends[2];

	server->manifest = launch->manifest;
	server->program_fd = launch->program_fd;
	server->mapped =
	    calloc(launch->manifest->channel_count, sizeof(*server->mapped));
	if (server->mapped == NULL)
		return zvm_problem(
		    problem, ZVM_END_MEMORY, "error: out of memory");
	if (!share_slots(server, problem) || !bind_job(server, problem))
		return 0;
	/* SIGIO tells of the template's byte. */
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0 ||
	    fcntl(ends[0], F_SETOWN, getpid()) != 0 ||
	    fcntl(ends[0], F_SETFL, O_ASYNC | O_NONBLOCK) != 0) {
		zvm_server_forget(server);
		return failed(launch->manifest, strerror(errno), problem);
	}
	server->control = ends[0];
	launch->control = ends[1];
	launch->slots = server->slots;
	launch->slot_size = server->slot_size;
	return 1;
}

int zvm_server_called(const struct zvm_server *server)
{
	uint8_t byte;

	return recv(server->control, &byte, 1, MSG_DONTWAIT) == 1;
}

/* What cannot be kept has descriptor -1, and counts as changed. */
void zvm_server_hold_mapped(const struct zvm_launch *launch)
{
	const struct zvm_manifest *manifest = launch->manifest;
	struct zvm_server *server = launch->server;

	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		const struct zvm_source *source =
		    &launch->sources[manifest->channels[i].first_source];
		struct zvm_source *held = &server->mapped[server->mapped_count];

		if (!launch->shared->channels[i].mapped)
			continue;
		*held = *source;
		held->fd = fcntl(source->fd, F_DUPFD_CLOEXEC, 3);
		held->path = source->path ? strdup(source->path) : NULL;
		server->mapped_count++;
	}
}

void zvm_server_forget(const struct zvm_server *server)
{
	if (server->path != NULL)
		unlink(server->path);
}
