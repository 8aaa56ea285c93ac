/* SPDX-License-Identifier: Apache-2.0
 *
 * fmemopen: where each mode begins, what is cut off, where null bytes go; a
 * stream that turns from reading to writing without a seek.
 *
 * NATIVE
 */
#include <string.h>
#include "test.h"

static char text[8];

static FILE *stream(const char *contents, const char *mode)
{
	FILE *file;

	memset(text, 'U', sizeof(text));
	memcpy(text, contents, strlen(contents) + (strlen(contents) < 8));
	file = fmemopen(text, sizeof(text), mode);
	check(file);
	return file;
}

static void appending(void)
{
	FILE *file = stream("abc", "a");

	check(ftell(file) == 3);
	check(fseek(file, 0, SEEK_SET) == 0 && fputs("de", file) >= 0);
	check(fclose(file) == 0 && memcmp(text, "abcde\0UU", 8) == 0);

	/* Without a null byte all of the memory is text. */
	file = stream("12345678", "a+");
	check(ftell(file) == 8 && fputc('x', file) == 'x');
	check(fflush(file) == EOF && errno == ENOSPC);
	fclose(file);
	check(memcmp(text, "12345678", 8) == 0);
}

static void reading(void)
{
	char copy[20];
	FILE *file = stream("abc", "r");

	check(fread(copy, 1, sizeof(copy), file) == 8 && feof(file));
	check(memcmp(copy, "abc\0UUUU", 8) == 0);
	check(fseek(file, -6, SEEK_END) == 0 && fgetc(file) == 'c');
	check_error(fseek(file, 9, SEEK_SET), EINVAL);
	check_error(fseek(file, -1, SEEK_SET), EINVAL);
	check(fputc('x', file) == EOF);
	fclose(file);
	file = stream("", "r");
	fclose(file);
	file = fmemopen(text, 0, "r");
	check(file && fgetc(file) == EOF && feof(file));
	fclose(file);
}

static void writing(void)
{
	FILE *file = stream("abc", "w");

	check(fputs("xyz", file) >= 0 && fflush(file) == 0);
	check(memcmp(text, "xyz\0UUUU", 8) == 0);
	check(fputs("12345", file) >= 0);
	check(fclose(file) == 0 && memcmp(text, "xyz1234", 8) == 0);

	file = stream("abcdefgh", "r+");
	check(fputs("xy", file) >= 0 && fclose(file) == 0);
	check(memcmp(text, "xycdefgh", 8) == 0);

	file = stream("abc", "w+");
	check(text[0] == 0 && text[1] == 'b' && fclose(file) == 0);

	file = fmemopen(NULL, 100, "w+");
	check(file && fputs("hello", file) >= 0);
	rewind(file);
	check(fgets(text, 8, file) && strcmp(text, "hello") == 0);
	check(fgetc(file) == EOF && feof(file));
	fclose(file);
}

static void turning(void)
{
	char line[20];
	FILE *file = tmpfile();

	check(file && fputs("hello world", file) >= 0);
	rewind(file);
	check(fgetc(file) == 'h' && fgetc(file) == 'e');
	check(ungetc('?', file) == '?' && ftell(file) == 1);
	check(fputs("EL", file) >= 0 && ftell(file) == 3);
	rewind(file);
	check(fgets(line, sizeof(line), file));
	check(strcmp(line, "hELlo world") == 0);
	fclose(file);
}

int main(void)
{
	appending();
	reading();
	writing();
	turning();
	return 0;
}
