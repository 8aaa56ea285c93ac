/* SPDX-License-Identifier: Apache-2.0
 *
 * Opening the host objects behind channels, and refusing what cannot be one.
 */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "../../zrt/abi/zvm_abi.h"

#define BOTH (ZVM_CHANNEL_GET | ZVM_CHANNEL_PUT)

struct opening {
	const struct zvm_manifest *manifest;
	const struct zvm_manifest_channel *wanted;
	struct zvm_problem *problem;
};

static int failed(const struct opening *opening, const char *what)
{
	const struct zvm_manifest_channel *wanted = opening->wanted;

	if (wanted->source != NULL)
		zvm_problem(opening->problem, ZVM_END_CHANNEL,
		    "%.120s: error: channel %.80s: %s", wanted->source,
		    wanted->name, what);
	else
		zvm_problem(opening->problem, ZVM_END_CHANNEL,
		    "fd:%d: error: channel %.80s: %s", wanted->fd, wanted->name,
		    what);
	if (wanted->line != 0)
		zvm_problem_hint(opening->problem, "it is in line %u of %.120s",
		    wanted->line, opening->manifest->file);
	return 0;
}

static int access_mode(uint32_t flags)
{
	if (flags == BOTH)
		return O_RDWR;
	return flags & ZVM_CHANNEL_PUT ? O_WRONLY : O_RDONLY;
}

static const char *kind_name(mode_t mode)
{
	if (S_ISDIR(mode))
		return "a directory cannot be a channel";
	if (S_ISBLK(mode))
		return "a block device cannot be a channel";
	if (S_ISSOCK(mode))
		return "a socket's path cannot be a channel";
	return "this kind of file cannot be a channel";
}

/* The gate never polls, so a pipe or terminal that somebody made non-blocking
 * is opened anew, and a socket, which cannot be, made blocking. Regular files
 * never would block, and a new opening would lose their offset. The opening
 * itself must not wait for the other side of a FIFO: no time limit runs yet. */
static int make_blocking(int fd, mode_t mode)
{
	char path[32];
	int flags = fcntl(fd, F_GETFL);
	int fresh;

	if (flags < 0 || !(flags & O_NONBLOCK) || S_ISREG(mode))
		return fd;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	fresh =
	    open(path, (flags & O_ACCMODE) | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fresh >= 0) {
		fcntl(fresh, F_SETFL, flags & ~O_NONBLOCK);
		close(fd);
		return fresh;
	}
	fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
	return fd;
}

static int settle_kind(const struct opening *opening,
    struct zvm_channel *channel, const struct stat *st)
{
	const struct zvm_manifest_channel *wanted = opening->wanted;

	channel->regular = S_ISREG(st->st_mode);
	if (channel->regular) {
		channel->size = st->st_size;
		channel->dev = st->st_dev;
		channel->ino = st->st_ino;
		channel->exists = 1;
		return 1;
	}
	if (wanted->flags == BOTH)
		return failed(
		    opening, "read and written, which needs a regular file");
	if (wanted->type != ZVM_CHANNEL_SGET_SPUT &&
	    !(wanted->type == ZVM_CHANNEL_RGET_SPUT &&
		wanted->flags == ZVM_CHANNEL_PUT) &&
	    !(wanted->type == ZVM_CHANNEL_SGET_RPUT &&
		wanted->flags == ZVM_CHANNEL_GET) &&
	    !S_ISCHR(st->st_mode))
		return failed(
		    opening, "random access, which needs a regular file");
	return 1;
}

static int open_descriptor(
    const struct opening *opening, struct zvm_channel *channel, int fd)
{
	const struct zvm_manifest_channel *wanted = opening->wanted;
	struct stat st;
	int mode = fcntl(fd, F_GETFL);

	if (mode < 0)
		return failed(opening, "the descriptor is not open");
	mode &= O_ACCMODE;
	if ((wanted->flags & ZVM_CHANNEL_GET && mode == O_WRONLY) ||
	    (wanted->flags & ZVM_CHANNEL_PUT && mode == O_RDONLY))
		return failed(
		    opening, mode == O_RDONLY
				 ? "the descriptor is not open for writing"
				 : "the descriptor is not open for reading");
	channel->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (channel->fd < 0 || fstat(channel->fd, &st) != 0)
		return failed(opening, strerror(errno));
	if (S_ISDIR(st.st_mode) || S_ISBLK(st.st_mode))
		return failed(opening, kind_name(st.st_mode));
	channel->fd = make_blocking(channel->fd, st.st_mode);
	channel->terminal = isatty(channel->fd);
	return settle_kind(opening, channel, &st);
}

