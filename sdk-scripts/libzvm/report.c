/* SPDX-License-Identifier: Apache-2.0
 *
 * What zerovm left: its report, or the message that says why there is none.
 */
#include "session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "json.h"

#define MESSAGE_MAX 2000

void report_free(struct zvm_session *session)
{
	strings_free(&session->texts);
	free(session->channel_reports);
	session->channel_reports = NULL;
	session->report = (struct zvm_report){0};
	session->has_report = 0;
}

/* At most `limit` bytes of the file as a string; the caller frees it. */
static char *read_all(int fd, size_t limit)
{
	off_t end = lseek(fd, 0, SEEK_END);
	size_t size = end < 0 ? 0 : (size_t)end, got = 0;
	char *text;

	if (size > limit)
		size = limit;
	text = malloc(size + 1);
	while (text != NULL && got < size) {
		ssize_t more = pread(fd, text + got, size - got, (off_t)got);

		if (more < 0 && errno == EINTR)
			continue;
		if (more <= 0)
			break;
		got += (size_t)more;
	}
	if (text != NULL)
		text[got] = '\0';
	return text;
}

/* A member as a string that lives as long as the report; `otherwise` when it
 * is null or absent. */
static const char *text_member(struct zvm_session *session, const char *object,
    const char *name, const char *otherwise)
{
	char *text = json_string(json_member(object, name));
	int ok = text != NULL && strings_add(&session->texts, text);

	free(text);
	return ok ? session->texts.at[session->texts.count - 1] : otherwise;
}

static int64_t count_member(const char *object, const char *name)
{
	const char *value = json_member(object, name);

	return value != NULL ? strtoll(value, NULL, 10) : 0;
}

static int read_channels(struct zvm_session *session, const char *json)
{
	struct zvm_report *report = &session->report;
	const char *array = json_member(json, "channels");
	struct zvm_channel_report *to;
	int count = 0;

	for (const char *at = json_first(array); at != NULL; at = json_next(at))
		count++;
	to = calloc((size_t)count + 1, sizeof(*to));
	if (to == NULL)
		return session_failed(session, "out of memory");
	session->channel_reports = to;
	report->channels = to;
	report->channel_count = count;
	for (const char *at = json_first(array); at != NULL;
	     at = json_next(at), to++) {
		to->name = text_member(session, at, "name", "");
		to->gets = count_member(at, "gets");
		to->get_bytes = count_member(at, "get_bytes");
		to->puts = count_member(at, "puts");
		to->put_bytes = count_member(at, "put_bytes");
		to->digest = text_member(session, at, "digest", NULL);
		to->get_error = text_member(session, at, "get_error", NULL);
		to->put_error = text_member(session, at, "put_error", NULL);
	}
	return 0;
}

static int read_json(struct zvm_session *session, const char *json)
{
	struct zvm_report *report = &session->report;

	if (!strings_add(&session->texts, json))
		return session_failed(session, "out of memory");
	report->json = session->texts.at[0];
	report->ended_by = text_member(session, json, "ended_by", "");
	report->status = (int)count_member(json, "status");
	report->signal = (int)count_member(json, "signal");
	report->message = text_member(session, json, "message", "");
	report->hint = text_member(session, json, "hint", "");
	report->validator = text_member(session, json, "validator", "not run");
	report->memory_digest =
	    text_member(session, json, "memory_digest", NULL);
	report->wall_seconds = json_number(json_member(json, "wall_seconds"));
	report->user_seconds = json_number(json_member(json, "user_seconds"));
	report->system_seconds =
	    json_number(json_member(json, "system_seconds"));
	report->peak_kib = count_member(json, "peak_kib");
	return read_channels(session, json);
}

int report_read(struct zvm_session *session)
{
	char *json, *message;
	int result = -1;

	report_free(session);
	json = read_all(session->report_fd, SIZE_MAX - 1);
	message = read_all(session->message_fd, MESSAGE_MAX);
	if (json == NULL || message == NULL)
		session_failed(session, "out of memory");
	else if (json_member(json, "ended_by") != NULL)
		result = read_json(session, json);
	else if (message[0] != '\0') /* a manifest that zerovm refused */
		session_failed(
		    session, "%.*s", (int)strcspn(message, "\n"), message);
	else
		session_failed(session, "zerovm ended without a report");
	session->has_report = result == 0;
	free(json);
	free(message);
	return result;
}
