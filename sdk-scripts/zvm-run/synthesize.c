/* SPDX-License-Identifier: Apache-2.0
 *
 * From a command line to the text of a manifest. `@PATH` arguments become
 * channels: read-only ones are called /dev/in/NAME, read-write ones (`@+PATH`)
 * /dev/rw/NAME, where NAME is the last part of the path. A second file of the
 * same name is NAME with "2-" in front of it, the next one "3-". `@@x` is the
 * argument `@x`.
 */
#include "zvm_run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/manifest/number.h"

struct guest_file {
	const char *path; /* as typed */
	int writable;
	int sequential; /* a pipe, a terminal: no offsets */
	char *name;     /* in the guest */
};

struct files {
	struct guest_file *file;
	int count;
};

static void *checked(void *memory)
{
	if (memory == NULL)
		zvm_run_fail("error: out of memory");
	return memory;
}

static char *escaped(const char *text, int commas)
{
	char *out = checked(malloc(4 * strlen(text) + 1));

	zvm_text_escape(text, commas, out);
	return out;
}

static void line(FILE *out, const char *key, const char *text)
{
	char *value = escaped(text, 0);

	fprintf(out, "%s = %s\n", key, value);
	free(value);
}

static char *host_path(const char *path, int absolute)
{
	char *directory, *whole;

	if (path[0] == '/')
		return checked(strdup(path));
	if (!absolute) { /* "./" keeps "fd:1" and "tcp:1" files */
		if (asprintf(&whole, "%s%s",
			strchr(path, ':') != NULL ? "./" : "", path) < 0)
			whole = NULL;
		return checked(whole);
	}
	directory = getcwd(NULL, 0);
	if (directory == NULL)
		zvm_run_fail(
		    "error: the working directory: %s", strerror(errno));
	if (asprintf(&whole, "%s/%s",
		strcmp(directory, "/") == 0 ? "" : directory, path) < 0)
		whole = NULL;
	free(directory);
	return checked(whole);
}

static int name_taken(const struct files *files, const char *name)
{
	for (int i = 0; i < files->count; i++)
		if (strcmp(files->file[i].name, name) == 0)
			return 1;
	return 0;
}

static char *guest_name(
    const struct files *files, const char *path, int writable)
{
	const char *folder = writable ? "/dev/rw" : "/dev/in";
	const char *slash = strrchr(path, '/');
	const char *base = slash != NULL ? slash + 1 : path;
	char *name;

	if (asprintf(&name, "%s/%s", folder, base) < 0)
		name = NULL;
	for (int i = 2; name_taken(files, checked(name)); i++) {
		free(name);
		if (asprintf(&name, "%s/%d-%s", folder, i, base) < 0)
			name = NULL;
	}
	return name;
}

/* The same path twice is one file of the guest. */
static const char *add_file(struct files *files, const char *path, int writable)
{
	struct guest_file *file;
	const char *base = strrchr(path, '/');
	struct stat st;
	int exists = stat(path, &st) == 0;

	for (int i = 0; i < files->count; i++)
		if (files->file[i].writable == writable &&
		    strcmp(files->file[i].path, path) == 0)
			return files->file[i].name;
	base = base != NULL ? base + 1 : path;
	if (*base == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0)
		zvm_run_fail("error: '@%s%s' does not name a file; write '@@' "
			     "for an argument that starts with '@'",
		    writable ? "+" : "", path);
	if (!exists && !(writable && errno == ENOENT))
		zvm_run_fail("%s: error: %s; write '@@' for an argument that "
			     "starts with '@'",
		    path, strerror(errno));
	files->file = checked(realloc(
	    files->file, (size_t)(files->count + 1) * sizeof(*files->file)));
	file = &files->file[files->count];
	file->path = path;
	file->writable = writable;
	file->sequential = exists && !S_ISREG(st.st_mode);
	file->name = guest_name(files, path, writable);
	files->count++;
	return file->name;
}

static void argument(FILE *out, struct files *files, const char *text)
{
	if (text[0] != '@')
		line(out, "Argument", text);
	else if (text[1] == '@')
		line(out, "Argument", text + 1);
	else if (text[1] == '+')
		line(out, "Argument", add_file(files, text + 2, 1));
	else
		line(out, "Argument", add_file(files, text + 1, 0));
}

static void channel(FILE *out, const struct guest_file *file, int absolute)
{
	char *path = host_path(file->path, absolute);
	char *source = escaped(path, 1);
	char *name = escaped(file->name, 1);

	if (file->writable)
		fprintf(out, "Channel = %s, file=%s\n", name, source);
	else
		fprintf(out, "Channel = %s, from=%s%s\n", name, source,
		    file->sequential ? "" : ", random");
	free(name);
	free(source);
	free(path);
}

void zvm_run_manifest(const struct zvm_run *run, int absolute, FILE *out)
{
	struct files files = {0};
	char *program = host_path(run->program, absolute);

	fprintf(out, "# Made by zvm-run; `zerovm FILE` repeats the run.\n");
	fprintf(out, "Version = 2\n");
	line(out, "Program", program);
	free(program);
	for (char **text = run->arguments; *text != NULL; text++)
		argument(out, &files, *text);
	for (int i = 0; i < run->environment_count; i++)
		line(out, "Environment", run->environment[i]);
	fprintf(out, "Memory = %s\n", run->memory);
	if (run->timeout != NULL)
		fprintf(out, "Timeout = %s\n", run->timeout);
	fprintf(out, "Seed = %s\nClock = %s\n", run->seed, run->clock);
	fprintf(out, "Channel = /dev/stdin, from=fd:0\n"
		     "Channel = /dev/stdout, to=fd:1\n"
		     "Channel = /dev/stderr, to=fd:2\n");
	for (int i = 0; i < files.count; i++) {
		channel(out, &files.file[i], absolute);
		free(files.file[i].name);
	}
	free(files.file);
}
