/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports, the sentences about ends, and exit statuses: whole texts compared.
 */
#include "tap.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/report/report.h"
#include "zrt/abi/zvm_abi.h"

static struct zvm_manifest_channel channels[3] = {
    {.name = "/dev/stdin", .flags = ZVM_CHANNEL_GET, .source_count = 3},
    {.name = "/dev/stdout",
	.flags = ZVM_CHANNEL_PUT,
	.tag = ZVM_DIGEST_SHA1,
	.first_source = 3,
	.source_count = 1},
    {.name = "/dev/\"q\\\n\xff\xc3\xa9",
	.flags = ZVM_CHANNEL_PUT,
	.first_source = 4,
	.source_count = 1},
};

static struct zvm_manifest_source sources[5] = {{.path = "/a", .fd = -1},
    {.path = "/b", .fd = -1}, {.fd = 7}, {.fd = 1},
    {.path = "tcp:10.0.0.1:5", .fd = -1, .network = {ZVM_NETWORK_IPV4}}};

static struct zvm_manifest manifest = {
    .program = "hello",
    .version = 1,
    .channel_count = 3,
    .channels = channels,
    .source_count = 5,
    .sources = sources,
    .network_count = 1,
};

#define SHARED_SIZE                                                            \
	(sizeof(struct zvm_shared) + 3 * sizeof(struct zvm_channel_count) +    \
	    5 * sizeof(struct zvm_link))

static struct zvm_result result;

static void check_text(char *got, const char *expected, const char *what)
{
	if (!tap_ok(got != NULL && strcmp(got, expected) == 0, "%s", what))
		printf("# got      %s# expected %s\n", got, expected);
	free(got);
}

static void reset(enum zvm_end end)
{
	struct zvm_shared *shared = result.shared;
	struct zvm_link *link;

	memset(shared, 0, SHARED_SIZE);
	memset(&result, 0, sizeof(result));
	result.shared = shared;
	result.problem.end = end;
	link = &zvm_shared_links(shared, 3)[4];
	link->state = ZVM_LINK_LOST;
	link->calls = 4;
	link->bytes = 50;
	shared->channels[0].gets = 2;
	shared->channels[0].get_bytes = 30;
	shared->channels[1].puts = 1;
	shared->channels[1].put_bytes = 3;
	shared->channels[2].failed_put = 28;
	shared->channels[0].failed_sources = 6;
	zvm_digest_start(&shared->channels[1].digest, ZVM_DIGEST_SHA1);
	zvm_digest_update(
	    &shared->channels[1].digest, (const uint8_t *)"abc", 3);
}

static void check_six(void)
{
	reset(ZVM_END_EXIT);
	result.status = 300;
	result.user_seconds = 1.234;
	check_text(zvm_report_six(&manifest, &result),
	    "0\n0\n300\n"
	    "/dev/stdout a9993e364706816aba3e25717850c26c9cd0d89d\n"
	    "0.00 1.23 6 90 1 3 0 0 4 50\nok\n\n",
	    "six lines of a good end");
	reset(ZVM_END_TIMEOUT);
	strcpy(result.problem.text, "two\nlines");
	result.shared->verdict = ZVM_VERDICT_REFUSED;
	check_text(zvm_report_six(&manifest, &result),
	    "1\n0\n0\ndisabled\n0.00 0.00 6 90 1 3 0 0 4 50\ntwo\\x0alines\n\n",
	    "six lines of a bad end: no digests, the state is one line");
	reset(ZVM_END_EXIT);
	manifest.channels[1].name = "/a\n0 \\x\xc2\x9b\xc3\xa4\x9b";
	check_text(zvm_report_six(&manifest, &result),
	    "0\n0\n0\n/a\\x0a0\\x20\\x5cx\\xc2\\x9b\xc3\xa4\\x9b "
	    "a9993e364706816aba3e25717850c26c9cd0d89d\n"
	    "0.00 0.00 6 90 1 3 0 0 4 50\nok\n\n",
	    "six lines whatever a channel's name is, and a name is one word");
	manifest.channels[1].name = "/dev/stdout";
	result.shared->channels[1].digest.kind = 1000;
	check_text(zvm_report_six(&manifest, &result),
	    "0\n0\n0\n/dev/stdout \n0.00 0.00 6 90 1 3 0 0 4 50\nok\n\n",
	    "six lines after a process that was taken over");
}

