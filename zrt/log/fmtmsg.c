/* SPDX-License-Identifier: Apache-2.0
 *
 * fmtmsg: messages of a fixed form on standard error, which is also the
 * console. MSGVERB names the parts to show.
 */
#include <fmtmsg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LABEL = 1, SEVERITY = 2, TEXT = 4, ACTION = 8, TAG = 16, ALL = 31 };

static int shown_parts(void)
{
	static const char *const names[] = {
	    "label", "severity", "text", "action", "tag"};
	const char *list = getenv("MSGVERB");
	int parts = 0;

	while (list && *list) {
		size_t length = strcspn(list, ":");
		int part = 0;

		for (int i = 0; i < 5; i++)
			if (strlen(names[i]) == length &&
			    !strncmp(list, names[i], length))
				part = 1 << i;
		if (!part)
			return ALL;
		parts |= part;
		list += length + (list[length] == ':');
	}
	return parts ? parts : ALL;
}

int fmtmsg(long classification, const char *label, int severity,
    const char *text, const char *action, const char *tag)
{
	static const char *const severities[] = {
	    "", "HALT", "ERROR", "WARNING", "INFO"};
	int parts = shown_parts();
	bool has_label, has_severity, has_text, has_action, has_tag;
	const char *colon;

	if (label) { /* at most ten bytes, a colon, fourteen */
		colon = strchr(label, ':');
		if (!colon || colon - label > 10 || strlen(colon + 1) > 14)
			return MM_NOTOK;
	}
	if (severity < 0 || severity > MM_INFO)
		return MM_NOTOK;
	if (!(classification & (MM_PRINT | MM_CONSOLE)))
		return MM_OK;
	has_label = label && (parts & LABEL);
	has_severity = severity && (parts & SEVERITY);
	has_text = text && (parts & TEXT);
	has_action = action && (parts & ACTION);
	has_tag = tag && (parts & TAG);
	fprintf(stderr, "%s%s%s%s%s%s%s%s%s%s\n", has_label ? label : "",
	    has_label && (has_severity || has_text) ? ": " : "",
	    has_severity ? severities[severity] : "",
	    has_severity && has_text ? ": " : "", has_text ? text : "",
	    has_action || has_tag ? "\n" : "", has_action ? "TO FIX: " : "",
	    has_action ? action : "", has_action && has_tag ? "  " : "",
	    has_tag ? tag : "");
	return ferror(stderr) ? MM_NOMSG : MM_OK;
}
