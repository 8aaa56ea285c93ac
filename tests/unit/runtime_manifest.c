/* SPDX-License-Identifier: Apache-2.0
 *
 * The manifest parser: what good texts mean, and one malformed text a rule
 * with the whole message that it must give.
 */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/manifest/manifest.h"
#include "runtime/manifest/number.h"
#include "zrt/abi/zvm_abi.h"

/* Headers that make a case short: each has all required lines but the one
 * under test, which is line 9 (historical) or 3. */
#define OLD                                                                    \
	"==== a ruler ====\n"                                                  \
	"Prose is a comment.\n"                                                \
	"Version = 20130611\n"                                                 \
	"Program = /p/hello.nexe\n"                                            \
	"Memory = 0x2000000, 0\n"                                              \
	"Channel = /dev/null, /dev/stdin, 0, 0, 16, 256, 0, 0\n"               \
	"Channel = /tmp/o; /tmp/p, /dev/stdout, 0, 1, 0, 0, 512, 8192\n"       \
	"Channel = /dev/null, /dev/stderr,0,0,0,0,010,0x10\n"
#define OLD_ALL    OLD "Timeout = 10\n"
#define LONG_50    "01234567890123456789012345678901234567890123456789"
#define SOURCES_4  ";/b;/b;/b;/b"
#define SOURCES_16 SOURCES_4 SOURCES_4 SOURCES_4 SOURCES_4
#define NEW        "Version = 2\nProgram = /p/hello\n"

