/* SPDX-License-Identifier: Apache-2.0
 *
 * Fuzzing the ELF front end and, through it, the core: the input is a program
 * file. What is planned must keep the invariants of zvm_elf.h; the text of the
 * plan is then checked where it lies in the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zvm_abi.h"
#include "zvm_elf.h"
#include "zvm_validator.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(int condition, const char *what)
{
	if (condition)
		return;
	fprintf(stderr, "validator_elf: error: not so: %s\n", what);
	abort();
}

static void check_plan(const struct zvm_elf_plan *plan, size_t size)
{
	uint64_t end = ZVM_TEXT_BASE;
	uint32_t i;

	require(plan->segment_count >= 1 &&
		    plan->segment_count <= ZVM_ELF_SEGMENTS_MAX,
	    "1 to 17 segments");
	for (i = 0; i < plan->segment_count; i++) {
		const struct zvm_elf_segment *segment = &plan->segments[i];

		require(segment->vaddr % ZVM_PAGE_SIZE == 0, "pages");
		require(segment->vaddr >= end, "ascending, no shared page");
		require(segment->mem_size > 0, "not empty");
		require(segment->file_size <= segment->mem_size, "sizes");
		require((uint64_t)segment->file_offset + segment->file_size <=
				size ||
			    !segment->file_size,
		    "inside the file");
		require(!(segment->flags & ZVM_ELF_X) == (i != 0),
		    "the first is the text, and no other");
		require(!(segment->flags & ZVM_ELF_X) ||
			    !(segment->flags & ZVM_ELF_W),
		    "not writable and executable");
		end = (uint64_t)segment->vaddr + segment->mem_size;
		end = (end + ZVM_PAGE_SIZE - 1) / ZVM_PAGE_SIZE * ZVM_PAGE_SIZE;
	}
	require(end <= ZVM_IMAGE_END && end == plan->image_end, "image end");
	require(plan->segments[0].vaddr == ZVM_TEXT_BASE &&
		    plan->segments[0].file_size % ZVM_BUNDLE_SIZE == 0 &&
		    plan->segments[0].file_size == plan->segments[0].mem_size,
	    "the text is whole bundles at its place");
	require(plan->entry % ZVM_BUNDLE_SIZE == 0 &&
		    plan->entry - ZVM_TEXT_BASE < plan->segments[0].mem_size,
	    "entry inside the text");
	require(plan->isa_level == 1 || plan->isa_level == 2, "ISA level");
	require(plan->return_form <= ZVM_RETURN_REGISTER, "return form");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zvm_elf_plan plan;
	struct zvm_elf_error error;
	uint8_t *file = malloc(size + !size);

	memcpy(file, data, size);
	if (zvm_elf_plan(file, size, &plan, &error)) {
		struct zvm_val_request request = {
		    .code = file + plan.segments[0].file_offset,
		    .size = plan.segments[0].file_size,
		    .base = plan.segments[0].vaddr,
		    .policy = {plan.isa_level, plan.return_form},
		};

		check_plan(&plan, size);
		request.scratch_size = zvm_val_scratch_size(request.size);
		request.scratch = malloc(request.scratch_size);
		require(zvm_validate(&request, NULL) != ZVM_VAL_BAD_REQUEST,
		    "a planned text makes a good request");
		free(request.scratch);
	} else {
		require(error.code != ZVM_ELF_OK &&
			    error.code < ZVM_ELF_CODE_COUNT && error.text[0] &&
			    memchr(error.text, 0, sizeof(error.text)) &&
			    error.hint,
		    "a refusal has its texts");
	}
	free(file);
	return 0;
}
