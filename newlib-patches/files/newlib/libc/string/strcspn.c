/* SPDX-License-Identifier: Apache-2.0
 *
 * strcspn. The end of the text is in each set.
 */
#include "byte_set.h"

size_t strcspn(const char *text, const char *refused)
{
	struct byte_set set = {0};

	do
		add(&set, *refused);
	while (*refused++);
	return bytes_before(text, &set, 0);
}
