/* SPDX-License-Identifier: Apache-2.0
 *
 * A tar image becomes a tree: one pass over the headers, a node for each
 * entry. Data stays where it is: in the channel, mapped where the runtime can
 * do that and read piece by piece where it can't. An image that is wrong ends
 * the session with its name and the offset.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include "internal/fs.h"
#include "internal/memory.h"
#include "internal/message.h"
#include "internal/tar.h"

#pragma weak __zrt_openable

struct zrt_image {
	int channel;
	const char *name;
	int64_t size;
	const uint8_t *map; /* null: not mapped */
	uint8_t *buffer;    /* for headers */
	uint32_t buffer_size, buffer_used;
	int64_t buffer_start;
};

/* While an image is read. */
struct reader {
	struct zrt_image *image;
	struct zrt_node *root;
	/* The directory of the entry before: images are written directory by
	 * directory. */
	struct zrt_node *directory;
	char *directory_path;
	size_t directory_length;
};

static void __attribute__((noreturn)) wrong(const struct zrt_image *image,
    int64_t offset, const char *text, const char *path)
{
	char number[24];

	__zrt_fatal(image->name, ": offset ", __zrt_decimal(offset, number),
	    ": error: ", text, path ? ": " : "", path ? path : "", NULL);
}

static int read_channel(
    struct zrt_image *image, void *buffer, uint32_t size, int64_t offset)
{
	while (size) {
		ssize_t done = __zrt_gate_result(
		    zvm_pread(image->channel, buffer, size, offset));

		if (done <= 0) {
			if (done == 0)
				errno = EIO;
			return -1;
		}
		buffer = (char *)buffer + done;
		offset += done;
		size -= (uint32_t)done;
	}
	return 0;
}

int __zrt_image_copy(
    struct zrt_image *image, void *buffer, uint32_t size, int64_t offset)
{
	if (!image->map)
		return read_channel(image, buffer, size, offset);
	memcpy(buffer, image->map + offset, size);
	return 0;
}

const void *__zrt_image_bytes(
    struct zrt_image *image, int64_t offset, uint32_t size)
{
	(void)size;
	return image->map ? image->map + offset : NULL;
}

/* Headers are read, not looked at where they are mapped: that would fault in
 * the pages around each of them, most of which nobody needs. One block at a
 * time, since what lies behind a header mostly is data. */
#define AHEAD 512

static const uint8_t *bytes_at(void *context, int64_t offset, uint32_t size)
{
	struct zrt_image *image = context;
	uint32_t wanted = size < AHEAD ? AHEAD : size;

	if (offset >= image->buffer_start &&
	    offset + size <= image->buffer_start + image->buffer_used)
		return image->buffer + (offset - image->buffer_start);
	if (wanted > image->size - offset)
		wanted = (uint32_t)(image->size - offset);
	if (wanted > image->buffer_size) {
		uint8_t *larger = realloc(image->buffer, wanted);

		if (!larger)
			return NULL;
		image->buffer = larger;
		image->buffer_size = wanted;
	}
	image->buffer_used = 0;
	if (read_channel(image, image->buffer, wanted, offset))
		return NULL;
	image->buffer_start = offset;
	image->buffer_used = wanted;
	return image->buffer;
}

/* The directory of a name in another one, made when it is missing. */
static struct zrt_node *enter(struct reader *reader, struct zrt_node *in,
    const char *text, size_t length, const struct zrt_tar_entry *entry)
{
	struct zrt_name *name = __zrt_name_find(in, text, length);
	struct zrt_node *made;

	if (name) {
		if (!S_ISDIR(name->node->mode))
			wrong(reader->image, entry->offset,
			    "below something that is no directory",
			    entry->path);
		return name->node;
	}
	made = __zrt_directory_new(0755);
	if (!made || !__zrt_name_add(in, text, length, made))
		wrong(reader->image, entry->offset,
		    "no memory for the file tree", NULL);
	return made;
}

/* Walk a path down to the directory that holds its last component, which is
 * left in *last; empty for the root itself. */
