/* SPDX-License-Identifier: Apache-2.0
 *
 * strspn. The end of the text is in no set.
 */
#include "byte_set.h"

size_t strspn(const char *text, const char *accepted)
{
	struct byte_set set = {0};

	while (*accepted)
		add(&set, *accepted++);
	return bytes_before(text, &set, 0xffff);
}
