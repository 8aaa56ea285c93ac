/* SPDX-License-Identifier: Apache-2.0
 *
 * Checking in parts against checking in one go: verdict, refusals and summary
 * must not depend on the number of parts, on their order, or on threads. Then
 * regions: the same code at other bases, as run-time code is checked.
 */
#include <pthread.h>
#include <stdlib.h>

#include "tap.h"
#include "validator_check.h"
#include "zvm_abi.h"

#define BUNDLES  128
#define SIZE     (BUNDLES * 32)
#define REFUSALS 64

struct outcome {
	enum zvm_val_result result;
	struct zvm_val_summary summary;
	struct zvm_val_refusal refusals[REFUSALS];
};

static uint8_t code[SIZE + 31];
static uint32_t scratch[(SIZE / 32 + 1) * (ZVM_VAL_PARTS_MAX + 1)];

/* The same sequence in every run: a failure can be found again. */
static uint32_t next_random(void)
{
	static uint64_t state = 7;

	state = state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(state >> 32);
}

static struct zvm_val_request make_request(
    size_t size, struct zvm_val_refusal *refusals)
{
	/* What a former check left in the scratch must not matter. */
	memset(scratch, 0xa5, sizeof(scratch));
	return (struct zvm_val_request){.code = code,
	    .size = size,
	    .base = CHECK_BASE,
	    .policy = {ZVM_VAL_ISA_V2, 0},
	    .scratch = scratch,
	    .scratch_size = sizeof(scratch),
	    .refusals = refusals,
	    .refusal_room = REFUSALS};
}

static void *check_one(void *argument)
{
	struct {
		const struct zvm_val_request *request;
		struct zvm_val_part part;
	} *job = argument;

	zvm_val_check_part(job->request, &job->part);
	return NULL;
}

static void in_parts(
    size_t size, uint32_t count, int threads, struct outcome *out)
{
	struct {
		const struct zvm_val_request *request;
		struct zvm_val_part part;
	} jobs[ZVM_VAL_PARTS_MAX];
	struct zvm_val_part parts[ZVM_VAL_PARTS_MAX];
	pthread_t thread[ZVM_VAL_PARTS_MAX];
	struct zvm_val_request request;
	uint32_t i;

	memset(out, 0, sizeof(*out));
	request = make_request(size, out->refusals);
	for (i = count; i-- > 0;) { /* backwards: the order must not matter */
		jobs[i].request = &request;
		jobs[i].part = (struct zvm_val_part){
		    .index = i, .count = count, .state = ZVM_VAL_PART_ACCEPTED};
		if (threads)
			pthread_create(&thread[i], NULL, check_one, &jobs[i]);
		else
			check_one(&jobs[i]);
	}
	for (i = 0; i < count; i++) {
		if (threads)
			pthread_join(thread[i], NULL);
		parts[i] = jobs[i].part;
	}
	out->result = zvm_val_join(&request, parts, count, &out->summary);
}

static void in_one(size_t size, struct outcome *out)
{
	struct zvm_val_request request;

	memset(out, 0, sizeof(*out));
	request = make_request(size, out->refusals);
	out->result = zvm_validate(&request, &out->summary);
}

/* A text of ordinary bundles with near and far branches between them; `harm`
 * of its bytes are then changed. */
static void make_text(unsigned harm)
{
	static const uint8_t ordinary[32] = {0x55, 0x67, 0x89, 0x03, 0x74, 0x02,
	    0x31, 0xc0, 0x66, 0x0f, 0x6f, 0xc1, 0x8b, 0x44, 0x24, 0x08, 0xe9, 0,
	    0, 0, 0, 0x90, 0x90, 0x48, 0x81, 0x24, 0x24, 0xe0, 0xff, 0xff, 0x7f,
	    0xc3};
	int32_t i, distance;

	for (i = 0; i < BUNDLES; i++) {
		memcpy(code + i * 32, ordinary, 32);
		distance = (int32_t)(next_random() % BUNDLES) - i;
		distance = distance * 32 - 21;
		memcpy(code + i * 32 + 17, &distance, 4);
	}
	while (harm--)
		code[next_random() % SIZE] ^= (uint8_t)(1 << next_random() % 8);
}

static void counts_agree(void)
{
	static const uint32_t counts[] = {1, 2, 3, 7, 32, ZVM_VAL_PARTS_MAX};
	static struct outcome one, other;
	unsigned round, i, accepted = 0, differ[2] = {0}, rounds = 600;

	for (round = 0; round < rounds; round++) {
		size_t size = SIZE;

		make_text(round % 4);
		if (round % 8 == 7)
			size = next_random() % SIZE;
		else if (round % 16 == 6)
			size = next_random() % 5 * 32;
		in_one(size, &one);
		accepted += one.result == ZVM_VAL_OK;
		for (i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
			int threads = round % 5 == 0 && i < 4;

			in_parts(size, counts[i], threads, &other);
			differ[threads] +=
			    memcmp(&one, &other, sizeof(one)) != 0;
		}
	}
	tap_equal(differ[0], 0, "any number of parts says the same");
	tap_equal(differ[1], 0, "so do threads");
	tap_ok(accepted > rounds / 8 && accepted < rounds / 2,
	    "%u of %u texts were accepted", accepted, rounds);
}

/* The only fault is a branch from one part into the middle of another's
 * instruction: neither part sees it, the join must. */