static const struct bad {
	const char *text, *message, *hint;
	enum zvm_end end;
} bad[] = {
    {"",
	"m: error: key 'Version' is missing (expected 'Version = "
	"20130611 or 2')",
	"", ZVM_END_MANIFEST},
    {"Version = 3\n",
	"m:1:11: error: wrong Version (got '3', expected "
	"20130611 or 2)",
	"", ZVM_END_MANIFEST},
    /* historical form */
    {OLD,
	"m: error: key 'Timeout' is missing (expected 'Timeout = "
	"SECONDS')",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Timeout = 3\n",
	"m:10:1: error: key 'Timeout' again (it is "
	"in line 9 already)",
	"", ZVM_END_MANIFEST},
    {OLD "Timeout = 0\n",
	"m:9:11: error: wrong Timeout (got '0', "
	"expected 1 to 2147483647 seconds)",
	"", ZVM_END_MANIFEST},
    {OLD "Timeout = 1s\n",
	"m:9:11: error: wrong Timeout (got '1s', "
	"expected a decimal, 0octal or 0xhex number)",
	"", ZVM_END_MANIFEST},
    {OLD "Timeout = 09\n",
	"m:9:11: error: wrong Timeout (got '09', "
	"expected a decimal, 0octal or 0xhex number)",
	"", ZVM_END_MANIFEST},
    {OLD "Timeout =\n",
	"m:9:10: error: no value for key 'Timeout' "
	"(expected SECONDS)",
	"", ZVM_END_MANIFEST},
    {OLD "Timeuot = 1\n", "m:9:1: error: unknown key 'Timeuot'",
	"did you mean 'Timeout'?", ZVM_END_MANIFEST},
    {OLD "Colour = 1\n", "m:9:1: error: unknown key 'Colour'", "",
	ZVM_END_MANIFEST},
    {OLD "Seed = 1\n",
	"m:9:1: error: key 'Seed' does not exist in this "
	"version of the manifest (expected Version = 2)",
	"", ZVM_END_MANIFEST},
    {OLD "Job = /" LONG_50 LONG_50 "1234567\n",
	"m:9:7: error: wrong Job (got '/" LONG_50
	"012345678', expected a path of at most 107 bytes, which is all that a "
	"socket's address holds)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "NameServer = udp:1.2.3.4:5\n",
	"m:10: error: a NameServer needs a Node, the session's own number", "",
	ZVM_END_MANIFEST},
    {OLD "NameServer = udp:example:5\n",
	"m:9:14: error: wrong NameServer (got 'udp:example:5', expected "
	"udp:ADDRESS:PORT)",
	"", ZVM_END_MANIFEST},
    {OLD "NameServer = udp:1.2.3.4:\n",
	"m:9:14: error: wrong NameServer (got 'udp:1.2.3.4:', expected "
	"udp:ADDRESS:PORT)",
	"", ZVM_END_MANIFEST},
    {OLD "Node = 0\n",
	"m:9:8: error: wrong Node (got '0', expected 1 to 2147483647)", "",
	ZVM_END_MANIFEST},
    {OLD "Node = 2147483648\n",
	"m:9:8: error: wrong Node (got '2147483648', expected 1 to "
	"2147483647)",
	"", ZVM_END_MANIFEST},
    {OLD "Memory = 1, 0\n",
	"m:9:1: error: key 'Memory' again (it is in "
	"line 5 already)",
	"", ZVM_END_MANIFEST},
    {"Version = 20130611\nMemory = 33554432\n",
	"m:2:18: error: invalid "
	"memory etag (got '', expected 0 or 1)",
	"", ZVM_END_MANIFEST},
    {"Version = 20130611\nMemory = 33554432, 2\n",
	"m:2:20: error: "
	"invalid memory etag (got '2', expected 0 or 1)",
	"", ZVM_END_MANIFEST},
    {"Version = 20130611\nMemory = 0x100000001, 0\n",
	"m:2:10: error: "
	"wrong Memory (got '0x100000001', expected more than 0 and at most 4 "
	"GiB)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a, /dev/a, 0, 0, 1, 1, 0\n",
	"m:10:11: error: "
	"wrong number of channel fields (got 7, expected 8: source, name, "
	"type, etag, gets, get size, puts, put size)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a, , 0, 0, 1, 1, 0, 0\n",
	"m:10:14: error: "
	"empty channel field (expected the name)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a, /dev/a, 4, 0, 1, 1, 0, 0\n",
	"m:10:23: error: "
	"wrong channel type (got '4', expected 0, 1, 2 or 3)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a, /dev/a, 0, 7, 1, 1, 0, 0\n",
	"m:10:26: error: "
	"wrong channel etag (got '7', expected 0 or 1)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a, /dev/a, 0, 0, -1, 1, 0, 0\n",
	"m:10:29: "
	"error: wrong channel gets (got '-1', expected a decimal, 0octal or "
	"0xhex number)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a, /dev/a, 0, 0, 9223372036854775808, 1, 0, 0\n",
	"m:10:29: error: wrong channel gets (got '9223372036854775808', "
	"expected a number below 2^63)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a, /dev/a, 0, 0, 1, 0, 0, 1\n",
	"m:10:29: error: "
	"a channel that can neither be read nor written (expected both get "
	"limits or both put limits above 0)",
	"", ZVM_END_NIL_CHANNEL},
    {OLD_ALL "Channel = /a, /dev/a, 2, 0, 1, 1, 1, 1\n",
	"m:10:23: error: "
	"a channel that is read and written has type 1 or 3 (got 2)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a;, /dev/a, 0, 0, 1, 1, 0, 0\n",
	"m:10:14: error: empty channel source (expected a path)", "",
	ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a;b, /dev/a, 0, 0, 1, 1, 0, 0\n",
	"m:10:14: error: wrong channel source (got 'b', expected an absolute "
	"path or tcp:HOST:PORT)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a" SOURCES_16 SOURCES_16 SOURCES_16 SOURCES_16
	     ", /dev/a, 0, 0, 1, 1, 0, 0\n",
	"m:10:203: error: too many sources for one channel (expected at most "
	"64)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = tcp:1:, /dev/a, 0, 0, 1, 1, 0, 0\n",
	"m:10: error: a source tcp:NODE: needs a NameServer", "",
	ZVM_END_MANIFEST},
    {OLD_ALL "NameServer = udp:127.0.0.1:1\nNode = 7\n"
	     "Channel = tcp:7:, /dev/a, 0, 0, 1, 1, 0, 0\n",
	"m:12: error: a session cannot have itself as a source", "",
	ZVM_END_MANIFEST},
    {OLD_ALL "Job = /j\nChannel = tcp:1.2.3.4:5, /dev/a, 0, 0, 1, 1, 0, 0\n",
	"m:11: error: a session with a Job has no network sources", "",
	ZVM_END_MANIFEST},
    {OLD_ALL "Channel = opaque:x, /dev/a, 0, 0, 1, 1, 0, 0\n",
	"m:10:11: error: a network source of an unknown kind (got "
	"'opaque:x', expected tcp:HOST:PORT)",
	"", ZVM_END_CHANNEL},
    {OLD_ALL "Channel = tcp:host:5, /dev/a, 0, 0, 1, 1, 0, 0\n",
	"m:10:11: error: wrong network source (got 'tcp:host:5', expected "
	"tcp:HOST:PORT with an address such as 10.0.0.1 or [fe80::1], or "
	"tcp:NODE: with a NameServer)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = tcp:1.2.3.4:65536, /dev/a, 0, 0, 1, 1, 0, 0\n",
	"m:10:11: error: wrong network source (got 'tcp:1.2.3.4:65536', "
	"expected tcp:HOST:PORT with an address such as 10.0.0.1 or "
	"[fe80::1], or tcp:NODE: with a NameServer)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Channel = /a, /dev/stdin, 0, 0, 1, 1, 0, 0\n",
	"m:10: "
	"error: channel '/dev/stdin' again (it is in line 6 already)",
	"", ZVM_END_MANIFEST},
    {"Version = 20130611\nProgram = p\nMemory = 1, 0\nTimeout = 1\n"
     "Channel = /a, /dev/stdin, 0, 0, 1, 1, 0, 0\n",
	"m: error: channel "
	"'/dev/stdout' is missing",
	"", ZVM_END_MANIFEST},
    /* version 2 */
    {"Version = 2\n",
	"m: error: key 'Program' is missing (expected "
	"'Program = PATH')",
	"", ZVM_END_MANIFEST},
    {NEW "prose\n",
	"m:3:1: error: no '=' in 'prose' (expected 'Key = "
	"value', or '#' before a comment)",
	"", ZVM_END_MANIFEST},
    {NEW "Memroy = 1G\n", "m:3:1: error: unknown key 'Memroy'",
	"did you mean 'Memory'?", ZVM_END_MANIFEST},
    {NEW "Etag = 1\n",
	"m:3:1: error: key 'Etag' does not exist in this "
	"version of the manifest (expected Version = 20130611)",
	"", ZVM_END_MANIFEST},
    {NEW "Memory = lots\n",
	"m:3:10: error: wrong Memory (got 'lots', "
	"expected a number of bytes such as 65536, 64K, 10M or 1G)",
	"", ZVM_END_MANIFEST},
    {NEW "Memory = 5G\n",
	"m:3:10: error: wrong Memory (got '5G', "
	"expected more than 0 and at most 4 GiB)",
	"", ZVM_END_MANIFEST},
    {NEW "Memory = 1G, 1\n",
	"m:3:14: error: wrong Memory (got '1', "
	"expected nothing, 'tag', 'tag=sha256', 'tag=sha1' or 'tag=md5' "
	"behind the comma)",
	"", ZVM_END_MANIFEST},
    {NEW "Timeout = 0\n",
	"m:3:11: error: wrong Timeout (got '0', "
	"expected seconds above 0 and below 2^31)",
	"", ZVM_END_MANIFEST},
    {NEW "Timeout = soon\n",
	"m:3:11: error: wrong Timeout (got 'soon', "
	"expected seconds, such as 10 or 0.5)",
	"", ZVM_END_MANIFEST},
    {NEW "Seed = 010\n",
	"m:3:8: error: wrong Seed (got '010', expected a "
	"number without leading zeros)",
	"", ZVM_END_MANIFEST},
    {NEW "Clock = 2001-02-29T00:00:00Z\n",
	"m:3:9: error: wrong Clock "
	"(got '2001-02-29T00:00:00Z', expected seconds since 1970, or a time "
	"such as 2000-01-01T00:00:00Z)",
	"", ZVM_END_MANIFEST},
    {NEW "Environment = =x\n",
	"m:3:15: error: wrong Environment (got "
	"'=x', expected NAME=TEXT)",
	"", ZVM_END_MANIFEST},
    {NEW "Argument = a\\q\n",
	"m:3:12: error: cannot read 'a\\q' "
	"(expected one of \\\\ \\n \\t \\r \\, \\xHH)",
	"", ZVM_END_MANIFEST},
    {NEW "Argument = a\\x00\n",
	"m:3:12: error: cannot read 'a\\x00' "
	"(expected text without a NUL byte)",
	"", ZVM_END_MANIFEST},
    {NEW "Argument = a\\\n",
	"m:3:12: error: cannot read 'a\\' "
	"(expected a letter behind the backslash)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = to=/a\n",
	"m:3:11: error: a channel starts with its "
	"name in the guest (got 'to=/a', expected a path such as "
	"/dev/stdout)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a\n",
	"m:3:11: error: nothing is behind the "
	"channel (expected from=PATH, to=PATH, file=PATH, or fd:NUMBER for "
	"PATH)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, form=/x\n",
	"m:3:19: error: unknown word "
	"'form' for a channel (expected get, put, random, append, tag, "
	"tag=KIND, from=PATH, to=PATH, file=PATH, gets=NUMBER, puts=NUMBER, "
	"get-bytes=SIZE, put-bytes=SIZE, bytes=SIZE)",
	"did you mean 'from'?", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, from=/x, to=/y\n",
	"m:3:28: error: a source of another kind for the channel (expected "
	"from= alone, to= alone or file= alone; each may be repeated)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, from=tcp:1:2\n",
	"m:3:24: error: wrong network source (got 'tcp:1:2', expected "
	"tcp:HOST:PORT with an address such as 10.0.0.1 or [fe80::1], or "
	"tcp:NODE: with a NameServer)",
	"a file of that name is './tcp:1:2'", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, from=/x, put\n",
	"m:3:11: error: a channel "
	"for both directions needs file= (got from= or to=)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, from=fd:x\n",
	"m:3:24: error: wrong "
	"descriptor (got 'fd:x', expected fd:NUMBER)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, from\n",
	"m:3:19: error: word 'from' without "
	"a value (expected from=...)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, get=1\n",
	"m:3:19: error: word 'get' with a value (expected get alone)", "",
	ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, tag=sha512\n",
	"m:3:23: error: unknown digest 'sha512' (expected sha256, sha1 or "
	"md5)",
	"", ZVM_END_MANIFEST},
    {NEW "CpuTime = 0\n",
	"m:3:11: error: wrong CpuTime (got '0', expected seconds above 0 and "
	"below 2^31)",
	"", ZVM_END_MANIFEST},
    {NEW "Memory = 1G, tag=crc\n",
	"m:3:14: error: wrong Memory (got 'tag=crc', expected nothing, "
	"'tag', 'tag=sha256', 'tag=sha1' or 'tag=md5' behind the comma)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, from=\n",
	"m:3:24: error: nothing behind "
	"'from='",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, tag, tag\n",
	"m:3:24: error: word 'tag' "
	"again",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, from=/x, gets=many\n",
	"m:3:33: error: wrong "
	"gets= (got 'many', expected a decimal or 0xhex number)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, from=/x, bytes=many\n",
	"m:3:34: error: wrong "
	"bytes= (got 'many', expected a number of bytes such as 65536, 64K, "
	"10M or 1G)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, from=/x, puts=1\n",
	"m:3:11: error: a put "
	"limit for a channel that is not written",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, to=/x, get-bytes=1\n",
	"m:3:11: error: a get "
	"limit for a channel that is not read",
	"", ZVM_END_MANIFEST},
    {NEW "Strict = true\n",
	"m:3:10: error: wrong Strict (got 'true', expected yes or no)", "",
	ZVM_END_MANIFEST},
    {NEW "Returns = masked\n",
	"m:3:11: error: wrong Returns (got 'masked', expected register or "
	"any)",
	"", ZVM_END_MANIFEST},
    {OLD_ALL "Strict = yes\n",
	"m:10:1: error: key 'Strict' does not exist in this version of the "
	"manifest (expected Version = 2)",
	"", ZVM_END_MANIFEST},
    {NEW "Channel = /dev/a, from=/x, append\n",
	"m:3:11: error: 'append' "
	"needs a written channel and excludes 'random'",
	"", ZVM_END_MANIFEST},
};

