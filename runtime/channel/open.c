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
	const struct zvm_manifest_channel *channel;
	const struct zvm_manifest_source *wanted;
	struct zvm_problem *problem;
};

static int failed(const struct opening *opening, const char *what)
{
	const struct zvm_manifest_channel *channel = opening->channel;
	char descriptor[24];

	snprintf(descriptor, sizeof(descriptor), "fd:%d", opening->wanted->fd);
	zvm_problem(opening->problem, ZVM_END_CHANNEL,
	    "%.120s: error: channel %.80s: %s",
	    opening->wanted->path ? opening->wanted->path : descriptor,
	    channel->name, what);
	if (channel->line != 0)
		zvm_problem_hint(opening->problem, "it is in line %u of %.120s",
		    channel->line, opening->manifest->file);
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

/* Its pages are larger than the guest's, and mapping one would replace more
 * than was asked for. */
static int on_hugetlbfs(int fd)
{
	struct statfs fs;

	return fstatfs(fd, &fs) != 0 || fs.f_type == HUGETLBFS_MAGIC;
}

static int settle_kind(const struct opening *opening, struct zvm_source *source,
    const struct stat *st)
{
	const struct zvm_manifest_channel *channel = opening->channel;

	source->regular = S_ISREG(st->st_mode);
	if (source->regular) {
		source->size = st->st_size;
		source->modified = st->st_mtim;
		source->changed = st->st_ctim;
		source->dev = st->st_dev;
		source->ino = st->st_ino;
		source->exists = 1;
		source->huge = channel->flags == ZVM_CHANNEL_GET &&
			       channel->type == ZVM_CHANNEL_RGET_RPUT &&
			       on_hugetlbfs(source->fd);
		return 1;
	}
	if (channel->flags == BOTH)
		return failed(
		    opening, "read and written, which needs a regular file");
	if (channel->type != ZVM_CHANNEL_SGET_SPUT &&
	    !(channel->type == ZVM_CHANNEL_RGET_SPUT &&
		channel->flags == ZVM_CHANNEL_PUT) &&
	    !(channel->type == ZVM_CHANNEL_SGET_RPUT &&
		channel->flags == ZVM_CHANNEL_GET) &&
	    !S_ISCHR(st->st_mode))
		return failed(
		    opening, "random access, which needs a regular file");
	return 1;
}

static int open_descriptor(
    const struct opening *opening, struct zvm_source *source, int fd)
{
	const struct zvm_manifest_channel *channel = opening->channel;
	struct stat st;
	int mode = fcntl(fd, F_GETFL);

	/* What was opened since exec is ours, not the caller's. */
	if (mode < 0 || fcntl(fd, F_GETFD) & FD_CLOEXEC)
		return failed(opening, "the descriptor is not open");
	mode &= O_ACCMODE;
	if ((channel->flags & ZVM_CHANNEL_GET && mode == O_WRONLY) ||
	    (channel->flags & ZVM_CHANNEL_PUT && mode == O_RDONLY))
		return failed(
		    opening, mode == O_RDONLY
				 ? "the descriptor is not open for writing"
				 : "the descriptor is not open for reading");
	source->fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (source->fd < 0 || fstat(source->fd, &st) != 0)
		return failed(opening, strerror(errno));
	if (S_ISDIR(st.st_mode) || S_ISBLK(st.st_mode))
		return failed(opening, kind_name(st.st_mode));
	source->fd = make_blocking(source->fd, st.st_mode);
	source->terminal = isatty(source->fd);
	return settle_kind(opening, source, &st);
}

/* The directory of a path that need not exist; its identity stands for the
 * file's. */
static int resolve_new(const struct opening *opening, struct zvm_source *source)
{
	const char *path = opening->wanted->path;
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	char *directory, *resolved;
	struct stat st;

	if (*base == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0)
		return failed(opening, "not the name of a file");
	directory =
	    slash == NULL
		? strdup(".")
		: strndup(path, slash == path ? 1 : (size_t)(slash - path));
	resolved = directory != NULL ? realpath(directory, NULL) : NULL;
	free(directory);
	if (resolved == NULL || stat(resolved, &st) != 0) {
		free(resolved);
		return failed(opening, strerror(errno));
	}
	source->dev = st.st_dev;
	source->ino = st.st_ino;
	if (asprintf(&source->path, "%s/%s",
		strcmp(resolved, "/") == 0 ? "" : resolved, base) < 0)
		source->path = NULL;
	free(resolved);
	return source->path != NULL || failed(opening, strerror(ENOMEM));
}

/* Its files look regular and are not: /proc/self/mem is the memory of this
 * process, others tell of the machine. */
static int in_proc(int fd)
{
	struct statfs fs;

	return fstatfs(fd, &fs) != 0 || fs.f_type == PROC_SUPER_MAGIC;
}

static int open_in_place(
    const struct opening *opening, struct zvm_source *source)
{
	const struct zvm_manifest_channel *channel = opening->channel;
	int flags = access_mode(channel->flags) | O_CLOEXEC | O_NOCTTY;
	struct stat opened;

	if (channel->flags & ZVM_CHANNEL_PUT &&
	    !(channel->type & ZVM_CHANNEL_SGET_RPUT))
		flags |= O_APPEND;
	source->fd = open(source->path, flags | O_NONBLOCK);
	if (source->fd < 0 && errno == ENOENT &&
	    channel->flags & ZVM_CHANNEL_PUT) {
		source->fd = open(source->path, flags | O_CREAT | O_EXCL, 0600);
		source->created = source->fd >= 0;
	}
	if (source->fd < 0 || fstat(source->fd, &opened) != 0)
		return failed(opening, strerror(errno));
	if (!S_ISREG(opened.st_mode))
		return failed(opening, "changed while it was opened");
	if (in_proc(source->fd))
		return failed(opening, "a file of /proc cannot be a channel");
	return settle_kind(opening, source, &opened);
}

/* st: of the file that is there, or NULL. */
static int open_regular(const struct opening *opening,
    struct zvm_source *source, const struct stat *st)
{
	const struct zvm_manifest_channel *channel = opening->channel;

	if (channel->flags != ZVM_CHANNEL_PUT || channel->append)
		return open_in_place(opening, source);
	if ((st != NULL && access(source->path, W_OK) != 0) ||
	    !zvm_aside_open(source, st != NULL ? st->st_mode & 0777 : 0600))
		return failed(opening, strerror(errno));
	return 1;
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

/* Opening must not wait, for a carrier nor for the other side of a FIFO that
 * took the device's place; what comes later may. */
static int open_device(const struct opening *opening, struct zvm_source *source)
{
	int flags = access_mode(opening->channel->flags) | O_CLOEXEC | O_NOCTTY;
	struct stat opened;

	source->fd = open(source->path, flags | O_NONBLOCK);
	if (source->fd < 0 || fstat(source->fd, &opened) != 0 ||
	    fcntl(source->fd, F_SETFL, flags & O_ACCMODE) != 0)
		return failed(opening, strerror(errno));
	if (!S_ISCHR(opened.st_mode))
		return failed(opening, "changed while it was opened");
	source->terminal = isatty(source->fd);
	return settle_kind(opening, source, &opened);
}

static int open_path(const struct opening *opening, struct zvm_source *source)
{
	const struct zvm_manifest_channel *channel = opening->channel;
	const char *path = opening->wanted->path;
	struct stat st;

	if (stat(path, &st) != 0) {
		if (errno != ENOENT || !(channel->flags & ZVM_CHANNEL_PUT))
			return failed(opening, strerror(errno));
		return resolve_new(opening, source) &&
		       open_regular(opening, source, NULL);
	}
	/* Renames go where links lead; to open it, the name will do. */
	source->path = S_ISREG(st.st_mode) && channel->flags & ZVM_CHANNEL_PUT
			   ? realpath(path, NULL)
			   : strdup(path);
	if (source->path == NULL)
		return failed(opening, strerror(errno));
	if (S_ISREG(st.st_mode)) {
		source->dev = st.st_dev;
		source->ino = st.st_ino;
		source->exists = 1;
		return open_regular(opening, source, &st);
	}
	if (S_ISFIFO(st.st_mode)) {
		source->fifo = 1;
		return settle_kind(opening, source, &st);
	}
	if (!S_ISCHR(st.st_mode))
		return failed(opening, kind_name(st.st_mode));
	return open_device(opening, source);
}

int zvm_source_open_fifo(struct zvm_source *source,
    const struct zvm_manifest_channel *channel,
    const struct zvm_manifest_source *wanted, struct zvm_problem *problem)
{
	struct stat st;

	source->fd = open(
	    source->path, access_mode(channel->flags) | O_CLOEXEC | O_NOCTTY);
	if (source->fd >= 0 && fstat(source->fd, &st) == 0 &&
	    S_ISFIFO(st.st_mode))
		return 1;
	return zvm_problem(problem, ZVM_END_CHANNEL,
	    "%.120s: error: channel %.80s: %s", wanted->path, channel->name,
	    source->fd < 0 ? strerror(errno) : "changed while it was opened");
}

/* Two channels on one regular file would see each other's writes in an order
 * that is nobody's. Inherited descriptors are the caller's own arrangement
 * (2>&1), checked against paths only. */
static int same_file(const struct zvm_source *a, const struct zvm_source *b)
{
	if (!a->regular || !b->regular || (a->path == NULL && b->path == NULL))
		return 0;
	if (a->path != NULL && b->path != NULL && strcmp(a->path, b->path) == 0)
		return 1;
	if (a->dev != b->dev || a->ino != b->ino || a->exists != b->exists)
		return 0;
	return a->exists ||
	       strcmp(strrchr(a->path, '/'), strrchr(b->path, '/')) == 0;
}

/* Walks over all sources with their channels; returns 0 when done. */
static int next_source(struct opening *opening, uint32_t *index)
{
	const struct zvm_manifest *manifest = opening->manifest;
	const struct zvm_manifest_channel *channel = opening->channel;

	if (channel == NULL) {
		channel = manifest->channels;
		*index = 0;
	} else if (++*index == channel->source_count) {
		channel++;
		*index = 0;
	}
	if (channel == manifest->channels + manifest->channel_count)
		return 0;
	opening->channel = channel;
	opening->wanted = &manifest->sources[channel->first_source + *index];
	return 1;
}

static int check_sharing(
    const struct opening *opening, const struct zvm_source *sources)
{
	struct opening other = {opening->manifest, NULL, NULL, NULL};
	const struct zvm_manifest_source *all = opening->manifest->sources;
	char what[160];
	uint32_t index;

	while (next_source(&other, &index) && other.wanted != opening->wanted) {
		if (!same_file(&sources[opening->wanted - all],
			&sources[other.wanted - all]) ||
		    ((opening->channel->flags | other.channel->flags) &
			ZVM_CHANNEL_PUT) == 0)
			continue;
		snprintf(what, sizeof(what),
		    "the same file is behind channel %.80s, and one of them "
		    "writes",
		    other.channel->name);
		return failed(opening, what);
	}
	return 1;
}

struct zvm_source *zvm_sources_open(
    const struct zvm_manifest *manifest, struct zvm_problem *problem)
{
	struct opening opening = {manifest, NULL, NULL, problem};
	struct zvm_source *sources =
	    calloc(manifest->source_count, sizeof(*sources));
	uint32_t index;
	int ok = sources != NULL;

	if (!ok)
		zvm_problem(problem, ZVM_END_MEMORY, "error: out of memory");
	for (uint32_t i = 0; ok && i < manifest->source_count; i++)
		sources[i].fd = -1;
	/* Inherited descriptors first: once a path is open, its number could
	 * be taken for one of theirs. */
	for (int paths = 0; paths < 2; paths++) {
		opening.channel = NULL;
		while (ok && next_source(&opening, &index)) {
			struct zvm_source *source =
			    &sources[opening.wanted - manifest->sources];
			int fd = opening.wanted->fd;

			if (opening.wanted->network.kind != ZVM_NETWORK_NONE)
				continue;
			if (fd < 0)
				fd = descriptor_path(opening.wanted->path);
			if ((fd < 0) != paths)
				continue;
			ok = paths ? open_path(&opening, source)
				   : open_descriptor(&opening, source, fd);
		}
	}
	opening.channel = NULL;
	while (ok && next_source(&opening, &index))
		ok = check_sharing(&opening, sources);
	if (ok)
		return sources;
	if (sources != NULL)
		zvm_sources_finish(
		    sources, manifest, ZVM_OUTCOME_UNUSED, problem);
	return NULL;
}
