/* SPDX-License-Identifier: Apache-2.0
 *
 * The report as one JSON object.
 */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../plain.h"

/* Bytes that are not UTF-8 are written as the character of that number. */
static void write_string(FILE *out, const char *text)
{
	fputc('"', out);
	while (*text != '\0') {
		int length = zvm_utf8_length(text);
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c < 0x20 || c == 0x7f || length == 0)
			fprintf(out, "\\u%04x", c);
		else
			fwrite(text, 1, (size_t)length, out);
		text += length != 0 ? length : 1;
	}
	fputc('"', out);
}

static void write_member(FILE *out, const char *name, const char *text)
{
	fprintf(out, ", \"%s\": ", name);
	if (text != NULL && text[0] != '\0')
		write_string(out, text);
	else
		fputs("null", out);
}

static void write_fault(FILE *out, const struct zvm_result *result)
{
	const struct zvm_shared *shared = result->shared;

	fprintf(out,
	    ", \"fault\": {\"instruction\": \"0x%llx\", "
	    "\"address\": \"0x%llx\", \"stack\": \"0x%llx\", \"code\": %d",
	    (unsigned long long)shared->fault_ip,
	    (unsigned long long)shared->fault_address,
	    (unsigned long long)shared->fault_sp, shared->fault_code);
	write_member(out, "function", result->symbol.name);
	fprintf(out, ", \"function_offset\": %u", result->symbol.offset);
	write_member(out, "file", result->line.file);
	fprintf(out, ", \"line\": %u}", result->line.number);
}

static void write_digest(FILE *out, const char *name,
    const struct zvm_digest *digest, enum zvm_digest_kind kind, int valid)
{
	char text[65] = "", kind_name[40];

	if (kind != ZVM_DIGEST_NONE && valid)
		zvm_report_digest(*digest, text);
	write_member(out, name, text);
	snprintf(kind_name, sizeof(kind_name), "%s_kind", name);
	write_member(out, kind_name,
	    kind != ZVM_DIGEST_NONE ? zvm_digest_names[kind] : NULL);
}

static void write_source(FILE *out, const struct zvm_manifest_source *source)
{
	if (source->path != NULL)
		write_string(out, source->path);
	else
		fprintf(out, "\"fd:%d\"", source->fd);
}

/* Of the channel's sources on the network, in the manifest's order. */
static void write_links(FILE *out, const struct zvm_manifest_channel *channel,
    const struct zvm_manifest_source *sources, const struct zvm_link *links)
{
	static const char *const states[] = {
	    [ZVM_LINK_NONE] = "none",
	    [ZVM_LINK_OPEN] = "open",
	    [ZVM_LINK_ENDED] = "ended",
	    [ZVM_LINK_LOST] = "lost",
	    [ZVM_LINK_CORRUPT] = "corrupt",
	};
	int count = 0;

	for (uint32_t s = 0; s < channel->source_count; s++) {
		uint32_t i = channel->first_source + s;

		if (sources[i].network.kind == ZVM_NETWORK_NONE)
			continue;
		fputs(count++ ? ", " : ", \"links\": [", out);
		fputs("{\"source\": ", out);
		write_string(out, sources[i].path);
		fprintf(out,
		    ", \"state\": \"%s\", \"calls\": %lld, "
		    "\"bytes\": %lld}",
		    states[links[i].state <= ZVM_LINK_CORRUPT ? links[i].state
							      : 0],
		    (long long)links[i].calls, (long long)links[i].bytes);
	}
	fputs(count > 0 ? "]" : "", out);
}

static void write_channel(FILE *out, const struct zvm_manifest_channel *channel,
    const struct zvm_manifest_source *sources,
    const struct zvm_channel_count *count, const struct zvm_link *links,
    int digests)
{
	int failed = 0;

	fputs("{\"name\": ", out);
	write_string(out, channel->name);
	fprintf(out,
	    ", \"gets\": %lld, \"get_bytes\": %lld, \"puts\": %lld, "
	    "\"put_bytes\": %lld",
	    (long long)count->gets, (long long)count->get_bytes,
	    (long long)count->puts, (long long)count->put_bytes);
	write_digest(out, "digest", &count->digest, channel->tag, digests);
	write_member(out, "get_error",
	    count->failed ? strerror((int)count->failed) : NULL);
	write_member(out, "put_error",
	    count->failed_put ? strerror((int)count->failed_put) : NULL);
	fputs(", \"failed_sources\": [", out);
	for (uint32_t s = 0; s < channel->source_count; s++)
		if (count->failed_sources >> s & 1) {
			fputs(failed++ ? ", " : "", out);
			write_source(out, &sources[channel->first_source + s]);
		}
	fputc(']', out);
	write_links(out, channel, sources, links);
	fputc('}', out);
}

static void write_session(FILE *out, const struct zvm_manifest *manifest,
    const struct zvm_result *result)
{
	static const char *const verdicts[] = {"passed", "refused", "not run"};
	const struct zvm_shared *shared = result->shared;
	const struct zvm_link *links =
	    zvm_shared_links(shared, manifest->channel_count);
	int digests = zvm_report_digests_valid(result);
	uint32_t verdict = ZVM_ONCE(shared->verdict);

	write_member(out, "validator", verdicts[verdict <= 2 ? verdict : 2]);
	fprintf(out, ", \"instructions\": %llu",
	    (unsigned long long)shared->instructions);
	if (result->problem.end == ZVM_END_FAULT ||
	    result->problem.end == ZVM_END_INTERNAL)
		write_fault(out, result);
	write_digest(out, "memory_digest", &shared->memory,
	    manifest->memory_tag, digests);
	fputs(", \"channels\": [", out);
	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		fputs(i > 0 ? ", " : "", out);
		write_channel(out, &manifest->channels[i], manifest->sources,
		    &shared->channels[i], links, digests);
	}
	fputc(']', out);
}

char *zvm_report_json(
    const struct zvm_manifest *manifest, const struct zvm_result *result)
{
	const struct zvm_problem *problem = &result->problem;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		return NULL;
	fprintf(out, "{\"report\": 1, \"ended_by\": \"%s\"",
	    zvm_end_name(problem->end));
	if (problem->end == ZVM_END_EXIT)
		fprintf(out, ", \"status\": %d", result->status);
	else
		fputs(", \"status\": null", out);
	if (result->signal != 0)
		fprintf(out, ", \"signal\": %d", result->signal);
	else
		fputs(", \"signal\": null", out);
	write_member(out, "message", problem->text);
	write_member(out, "hint", problem->hint);
	write_member(out, "program", manifest->program);
	fprintf(out,
	    ", \"wall_seconds\": %.6f, \"user_seconds\": %.6f, "
	    "\"system_seconds\": %.6f, \"peak_kib\": %lld",
	    result->wall_seconds, result->user_seconds, result->system_seconds,
	    (long long)result->peak_kib);
	if (result->shared != NULL)
		write_session(out, manifest, result);
	fputs("}\n", out);
	fclose(out);
	return text;
}
