/* SPDX-License-Identifier: Apache-2.0
 *
 * One line for each entry: type and mode, size, guest path.
 */
#include "zvm_pack.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "runtime/plain.h"

/* Names from an image never reach a terminal as they are. */
static void print_name(const char *name)
{
	zvm_print_escaped(stdout, name, "\\");
}

void pack_print(const struct zvm_tar_entry *entry)
{
	static const char letters[] = "-hlcbdp"; /* types '0' to '6' */
	static const char bits[] = "rwxrwxrwx";
	const char *path = entry->path;
	char type = '?';

	if (entry->type >= ZVM_TAR_FILE && entry->type <= ZVM_TAR_FIFO)
		type = letters[entry->type - ZVM_TAR_FILE];
	putchar(type);
	for (int i = 0; i < 9; i++)
		putchar(entry->mode >> (8 - i) & 1 ? bits[i] : '-');
	printf(" %12llu /", (unsigned long long)entry->size);
	while (*path == '/' || (path[0] == '.' && path[1] == '/'))
		path++;
	print_name(path);
	if (entry->link[0] != '\0') {
		fputs(entry->type == ZVM_TAR_SYMLINK ? " -> " : " = /", stdout);
		print_name(entry->link);
	}
	putchar('\n');
}

void pack_list_image(const char *path)
{
	struct zvm_tar_reader reader;
	struct zvm_tar_entry entry;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int more;

	if (fd < 0)
		pack_fail("error: %s: %s", path, strerror(errno));
	if (!zvm_tar_open(&reader, fd))
		pack_fail("error: %s: %s", path, reader.problem);
	while ((more = zvm_tar_next(&reader, &entry)) > 0) {
		pack_print(&entry);
		zvm_tar_entry_free(&entry);
	}
	if (more < 0)
		pack_fail("error: %s: %s", path, reader.problem);
	close(fd);
}
