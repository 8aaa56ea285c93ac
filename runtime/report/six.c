/* SPDX-License-Identifier: Apache-2.0
 *
 * The historical report: validator, daemon, user return code, etags,
 * accounting, exit state, and an empty line for the command of debug builds.
 * Network figures are 0: there are no network channels.
 */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>

static int write_etags(FILE *out, const struct zvm_manifest *manifest,
    const struct zvm_result *result)
{
	const struct zvm_shared *shared = result->shared;
	char text[65];
	int any = 0;

	if (shared == NULL || !zvm_report_digests_valid(result))
		return 0;
	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		if (manifest->channels[i].tag == ZVM_DIGEST_NONE)
			continue;
		zvm_report_digest(shared->channels[i].digest, text);
		fprintf(out, "%s%s %s", any ? " " : "",
		    manifest->channels[i].name, text);
		any = 1;
	}
	if (manifest->memory_tag != ZVM_DIGEST_NONE) {
		zvm_report_digest(shared->memory, text);
		fprintf(out, "%s/dev/memory %s", any ? " " : "", text);
		any = 1;
	}
	return any;
}

/* One line whatever is in it. */
static void write_state(FILE *out, const struct zvm_problem *problem)
{
	if (problem->end == ZVM_END_EXIT || problem->end == ZVM_END_PREPARED ||
	    problem->end == ZVM_END_SERVER) {
		fputs("ok\n", out);
		return;
	}
	for (const char *p = problem->text; *p != '\0'; p++)
		fputc((unsigned char)*p < 0x20 ? '?' : *p, out);
	fputc('\n', out);
}

char *zvm_report_six(
    const struct zvm_manifest *manifest, const struct zvm_result *result)
{
	const struct zvm_shared *shared = result->shared;
	const struct zvm_problem *problem = &result->problem;
	struct zvm_channel_count sum = {0};
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		return NULL;
	for (uint32_t i = 0; shared != NULL && i < manifest->channel_count;
	     i++) {
		sum.gets += shared->channels[i].gets;
		sum.get_bytes += shared->channels[i].get_bytes;
		sum.puts += shared->channels[i].puts;
		sum.put_bytes += shared->channels[i].put_bytes;
	}
	fprintf(out, "%u\n%d\n%d\n",
	    shared != NULL ? shared->verdict : ZVM_VERDICT_NOT_RUN,
	    problem->end == ZVM_END_SERVER, result->status);
	if (!write_etags(out, manifest, result))
		fputs("disabled", out);
	fprintf(out, "\n%.2f %.2f %lld %lld %lld %lld 0 0 0 0\n",
	    result->system_seconds, result->user_seconds, (long long)sum.gets,
	    (long long)sum.get_bytes, (long long)sum.puts,
	    (long long)sum.put_bytes);
	write_state(out, &result->problem);
	fputc('\n', out);
	fclose(out);
	return text;
}
