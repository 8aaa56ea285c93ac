/* SPDX-License-Identifier: Apache-2.0
 *
 * What zvm-validate found out about one file, and its two ways of printing it.
 */
#ifndef ZVM_VALIDATE_REPORT_H
#define ZVM_VALIDATE_REPORT_H

#include "zvm_elf.h"
#include "zvm_validator.h"

enum verdict {
	VERDICT_ACCEPTED,   /* exit status 0 */
	VERDICT_REFUSED,    /* 1: the ELF rules or the code rules are broken */
	VERDICT_UNREADABLE, /* 2: the file could not be read */
};

struct file_report {
	const char *path;
	enum verdict verdict;
	const char *io_error;       /* unreadable: why */
	struct zvm_elf_error error; /* refused before the code was looked at */
	struct zvm_elf_plan plan;
	struct zvm_val_summary summary;
	struct zvm_val_refusal *refusals;
	size_t stored;       /* entries in refusals */
	const uint8_t *text; /* the text's bytes, for disassembly */
	double seconds;      /* spent in the checking core */
	uint32_t threads;    /* that did it */
};

void report_text(const struct file_report *report, int stats);
/* `first`: no comma in front. */
void report_json(const struct file_report *report, int stats, int first);

#endif