/* The directory of a path that need not exist; its identity stands for the
 * file's. */
static int resolve_new(
    const struct opening *opening, struct zvm_channel *channel)
{
	const char *source = opening->wanted->source;
	const char *slash = strrchr(source, '/');
	const char *base = slash != NULL ? slash + 1 : source;
	char *directory, *resolved;
	struct stat st;

	if (*base == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0)
		return failed(opening, "not the name of a file");
	directory = slash == NULL
			? strdup(".")
			: strndup(source,
			      slash == source ? 1 : (size_t)(slash - source));
	resolved = directory != NULL ? realpath(directory, NULL) : NULL;
	free(directory);
	if (resolved == NULL || stat(resolved, &st) != 0) {
		free(resolved);
		return failed(opening, strerror(errno));
	}
	channel->dev = st.st_dev;
	channel->ino = st.st_ino;
	if (asprintf(&channel->path, "%s/%s",
		strcmp(resolved, "/") == 0 ? "" : resolved, base) < 0)
		channel->path = NULL;
	free(resolved);
	return channel->path != NULL || failed(opening, strerror(ENOMEM));
}

/* mode: of the file that will be replaced, or of a new one. */
static int open_aside(
    const struct opening *opening, struct zvm_channel *channel, mode_t mode)
{
	const char *base = strrchr(channel->path, '/') + 1;
	int directory = (int)(base - channel->path);

	for (int attempt = 0; attempt < 100; attempt++) {
		char *aside;

		if (asprintf(&aside, "%.*s.%.200s.zvm-%d-%d", directory,
			channel->path, base, (int)getpid(), attempt) < 0)
			return failed(opening, strerror(ENOMEM));
		channel->fd =
		    open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (channel->fd >= 0) {
			channel->aside = aside;
			channel->regular = 1;
			if (fchmod(channel->fd, mode) != 0)
				return failed(opening, strerror(errno));
			return 1;
		}
		free(aside);
		if (errno != EEXIST)
			break;
	}
	return failed(opening, strerror(errno));
}

/* Its files look regular and are not: /proc/self/mem is the memory of this
 * process, others tell of the machine. */
static int in_proc(int fd)
{
	struct statfs fs;

	return fstatfs(fd, &fs) != 0 || fs.f_type == PROC_SUPER_MAGIC;
}

static int open_regular(const struct opening *opening,
    struct zvm_channel *channel, const struct stat *st)
{
	const struct zvm_manifest_channel *wanted = opening->wanted;
	int flags = access_mode(wanted->flags) | O_CLOEXEC | O_NOCTTY;
	struct stat opened;

	if (wanted->flags == ZVM_CHANNEL_PUT && !wanted->append) {
		if (st != NULL && access(channel->path, W_OK) != 0)
			return failed(opening, strerror(errno));
		return open_aside(
		    opening, channel, st != NULL ? st->st_mode & 0777 : 0600);
	}
	if (wanted->flags & ZVM_CHANNEL_PUT)
		flags |= O_CREAT;
	if (wanted->flags & ZVM_CHANNEL_PUT &&
	    !(wanted->type & ZVM_CHANNEL_SGET_RPUT))
		flags |= O_APPEND;
	channel->fd = open(channel->path, flags | O_NONBLOCK, 0600);
	if (channel->fd < 0 || fstat(channel->fd, &opened) != 0)
		return failed(opening, strerror(errno));
	if (!S_ISREG(opened.st_mode))
		return failed(opening, "changed while it was opened");
	if (in_proc(channel->fd))
		return failed(opening, "a file of /proc cannot be a channel");
	return settle_kind(opening, channel, &opened);
}

/* "/dev/stdout" and the like name a descriptor, wherever it leads. */
static int descriptor_path(const char *path)
{
	static const char *const names[] = {
	    "/dev/stdin", "/dev/stdout", "/dev/stderr"};
	static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};

	for (int i = 0; i < 3; i++)
		if (strcmp(path, names[i]) == 0)
			return i;
	for (int i = 0; i < 2; i++) {
		size_t length = strlen(folders[i]);
		char *end;
		long fd;

		if (strncmp(path, folders[i], length) != 0)
			continue;
		if (path[length] < '0' || path[length] > '9')
			return -1; /* strtol takes signs and blanks */
		fd = strtol(path + length, &end, 10);
		if (*end == '\0' && fd <= INT32_MAX)
			return (int)fd;
	}
	return -1;
}

