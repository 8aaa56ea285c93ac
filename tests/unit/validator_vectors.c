/* SPDX-License-Identifier: Apache-2.0
 *
 * The accept and reject vectors of tests/validator/, then what is better
 * generated than written down: locked groups at every offset, jumps to every
 * byte of them, policies, bad requests. Run from the top of the tree.
 */
#include <stdlib.h>

#include "tap.h"
#include "validator_check.h"

static uint8_t code[CHECK_ROOM];

static size_t whole_bundles(size_t size)
{
	return (size + 31) / 32 * 32;
}

/* "[+N] hex" to bytes, padded with f4; 0 when malformed. */
static size_t parse_code(const char *text)
{
	size_t size = 0;
	unsigned high = 0, digits = 0;

	memset(code, 0xf4, sizeof(code));
	if (*text == '+') {
		char *end;

		size = strtoul(text + 1, &end, 10);
		text = end;
		memset(code, 0x90, size);
	}
	for (; *text; text++) {
		const char *hex = "0123456789abcdef", *digit;

		if (*text == ' ')
			continue;
		digit = strchr(hex, *text);
		if (!digit || size >= sizeof(code))
			return 0;
		high = high << 4 | (unsigned)(digit - hex);
		if (++digits % 2 == 0)
			code[size++] = (uint8_t)high;
	}
	return digits % 2 ? 0 : whole_bundles(size);
}

/* Cuts the next ';' field off, without the blanks around it. */
static char *field(char **rest)
{
	char *text = strsep(rest, ";\n"), *end;

	if (!text)
		return NULL;
	text += strspn(text, " ");
	end = text + strlen(text);
	while (end > text && end[-1] == ' ')
		*--end = 0;
	return text;
}

static void vectors(const char *path, int expects_rule)
{
	char line[512], original[512];
	FILE *file = fopen(path, "r");
	unsigned number = 0, cases = 0;

	if (!tap_ok(file != NULL, "open %s", path))
		return;
	while (fgets(line, sizeof(line), file)) {
		char *rest = line, *hex, *rule = "accepted", *comment;
		struct check check;
		size_t size;

		number++;
		line[strcspn(line, "\n")] = 0;
		if (line[0] == '#' || line[0] == 0)
			continue;
		strcpy(original, line);
		hex = field(&rest);
		if (expects_rule)
			rule = field(&rest);
		comment = field(&rest);
		size = parse_code(hex);
		if (!size || !rule || !comment) {
			tap_ok(0, "%s:%u: malformed case", path, number);
			continue;
		}
		cases++;
		check = check_code(code, size);
		if (!tap_ok(!strcmp(check_rule(&check), rule), "%s: %s", path,
			original))
			printf("# got %s: %s\n", check_rule(&check),
			    zvm_val_reason_text(check.first.reason));
	}
	fclose(file);
	tap_ok(cases > 50, "%s has %u cases", path, cases);
}

static const struct group {
	const char *name, *rule;
	uint8_t size, second; /* second: offset of the second half */
	uint8_t bytes[9];
} groups[] = {
    {"masked return", "return", 9, 8,
	{0x48, 0x81, 0x24, 0x24, 0xe0, 0xff, 0xff, 0x7f, 0xc3}},
    {"jmp *%rax", "indirect", 5, 3, {0x83, 0xe0, 0xe0, 0xff, 0xe0}},
    {"call *%r11", "indirect", 7, 4,
	{0x41, 0x83, 0xe3, 0xe0, 0x41, 0xff, 0xd3}},
};

#define GROUPS (sizeof(groups) / sizeof(groups[0]))

/* The group at every offset of a bundle: inside, accepted; across the end,
 * refused as crossing, or, cut between its halves, as a bare second half. */
static void groups_at_every_offset(void)
{
	size_t i, offset;

	for (i = 0; i < GROUPS; i++)
		for (offset = 0; offset < 32; offset++) {
			const struct group *group = &groups[i];
			struct check check;
			const char *expected = "accepted";

			memset(code, 0x90, 64);
			memcpy(code + offset, group->bytes, group->size);
			check = check_code(code, 64);
			if (offset + group->second == 32)
				expected = group->rule;
			else if (offset + group->size > 32)
				/* Either half may be the one that crosses. */
				expected = "bundle";
			tap_ok(!strcmp(check_rule(&check), expected),
			    "%s at offset %zu: %s", group->name, offset,
			    expected);
		}
}