static struct zrt_node *walk(struct reader *reader, const char *path,
    const struct zrt_tar_entry *entry, const char **last, size_t *last_length)
{
	struct zrt_node *in = reader->root;
	const char *start = path;

	*last = "";
	*last_length = 0;
	if (reader->directory_length &&
	    strncmp(path, reader->directory_path, reader->directory_length) ==
		0 &&
	    path[reader->directory_length] != '.' &&
	    path[reader->directory_length] != '\0' &&
	    !strchr(path + reader->directory_length, '/')) {
		path += reader->directory_length;
		in = reader->directory;
	}
	for (;;) {
		size_t length;

		path += strspn(path, "/");
		length = strcspn(path, "/");
		if (!length)
			break;
		if (length == 1 && path[0] == '.') {
			path++;
			continue;
		}
		if (length == 2 && path[0] == '.' && path[1] == '.')
			wrong(reader->image, entry->offset,
			    "a path with .. in it", entry->path);
		if (length > NAME_MAX)
			wrong(reader->image, entry->offset,
			    "a name of more than 255 bytes", entry->path);
		if (*last_length)
			in = enter(reader, in, *last, *last_length, entry);
		*last = path;
		*last_length = length;
		path += length;
	}
	/* Remember the directory when the path was plain up to there. */
	if (*last_length && in != reader->directory && in != reader->root) {
		size_t length = (size_t)(*last - start);
		char *copy = realloc(reader->directory_path, length + 1);

		if (copy) {
			memcpy(copy, start, length);
			copy[length] = '\0';
			reader->directory_path = copy;
			reader->directory_length = length;
			reader->directory = in;
		}
	}
	return in;
}

static struct zrt_node *hard_link(
    struct reader *reader, const struct zrt_tar_entry *entry)
{
	const char *last;
	size_t length;
	struct zrt_node *in = walk(reader, entry->link, entry, &last, &length);
	struct zrt_name *name =
	    length ? __zrt_name_find(in, last, length) : NULL;

	if (!name)
		wrong(reader->image, entry->offset,
		    "a hard link to what is not there", entry->link);
	if (S_ISDIR(name->node->mode))
		wrong(reader->image, entry->offset,
		    "a hard link to a directory", entry->link);
	return name->node;
}

static struct zrt_node *file(
    struct reader *reader, const struct zrt_tar_entry *entry)
{
	struct zrt_node *node = __zrt_regular_new(0);
	struct zrt_regular *regular;

	if (!node)
		return NULL;
	regular = &node->regular;
	regular->size = regular->image_end = entry->size;
	regular->image = reader->image;
	regular->image_offset = entry->data;
	if (entry->sparse) {
		/* Never empty: no pieces means one that is everything. */
		regular->pieces =
		    calloc(entry->piece_count + 1, sizeof(*regular->pieces));
		if (!regular->pieces)
			return NULL;
		for (uint32_t i = 0; i < entry->piece_count; i++) {
			const struct zrt_tar_piece *piece = &entry->pieces[i];

			if (piece->size)
				regular->pieces[regular->piece_count++] =
				    (struct zrt_piece){piece->start,
					piece->size, piece->offset};
		}
	}
	return node;
}

/* A device or FIFO. When nothing can be opened, it is there for exports. */
static struct zrt_node *special(mode_t type, dev_t device)
{
	static const struct zrt_node_ops never_opened;
	struct zrt_node *node;

	if (&__zrt_openable)
		return type == S_IFIFO
			   ? __zrt_openable.new_fifo(0)
			   : __zrt_openable.new_device(type, device);
	node = __zrt_node_new(type, &never_opened);
	if (node)
		node->device = device;
	return node;
}

static struct zrt_node *make(
    struct reader *reader, const struct zrt_tar_entry *entry)
{
	switch (entry->kind) {
	case ZRT_TAR_FILE:
		return file(reader, entry);
	case ZRT_TAR_SYMLINK:
		if (!*entry->link)
			wrong(reader->image, entry->offset,
			    "a symbolic link without a target", entry->path);
		return __zrt_symlink_new(entry->link, strlen(entry->link));
	case ZRT_TAR_CHARACTER:
	case ZRT_TAR_BLOCK:
		return special(entry->kind == ZRT_TAR_BLOCK ? S_IFBLK : S_IFCHR,
		    makedev(entry->major, entry->minor));
	case ZRT_TAR_FIFO:
		return special(S_IFIFO, 0);
	default:
		return __zrt_directory_new(0);
	}
}

