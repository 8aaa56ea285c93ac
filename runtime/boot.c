/* SPDX-License-Identifier: Apache-2.0
 *
 * Building the boot block: the structure, the channel array, the pointer
 * arrays of argv and envp, then all strings.
 */
#include "boot.h"

#include <string.h>

struct writer {
	uint8_t *out;
	uint32_t address;
	uint32_t used;
};

static uint32_t fixed_bytes(const struct zvm_manifest *manifest)
{
	return (
	    uint32_t)(sizeof(struct zvm_boot) +
		      manifest->channel_count *
			  sizeof(struct zvm_channel_info) +
		      (manifest->argc + manifest->envc + 2) * sizeof(zvm_gptr));
}

uint32_t zvm_boot_bytes(const struct zvm_manifest *manifest)
{
	size_t bytes = fixed_bytes(manifest);

	/* The text of a manifest has at most 512 KiB: no overflow. */
	for (uint32_t i = 0; i < manifest->argc; i++)
		bytes += strlen(manifest->argv[i]) + 1;
	for (uint32_t i = 0; i < manifest->envc; i++)
		bytes += strlen(manifest->envp[i]) + 1;
	for (uint32_t i = 0; i < manifest->channel_count; i++)
		bytes += strlen(manifest->channels[i].name) + 1;
	return (uint32_t)((bytes + 7) & ~(size_t)7);
}

static zvm_gptr put_string(struct writer *writer, const char *text)
{
	zvm_gptr at = writer->address + writer->used;
	size_t size = strlen(text) + 1;

	memcpy(writer->out + writer->used, text, size);
	writer->used += (uint32_t)size;
	return at;
}

static void put_vector(struct writer *writer, uint32_t at,
    const char *const *strings, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		zvm_gptr string = put_string(writer, strings[i]);

		memcpy(writer->out + at + i * sizeof(string), &string,
		    sizeof(string));
	}
}

static void put_channel(struct writer *writer, uint32_t at,
    const struct zvm_manifest_channel *wanted, int64_t size)
{
	struct zvm_channel_info info = {0};

	info.name = put_string(writer, wanted->name);
	info.type = wanted->type;
	info.flags = wanted->flags;
	if (wanted->type != ZVM_CHANNEL_SGET_SPUT &&
	    wanted->flags & ZVM_CHANNEL_GET)
		info.size = size;
	info.gets = wanted->gets;
	info.get_bytes = wanted->get_bytes;
	info.puts = wanted->puts;
	info.put_bytes = wanted->put_bytes;
	memcpy(writer->out + at, &info, sizeof(info));
}

void zvm_boot_build(uint8_t *out, const struct zvm_manifest *manifest,
    const struct zvm_source *sources, const struct zvm_space *space)
{
	struct writer writer = {out, space->boot_base, 0};
	struct zvm_boot boot = {0};
	uint32_t at = sizeof(boot);

	writer.used = fixed_bytes(manifest);
	boot.abi_version = ZVM_ABI_VERSION;
	boot.size = zvm_boot_bytes(manifest);
	boot.heap_base = space->heap_base;
	boot.heap_size = space->heap_size;
	boot.stack_base = space->stack_base;
	boot.stack_size = ZVM_STACK_SIZE;
	boot.seed = manifest->seed;
	boot.clock_seconds = manifest->clock_seconds;
	boot.clock_nanoseconds = manifest->clock_nanoseconds;
	boot.map_base = space->map_base;
	boot.map_size = space->map_size;

	boot.channel_count = manifest->channel_count;
	boot.channels = space->boot_base + at;
	for (uint32_t i = 0; i < manifest->channel_count; i++) {
		const struct zvm_manifest_channel *channel =
		    &manifest->channels[i];

		put_channel(
		    &writer, at, channel, sources[channel->first_source].size);
		at += sizeof(struct zvm_channel_info);
	}
	boot.argc = manifest->argc;
	boot.argv = space->boot_base + at;
	put_vector(&writer, at, manifest->argv, manifest->argc);
	at += (manifest->argc + 1) * (uint32_t)sizeof(zvm_gptr);
	boot.envc = manifest->envc;
	boot.envp = space->boot_base + at;
	put_vector(&writer, at, manifest->envp, manifest->envc);
	memcpy(out, &boot, sizeof(boot));
}
