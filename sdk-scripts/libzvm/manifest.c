/* SPDX-License-Identifier: Apache-2.0
 *
 * A session as the text of a manifest, and its mounts as the text that the
 * guest's /dev/nvram holds (docs/zrt.md).
 */
#include "session.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/manifest/number.h"

/* Escaped text; NULL when memory is short. */
static char *escaped(const char *text, int commas)
{
	char *out = malloc(4 * strlen(text) + 1);

	if (out != NULL)
		zvm_text_escape(text, commas, out);
	return out;
}

static int write_text(
    FILE *out, const char *before, const char *text, int commas)
{
	char *value = escaped(text, commas);

	if (value == NULL)
		return 0;
	fprintf(out, "%s%s", before, value);
	free(value);
	return 1;
}

static int write_line(FILE *out, const char *key, const char *text)
{
	int ok = write_text(out, key, text, 0);

	fputc('\n', out);
	return ok;
}

static void write_limit(FILE *out, const char *word, int64_t value)
{
	if (value != 0)
		fprintf(out, ", %s=%lld", word, (long long)value);
}

/* "./" keeps files called "fd:1" and "tcp:1" from being something else. */
static int write_source(
    FILE *out, const char *word, const struct zvm_channel_spec *spec)
{
	const char *path = spec->path;
	int file = path != NULL && !spec->network && path[0] != '/';

	fprintf(out, ", %s=", word);
	if (path == NULL)
		return fprintf(out, "fd:%d", spec->fd) > 0;
	return write_text(
	    out, file && strchr(path, ':') != NULL ? "./" : "", path, 1);
}

static int write_channel(FILE *out, const struct zvm_channel_spec *spec)
{
	const char *word = !spec->write ? "from" : spec->read ? "file" : "to";
	int ok = write_text(out, "Channel = ", spec->name, 1) &&
		 write_source(out, word, spec);

	if (spec->random && !(spec->read && spec->write))
		fputs(", random", out);
	if (spec->append)
		fputs(", append", out);
	if (spec->tag)
		fputs(", tag", out);
	write_limit(out, "gets", spec->gets);
	write_limit(out, "get-bytes", spec->get_bytes);
	write_limit(out, "puts", spec->puts);
	write_limit(out, "put-bytes", spec->put_bytes);
	fputc('\n', out);
	return ok;
}

static int write_mount(FILE *out, const struct mount *mount)
{
	const struct zvm_channel_spec spec = {
	    .name = mount->channel,
	    .path = mount->image,
	    .read = !mount->export,
	    .write = mount->export,
	    .random = !mount->export,
	};

	return write_channel(out, &spec);
}

static int has_channel(const struct zvm_session *session, const char *name)
{
	for (int i = 0; i < session->channel_count; i++)
		if (strcmp(session->channels[i].spec.name, name) == 0)
			return 1;
	return 0;
}

static int write_standard(
    const struct zvm_session *session, int caller_streams, FILE *out)
{
	static const struct zvm_channel_spec silent[] = {
	    {.name = "/dev/stdin", .path = "/dev/null", .read = 1},
	    {.name = "/dev/stdout", .path = "/dev/null", .write = 1},
	    {.name = "/dev/stderr", .path = "/dev/null", .write = 1},
	};
	int ok = 1;

	for (int i = 0; i < 3; i++) {
		struct zvm_channel_spec spec = silent[i];

		if (has_channel(session, spec.name))
			continue;
		if (caller_streams) {
			spec.path = NULL;
			spec.fd = i;
		}
		ok = write_channel(out, &spec) && ok;
	}
	return ok;
}

int manifest_write(
    struct zvm_session *session, const struct manifest_form *form, FILE *out)
{
	struct zvm_channel_spec nvram = {
	    .name = "/dev/nvram", .read = 1, .random = 1};
	int ok;

	fputs("# Made by libzvm; `zerovm FILE` repeats the run.\n", out);
	fputs("Version = 2\n", out);
	if (form->program != NULL)
		ok = write_line(out, "Program = ", form->program);
	else if (session->program_fd >= 0)
		ok = fprintf(out, "Program = /proc/self/fd/%d\n",
			 session->program_fd) > 0 &&
		     write_line(out, "Name = ", session->program);
	else
		ok = write_line(out, "Program = ", session->program);
	for (int i = 0; i < session->arguments.count; i++)
		ok = write_line(out, "Argument = ", session->arguments.at[i]) &&
		     ok;
	for (int i = 0; i < session->environment.count; i++)
		ok = write_line(
			 out, "Environment = ", session->environment.at[i]) &&
		     ok;
	fprintf(out, "Memory = %llu%s\n", (unsigned long long)session->memory,
	    session->memory_tag ? ", tag" : "");
	if (session->timeout_ms != 0)
		fprintf(out, "Timeout = %lld.%03d\n",
		    (long long)(session->timeout_ms / 1000),
		    (int)(session->timeout_ms % 1000));
	fprintf(out, "Seed = %llu\n", (unsigned long long)session->seed);
	fprintf(out, "Clock = %lld.%09u\n", (long long)session->clock_seconds,
	    (unsigned)session->clock_nanoseconds);
	if (session->name_server != NULL) {
		fprintf(out, "Node = %u\n", (unsigned)session->node);
		ok = write_line(out, "NameServer = ", session->name_server) &&
		     ok;
	}
	if (session->strict)
		fputs("Strict = yes\n", out);
	if (session->register_returns)
		fputs("Returns = register\n", out);
	ok = write_standard(session, form->caller_streams, out) && ok;
	for (int i = 0; i < session->channel_count; i++)
		ok = write_channel(out, &session->channels[i].spec) && ok;
	for (int i = 0; i < session->mount_count; i++)
		ok = write_mount(out, &session->mounts[i]) && ok;
	if (manifest_needs_nvram(session)) {
		nvram.fd = session->nvram_fd;
		nvram.path = form->nvram;
		ok = write_channel(out, &nvram) && ok;
	}
	return ok ? 0 : session_failed(session, "out of memory");
}

int manifest_needs_nvram(const struct zvm_session *session)
{
	return session->mount_count > 0 || session->name != NULL ||
	       session->directory != NULL;
}

/* Only letters, digits and what no part of the format means something by stay
 * as they are. */
static void write_value(FILE *out, const char *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789/._-+:@%^~";

	for (; *text != '\0'; text++) {
		if (strchr(plain, *text) != NULL)
			fputc(*text, out);
		else
			fprintf(out, "\\x%02x", (unsigned char)*text);
	}
}

void manifest_write_nvram(const struct zvm_session *session, FILE *out)
{
	if (session->mount_count > 0)
		fputs("[fstab]\n", out);
	for (int i = 0; i < session->mount_count; i++) {
		const struct mount *mount = &session->mounts[i];

		fprintf(out, "channel=%s, mountpoint=", mount->channel);
		write_value(out, mount->directory);
		fprintf(out, ", access=%s\n", mount->export ? "wo" : "ro");
	}
	if (session->directory != NULL) {
		fputs("[cwd]\npath=", out);
		write_value(out, session->directory);
		fputc('\n', out);
	}
	if (session->name == NULL)
		return;
	fputs("[args]\nargs=\"", out);
	write_value(out, session->name);
	for (int i = 0; i < session->arguments.count; i++) {
		fputs("\" \"", out);
		write_value(out, session->arguments.at[i]);
	}
	fputs("\"\n", out);
}
