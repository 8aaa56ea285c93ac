/* SPDX-License-Identifier: Apache-2.0
 *
 * `@PATH` arguments become channels: read-only ones are called /dev/in/NAME,
 * read-write ones (`@+PATH`) /dev/rw/NAME, where NAME is the last part of the
 * path. A second file of the same name is NAME with "2-" in front of it, the
 * next one "3-". `@@x` is the argument `@x`.
 */
#include "zvm_run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *run_absolute(const char *path)
{
	char *directory, *whole;

	if (path[0] == '/')
		return run_checked(strdup(path));
	directory = getcwd(NULL, 0);
	if (directory == NULL)
		run_fail("error: the working directory: %s", strerror(errno));
	if (asprintf(&whole, "%s/%s",
		strcmp(directory, "/") == 0 ? "" : directory, path) < 0)
		whole = NULL;
	free(directory);
	return run_checked(whole);
}

static int name_taken(const struct run *run, const char *name)
{
	for (int i = 0; i < run->file_count; i++)
		if (strcmp(run->files[i].name, name) == 0)
			return 1;
	return 0;
}

static char *guest_name(const struct run *run, const char *path, int writable)
{
	const char *folder = writable ? "/dev/rw" : "/dev/in";
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	char *name;

	if (asprintf(&name, "%s/%s", folder, base) < 0)
		name = NULL;
	for (int i = 2; name_taken(run, run_checked(name)); i++) {
		free(name);
		if (asprintf(&name, "%s/%d-%s", folder, i, base) < 0)
			name = NULL;
	}
	return name;
}

/* The same path twice is one file of the guest. */
static const struct run_file *find(
    const struct run *run, const char *path, int writable)
{
	for (int i = 0; i < run->file_count; i++)
		if (run->files[i].writable == writable &&
		    strcmp(run->files[i].path, path) == 0)
			return &run->files[i];
	return NULL;
}

static void add_file(struct run *run, const char *path, int writable)
{
	struct run_file *file;
	const char *base = strrchr(path, '/');
	struct stat st;
	int exists = stat(path, &st) == 0;

	if (find(run, path, writable) != NULL)
		return;
	base = base != NULL ? base + 1 : path;
	if (*base == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0)
		run_fail("error: '@%s%s' does not name a file; write '@@' "
			 "for an argument that starts with '@'",
		    writable ? "+" : "", path);
	if (!exists && !(writable && errno == ENOENT))
		run_fail("%s: error: %s; write '@@' for an argument that "
			 "starts with '@'",
		    path, strerror(errno));
	run->files = run_checked(reallocarray(
	    run->files, (size_t)run->file_count + 1, sizeof(*run->files)));
	file = &run->files[run->file_count];
	file->path = path;
	file->writable = writable;
	file->sequential = exists && !S_ISREG(st.st_mode);
	file->name = guest_name(run, path, writable);
	run->file_count++;
}

void run_collect_files(struct run *run)
{
	for (char **text = run->arguments; *text != NULL; text++)
		if ((*text)[0] == '@' && (*text)[1] != '@')
			add_file(run, *text + 1 + ((*text)[1] == '+'),
			    (*text)[1] == '+');
}

const char *run_argument(const struct run *run, const char *text)
{
	int writable = text[0] == '@' && text[1] == '+';

	if (text[0] != '@')
		return text;
	if (text[1] == '@')
		return text + 1;
	return find(run, text + 1 + writable, writable)->name;
}
