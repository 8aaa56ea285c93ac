/* SPDX-License-Identifier: Apache-2.0
 *
 * /proc: what programs read there about themselves and their machine. All of
 * it is a function of the session. Here are the links and what the files have
 * in common.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "internal/fd.h"
#include "internal/message.h"
#include "internal/proc.h"
#include "internal/thread.h"

extern char **__zrt_argv;

void __zrt_put_bytes(struct zrt_text *text, const char *bytes, size_t size)
{
	struct zrt_node *node = text->node;

	if (size && node->ops->write(node, bytes, size, node->regular.size) !=
			(ssize_t)size)
		text->failed = true;
}

void __zrt_put(struct zrt_text *text, const char *string)
{
	__zrt_put_bytes(text, string, strlen(string));
}

void __zrt_put_number(struct zrt_text *text, int64_t number)
{
	char buffer[24];

	__zrt_put(text, __zrt_decimal(number, buffer));
}

void __zrt_put_hex(struct zrt_text *text, uint64_t number, int digits)
{
	while (digits--)
		__zrt_put_bytes(
		    text, &"0123456789abcdef"[number >> (4 * digits) & 15], 1);
}

int64_t __zrt_ticks(void)
{
	return (__zrt_clock_peek() - __zrt_clock_started()) / 10000000;
}

static struct zrt_node *make_text(struct zrt_node *node)
{
	struct zrt_text text = {.node = __zrt_regular_new(0444)};

	if (!text.node)
		return NULL;
	node->text.make(&text, node->text.number);
	if (text.failed) {
		__zrt_node_release(text.node);
		errno = ENOMEM;
		return NULL;
	}
	return text.node;
}

static const struct zrt_node_ops text_ops = {.make = make_text};

struct zrt_node *__zrt_text_file(zrt_text_maker make, int number)
{
	struct zrt_node *node = __zrt_node_new(S_IFREG | 0444, &text_ops);

	if (node) {
		node->text.make = make;
		node->text.number = number;
	}
	return node;
}

bool __zrt_proc_name(
    struct zrt_node *folder, const char *name, struct zrt_node *node)
{
	if (node && __zrt_name_add(folder, name, strlen(name), node))
		return true;
	if (node)
		__zrt_node_release(node);
	return false;
}

void __zrt_follow_numbers(struct zrt_node *folder, int (*next)(int),
    bool (*add)(struct zrt_node *, const char *, int))
{
	struct zrt_name *name = folder->directory.first, *following;
	char buffer[24];

	for (; name; name = following) {
		int number = atoi(name->text);

		following = name->next;
		if (next(number) != number)
			__zrt_remove_tree(name);
	}
	for (int number = next(0); number >= 0; number = next(number + 1)) {
		const char *text = __zrt_decimal(number, buffer);

		if (!__zrt_name_find(folder, text, strlen(text)) &&
		    !add(folder, text, number))
			return;
	}
}

/* Links to what is open, to the working directory, to the program. */

static ssize_t fit(const char *from, size_t length, char *to, size_t size)
{
	memcpy(to, from, length < size ? length : size);
	return (ssize_t)(length < size ? length : size);
}

static ssize_t path_of(struct zrt_node *node, char *buffer, size_t size)
{
	static const char gone[] = " (deleted)";
	ssize_t length = __zrt_node_path(node, buffer, size);
	char number[24];
	const char *digits;
	char text[64];

	if (length >= 0)
		return length < (ssize_t)size ? length : (ssize_t)size;
	if (node->ops->kind) {
		strcpy(text, "anon_inode:");
		strcat(text, node->ops->kind);
		return fit(text, strlen(text), buffer, size);
	}
	if (!S_ISFIFO(node->mode) && !S_ISSOCK(node->mode))
		return fit(gone, sizeof(gone) - 1, buffer, size);
	strcpy(text, S_ISFIFO(node->mode) ? "pipe:[" : "socket:[");
	digits = __zrt_decimal((int64_t)node->inode, number);
	strcat(text, digits);
	strcat(text, "]");
	return fit(text, strlen(text), buffer, size);
}

