/* SPDX-License-Identifier: Apache-2.0
 *
 * The files of /proc: their texts are made when they are opened.
 */
#ifndef ZRT_INTERNAL_PROC_H
#define ZRT_INTERNAL_PROC_H

#include "internal/fs.h"

/* What a file's maker writes into. */
struct zrt_text {
	struct zrt_node *node;
	bool failed;
};

void __zrt_put_bytes(struct zrt_text *text, const char *bytes, size_t size);
void __zrt_put(struct zrt_text *text, const char *string);
void __zrt_put_number(struct zrt_text *text, int64_t number);
void __zrt_put_hex(struct zrt_text *text, uint64_t number, int digits);

/* A file whose text this makes of its number. */
struct zrt_node *__zrt_text_file(zrt_text_maker make, int number);

/* The program's path, without a null byte; its length. */
ssize_t __zrt_program_path(char *buffer, size_t size);
/* How long the session has been running, in hundredths of a second. */
int64_t __zrt_ticks(void);

/* While the session runs: no memory means no name. */
bool __zrt_proc_name(
    struct zrt_node *folder, const char *name, struct zrt_node *node);
/* A directory's names are the numbers that next counts up (the first at or
 * above its argument, or -1); add makes a new one, or returns false. */
void __zrt_follow_numbers(struct zrt_node *folder, int (*next)(int),
    bool (*add)(struct zrt_node *folder, const char *name, int number));

/* What is below /proc, but for /proc/1 (fs/proc_machine.c). */
void __zrt_proc_add_machine(void);
/* Of the process and its threads: below /proc/1 (fs/proc_process.c). */
void __zrt_proc_add_process(struct zrt_node *folder);

#endif