static int parse(const char *text, size_t size, struct zvm_manifest *manifest,
    struct zvm_problem *problem)
{
	/* An exact copy, so that memory checkers see a read too far. */
	char *copy = malloc(size + (size == 0));
	int ok;

	memcpy(copy, text, size);
	memset(problem, 0, sizeof(*problem));
	ok = zvm_manifest_parse("m", copy, size, manifest, problem);
	free(copy);
	return ok;
}

static void check_bad(const struct bad *test)
{
	struct zvm_manifest manifest;
	struct zvm_problem problem;
	int ok = parse(test->text, strlen(test->text), &manifest, &problem);

	if (!tap_ok(!ok && problem.end == test->end &&
			strcmp(problem.text, test->message) == 0 &&
			strcmp(problem.hint, test->hint) == 0,
		"%s", test->message))
		printf("# got %d '%s' hint '%s'\n", problem.end, problem.text,
		    problem.hint);
	zvm_manifest_free(&manifest);
}

static void check_historical(void)
{
	struct zvm_manifest m;
	struct zvm_problem problem;

	tap_ok(
	    parse(OLD_ALL "Etag = x\r\n", strlen(OLD_ALL) + 10, &m, &problem),
	    "a historical manifest");
	tap_equal(m.version, ZVM_VERSION_HISTORICAL, "its form");
	tap_equal(m.memory, 0x2000000, "hexadecimal memory");
	tap_equal(m.timeout_ms, 10000, "seconds");
	tap_ok(strcmp(m.argv[0], "hello.nexe") == 0 && m.argc == 1,
	    "argv is the program's name");
	tap_equal(m.channel_count, 3, "three channels");
	tap_ok(strcmp(m.channels[0].name, "/dev/stdin") == 0 &&
		   strcmp(m.channels[1].name, "/dev/stdout") == 0 &&
		   strcmp(m.channels[2].name, "/dev/stderr") == 0,
	    "the standard three come first");
	tap_equal(m.channels[0].flags, ZVM_CHANNEL_GET, "get from get limits");
	tap_equal(m.channels[1].flags, ZVM_CHANNEL_PUT, "put from put limits");
	tap_equal(m.channels[1].tag, ZVM_DIGEST_SHA1, "etag");
	tap_equal(m.channels[1].source_count, 2, "two sources");
	tap_ok(strcmp(m.sources[m.channels[1].first_source + 1].path,
		   "/tmp/p") == 0,
	    "the second one");
	tap_equal(m.channels[2].puts, 8, "octal");
	tap_equal(m.channels[2].put_bytes, 16, "hexadecimal");
	zvm_manifest_free(&m);
}

