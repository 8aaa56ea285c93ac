/* SPDX-License-Identifier: Apache-2.0
 *
 * lfind and lsearch: linear search in an array, which lsearch extends.
 */
#include <search.h>
#include <string.h>

void *lfind(const void *key, const void *base, size_t *count, size_t width,
    int (*compare)(const void *, const void *))
{
	const char *element = base;

	for (size_t i = 0; i < *count; i++, element += width)
		if (compare(key, element) == 0)
			return (void *)element;
	return NULL;
}

void *lsearch(const void *key, void *base, size_t *count, size_t width,
    int (*compare)(const void *, const void *))
{
	void *found = lfind(key, base, count, width, compare);

	if (found)
		return found;
	return memcpy((char *)base + width * (*count)++, key, width);
}
