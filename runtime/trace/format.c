/* SPDX-License-Identifier: Apache-2.0
 *
 * A runtime call as a line in strace's form. How an argument is printed comes
 * from its type and name in gate.def.
 */
#include <string.h>

#include "trace.h"
#include "../plain.h"
#include "../../zrt/abi/zvm_abi.h"

static const struct call {
	const char *name, *parameters; /* "(type name, type name)" */
} calls[] = {
#define ZVM_GATE(number, name, result, parameters, line)                       \
	[number] = {#name, #parameters},
#include "../../zrt/abi/gate.def"
};

static const char *error_name(int32_t result)
{
	switch (-(int64_t)result) {
#define ZVM_ERRNO(name, number)                                                \
	case number:                                                           \
		return #name;
#include "../../zrt/abi/errno.def"
	default:
		return "?";
	}
}

static void print_channel(
    FILE *out, int32_t number, const struct zvm_manifest *manifest)
{
	fprintf(out, "%d", number);
	if (number < 0 || (uint32_t)number >= manifest->channel_count)
		return;
	fputc('<', out);
	zvm_print_plain(out, manifest->channels[number].name);
	fputc('>', out);
}

static void print_access(FILE *out, uint32_t access)
{
	static const char *const names[] = {
	    [ZVM_PROT_NONE] = "ZVM_PROT_NONE",
	    [ZVM_PROT_READ] = "ZVM_PROT_READ",
	    [ZVM_PROT_READ_WRITE] = "ZVM_PROT_READ_WRITE",
	    [ZVM_PROT_GUARD] = "ZVM_PROT_GUARD",
	};

	if (access < sizeof(names) / sizeof(names[0]) && names[access] != NULL)
		fputs(names[access], out);
	else
		fprintf(out, "%u", access);
}

static int starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static void print_argument(FILE *out, const char *parameter, uint64_t value,
    const struct zvm_manifest *manifest)
{
	if (starts(parameter, "int32_t channel"))
		print_channel(out, (int32_t)value, manifest);
	else if (starts(parameter, "uint32_t access"))
		print_access(out, (uint32_t)value);
	else if (starts(parameter, "zvm_gptr "))
		fprintf(out, "0x%x", (uint32_t)value);
	else if (starts(parameter, "int32_t "))
		fprintf(out, "%d", (int32_t)value);
	else if (starts(parameter, "uint32_t "))
		fprintf(out, "%u", (uint32_t)value);
	else
		fprintf(out, "%lld", (long long)value);
}

static void print_seconds(FILE *out, int64_t nanoseconds)
{
	long long microseconds = nanoseconds / 1000;

	fprintf(
	    out, "%lld.%06lld", microseconds / 1000000, microseconds % 1000000);
}

void zvm_trace_line(FILE *out, const struct zvm_trace_record *record,
    const struct zvm_manifest *manifest)
{
	const char *parameter;

	if (record->call >= sizeof(calls) / sizeof(calls[0]) ||
	    calls[record->call].name == NULL)
		return;
	print_seconds(out, record->start);
	fprintf(out, " %s(", calls[record->call].name);
	parameter = calls[record->call].parameters + 1;
	for (int i = 0; i < ZVM_TRACE_ARGUMENTS; i++) {
		print_argument(out, parameter, record->argument[i], manifest);
		parameter += strcspn(parameter, ",)");
		if (*parameter != ',')
			break;
		parameter += 2;
		fputs(", ", out);
	}
	fputs(") = ", out);
	if (!record->returned) {
		fputs("?\n", out);
		return;
	}
	if (record->result < 0)
		fprintf(out, "-1 %s <", error_name(record->result));
	else
		fprintf(out, "%d <", record->result);
	print_seconds(out, record->duration);
	fputs(">\n", out);
}
