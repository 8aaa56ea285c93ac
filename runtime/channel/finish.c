/* SPDX-License-Identifier: Apache-2.0
 *
 * The end of channels: outputs appear under their names, or not at all.
 */
#include "channel.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int zvm_channels_finish(struct zvm_channel *channels,
    const struct zvm_manifest *manifest, int keep, struct zvm_problem *problem)
{
	int ok = 1;

	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		struct zvm_channel *channel = &channels[i];

		/* Some file systems tell of a full disk only here. */
		if (channel->fd >= 0 && close(channel->fd) != 0 && keep &&
		    manifest->channels[i].flags & 2)
			ok = zvm_problem(problem, ZVM_END_HOST,
			    "%.160s: error: cannot finish channel %.80s: %s",
			    channel->path ? channel->path : "descriptor",
			    manifest->channels[i].name, strerror(errno));
		channel->fd = -1;
	}
	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		struct zvm_channel *channel = &channels[i];

		if (channel->aside != NULL && keep && ok &&
		    rename(channel->aside, channel->path) != 0)
			ok = zvm_problem(problem, ZVM_END_HOST,
			    "%.160s: error: cannot finish channel %.80s: %s",
			    channel->path, manifest->channels[i].name,
			    strerror(errno));
		if (channel->aside != NULL && !(keep && ok))
			unlink(channel->aside);
		free(channel->aside);
		free(channel->path);
	}
	free(channels);
	return ok;
}
