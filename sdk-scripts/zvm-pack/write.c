/* SPDX-License-Identifier: Apache-2.0
 *
 * Writing the settled list as a tar image.
 */
#include "zvm_pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Writes exactly `size` bytes: what the header promised. */
static void copy_data(FILE *out, const char *host, uint64_t size)
{
	static char buffer[1 << 18];
	int fd = open(host, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	uint64_t left = size;

	if (fd < 0 && errno == ELOOP) /* a source that is itself a link */
		fd = open(host, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		pack_fail("error: %s: %s", host, strerror(errno));
	while (left > 0) {
		ssize_t got = read(
		    fd, buffer, left < sizeof(buffer) ? left : sizeof(buffer));

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			pack_fail("error: %s: %s", host, strerror(errno));
		if (got == 0)
			pack_fail("error: %s: it got shorter while it was read",
			    host);
		if (fwrite(buffer, 1, (size_t)got, out) != (size_t)got)
			pack_fail(
			    "error: writing the image: %s", strerror(errno));
		left -= (uint64_t)got;
	}
	if (read(fd, buffer, 1) != 0)
		pack_fail("error: %s: it got longer while it was read", host);
	close(fd);
	for (; size % ZVM_TAR_BLOCK != 0; size++)
		fputc('\0', out);
}

static void describe(const struct pack_list *list,
    const struct pack_options *options, const struct pack_entry *entry,
    struct zvm_tar_entry *tar)
{
	mode_t mode = entry->st.st_mode;

	*tar = (struct zvm_tar_entry){
	    .type = ZVM_TAR_FILE,
	    .path = entry->guest,
	    .link = entry->target != NULL ? entry->target : "",
	    .mode = mode & 07777,
	    .mtime = options->mtime,
	    .mtime_nanoseconds = options->mtime_nanoseconds,
	};
	if (S_ISLNK(mode)) {
		tar->type = ZVM_TAR_SYMLINK;
		tar->mode = 0777;
	} else if (S_ISDIR(mode)) {
		tar->type = ZVM_TAR_DIRECTORY;
	} else if (&list->entries[entry->first] != entry) {
		tar->type = ZVM_TAR_HARD_LINK;
		tar->link = list->entries[entry->first].guest;
	} else {
		tar->size = (uint64_t)entry->st.st_size;
	}
	if (!options->preserve || entry->host == NULL)
		return;
	tar->uid = entry->st.st_uid;
	tar->gid = entry->st.st_gid;
	tar->mtime = entry->st.st_mtim.tv_sec;
	tar->mtime_nanoseconds = (uint32_t)entry->st.st_mtim.tv_nsec;
}

void pack_write(
    const struct pack_list *list, const struct pack_options *options, FILE *out)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct pack_entry *entry = &list->entries[i];
		struct zvm_tar_entry tar;
		char *folder = NULL;

		describe(list, options, entry, &tar);
		if (out == NULL) {
			pack_print(&tar);
			continue;
		}
		if (tar.type == ZVM_TAR_DIRECTORY) {
			if (asprintf(&folder, "%s/", entry->guest) < 0)
				folder = NULL;
			tar.path = pack_checked(folder);
		}
		zvm_tar_write_header(out, &tar);
		if (tar.type == ZVM_TAR_FILE)
			copy_data(out, entry->host, tar.size);
		free(folder);
	}
	if (out != NULL)
		zvm_tar_write_end(out);
}
