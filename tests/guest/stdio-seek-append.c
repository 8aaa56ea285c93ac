/* SPDX-License-Identifier: Apache-2.0
 *
 * stdio on files of the tree: modes, seeking, appending, update streams,
 * push-back, buffering, errors.
 *
 * NATIVE
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"

#define PATH "/tmp/zvm-stdio-seek-append"

static void expect_content(const char *expected)
{
	char content[200];
	FILE *file = fopen(PATH, "r");
	size_t size;

	check(file);
	size = fread(content, 1, sizeof(content), file);
	check(feof(file) && !ferror(file));
	check(size == strlen(expected));
	check(memcmp(content, expected, size) == 0);
	check(fclose(file) == 0);
}

int main(void)
{
	static char large[300000];
	char line[100];
	FILE *file;
	int number;

	remove(PATH);
	check(!fopen(PATH, "r") && errno == ENOENT);
	check(!fopen("/tmp", "w") && errno == EISDIR);
	check(!fopen(PATH "/x", "w") && errno == ENOENT);

	file = fopen(PATH, "w+");
	check(file);
	check(fprintf(file, "one %d\ntwo\n", 1) == 10);
	check(ftell(file) == 10);
	rewind(file);
	check(fscanf(file, "one %d", &number) == 1 && number == 1);
	check(fgetc(file) == '\n');
	check(ungetc('x', file) == 'x');
	check(fgetc(file) == 'x');
	check(fgets(line, sizeof(line), file) == line);
	check(strcmp(line, "two\n") == 0);
	check(fgetc(file) == EOF && feof(file));
	check(fseek(file, 4, SEEK_SET) == 0 && !feof(file));
	check(fputc('7', file) == '7');
	check(fflush(file) == 0);
	check(fseek(file, -4, SEEK_END) == 0);
	check(fread(line, 1, 4, file) == 4 && memcmp(line, "two\n", 4) == 0);
	check(fseek(file, -1, SEEK_SET) == -1 && errno == EINVAL);
	check(fclose(file) == 0);
	expect_content("one 7\ntwo\n");

	file = fopen(PATH, "a+");
	check(file);
	check(fseek(file, 0, SEEK_SET) == 0);
	check(fputs("three\n", file) >= 0);
	check(ftell(file) == 16);
	check(fclose(file) == 0);
	expect_content("one 7\ntwo\nthree\n");

	/* Past the end, then less than before. */
	file = fopen(PATH, "r+");
	check(file && fseeko(file, 100000, SEEK_SET) == 0);
	check(fputc('!', file) == '!' && fclose(file) == 0);

	struct stat status;

	check(stat(PATH, &status) == 0 && status.st_size == 100001);
	check(truncate(PATH, 3) == 0);
	expect_content("one");

	file = fopen(PATH, "w");
	check(file && setvbuf(file, NULL, _IOFBF, 777) == 0);
	for (size_t i = 0; i < sizeof(large); i++)
		large[i] = (char)(i * 31 + i / 777);
	check(fwrite(large, 1, sizeof(large), file) == sizeof(large));
	check(fclose(file) == 0);
	file = fopen(PATH, "r");
	for (size_t i = 0; i < sizeof(large); i++)
		check(fgetc(file) == (unsigned char)large[i]);
	check(fgetc(file) == EOF);
	check(fputc('x', file) == EOF && ferror(file) && errno == EBADF);
	check(fclose(file) == 0);

	file = fopen("/dev/full", "w");
	check(file && fputs("x", file) >= 0);
	check(fclose(file) == EOF && errno == ENOSPC);

	file = tmpfile();
	check(file && fputs("gone", file) >= 0 && fclose(file) == 0);
	check(remove(PATH) == 0);
	check(access(PATH, F_OK) == -1 && errno == ENOENT);
	return 0;
}
