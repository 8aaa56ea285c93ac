/* SPDX-License-Identifier: Apache-2.0
 *
 * Programs that stand in a root image: found as the guest would find them,
 * copied into a descriptor that zerovm can load. Images are hostile bytes.
 */
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sdk-scripts/tar/tree.h"

/* Where programs may stand beside the guest's PATH. */
static const char fallback[] = "/usr/bin:/usr/local/bin:/";

static int open_images(
    struct zvm_session *session, struct zvm_tree *tree, int *fds)
{
	struct zvm_tar_reader reader;

	for (int i = 0; i < session->mount_count; i++) {
		const struct mount *mount = &session->mounts[i];

		fds[i] = -1;
		if (mount->export)
			continue;
		fds[i] = open(mount->image, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		if (fds[i] < 0)
			return session_failed(
			    session, "%s: %s", mount->image, strerror(errno));
		if (!zvm_tree_add(tree, fds[i], mount->directory, &reader))
			return session_failed(
			    session, "%s: %s", mount->image, reader.problem);
	}
	return 0;
}

static const char *guest_path(const struct zvm_session *session)
{
	const char *path = "/bin";

	for (int i = 0; i < session->environment.count; i++)
		if (strncmp(session->environment.at[i], "PATH=", 5) == 0)
			path = session->environment.at[i] + 5;
	return path;
}

/* `*where` is then the path that led to the file; the caller frees it. */
static const struct zvm_tree_file *search(
    struct zvm_tree *tree, const char *folders, const char *name, char **where)
{
	while (*folders != '\0') {
		size_t size = strcspn(folders, ":");
		const struct zvm_tree_file *file;

		if (asprintf(where, "%.*s/%s",
			folders[size - (size > 0)] == '/' ? (int)size - 1
							  : (int)size,
			folders, name) < 0) {
			*where = NULL;
			return NULL;
		}
		file = zvm_tree_find(tree, *where);
		if (file != NULL && file->type == ZVM_TAR_FILE)
			return file;
		free(*where);
		*where = NULL;
		folders += size + (folders[size] == ':');
	}
	return NULL;
}

/* A private copy: the image may change before zerovm reads it. */
static int copy_program(
    struct zvm_session *session, const struct zvm_tree_file *file)
{
	int copy = memory_file("program");
	off_t offset = (off_t)file->offset;
	uint64_t left = file->size;
	char buffer[1 << 16];

	while (copy >= 0 && left > 0) {
		ssize_t got = pread(file->image, buffer,
		    left < sizeof(buffer) ? left : sizeof(buffer), offset);
		ssize_t put = got > 0 ? write(copy, buffer, (size_t)got) : got;

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0) {
			errno = put == 0 ? EIO : errno;
			close(copy);
			copy = -1;
			break;
		}
		offset += put;
		left -= (uint64_t)put;
	}
	if (copy < 0)
		return session_failed(session,
		    "%s: cannot copy it out of its "
		    "image: %s",
		    file->path, strerror(errno));
	if (session->program_fd >= 0)
		close(session->program_fd);
	session->program_fd = copy;
	return 0;
}

/* 1, 0 or -1, as zvm_session_program_in_root. */
static int take_program(
    struct zvm_session *session, struct zvm_tree *tree, const char *name)
{
	const struct zvm_tree_file *file;
	char *where = NULL, *own_name;
	const char *known = name;

	if (strchr(name, '/') != NULL) {
		file = name[0] == '/' ? zvm_tree_find(tree, name) : NULL;
	} else {
		file = search(tree, guest_path(session), name, &where);
		if (file == NULL) {
			file = search(tree, fallback, name, &where);
			known = where;
		}
	}
	if (file == NULL || file->type != ZVM_TAR_FILE) {
		free(where);
		return 0;
	}
	own_name = strdup(known);
	free(where);
	if (own_name == NULL)
		return session_failed(session, "out of memory");
	if (file->sparse) {
		free(own_name);
		return session_failed(session,
		    "%s: a program cannot be a "
		    "sparse file of its image",
		    file->path);
	}
	if (copy_program(session, file) != 0) {
		free(own_name);
		return -1;
	}
	free(session->name);
	session->name = own_name;
	return 1;
}

int zvm_session_program_in_root(struct zvm_session *session, const char *name)
{
	int *fds = calloc((size_t)session->mount_count + 1, sizeof(*fds));
	struct zvm_tree *tree = zvm_tree_new();
	int result = -1;

	for (int i = 0; fds != NULL && i < session->mount_count; i++)
		fds[i] = -1;
	if (fds == NULL || tree == NULL)
		session_failed(session, "out of memory");
	else if (open_images(session, tree, fds) == 0)
		result = take_program(session, tree, name);
	for (int i = 0; fds != NULL && i < session->mount_count; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	free(fds);
	if (tree != NULL)
		zvm_tree_free(tree);
	return result;
}
