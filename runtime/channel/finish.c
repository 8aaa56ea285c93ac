/* SPDX-License-Identifier: Apache-2.0
 *
 * The end of channels: outputs appear under their names, all of them, or none.
 *
 * Every output first gets a name beside its own, which is where most errors
 * come. Then each takes its place: a new file by a rename that replaces
 * nothing, an old one by exchanging the two names, so that an error at a later
 * output can put everything back. Each step is atomic, the sequence is not: a
 * supervisor that is killed between two of them leaves the first ones done.
 */
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../../zrt/abi/zvm_abi.h"

static int same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

int zvm_source_unchanged(const struct zvm_source *source)
{
	struct stat st;

	return fstat(source->fd, &st) == 0 && st.st_size == source->size &&
	       same_time(st.st_mtim, source->modified) &&
	       same_time(st.st_ctim, source->changed);
}

static int failed(const struct zvm_source *source,
    const struct zvm_manifest_channel *channel, struct zvm_problem *problem)
{
	return zvm_problem(problem, ZVM_END_HOST,
	    "%.160s: error: cannot finish channel %.80s: %s",
	    source->path ? source->path : "descriptor", channel->name,
	    strerror(errno));
}

/* Give the file aside its name, as renameat2 does; 0 or -1 with errno. */
static int rename_aside(const struct zvm_source *source, unsigned flags)
{
	return (int)syscall(SYS_renameat2, AT_FDCWD, source->aside, AT_FDCWD,
	    source->path, flags);
}

/* Nothing can fail behind the last one, so nothing has to be put back. */
static int replace(struct zvm_source *source)
{
	return rename(source->aside, source->path) == 0 &&
	       (source->appeared = 1);
}

/* 0 with errno set. Where the file system cannot exchange names, the old file
 * is replaced for good. */
static int appear(struct zvm_source *source)
{
	if (source->last)
		return replace(source);
	/* Twice: somebody else may make or remove the file meanwhile. */
	for (int attempt = 0; attempt < 2; attempt++) {
		if (rename_aside(source, RENAME_NOREPLACE) == 0)
			return source->appeared = 1;
		if (errno != EEXIST)
			break;
		if (rename_aside(source, RENAME_EXCHANGE) == 0)
			return source->appeared = source->swapped = 1;
		if (errno != ENOENT)
			break;
	}
	if (errno != EINVAL && errno != ENOSYS)
		return 0;
	return replace(source);
}

static void undo(struct zvm_source *source)
{
	if (source->swapped)
		rename_aside(source, RENAME_EXCHANGE);
	else
		rename(source->path, source->aside);
	source->appeared = source->swapped = 0;
}

/* Calls step for the outputs of every channel until one fails. */
static int each_output(struct zvm_source *sources,
    const struct zvm_manifest *manifest, struct zvm_problem *problem,
    int (*step)(struct zvm_source *))
{
	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		const struct zvm_manifest_channel *channel =
		    &manifest->channels[i];

		for (uint32_t s = 0; s < channel->source_count; s++) {
			struct zvm_source *source =
			    &sources[channel->first_source + s];

			if (source->output && !step(source))
				return failed(source, channel, problem);
		}
	}
	return 1;
}

/* In the order of each_output. */
static void mark_last(
    struct zvm_source *sources, const struct zvm_manifest *manifest)
{
	for (uint32_t i = manifest->channel_count; i-- > 0;) {
		const struct zvm_manifest_channel *channel =
		    &manifest->channels[i];

		for (uint32_t s = channel->source_count; s-- > 0;)
			if (sources[channel->first_source + s].output) {
				sources[channel->first_source + s].last = 1;
				return;
			}
	}
}

/* Some file systems tell of a full disk only here. */
static int close_puts(struct zvm_source *sources,
    const struct zvm_manifest *manifest, struct zvm_problem *problem)
{
	int ok = 1;

	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		const struct zvm_manifest_channel *channel =
		    &manifest->channels[i];

		for (uint32_t s = 0; s < channel->source_count; s++) {
			struct zvm_source *source =
			    &sources[channel->first_source + s];
			int fd = source->fd;

			source->fd = -1;
			if (fd >= 0 && close(fd) != 0 &&
			    channel->flags & ZVM_CHANNEL_PUT)
				ok = failed(source, channel, problem);
		}
	}
	return ok;
}

/* Nobody would look for what stays: once more when it fails. */
static void remove_file(const char *path)
{
	if (unlink(path) != 0)
		unlink(path);
}

static void forget(struct zvm_source *source, enum zvm_outcome outcome)
{
	if (source->fd >= 0)
		close(source->fd);
	/* Not ours to remove: the new file's old name is gone already, or
	 * stands for what was replaced. */
	if (source->aside != NULL && (!source->appeared || source->swapped))
		remove_file(source->aside);
	if (source->created && outcome == ZVM_OUTCOME_UNUSED)
		remove_file(source->path);
	free(source->aside);
	free(source->path);
}

int zvm_sources_finish(struct zvm_source *sources,
    const struct zvm_manifest *manifest, enum zvm_outcome outcome,
    struct zvm_problem *problem)
{
	int ok = 1;

	if (outcome == ZVM_OUTCOME_KEEP) {
		mark_last(sources, manifest);
		ok = each_output(sources, manifest, problem, zvm_aside_name) &&
		     close_puts(sources, manifest, problem) &&
		     each_output(sources, manifest, problem, appear);
		for (uint32_t i = 0; !ok && i < manifest->source_count; i++)
			if (sources[i].appeared)
				undo(&sources[i]);
	}
	for (uint32_t i = 0; i < manifest->source_count; i++)
		forget(&sources[i], outcome);
	free(sources);
	return ok;
}