/* A jump to each byte of the group: only its first may be reached. */
static void jumps_into_groups(void)
{
	static const uint8_t jumps[][2] = {{0xeb, 1}, {0x74, 1}};
	size_t i, target, kind;

	for (i = 0; i < GROUPS; i++)
		for (kind = 0; kind < 4; kind++)
			for (target = 0; target <= groups[i].size; target++) {
				const struct group *group = &groups[i];
				int inside = target > 0 && target < group->size;
				struct check check;
				size_t at = kind < 2 ? 2 : kind == 2 ? 5 : 6;

				memset(code, 0x90, 32);
				if (kind < 2) {
					code[0] = jumps[kind][0];
					code[1] = (uint8_t)target;
				} else if (kind == 2) {
					memcpy(code, "\xe8\0\0\0\0", 5);
					code[1] = (uint8_t)target;
				} else {
					memcpy(code, "\x0f\x84\0\0\0\0", 6);
					code[2] = (uint8_t)target;
				}
				memcpy(code + at, group->bytes, group->size);
				check = check_code(code, 32);
				tap_ok(!strcmp(check_rule(&check),
					   inside ? "direct" : "accepted"),
				    "branch %zu to byte %zu of %s", kind,
				    target, group->name);
				if (inside)
					tap_equal(check.first.target,
					    CHECK_BASE + at + target,
					    "  its target is named");
			}
}

/* Every suffix that is not whole bundles is refused, whatever it holds. */
static void sizes(void)
{
	size_t size;

	memset(code, 0x90, 96);
	for (size = 0; size <= 96; size++) {
		struct check check = check_code(code, size);

		tap_ok(!strcmp(check_rule(&check),
			   size % 32 ? "bundle" : "accepted"),
		    "text of %zu bytes", size);
	}
}

static void policies(void)
{
	static const uint8_t masked[32] = {0x48, 0x81, 0x24, 0x24, 0xe0, 0xff,
	    0xff, 0x7f, 0xc3, [9 ... 31] = 0xf4};
	static const uint8_t in_register[32] = {0x41, 0x5b, 0x41, 0x83, 0xe3,
	    0xe0, 0x41, 0xff, 0xe3, [9 ... 31] = 0xf4};
	static const uint8_t popcnt[32] = {
	    0xf3, 0x0f, 0xb8, 0xc1, [4 ... 31] = 0xf4};
	struct check check;

	check = check_policy(masked, 32, ZVM_VAL_ISA_V2, 1);
	tap_ok(!strcmp(check_rule(&check), "return"),
	    "masked return where the register form is demanded");
	check = check_policy(in_register, 32, ZVM_VAL_ISA_V2, 1);
	tap_equal(check.result, ZVM_VAL_OK, "register return where demanded");
	check = check_policy(popcnt, 32, ZVM_VAL_ISA_BASELINE, 0);
	tap_ok(!strcmp(check_rule(&check), "isa"), "popcnt at baseline");
	check = check_policy(popcnt, 32, 3, 0);
	tap_equal(check.result, ZVM_VAL_BAD_REQUEST, "unknown ISA level");
}