static int open_path(const struct opening *opening, struct zvm_channel *channel)
{
	const struct zvm_manifest_channel *wanted = opening->wanted;
	struct stat st;

	if (stat(wanted->source, &st) != 0) {
		if (errno != ENOENT || !(wanted->flags & ZVM_CHANNEL_PUT))
			return failed(opening, strerror(errno));
		return resolve_new(opening, channel) &&
		       open_regular(opening, channel, NULL);
	}
	channel->path = realpath(wanted->source, NULL);
	if (channel->path == NULL)
		return failed(opening, strerror(errno));
	if (S_ISREG(st.st_mode)) {
		channel->dev = st.st_dev;
		channel->ino = st.st_ino;
		channel->exists = 1;
		return open_regular(opening, channel, &st);
	}
	if (S_ISFIFO(st.st_mode)) {
		channel->fifo = 1;
		return settle_kind(opening, channel, &st);
	}
	if (!S_ISCHR(st.st_mode))
		return failed(opening, kind_name(st.st_mode));
	channel->fd = open(
	    channel->path, access_mode(wanted->flags) | O_CLOEXEC | O_NOCTTY);
	if (channel->fd < 0)
		return failed(opening, strerror(errno));
	channel->terminal = isatty(channel->fd);
	return settle_kind(opening, channel, &st);
}

int zvm_channel_open_fifo(struct zvm_channel *channel,
    const struct zvm_manifest_channel *wanted, struct zvm_problem *problem)
{
	struct stat st;

	channel->fd = open(
	    channel->path, access_mode(wanted->flags) | O_CLOEXEC | O_NOCTTY);
	if (channel->fd >= 0 && fstat(channel->fd, &st) == 0 &&
	    S_ISFIFO(st.st_mode))
		return 1;
	return zvm_problem(problem, ZVM_END_CHANNEL,
	    "%.120s: error: channel %.80s: %s", wanted->source, wanted->name,
	    channel->fd < 0 ? strerror(errno) : "changed while it was opened");
}

/* Two channels on one regular file would see each other's writes in an order
 * that is nobody's. Inherited descriptors are the caller's own arrangement
 * (2>&1), checked against paths only. */
static int same_file(const struct zvm_channel *a, const struct zvm_channel *b)
{
	if (!a->regular || !b->regular || (a->path == NULL && b->path == NULL))
		return 0;
	if (a->dev != b->dev || a->ino != b->ino || a->exists != b->exists)
		return 0;
	return a->exists ||
	       strcmp(strrchr(a->path, '/'), strrchr(b->path, '/')) == 0;
}

static int check_sharing(
    const struct opening *opening, const struct zvm_channel *channels)
{
	const struct zvm_manifest_channel *wanted = opening->wanted;
	uint32_t i = (uint32_t)(wanted - opening->manifest->channels);
	const struct zvm_manifest_channel *other;
	char what[160];

	for (uint32_t j = 0; j < i; j++) {
		other = &opening->manifest->channels[j];
		if (!same_file(&channels[i], &channels[j]) ||
		    ((wanted->flags | other->flags) & ZVM_CHANNEL_PUT) == 0)
			continue;
		snprintf(what, sizeof(what),
		    "the same file is behind channel "
		    "%.80s, and one of them writes",
		    other->name);
		return failed(opening, what);
	}
	return 1;
}

struct zvm_channel *zvm_channels_open(
    const struct zvm_manifest *manifest, struct zvm_problem *problem)
{
	struct opening opening = {manifest, NULL, problem};
	struct zvm_channel *channels =
	    calloc(manifest->channel_count, sizeof(*channels));
	int ok = channels != NULL;

	if (!ok)
		zvm_problem(problem, ZVM_END_MEMORY, "error: out of memory");
	for (uint32_t i = 0; ok && i < manifest->channel_count; i++)
		channels[i].fd = -1;
	/* Inherited descriptors first: once a path is open, its number could
	 * be taken for one of theirs. */
	for (int paths = 0; paths < 2; paths++) {
		for (uint32_t i = 0; ok && i < manifest->channel_count; i++) {
			int fd = manifest->channels[i].fd;

			opening.wanted = &manifest->channels[i];
			if (fd < 0)
				fd = descriptor_path(opening.wanted->source);
			if ((fd < 0) != paths)
				continue;
			ok = paths
				 ? open_path(&opening, &channels[i])
				 : open_descriptor(&opening, &channels[i], fd);
		}
	}
	for (uint32_t i = 0; ok && i < manifest->channel_count; i++) {
		opening.wanted = &manifest->channels[i];
		ok = check_sharing(&opening, channels);
	}
	if (ok)
		return channels;
	if (channels != NULL)
		zvm_channels_finish(channels, manifest, 0, problem);
	return NULL;
}
