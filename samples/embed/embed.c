/* SPDX-License-Identifier: Apache-2.0
 *
 * A host program that runs a confined one and shows what it did. Built with
 * the host's compiler; libzvm.h is the manual.
 *
 *	gcc embed.c -o embed $(pkg-config --cflags --libs libzvm)
 *	./embed hello you
 */
#include <libzvm.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	struct zvm_session *session;
	const struct zvm_report *report;
	int status = 1;

	if (argc < 2)
		return fputs("usage: embed PROGRAM [ARGUMENT]...\n", stderr), 2;
	session = zvm_session_new(NULL, argv[1]);
	for (int i = 2; i < argc; i++)
		zvm_session_argument(session, argv[i]);
	zvm_session_timeout(session, 10000);
	zvm_session_memory(session, 64 << 20);
	zvm_session_channel(
	    session, &(struct zvm_channel_spec){.name = "/dev/stdout",
			 .fd = fileno(stdout),
			 .write = 1,
			 .put_bytes = 1 << 20,
			 .tag = 1});
	if (zvm_session_run(session) != 0) {
		fprintf(stderr, "embed: %s\n", zvm_session_error(session));
	} else {
		report = zvm_session_report(session);
		printf(
		    "ended by %s, status %d", report->ended_by, report->status);
		if (report->message[0] != '\0')
			printf(" (%s)", report->message);
		for (int i = 0; i < report->channel_count; i++)
			if (report->channels[i].digest != NULL)
				printf(", %lld bytes on %s",
				    (long long)report->channels[i].put_bytes,
				    report->channels[i].name);
		printf("\n");
		if (strcmp(report->ended_by, "exit") == 0)
			status = report->status;
	}
	zvm_session_free(session);
	return status;
}