static void branches_between_parts(void)
{
	static struct outcome out;
	unsigned offset, wrong = 0;
	int32_t distance;

	for (offset = 0; offset < 32; offset++) {
		/* Starts are 0, 1, 4, 6, ...; 5 is inside the jcc. */
		make_text(0);
		distance = (BUNDLES - 1) * 32 + (int32_t)offset - 21;
		memcpy(code + 17, &distance, 4);
		in_parts(SIZE, 2, 0, &out);
		if (!strchr("\1\4\6\10\14\20\25\26\27", (int)offset) !=
			(out.result == ZVM_VAL_REFUSED) ||
		    (out.result == ZVM_VAL_REFUSED &&
			(out.summary.refusals != 1 ||
			    out.refusals[0].reason !=
				ZVM_VAL_REASON_BRANCH_INSIDE ||
			    out.refusals[0].address != CHECK_BASE + 16)))
			wrong++;
	}
	tap_equal(wrong, 0, "branches from part to part are judged");
}

static void bad_parts(void)
{
	struct zvm_val_request request = make_request(SIZE, NULL);
	struct zvm_val_part parts[2] = {{.count = 2}, {.index = 1, .count = 2}};
	struct zvm_val_part one = {.index = 1, .count = 1};

	make_text(0);
	zvm_val_check_part(&request, &parts[0]);
	tap_equal(zvm_val_join(&request, parts, 2, NULL), ZVM_VAL_BAD_REQUEST,
	    "a part that was not checked");
	zvm_val_check_part(&request, &parts[1]);
	tap_equal(
	    zvm_val_join(&request, parts, 2, NULL), ZVM_VAL_OK, "now it was");
	tap_equal(zvm_val_join(&request, parts, 1, NULL), ZVM_VAL_BAD_REQUEST,
	    "a part is missing");
	tap_equal(zvm_val_join(&request, NULL, 0, NULL), ZVM_VAL_BAD_REQUEST,
	    "no parts");
	tap_equal(zvm_val_join(&request, parts, 0, NULL), ZVM_VAL_BAD_REQUEST,
	    "a count of zero");
	parts[0] = parts[1];
	tap_equal(zvm_val_join(&request, parts, 2, NULL), ZVM_VAL_BAD_REQUEST,
	    "one part twice");
	zvm_val_check_part(&request, &one);
	tap_equal(one.state, ZVM_VAL_PART_UNCHECKED, "index beyond the count");
	one.index = 0;
	one.count = 0;
	zvm_val_check_part(&request, &one);
	tap_equal(one.state, ZVM_VAL_PART_UNCHECKED, "no parts at all");
	one.count = ZVM_VAL_PARTS_MAX + 1;
	zvm_val_check_part(&request, &one);
	tap_equal(one.state, ZVM_VAL_PART_UNCHECKED, "too many parts");
	one.count = 2;
	request.scratch_size = zvm_val_parts_scratch_size(SIZE, 2) - 1;
	zvm_val_check_part(&request, &one);
	tap_equal(one.state, ZVM_VAL_PART_UNCHECKED, "scratch too small");
	zvm_val_check_part(NULL, &one);
	tap_equal(one.state, ZVM_VAL_PART_UNCHECKED, "no request");
}

static enum zvm_val_result check_region(uint32_t base, const char *bytes)
{
	struct zvm_val_request request = make_request(64, NULL);

	memset(code, 0xf4, 64);
	memcpy(code, bytes, 6);
	request.base = base;
	return zvm_validate(&request, NULL);
}

static int32_t jump_to(uint8_t *out, uint8_t opcode, uint32_t from, uint32_t to)
{
	int32_t distance = (int32_t)(to - from - 5);

	out[0] = opcode;
	memcpy(out + 1, &distance, 4);
	return distance;
}

static void regions(void)
{
	static const uint32_t bases[] = {
	    0x20000, 0x20020, 0x12345000, 0x40000000, 0x7fffffc0};
	char jump[8] = {[5] = (char)0xf4};
	unsigned i;

	for (i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
		uint32_t base = bases[i];

		jump_to((uint8_t *)jump, 0xe9, base, base + 63);
		tap_equal(check_region(base, jump), ZVM_VAL_OK,
		    "a region's jump to its last byte");
		jump_to((uint8_t *)jump, 0xe9, base, base + 64);
		tap_equal(check_region(base, jump), ZVM_VAL_REFUSED,
		    "to the byte behind it");
		jump_to((uint8_t *)jump, 0xe9, base, base - 32);
		tap_equal(check_region(base, jump), ZVM_VAL_REFUSED,
		    "to the bundle before it");
		jump_to((uint8_t *)jump, 0xe8, base, ZVM_GATE_BASE + 32);
		tap_equal(check_region(base, jump), ZVM_VAL_OK,
		    "a call of a gate slot");
		jump_to((uint8_t *)jump, 0xe8, base, ZVM_GATE_BASE + 33);
		tap_equal(check_region(base, jump), ZVM_VAL_REFUSED,
		    "into a gate slot");
		jump_to((uint8_t *)jump, 0xe8, base, ZVM_GATE_BASE + 0xffe0);
		tap_equal(check_region(base, jump), ZVM_VAL_REFUSED,
		    "of a gate slot that does not exist");
	}
	/* mov disp(%rip),%eax: the last word of the guest at this base,
	 * then one byte more. */
	tap_equal(check_region(0x7fffffc0, "\x8b\x05\x36\x00\xff\x7f"),
	    ZVM_VAL_OK, "rip-relative, the guest's last word");
	tap_equal(check_region(0x7fffffc0, "\x8b\x05\x37\x00\xff\x7f"),
	    ZVM_VAL_REFUSED, "a byte further");
	tap_equal(check_region(0x7fffffe0, jump), ZVM_VAL_BAD_REQUEST,
	    "a region beyond 2 GiB");
}

int main(void)
{
	counts_agree();
	branches_between_parts();
	bad_parts();
	regions();
	return tap_done();
}