static void check_json(void)
{
	reset(ZVM_END_FAULT);
	result.signal = SIGSEGV;
	result.shared->fault_ip = 0x20040;
	result.shared->fault_address = 0xdeadbeef;
	result.shared->fault_sp = 0xfffefff0;
	result.shared->fault_code = 1;
	result.peak_kib = 7;
	strcpy(result.symbol.name, "main");
	result.symbol.offset = 4;
	strcpy(result.line.file, "main.c");
	result.line.number = 12;
	strcpy(result.problem.text, "bad");
	check_text(zvm_report_json(&manifest, &result),
	    "{\"report\": 1, \"ended_by\": \"fault\", \"status\": null, "
	    "\"signal\": 11, \"message\": \"bad\", \"hint\": null, "
	    "\"program\": \"hello\", \"wall_seconds\": 0.000000, "
	    "\"user_seconds\": 0.000000, \"system_seconds\": 0.000000, "
	    "\"peak_kib\": 7, \"validator\": \"passed\", \"instructions\": 0, "
	    "\"fault\": {\"instruction\": \"0x20040\", \"address\": "
	    "\"0xdeadbeef\", \"stack\": \"0xfffefff0\", \"code\": 1, "
	    "\"function\": \"main\", \"function_offset\": 4, "
	    "\"file\": \"main.c\", \"line\": 12}, "
	    "\"memory_digest\": null, \"memory_digest_kind\": null, "
	    "\"channels\": ["
	    "{\"name\": \"/dev/stdin\", \"gets\": 2, \"get_bytes\": 30, "
	    "\"puts\": 0, \"put_bytes\": 0, \"digest\": null, "
	    "\"digest_kind\": null, \"get_error\": null, \"put_error\": "
	    "null, \"failed_sources\": [\"/b\", \"fd:7\"]}, "
	    "{\"name\": \"/dev/stdout\", \"gets\": 0, \"get_bytes\": 0, "
	    "\"puts\": 1, \"put_bytes\": 3, \"digest\": "
	    "\"a9993e364706816aba3e25717850c26c9cd0d89d\", "
	    "\"digest_kind\": \"sha1\", \"get_error\": null, "
	    "\"put_error\": null, \"failed_sources\": []}, "
	    "{\"name\": \"/dev/\\\"q\\\\\\u000a\\u00ff\xc3\xa9\", \"gets\": 0, "
	    "\"get_bytes\": 0, \"puts\": 0, \"put_bytes\": 0, \"digest\": "
	    "null, \"digest_kind\": null, \"get_error\": null, "
	    "\"put_error\": \"No space left on device\", "
	    "\"failed_sources\": [], \"links\": [{\"source\": "
	    "\"tcp:10.0.0.1:5\", \"state\": \"lost\", \"calls\": 4, "
	    "\"bytes\": 50}]}]}\n",
	    "the JSON of a fault");
}

static void check_sentence(enum zvm_end end, int signal, const char *expected)
{
	result.problem.end = end;
	result.signal = signal;
	result.shared->signal = (uint32_t)signal;
	zvm_describe_end(&manifest, &result);
	if (!tap_ok(strcmp(result.problem.text, expected) == 0, "%s", expected))
		printf("# got %s\n", result.problem.text);
	reset(ZVM_END_NONE);
}

static void check_sentences(void)
{
	struct zvm_shared *shared;

	reset(ZVM_END_NONE);
	shared = result.shared;
	shared->fault_ip = 0x20040;
	shared->fault_address = 8;
	check_sentence(ZVM_END_FAULT, SIGSEGV,
	    "hello: error: null pointer "
	    "access to 0x8 at 0x20040 (SIGSEGV)");
	shared->fault_ip = 0x20040;
	shared->fault_address = ZVM_STACK_END - ZVM_STACK_SIZE - 1;
	check_sentence(ZVM_END_FAULT, SIGSEGV,
	    "hello: error: stack overflow "
	    "(the stack has 16 MiB) at 0x20040 (SIGSEGV)");
	shared->fault_ip = 0x20040;
	shared->fault_address = 0x123456789;
	check_sentence(ZVM_END_FAULT, SIGBUS,
	    "hello: error: bad memory access "
	    "to 0x123456789 at 0x20040 (SIGBUS)");
	shared->fault_ip = 0x7f0000000000;
	shared->fault_sp = 0x8000;
	shared->fault_address = 0x8000;
	check_sentence(ZVM_END_FAULT, SIGSEGV,
	    "hello: error: null pointer "
	    "access to 0x8000 while returning from a runtime call, stack "
	    "pointer 0x8000 (SIGSEGV)");
	shared->end_channel = 1;
	check_sentence(ZVM_END_PIPE, SIGPIPE,
	    "hello: error: nobody reads "
	    "/dev/stdout any more (SIGPIPE)");
	check_sentence(ZVM_END_ABORT, SIGABRT,
	    "hello: error: the program ended itself (SIGABRT)");
	check_sentence(
	    ZVM_END_INTERRUPT, SIGINT, "hello: error: interrupted (SIGINT)");
	check_sentence(ZVM_END_FILTER, SIGSYS,
	    "hello: error: a system call "
	    "outside the filter was stopped");
	manifest.timeout_ms = 1500;
	check_sentence(ZVM_END_TIMEOUT, 0,
	    "hello: error: time limit of 1.500 seconds reached");
}

static void check_statuses(void)
{
	tap_equal(zvm_end_front(ZVM_END_EXIT, 258, 0), 2, "status & 255");
	tap_equal(zvm_end_front(ZVM_END_EXIT, -1, 0), 255, "-1 is 255");
	tap_equal(zvm_end_front(ZVM_END_FAULT, 0, SIGSEGV), 139, "128 + n");
	tap_equal(zvm_end_front(ZVM_END_TIMEOUT, 7, 9), 124, "124");
	tap_equal(zvm_end_front(ZVM_END_USAGE, 0, 0), 125, "125");
	tap_equal(zvm_end_front(ZVM_END_REFUSED, 0, 0), 126, "126");
	tap_equal(zvm_end_front(ZVM_END_NOT_FOUND, 0, 0), 127, "127");
	tap_equal(zvm_end_historical(ZVM_END_EXIT), 0, "zerovm: always 0");
	tap_equal(zvm_end_historical(ZVM_END_FAULT), 4, "zerovm: EINTR");
	tap_equal(zvm_end_historical(ZVM_END_REFUSED), 8, "zerovm: ENOEXEC");
	tap_equal(zvm_end_historical((enum zvm_end)999), 5,
	    "a number out of the table is a host error");
}

int main(void)
{
	result.shared = calloc(1, SHARED_SIZE);
	check_six();
	check_json();
	check_sentences();
	check_statuses();
	return tap_done();
}
