/* SPDX-License-Identifier: Apache-2.0 */
#include <support/support.h>

struct support_blob_repeat {
	void *start;
	size_t size;
};

static inline struct support_blob_repeat support_blob_repeat_allocate(
    const void *element, size_t size, size_t count)
{
	struct support_blob_repeat repeat = {
	    malloc(size * count), size * count};
	size_t i;

	for (i = 0; repeat.start && i < count; i++)
		memcpy((char *)repeat.start + i * size, element, size);
	return repeat;
}

static inline void support_blob_repeat_free(struct support_blob_repeat *repeat)
{
	free(repeat->start);
}
