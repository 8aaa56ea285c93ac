/* SPDX-License-Identifier: Apache-2.0
 *
 * Threads for the validator. No thread touches a signal handler, a lock or the
 * heap: each runs zvm_val_check_part() and ends.
 */
#define _GNU_SOURCE
#include "zvm_parallel.h"

#include <pthread.h>
#include <sched.h>

/* 2 MB are checked in some 7 ms; a thread costs well under a tenth of one. */
#define PART_SIZE ((size_t)1 << 20)

struct job {
	const struct zvm_val_request *request;
	struct zvm_val_part *part;
	pthread_t thread;
	int started;
};

uint32_t zvm_parallel_parts(size_t size)
{
	size_t parts = size / PART_SIZE;
	cpu_set_t usable;
	size_t processors = 1;

	if (parts < 2)
		return 1;
	if (sched_getaffinity(0, sizeof(usable), &usable) == 0)
		processors = (size_t)CPU_COUNT(&usable);
	if (parts > processors)
		parts = processors;
	return parts < ZVM_VAL_PARTS_MAX ? (uint32_t)parts : ZVM_VAL_PARTS_MAX;
}

static void *run(void *argument)
{
	struct job *job = argument;

	zvm_val_check_part(job->request, job->part);
	return NULL;
}

enum zvm_val_result zvm_parallel_validate(const struct zvm_val_request *request,
    uint32_t parts, struct zvm_val_summary *summary)
{
	struct zvm_val_part part[ZVM_VAL_PARTS_MAX] = {0};
	struct job jobs[ZVM_VAL_PARTS_MAX] = {0};
	uint32_t i;

	if (parts > ZVM_VAL_PARTS_MAX)
		return ZVM_VAL_BAD_REQUEST;
	for (i = 0; i < parts; i++) {
		part[i].index = i;
		part[i].count = parts;
		jobs[i].request = request;
		jobs[i].part = &part[i];
	}
	for (i = 1; i < parts; i++)
		jobs[i].started =
		    pthread_create(&jobs[i].thread, NULL, run, &jobs[i]) == 0;
	for (i = 0; i < parts; i++)
		if (!jobs[i].started)
			run(&jobs[i]);
	for (i = 1; i < parts; i++)
		if (jobs[i].started)
			pthread_join(jobs[i].thread, NULL);
	return zvm_val_join(request, part, parts, summary);
}