static const struct zvm_manifest_source *source(
    const struct zvm_manifest *manifest, int channel)
{
	return &manifest->sources[manifest->channels[channel].first_source];
}

static void check_version_2(void)
{
	static const char text[] =
	    "# comment = 1\n\n" NEW
	    "Memory = 64M, tag = md5\nTimeout = 0.25\nCpuTime = 1.5\nSeed = "
	    "0xffffffffffffffff\n"
	    "Clock = 2000-03-01T12:00:01Z\nArgument = a = b \nArgument =\n"
	    "Argument = \\x20\\n\\xff\\\\\nEnvironment = A=b=c\n"
	    "Environment = LANG=de\nName = /bin/own name\n"
	    "Channel = /dev/z, file=/tmp/a\\,b, tag\n"
	    "Channel = /dev/b, file=/x, append, bytes=1K, puts=3\n"
	    "Channel = /dev/a, from=/y, from=fd:3, random, tag=sha1\n"
	    "Channel = /dev/stdout, to=fd:7, bytes=1M\n"
	    "Channel = /dev/c, put, append, file=/l\n"
	    "Channel = /dev/n, from=tcp:10.0.0.1:80, from=tcp:[fe80::1]:65535, "
	    "from=tcp:4:\n"
	    "NameServer = udp:127.0.0.1:99\nNode = 2147483647\n"
	    "Strict = yes\nReturns = register";
	struct zvm_manifest m;
	struct zvm_problem problem;

	if (!tap_ok(parse(text, strlen(text), &m, &problem), "a new manifest"))
		printf("# %s\n", problem.text);
	tap_ok(strcmp(m.argv[0], "/bin/own name") == 0, "argv[0] by name");
	tap_equal(m.memory, 64 << 20, "memory with a unit");
	tap_equal(m.memory_tag, ZVM_DIGEST_MD5, "memory tag");
	tap_equal(m.cpu_ms, 1500, "processor time");
	tap_equal(m.timeout_ms, 250, "a fraction of a second");
	tap_ok(m.seed == UINT64_MAX, "the largest seed");
	tap_equal(m.clock_seconds, 951912001, "a date");
	tap_equal(m.argc, 4, "arguments");
	tap_ok(strcmp(m.argv[1], "a = b") == 0 && m.argv[2][0] == '\0' &&
		   strcmp(m.argv[3], " \n\xff\\") == 0,
	    "escapes in arguments");
	tap_equal(m.envc, 4, "three constants and one more variable");
	tap_ok(strcmp(m.envp[2], "LANG=de") == 0 &&
		   strcmp(m.envp[3], "A=b=c") == 0,
	    "a variable is replaced");
	tap_ok(m.strict && m.register_returns, "what the code must be");
	tap_equal(m.channel_count, 8, "stdin and stderr are added");
	tap_ok(source(&m, 0)->fd == 0 && source(&m, 2)->fd == 2,
	    "from the caller's own");
	tap_ok(source(&m, 1)->fd == 7 && m.channels[1].put_bytes == 1 << 20 &&
		   m.channels[1].puts == ZVM_UNLIMITED,
	    "a descriptor, a limit");
	tap_ok(strcmp(m.channels[3].name, "/dev/a") == 0 &&
		   m.channels[3].type == ZVM_CHANNEL_RGET_RPUT &&
		   m.channels[3].flags == ZVM_CHANNEL_GET &&
		   m.channels[3].tag == ZVM_DIGEST_SHA1 &&
		   m.channels[3].source_count == 2 &&
		   strcmp(source(&m, 3)->path, "/y") == 0 &&
		   source(&m, 3)[1].fd == 3,
	    "random reading");
	tap_ok(m.channels[4].type == ZVM_CHANNEL_RGET_SPUT &&
		   m.channels[4].get_bytes == 1024 &&
		   m.channels[4].put_bytes == 1024 && m.channels[4].puts == 3 &&
		   m.channels[4].gets == ZVM_UNLIMITED,
	    "append to a file that is read too; bytes= is for both");
	tap_ok(m.channels[5].flags == ZVM_CHANNEL_PUT && m.channels[5].append,
	    "append only");
	tap_ok(source(&m, 6)->network.kind == ZVM_NETWORK_IPV4 &&
		   memcmp(source(&m, 6)->network.address, "\n\0\0\1", 4) == 0 &&
		   source(&m, 6)->network.port == 80,
	    "a source by its address");
	tap_ok(source(&m, 6)[1].network.kind == ZVM_NETWORK_IPV6 &&
		   source(&m, 6)[1].network.address[1] == 0x80 &&
		   source(&m, 6)[1].network.port == 65535,
	    "one with a long address");
	tap_ok(source(&m, 6)[2].network.kind == ZVM_NETWORK_NODE &&
		   source(&m, 6)[2].network.node == 4 && m.network_count == 3,
	    "one by its node");
	tap_ok(m.node == INT32_MAX && m.name_server.port == 99 &&
		   memcmp(m.name_server.address, "\177\0\0\1", 4) == 0,
	    "who knows the nodes");
	tap_ok(strcmp(source(&m, 7)->path, "/tmp/a,b") == 0 &&
		   m.channels[7].type == ZVM_CHANNEL_RGET_RPUT &&
		   m.channels[7].tag && m.channels[7].flags == 3,
	    "file= alone reads and writes; an escaped comma");
	zvm_manifest_free(&m);
}