static void bad_requests(void)
{
	static uint32_t scratch[16];
	struct zvm_val_request good =
				   {
				       .code = code,
				       .size = 32,
				       .base = CHECK_BASE,
				       .policy = {ZVM_VAL_ISA_V2, 0},
				       .scratch = scratch,
				       .scratch_size = sizeof(scratch),
				   },
			       bad;

	memset(code, 0xf4, 32);
	tap_equal(zvm_validate(&good, NULL), ZVM_VAL_OK, "no summary wanted");
#define BAD(field, value)                                                      \
	bad = good;                                                            \
	bad.field = value;                                                     \
	tap_equal(zvm_validate(&bad, NULL), ZVM_VAL_BAD_REQUEST,               \
	    "bad request: " #field " = " #value)
	BAD(code, NULL);
	BAD(base, CHECK_BASE + 1);
	BAD(base, 0);
	BAD(base, 0x10000);
	BAD(base, 0x80000000u);
	BAD(base, 0xffffffe0u);
	BAD(size, (size_t)-1);
	BAD(size, 0x80000000u);
	BAD(scratch, NULL);
	BAD(scratch, (char *)scratch + 1);
	BAD(scratch_size, 0);
	BAD(policy.isa_level, 0);
	bad = good;
	bad.size = 0;
	bad.code = NULL;
	tap_equal(zvm_validate(&bad, NULL), ZVM_VAL_OK, "empty text");
}

/* Counts are complete where the array is short, and text is never empty. */
static void reports(void)
{
	uint32_t i;
	struct check check;

	memset(code, 0xcc, 320);
	check = check_code(code, 320);
	tap_equal(check.summary.refusals, 10, "one refusal a bundle");
	tap_equal(check.summary.per_rule[ZVM_VAL_RULE_TABLE], 10, "by rule");
	tap_equal(check.first.address, CHECK_BASE, "address");
	tap_equal(check.first.length, 1, "length");
	tap_equal(check.first.bytes[0], 0xcc, "bytes");
	for (i = 1; i < ZVM_VAL_REASON_COUNT; i++)
		if (zvm_val_reason_rule(i) >= ZVM_VAL_RULE_COUNT ||
		    strlen(zvm_val_reason_text(i)) < 8)
			break;
	tap_equal(i, ZVM_VAL_REASON_COUNT, "every reason has rule and text");
	for (i = 0; i < ZVM_VAL_RULE_COUNT; i++)
		if (strlen(zvm_val_rule_name(i)) < 3 ||
		    strlen(zvm_val_rule_statement(i)) < 8 ||
		    strlen(zvm_val_rule_why(i)) < 8)
			break;
	tap_equal(i, ZVM_VAL_RULE_COUNT, "every rule has its texts");
	tap_ok(!strcmp(zvm_val_reason_text(9999), "?"), "unknown reason");
	tap_ok(!strcmp(zvm_val_rule_name(9999), "?"), "unknown rule");
	tap_ok(!strcmp(zvm_val_rule_statement(9999), "?"), "its statement");
	tap_ok(!strcmp(zvm_val_rule_why(9999), "?"), "its why");
	tap_equal(zvm_val_reason_rule(9999), ZVM_VAL_RULE_COUNT,
	    "the rule of an unknown reason");
}

/* The same sequence in every run: a failure can be found again. */
static uint32_t next_random(void)
{
	static uint64_t state = 1;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 32);
}

/* Noise: random bundles, and code with a few bits flipped. Read from exactly
 * sized memory, where a sanitizer sees each byte too far. The two rounds must
 * agree: refused with at least one refusal, accepted with none. */
static void noise(void)
{
	static const uint8_t good[] = {0x55, 0x67, 0x89, 0x03, 0x74, 0x02, 0x31,
	    0xc0, 0x66, 0x0f, 0x6f, 0xc1, 0x8b, 0x44, 0x24, 0x08, 0x83, 0xc4,
	    0x08, 0x5d, 0x48, 0x81, 0x24, 0x24, 0xe0, 0xff, 0xff, 0x7f, 0xc3,
	    0xf4, 0xf4, 0xf4};
	unsigned round, i, accepted = 0, disagree = 0, rounds = 200000;

	for (round = 0; round < rounds; round++) {
		size_t size = 32 * (1 + round % 4);
		uint8_t *copy = malloc(size);
		struct check check;
		uint64_t sum = 0;

		for (i = 0; i < size; i++) {
			copy[i] = round & 1 ? (uint8_t)(next_random() >> 24)
					    : good[i % 32];
		}
		for (i = 0; i <= round / 8 % 3 && !(round & 1); i++) {
			size_t at = next_random() % size;

			copy[at] ^= (uint8_t)(1 << next_random() % 8);
		}
		check = check_code(copy, size);
		free(copy);
		for (i = 0; i < ZVM_VAL_RULE_COUNT; i++)
			sum += check.summary.per_rule[i];
		accepted += check.result == ZVM_VAL_OK;
		disagree += sum != check.summary.refusals ||
			    (check.result == ZVM_VAL_OK) != (sum == 0) ||
			    (sum && check.first.reason == ZVM_VAL_REASON_NONE);
	}
	tap_equal(disagree, 0, "verdict and report agree on noise");
	tap_ok(accepted > rounds / 50 && accepted < rounds / 2,
	    "%u of %u were accepted", accepted, rounds);
}

int main(void)
{
	vectors("tests/validator/accept.txt", 0);
	vectors("tests/validator/reject.txt", 1);
	groups_at_every_offset();
	jumps_into_groups();
	sizes();
	policies();
	bad_requests();
	reports();
	noise();
	return tap_done();
}
