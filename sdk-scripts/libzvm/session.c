/* SPDX-License-Identifier: Apache-2.0
 *
 * Making, describing and freeing a session. Nothing of the host is touched
 * but descriptors that the caller hands over.
 */
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MEMORY_MAX 0x100000000

int session_failed(struct zvm_session *session, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(session->error, sizeof(session->error), format, args);
	va_end(args);
	return -1;
}

static int no_memory(struct zvm_session *session)
{
	return session_failed(session, "out of memory");
}

int strings_add(struct strings *strings, const char *text)
{
	char **larger = reallocarray(
	    strings->at, (size_t)strings->count + 1, sizeof(*strings->at));
	char *copy = strdup(text);

	if (larger != NULL)
		strings->at = larger;
	if (larger == NULL || copy == NULL) {
		free(copy);
		return 0;
	}
	strings->at[strings->count++] = copy;
	return 1;
}

void strings_free(struct strings *strings)
{
	for (int i = 0; i < strings->count; i++)
		free(strings->at[i]);
	free(strings->at);
	*strings = (struct strings){0};
}

struct zvm_session *zvm_session_new(const char *zerovm, const char *program)
{
	struct zvm_session *session = calloc(1, sizeof(*session));

	if (session == NULL)
		return NULL;
	session->program_fd = session->nvram_fd = session->pidfd = -1;
	session->report_fd = session->message_fd = -1;
	session->clock_seconds = 946684800; /* 2000-01-01T00:00:00Z */
	session->memory = 0x40000000;
	session->program = strdup(program);
	if (zerovm != NULL)
		session->zerovm = strdup(zerovm);
	if (session->program != NULL &&
	    (zerovm == NULL || session->zerovm != NULL))
		return session;
	zvm_session_free(session);
	return NULL;
}

static void free_channel(struct channel *channel)
{
	free((char *)channel->spec.name);
	if (channel->spec.path != NULL)
		free((char *)channel->spec.path);
	else
		close(channel->spec.fd);
}

