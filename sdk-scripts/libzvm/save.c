/* SPDX-License-Identifier: Apache-2.0
 *
 * A session as files, for zerovm to run later.
 */
#include "session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

int zvm_session_print_manifest(struct zvm_session *session, FILE *out)
{
	const struct manifest_form form = {.caller_streams = 1};

	if (manifest_needs_nvram(session) || session->program_fd >= 0)
		return session_failed(session, "the manifest needs files");
	return manifest_write(session, &form, out);
}

static int file_failed(struct zvm_session *session, const char *path)
{
	return session_failed(session, "%s: %s", path, strerror(errno));
}

static int copy_program(struct zvm_session *session, FILE *to)
{
	off_t at = 0;
	ssize_t done;

	do
		done = sendfile(fileno(to), session->program_fd, &at, 1 << 30);
	while (done > 0 || (done < 0 && errno == EINTR));
	return done == 0 && fchmod(fileno(to), 0755) == 0;
}

/* One file of the directory; `what` is 'm', 'n' or 'p'. */
static int save_one(struct zvm_session *session, const char *path, char what,
    const struct manifest_form *form)
{
	FILE *out = fopen(path, "we");
	int ok = out != NULL, closed;

	if (ok && what == 'm' && manifest_write(session, form, out) != 0) {
		fclose(out);
		return -1;
	}
	if (ok && what == 'n')
		manifest_write_nvram(session, out);
	if (ok && what == 'p')
		ok = copy_program(session, out);
	ok = ok && !ferror(out);
	closed = out == NULL || fclose(out) == 0;
	return ok && closed ? 0 : file_failed(session, path);
}

static char *inside(const char *directory, const char *name)
{
	char *path;

	return asprintf(&path, "%s/%s", directory, name) < 0 ? NULL : path;
}

int zvm_session_save(struct zvm_session *session, const char *directory)
{
	struct manifest_form form = {.caller_streams = 1};
	char *manifest = inside(directory, "manifest");
	char *nvram = inside(directory, "nvram");
	char *program = inside(directory, "program");
	int result = 0;

	if (manifest == NULL || nvram == NULL || program == NULL)
		result = session_failed(session, "out of memory");
	else if (mkdir(directory, 0777) != 0 && errno != EEXIST)
		result = file_failed(session, directory);
	if (result == 0 && manifest_needs_nvram(session)) {
		form.nvram = nvram;
		result = save_one(session, nvram, 'n', &form);
	}
	if (result == 0 && session->program_fd >= 0) {
		form.program = program;
		result = save_one(session, program, 'p', &form);
	}
	if (result == 0)
		result = save_one(session, manifest, 'm', &form);
	free(manifest);
	free(nvram);
	free(program);
	return result;
}