static void set_attributes(
    struct zrt_node *node, const struct zrt_tar_entry *entry)
{
	if (!S_ISLNK(node->mode))
		node->mode = (node->mode & S_IFMT) | entry->mode;
	node->owner = entry->owner;
	node->group = entry->group;
	node->modified.tv_sec = entry->modified.seconds;
	node->modified.tv_nsec = entry->modified.nanoseconds;
	node->accessed = node->changed = node->modified;
}

static void add_entry(struct reader *reader, const struct zrt_tar_entry *entry)
{
	const char *last;
	size_t length;
	struct zrt_node *in = walk(reader, entry->path, entry, &last, &length);
	struct timespec modified, changed;
	struct zrt_name *old;
	struct zrt_node *node;

	if (!length) {
		if (entry->kind != ZRT_TAR_DIRECTORY)
			wrong(reader->image, entry->offset,
			    "an entry without a name", NULL);
		set_attributes(reader->root, entry);
		return;
	}
	old = __zrt_name_find(in, last, length);
	if (old && S_ISDIR(old->node->mode)) {
		if (entry->kind != ZRT_TAR_DIRECTORY)
			wrong(reader->image, entry->offset,
			    "something that replaces a directory", entry->path);
		set_attributes(old->node, entry);
		return;
	}
	if (entry->kind == ZRT_TAR_HARD_LINK) {
		/* Looking for the target may make directories on the way,
		 * but never takes one away. */
		node = hard_link(reader, entry);
		if (old && old->node == node)
			return;
	} else {
		node = make(reader, entry);
		if (!node)
			wrong(reader->image, entry->offset,
			    "no memory for the file tree", NULL);
		set_attributes(node, entry);
	}
	/* The directory's own times are those of its entry. */
	modified = in->modified;
	changed = in->changed;
	if (old)
		__zrt_name_remove(old); /* a later entry replaces */
	if (!__zrt_name_add(in, last, length, node))
		wrong(reader->image, entry->offset,
		    "no memory for the file tree", NULL);
	node->changed = node->modified;
	in->modified = modified;
	in->changed = changed;
}

struct zrt_node *__zrt_image_read(uint32_t channel)
{
	const struct zvm_channel_info *info =
	    &((const struct zvm_channel_info *)__zrt_boot->channels)[channel];
	struct zrt_image *image = calloc(1, sizeof(*image));
	struct reader reader = {.image = image};
	struct zrt_tar_source source = {.at = bytes_at};
	struct zrt_tar_entry entry;
	struct zrt_tar *tar;
	int result;

	if (!image)
		__zrt_fatal("error: no memory for the file tree", NULL);
	image->channel = (int)channel;
	image->name = (const char *)info->name;
	image->size = info->size;
	if (image->size > 0 && image->size <= INT32_MAX)
		image->map =
		    __zrt_channel_map((int)channel, 0, (uint32_t)image->size);

	reader.root = __zrt_directory_new(0755);
	source.context = image;
	source.size = image->size;
	tar = __zrt_tar_open(&source);
	if (!reader.root || !tar)
		__zrt_fatal("error: no memory for the file tree", NULL);
	reader.root->links = 2;
	reader.root->directory.parent = reader.root;

	while ((result = __zrt_tar_next(tar, &entry)) > 0)
		add_entry(&reader, &entry);
	if (result < 0) {
		int64_t offset;
		const char *text = __zrt_tar_error(tar, &offset);

		wrong(image, offset, text, NULL);
	}
	__zrt_tar_close(tar);
	free(reader.directory_path);
	free(image->buffer);
	image->buffer = NULL;
	image->buffer_size = 0;
	return reader.root;
}