static struct zrt_node *follow_descriptor(struct zrt_node *node)
{
	struct zrt_file *file = __zrt_file(node->number);

	if (!file)
		errno = ENOENT;
	return file ? file->node : NULL;
}

static ssize_t descriptor_text(struct zrt_node *node, char *buffer, size_t size)
{
	struct zrt_node *target = follow_descriptor(node);

	return target ? path_of(target, buffer, size) : -1;
}

static struct zrt_node *follow_cwd(struct zrt_node *node)
{
	(void)node;
	return __zrt_cwd;
}

static ssize_t cwd_text(struct zrt_node *node, char *buffer, size_t size)
{
	(void)node;
	return path_of(__zrt_cwd, buffer, size);
}

static ssize_t root_text(struct zrt_node *node, char *buffer, size_t size)
{
	(void)node;
	return fit("/", 1, buffer, size);
}

/* The program was found by the host; here it is what its first argument says,
 * seen from where it started. */
ssize_t __zrt_program_path(char *buffer, size_t size)
{
	const char *name = __zrt_argv[0];

	if (name[0] == '/')
		return fit(name, strlen(name), buffer, size);
	if (!size)
		return 0;
	buffer[0] = '/';
	return 1 + fit(name, strlen(name), buffer + 1, size - 1);
}

static ssize_t program_text(struct zrt_node *node, char *buffer, size_t size)
{
	(void)node;
	return __zrt_program_path(buffer, size);
}

static ssize_t thread_text(struct zrt_node *node, char *buffer, size_t size)
{
	char text[40] = "1/task/", number[24];

	(void)node;
	strcat(text,
	    __zrt_decimal((int64_t)__zrt_thread_number(__zvm_tp->id), number));
	return fit(text, strlen(text), buffer, size);
}

static const struct zrt_node_ops descriptor_ops = {
    .follow = follow_descriptor, .text = descriptor_text};
static const struct zrt_node_ops cwd_ops = {
    .follow = follow_cwd, .text = cwd_text};
static const struct zrt_node_ops root_ops = {.text = root_text};
static const struct zrt_node_ops program_ops = {.text = program_text};
static const struct zrt_node_ops thread_ops = {.text = thread_text};

static bool add_descriptor(struct zrt_node *folder, const char *name, int fd)
{
	struct zrt_node *node = __zrt_node_new(S_IFLNK | 0700, &descriptor_ops);

	if (node)
		node->number = fd;
	return __zrt_proc_name(folder, name, node);
}

static void refresh_descriptors(struct zrt_node *folder)
{
	__zrt_follow_numbers(folder, __zrt_fd_next, add_descriptor);
}

static const struct zrt_node_ops descriptors_ops = {
    .refresh = refresh_descriptors};

static void add_link(
    struct zrt_node *folder, const char *name, const struct zrt_node_ops *ops)
{
	__zrt_place(folder, name, __zrt_node_new(S_IFLNK | 0777, ops));
}

/* Most programs never look there, so it is empty until one does. */
static const struct zrt_node_ops *directory_ops;

static void fill(struct zrt_node *proc)
{
	struct zrt_node *self = __zrt_directory_new(0555), *node;

	proc->ops = directory_ops;
	__zrt_place(proc, "1", self);
	__zrt_place(proc, "self", __zrt_symlink_new("1", 1));
	__zrt_place(proc, "mounts", __zrt_symlink_new("self/mounts", 11));
	add_link(proc, "thread-self", &thread_ops);
	__zrt_proc_add_machine();
	__zrt_proc_add_process(self);
	node = __zrt_directory_new(0500);
	if (node)
		node->ops = &descriptors_ops;
	__zrt_place(self, "fd", node);
	add_link(self, "cwd", &cwd_ops);
	add_link(self, "root", &root_ops);
	add_link(self, "exe", &program_ops);
}

static const struct zrt_node_ops empty_ops = {.refresh = fill};

void __zrt_proc_add(struct zrt_node *proc)
{
	directory_ops = proc->ops;
	proc->ops = &empty_ops;
}
