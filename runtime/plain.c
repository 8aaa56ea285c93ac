/* SPDX-License-Identifier: Apache-2.0 */
#include "plain.h"

#include <string.h>

int zvm_utf8_length(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	int length = p[0] < 0x80                   ? 1
		     : p[0] >= 0xc2 && p[0] < 0xe0 ? 2
		     : p[0] >= 0xe0 && p[0] < 0xf0 ? 3
		     : p[0] >= 0xf0 && p[0] < 0xf5 ? 4
						   : 0;

	for (int i = 1; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return length;
}

static int is_control(const char *text)
{
	unsigned char c = (unsigned char)text[0];

	return c < 0x20 || c == 0x7f ||
	       (c == 0xc2 && (unsigned char)text[1] < 0xa0);
}

void zvm_print_escaped(FILE *out, const char *text, const char *also)
{
	while (*text != '\0') {
		int length = zvm_utf8_length(text);

		if (length == 0 || is_control(text) || strchr(also, *text))
			fprintf(out, "\\x%02x", (unsigned char)*text++);
		else
			for (; length > 0; length--)
				fputc(*text++, out);
	}
}

void zvm_print_plain(FILE *out, const char *text)
{
	zvm_print_escaped(out, text, "");
}
