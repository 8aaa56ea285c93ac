/* SPDX-License-Identifier: Apache-2.0
 *
 * The historical report: validator, daemon, user return code, etags,
 * accounting, exit state, and an empty line for the command of debug builds.
 * Accounting is of sources: a channel with three counts three times.
 */
#include "report.h"

#include <stdio.h>
#include <stdlib.h>

#include "../plain.h"
#include "../../zrt/abi/zvm_abi.h"

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
		fputs(any ? " " : "", out);
		zvm_print_escaped(out, manifest->channels[i].name, " \\");
		fprintf(out, " %s", text);
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
	zvm_print_plain(out, problem->text);
	fputc('\n', out);
}

/* Calls and bytes, got and put, of sources on the host or of links. */
struct account {
	int64_t gets, get_bytes, puts, put_bytes;
};

static void add(struct account *to, const struct account *used)
{
	to->gets += used->gets;
	to->get_bytes += used->get_bytes;
	to->puts += used->puts;
	to->put_bytes += used->put_bytes;
}

static void sum_sources(const struct zvm_manifest *manifest,
    struct zvm_shared *shared, struct account *host, struct account *network)
{
	const struct zvm_link *links =
	    zvm_shared_links(shared, manifest->channel_count);

	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		const struct zvm_manifest_channel *channel =
		    &manifest->channels[i];
		const struct zvm_channel_count *count = &shared->channels[i];
		const struct account used = {count->gets, count->get_bytes,
		    count->puts, count->put_bytes};

		for (uint32_t s = 0; s < channel->source_count; s++) {
			uint32_t source = channel->first_source + s;
			int put = (channel->flags & ZVM_CHANNEL_PUT) != 0;
			struct account linked = {0};

			if (manifest->sources[source].network.kind ==
			    ZVM_NETWORK_NONE) {
				add(host, &used);
				continue;
			}
			*(put ? &linked.puts : &linked.gets) =
			    links[source].calls;
			*(put ? &linked.put_bytes : &linked.get_bytes) =
			    links[source].bytes;
			add(network, &linked);
		}
	}
}

static void write_account(FILE *out, const struct account *account)
{
	fprintf(out, " %lld %lld %lld %lld", (long long)account->gets,
	    (long long)account->get_bytes, (long long)account->puts,
	    (long long)account->put_bytes);
}

char *zvm_report_six(
    const struct zvm_manifest *manifest, const struct zvm_result *result)
{
	const struct zvm_shared *shared = result->shared;
	const struct zvm_problem *problem = &result->problem;
	struct account host = {0}, network = {0};
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (out == NULL)
		return NULL;
	if (shared != NULL)
		sum_sources(manifest, result->shared, &host, &network);
	fprintf(out, "%u\n%d\n%d\n",
	    shared != NULL ? shared->verdict : ZVM_VERDICT_NOT_RUN,
	    problem->end == ZVM_END_SERVER, result->status);
	if (!write_etags(out, manifest, result))
		fputs("disabled", out);
	fprintf(
	    out, "\n%.2f %.2f", result->system_seconds, result->user_seconds);
	write_account(out, &host);
	write_account(out, &network);
	fputc('\n', out);
	write_state(out, &result->problem);
	fputc('\n', out);
	fclose(out);
	return text;
}