/* Neither cut-off texts nor flipped bits may break the parser. */
static void check_mutations(void)
{
	static const char *const texts[] = {OLD_ALL, NEW
	    "Memory = 64M, tag\n"
	    "Channel = /dev/z, file=/tmp/a\\,b, tag\nArgument = \\x20\\\\\n"};
	struct zvm_manifest m;
	struct zvm_problem problem;
	unsigned silent = 0;

	for (int t = 0; t < 2; t++) {
		size_t size = strlen(texts[t]);
		char *copy = strdup(texts[t]);

		for (size_t i = 0; i <= size; i++) {
			silent += !parse(texts[t], i, &m, &problem) &&
				  problem.text[0] == '\0';
			zvm_manifest_free(&m);
		}
		for (size_t i = 0; i < size * 8; i++) {
			copy[i / 8] ^= (char)(1 << i % 8);
			silent += !parse(copy, size, &m, &problem) &&
				  problem.text[0] == '\0';
			zvm_manifest_free(&m);
			copy[i / 8] ^= (char)(1 << i % 8);
		}
		free(copy);
	}
	tap_equal(silent, 0, "every refusal of a damaged text has a message");
}

static void check_sizes(void)
{
	size_t size = ZVM_MANIFEST_SIZE_MAX + 1;
	char *text = malloc(size);
	struct zvm_manifest m;
	struct zvm_problem problem;

	memset(text, '#', size);
	tap_ok(!parse(text, size, &m, &problem) &&
		   strcmp(problem.text,
		       "m: error: the manifest is too long (got "
		       "524289 bytes, expected at most 524288)") == 0,
	    "%s", problem.text);
	zvm_manifest_free(&m);
	size = 0;
	size += (size_t)sprintf(text, NEW);
	for (int i = 0; i <= ZVM_CHANNELS_MAX; i++)
		size += (size_t)sprintf(
		    text + size, "Channel = /dev/%d, from=/x\n", i);
	tap_ok(!parse(text, size, &m, &problem) &&
		   problem.end == ZVM_END_TOO_MANY &&
		   strcmp(problem.text, "m:10917:11: error: too many channels "
					"(expected at most 10914)") == 0,
	    "%s", problem.text);
	zvm_manifest_free(&m);
	free(text);
}

