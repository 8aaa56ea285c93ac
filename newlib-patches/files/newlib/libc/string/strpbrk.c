/* SPDX-License-Identifier: Apache-2.0
 *
 * strpbrk
 */
#include <string.h>

char *strpbrk(const char *text, const char *wanted)
{
	text += strcspn(text, wanted);
	return *text ? (char *)text : NULL;
}