static void close_if_open(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void zvm_session_free(struct zvm_session *session)
{
	if (session == NULL)
		return;
	if (session->pidfd >= 0) {
		zvm_session_kill(session);
		zvm_session_wait(session);
	}
	for (int i = 0; i < session->channel_count; i++)
		free_channel(&session->channels[i]);
	for (int i = 0; i < session->mount_count; i++) {
		free(session->mounts[i].channel);
		free(session->mounts[i].directory);
		free(session->mounts[i].image);
	}
	close_if_open(&session->program_fd);
	close_if_open(&session->nvram_fd);
	close_if_open(&session->report_fd);
	close_if_open(&session->message_fd);
	strings_free(&session->arguments);
	strings_free(&session->environment);
	strings_free(&session->wrapper);
	report_free(session);
	free(session->channels);
	free(session->mounts);
	free(session->zerovm);
	free(session->program);
	free(session->name);
	free(session->directory);
	free(session->name_server);
	free(session->trace);
	free(session);
}

int zvm_session_argument(struct zvm_session *session, const char *text)
{
	return strings_add(&session->arguments, text) ? 0 : no_memory(session);
}

int zvm_session_environment(struct zvm_session *session, const char *setting)
{
	if (setting[0] == '=' || strchr(setting, '=') == NULL)
		return session_failed(session,
		    "wrong environment (got '%s', expected NAME=TEXT)",
		    setting);
	return strings_add(&session->environment, setting) ? 0
							   : no_memory(session);
}

int zvm_session_memory(struct zvm_session *session, uint64_t bytes)
{
	if (bytes == 0 || bytes > MEMORY_MAX)
		return session_failed(session,
		    "wrong memory (got %llu bytes, expected more than 0 and "
		    "at most 4 GiB)",
		    (unsigned long long)bytes);
	session->memory = bytes;
	return 0;
}

void zvm_session_tag_memory(struct zvm_session *session)
{
	session->memory_tag = 1;
}

int zvm_session_node(
    struct zvm_session *session, uint32_t node, const char *name_server)
{
	char *copy = strdup(name_server);

	if (copy == NULL)
		return session_failed(session, "out of memory");
	free(session->name_server);
	session->name_server = copy;
	session->node = node;
	return 0;
}

void zvm_session_strict(struct zvm_session *session)
{
	session->strict = 1;
}

void zvm_session_register_returns(struct zvm_session *session)
{
	session->register_returns = 1;
}

int zvm_session_timeout(struct zvm_session *session, int64_t milliseconds)
{
	if (milliseconds < 0 || milliseconds / 1000 > INT32_MAX)
		return session_failed(session,
		    "wrong time limit (got %lld ms, expected 0 to 2^31 - 1 "
		    "seconds)",
		    (long long)milliseconds);
	session->timeout_ms = milliseconds;
	return 0;
}

int zvm_session_wrapper(struct zvm_session *session, char *const *words)
{
	struct strings copy = {0};

	for (; *words != NULL; words++) {
		if (strings_add(&copy, *words))
			continue;
		strings_free(&copy);
		return no_memory(session);
	}
	strings_free(&session->wrapper);
	session->wrapper = copy;
	return 0;
}

int zvm_session_trace(struct zvm_session *session, const char *file)
{
	char *option = NULL;

	if (file != NULL && asprintf(&option, "--trace%s%s",
				file[0] != '\0' ? "=" : "", file) < 0)
		return no_memory(session);
	free(session->trace);
	session->trace = option;
	return 0;
}

int zvm_session_directory(struct zvm_session *session, const char *directory)
{
	char *copy;

	if (directory[0] != '/')
		return session_failed(session,
		    "wrong directory (got '%s', expected an absolute path)",
		    directory);
	copy = strdup(directory);
	if (copy == NULL)
		return no_memory(session);
	free(session->directory);
	session->directory = copy;
	return 0;
}

void zvm_session_seed(struct zvm_session *session, uint64_t seed)
{
	session->seed = seed;
}

void zvm_session_clock(
    struct zvm_session *session, int64_t seconds, uint32_t nanoseconds)
{
	session->clock_seconds = seconds;
	session->clock_nanoseconds = nanoseconds;
}

static int check_spec(
    struct zvm_session *session, const struct zvm_channel_spec *spec)
{
	if (spec->name == NULL || spec->name[0] != '/')
		return session_failed(session,
		    "wrong channel name (got '%s', expected an absolute path)",
		    spec->name != NULL ? spec->name : "nothing");
	if (!spec->read && !spec->write)
		return session_failed(session,
		    "channel %s can neither be read nor written", spec->name);
	if (spec->gets < 0 || spec->get_bytes < 0 || spec->puts < 0 ||
	    spec->put_bytes < 0)
		return session_failed(
		    session, "channel %s: a limit below 0", spec->name);
	return 0;
}

int zvm_session_channel(
    struct zvm_session *session, const struct zvm_channel_spec *spec)
{
	struct channel *larger, made = {*spec};
	int at = 0;

	if (check_spec(session, spec) != 0)
		return -1;
	larger = reallocarray(session->channels,
	    (size_t)session->channel_count + 1, sizeof(*larger));
	if (larger == NULL)
		return no_memory(session);
	session->channels = larger;
	made.spec.name = strdup(spec->name);
	if (made.spec.name == NULL)
		return no_memory(session);
	if (spec->path != NULL)
		made.spec.path = strdup(spec->path);
	else /* 0, 1 and 2 are zerovm's own streams */
		made.spec.fd = fcntl(spec->fd, F_DUPFD_CLOEXEC, 3);
	if (spec->path != NULL ? made.spec.path == NULL : made.spec.fd < 0) {
		int error = spec->path != NULL ? ENOMEM : errno;

		free((char *)made.spec.name);
		return session_failed(session, "channel %s: descriptor %d: %s",
		    spec->name, spec->fd, strerror(error));
	}
	while (at < session->channel_count &&
	       strcmp(session->channels[at].spec.name, spec->name) != 0)
		at++;
	if (at < session->channel_count)
		free_channel(&session->channels[at]);
	else
		session->channel_count++;
	session->channels[at] = made;
	return 0;
}

static int add_mount(struct zvm_session *session, const char *image,
    const char *directory, int export)
{
	struct mount *larger, *mount;
	int *number = export ? &session->export_count : &session->root_count;
	int ok;

	if (directory[0] != '/')
		return session_failed(session,
		    "%s: the guest's directory is not absolute (got '%s')",
		    image, directory);
	larger = reallocarray(
	    session->mounts, (size_t)session->mount_count + 1, sizeof(*larger));
	if (larger == NULL)
		return no_memory(session);
	session->mounts = larger;
	mount = &larger[session->mount_count];
	*mount = (struct mount){.directory = strdup(directory),
	    .image = strdup(image),
	    .export = export};
	ok = asprintf(&mount->channel, "/dev/%s.%d", export ? "out" : "root",
		 *number) >= 0;
	if (!ok)
		mount->channel = NULL;
	if (!ok || mount->directory == NULL || mount->image == NULL) {
		free(mount->channel);
		free(mount->directory);
		free(mount->image);
		return no_memory(session);
	}
	session->mount_count++;
	++*number;
	return 0;
}

int zvm_session_root(
    struct zvm_session *session, const char *image, const char *directory)
{
	return add_mount(
	    session, image, directory != NULL ? directory : "/", 0);
}

int zvm_session_export(
    struct zvm_session *session, const char *directory, const char *image)
{
	return add_mount(session, image, directory, 1);
}

const struct zvm_report *zvm_session_report(const struct zvm_session *session)
{
	return session->has_report ? &session->report : NULL;
}

const char *zvm_session_error(const struct zvm_session *session)
{
	return session->error;
}