/* The last setting of a name stands where the first one stood. */
static void check_environment(void)
{
	static const char alike[] =
	    NEW "Environment = A=1\nEnvironment = AB=2\n"
		"Environment = A-=3\nEnvironment = PATH=/x\n";
	enum { NAMES = 20000 };
	const size_t room = NAMES * 26;
	char *text = malloc(room), wanted[32];
	struct zvm_manifest m;
	struct zvm_problem problem;
	uint32_t right = 0;
	size_t size = (size_t)sprintf(text, NEW);

	for (unsigned i = 0; i < NAMES; i++)
		size += (size_t)sprintf(text + size, "Environment = V%u=%u\n",
		    i * 7 % (NAMES / 2), i);
	tap_ok(size < room && parse(text, size, &m, &problem), "%u settings",
	    NAMES);
	tap_equal(m.envc, 3 + NAMES / 2, "each name once");
	for (unsigned i = 0; i < NAMES / 2 && m.envc > i + 3; i++) {
		sprintf(wanted, "V%u=%u", i * 7 % (NAMES / 2), i + NAMES / 2);
		right += strcmp(m.envp[3 + i], wanted) == 0;
	}
	tap_equal(right, NAMES / 2, "the later value in the earlier place");
	zvm_manifest_free(&m);
	tap_ok(parse(alike, sizeof(alike) - 1, &m, &problem) && m.envc == 6 &&
		   strcmp(m.envp[1], "PATH=/x") == 0,
	    "names that begin alike are different ones");
	zvm_manifest_free(&m);
	free(text);
}

static void check_numbers(void)
{
	static const char *const wrong[] = {
	    "", "K", "5 ", " 5", "5 K", "5KK", "5@", "5k ", "0x", "8388608T"};
	int64_t bytes;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		tap_ok(
		    zvm_number_size(wrong[i], strlen(wrong[i]), &bytes) != NULL,
		    "no size: '%s'", wrong[i]);
	tap_ok(zvm_number_size("8388607t", 8, &bytes) == NULL &&
		   bytes == 8388607ll << 40,
	    "the largest whole number of TiB");
}

int main(void)
{
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		check_bad(&bad[i]);
	check_historical();
	check_version_2();
	check_mutations();
	check_sizes();
	check_environment();
	check_numbers();
	return tap_done();
}
