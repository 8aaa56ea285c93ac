/* SPDX-License-Identifier: Apache-2.0
 *
 * A manifest as data. The parser is a pure function from bytes to this
 * structure or to one problem with line and column; it opens nothing. Both
 * forms of the format (docs/manifest.md) end in the same structure.
 */
#ifndef ZVM_MANIFEST_H
#define ZVM_MANIFEST_H

#include <stddef.h>
#include <stdint.h>

#include "../problem.h"
#include "../shared.h"

#define ZVM_MANIFEST_SIZE_MAX 0x80000 /* bytes of text */
#define ZVM_CHANNELS_MAX      10914
#define ZVM_JOB_PATH_MAX      107

#define ZVM_VERSION_HISTORICAL 1 /* Version = 20130611 */
#define ZVM_VERSION_2          2

/* Defaults are constants: nothing of the host leaks into a session. */
#define ZVM_DEFAULT_MEMORY 0x40000000
#define ZVM_DEFAULT_CLOCK  946684800 /* 2000-01-01T00:00:00Z */

#define ZVM_UNLIMITED INT64_MAX

enum zvm_network_kind {
	ZVM_NETWORK_NONE,
	ZVM_NETWORK_IPV4,
	ZVM_NETWORK_IPV6,
	ZVM_NETWORK_NODE, /* the name server knows the rest */
};

struct zvm_network {
	enum zvm_network_kind kind;
	uint8_t address[16]; /* 4 or 16 bytes, in the network's order */
	uint16_t port;
	uint32_t node; /* 1 .. 2^31 - 1 */
};

struct zvm_manifest_source {
	/* On the host; NULL when fd is an inherited one. For messages only
	 * when the source is on the network. */
	const char *path;
	int fd; /* inherited descriptor, or -1 */
	struct zvm_network network;
};

struct zvm_manifest_channel {
	const char *name; /* the guest's path */
	/* sources[first_source .. first_source + source_count) of the
	 * manifest; more than one are compared on gets, all written on puts */
	uint32_t first_source, source_count;
	uint32_t type;  /* ZVM_CHANNEL_xGET_yPUT */
	uint32_t flags; /* ZVM_CHANNEL_GET, _PUT */
	enum zvm_digest_kind tag;
	int append; /* put-only, behind what the file holds already */
	int64_t gets, get_bytes, puts, put_bytes;
	uint32_t line;
};

struct zvm_manifest {
	const char *file; /* for messages */
	int version;      /* ZVM_VERSION_* */
	const char *program;
	const char *name; /* argv[0] */
	uint64_t memory;
	enum zvm_digest_kind memory_tag;
	int64_t timeout_ms;             /* 0: none */
	int64_t cpu_ms;                 /* 0: none */
	const char *job;                /* socket of a warm server, or NULL */
	uint32_t node;                  /* the session's own, or 0 */
	struct zvm_network name_server; /* UDP */
	uint64_t seed;
	int64_t clock_seconds;
	uint32_t clock_nanoseconds;
	int strict;           /* the validator's strict pass as well */
	int register_returns; /* no program with masked ones */
	uint32_t argc, envc, channel_count, source_count;
	uint32_t network_count; /* sources on the network */
	const char **argv;
	const char **envp;
	/* /dev/stdin, /dev/stdout, /dev/stderr, then by name: the guest's
	 * channel numbers. */
	struct zvm_manifest_channel *channels;
	struct zvm_manifest_source *sources;
	char *pool; /* owns every string above but `file` */
	size_t pool_used;
};

/* "sha256" and so on, by kind; ZVM_DIGEST_NONE is "none". */
extern const char *const zvm_digest_names[ZVM_DIGEST_KINDS];

/* 1, or 0 with the problem filled. Free it in both cases. */
int zvm_manifest_parse(const char *file, const char *bytes, size_t size,
    struct zvm_manifest *manifest, struct zvm_problem *problem);
void zvm_manifest_free(struct zvm_manifest *manifest);

#endif
