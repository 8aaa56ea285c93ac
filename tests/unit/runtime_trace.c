/* SPDX-License-Identifier: Apache-2.0
 *
 * Records of the trace as lines; whole texts compared.
 */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "runtime/trace/trace.h"

static struct zvm_manifest_channel channels[] = {
    {.name = "/dev/stdin"}, {.name = "/dev/\x1b\n\x7f"}};

static const struct zvm_manifest manifest = {
    .channel_count = 2, .channels = channels};

static void gives(struct zvm_trace_record record, const char *wanted)
{
	char *got = NULL;
	size_t size;
	FILE *out = open_memstream(&got, &size);

	zvm_trace_line(out, &record, &manifest);
	fclose(out);
	if (!tap_ok(strcmp(got, wanted) == 0, "call %u", record.call))
		printf("# got      %s\n# expected %s\n", got, wanted);
	free(got);
}

#define HIGH 0xabcdef0100000000 /* what a guest leaves in upper halves */

int main(void)
{
	gives((struct zvm_trace_record){.returned = 1,
		  .argument = {HIGH, HIGH | 0xfffffff0, HIGH | 0xffffffff,
		      0x7fffffffffffffff},
		  .start = 61000001999,
		  .duration = 12000,
		  .result = 3},
	    "61.000001 pread(0</dev/stdin>, 0xfffffff0, 4294967295, "
	    "9223372036854775807) = 3 <0.000012>\n");
	gives((struct zvm_trace_record){.call = 1,
		  .returned = 1,
		  .argument = {1, 0, 0, ~0ull},
		  .result = -22},
	    "0.000000 pwrite(1</dev/\\x1b\\x0a\\x7f>, 0x0, 0, -1) = "
	    "-1 EINVAL <0.000000>\n");
	gives((struct zvm_trace_record){.argument = {~0ull, 1, 2, 3}},
	    "0.000000 pread(-1, 0x1, 2, 3) = ?\n");
	gives((struct zvm_trace_record){.argument = {2, 1, 2, 3}},
	    "0.000000 pread(2, 0x1, 2, 3) = ?\n");
	gives((struct zvm_trace_record){.call = 2,
		  .argument = {-1ull, 0xffffffff, 5, 6}},
	    "0.000000 exit(-1, 4294967295) = ?\n");
	gives((struct zvm_trace_record){.call = 7,
		  .returned = 1,
		  .argument = {0x1000, 0x2000, 4},
		  .result = -77},
	    "0.000000 protect(0x1000, 8192, ZVM_PROT_GUARD) = -1 ? "
	    "<0.000000>\n");
	gives((struct zvm_trace_record){.call = 7,
		  .argument = {0x1000, 0x2000, 2}},
	    "0.000000 protect(0x1000, 8192, 2) = ?\n");
	/* Not what a gate sends. */
	gives((struct zvm_trace_record){.call = 0xffffffff}, "");
	gives((struct zvm_trace_record){.returned = 7, .result = INT32_MIN},
	    "0.000000 pread(0</dev/stdin>, 0x0, 0, 0) = -1 ? <0.000000>\n");
	return tap_done();
}
