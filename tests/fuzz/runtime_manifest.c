/* SPDX-License-Identifier: Apache-2.0
 *
 * The manifest parser, and everything that prints what it gave: a refusal has
 * a place and a reason, an accepted text keeps the promises that the rest of
 * the runtime relies on, and no text makes either report break off.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/report/report.h"
#include "zrt/abi/zvm_abi.h"

static void promise(int holds)
{
	if (!holds)
		abort();
}

static void check_channel(const struct zvm_manifest *manifest,
    const struct zvm_manifest_channel *channel)
{
	promise(channel->name != NULL && channel->type <= 3);
	promise((channel->flags & ~3u) == 0 && channel->flags != 0);
	promise(channel->source_count > 0 &&
		channel->source_count <= ZVM_SOURCES_MAX);
	promise(channel->first_source + channel->source_count <=
		manifest->source_count);
	promise(channel->gets >= 0 && channel->get_bytes >= 0 &&
		channel->puts >= 0 && channel->put_bytes >= 0);
	for (uint32_t s = 0; s < channel->source_count; s++) {
		const struct zvm_manifest_source *source =
		    &manifest->sources[channel->first_source + s];

		promise((source->path != NULL) != (source->fd >= 0));
		if (source->network.kind == ZVM_NETWORK_NONE)
			continue;
		promise(source->path != NULL && manifest->job == NULL);
		promise(source->network.kind == ZVM_NETWORK_NODE
			    ? source->network.node != 0 &&
				  manifest->node != 0 &&
				  source->network.node != manifest->node
			    : source->network.port != 0);
	}
}

static void check_environment(const struct zvm_manifest *manifest)
{
	for (uint32_t i = 0; i < manifest->envc; i++) {
		const char *setting = manifest->envp[i];
		size_t name = strcspn(setting, "=") + 1;

		promise(name > 1 && setting[name - 1] == '=');
		for (uint32_t j = 0; j < i; j++)
			promise(strncmp(setting, manifest->envp[j], name) != 0);
	}
}

static void check_reports(const struct zvm_manifest *manifest)
{
	uint32_t links =
	    manifest->network_count > 0 ? manifest->source_count : 0;
	struct zvm_shared *shared = calloc(
	    1, sizeof(*shared) +
		   manifest->channel_count * sizeof(struct zvm_channel_count) +
		   links * sizeof(struct zvm_link));
	struct zvm_result result = {.shared = shared};
	char *six, *json;

	result.problem.end = ZVM_END_TIMEOUT;
	zvm_describe_end(manifest, &result);
	six = zvm_report_six(manifest, &result);
	json = zvm_report_json(manifest, &result);
	promise(six != NULL && json != NULL && json[strlen(json) - 2] == '}');
	for (const char *c = json; *c != '\0'; c++)
		promise((unsigned char)*c >= 0x20 || (*c == '\n' && !c[1]));
	free(six);
	free(json);
	free(shared);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zvm_manifest manifest;
	struct zvm_problem problem = {0};
	int ok = zvm_manifest_parse(
	    "m", (const char *)data, size, &manifest, &problem);

	promise(ok == (problem.end == ZVM_END_NONE));
	promise(ok == (problem.text[0] == '\0'));
	if (ok) {
		promise(manifest.program != NULL && manifest.argc > 0);
		promise(manifest.memory > 0 && manifest.memory <= 1ull << 32);
		promise(manifest.timeout_ms >= 0 && manifest.cpu_ms >= 0);
		promise(manifest.channel_count >= 3 &&
			manifest.channel_count <= ZVM_CHANNELS_MAX);
		promise(strcmp(manifest.channels[0].name, "/dev/stdin") == 0);
		for (uint32_t i = 0; i < manifest.channel_count; i++)
			check_channel(&manifest, &manifest.channels[i]);
		check_environment(&manifest);
		check_reports(&manifest);
	}
	zvm_manifest_free(&manifest);
	return 0;
}
