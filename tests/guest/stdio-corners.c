/* SPDX-License-Identifier: Apache-2.0
 *
 * fgets of one byte, positions beyond 2 GiB, freopen without a name, bases
 * that are none.
 *
 * FLAGS: -D_FILE_OFFSET_BITS=64
 * NATIVE
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "test.h"

static void one_byte(FILE *file)
{
	char bytes[4] = "xyz";

	rewind(file);
	check(fgets(bytes, 1, file) == bytes && bytes[0] == '\0');
	check(fgets(bytes, 2, file) == bytes && strcmp(bytes, "a") == 0);
}

static void positions(FILE *file)
{
	const off_t far = (off_t)3 << 30;
	fpos_t position;

	check(fseeko(file, far, SEEK_SET) == 0);
	check(fgetpos(file, &position) == 0);
	rewind(file);
	check(getc(file) == 'a');
	check(fsetpos(file, &position) == 0);
	check(ftello(file) == far);
}

/* What was read ahead is read again, wherever the stream then is. */
static void reopened(FILE *file)
{
	FILE *again;
	int next;

	rewind(file);
	check(getc(file) == 'a');
	again = freopen(NULL, "r", file);
	check(again == file);
	next = getc(file);
	check(next == 'b' || next == 'a');
	check(fclose(again) == 0);
}

static void bases(void)
{
	static const int wrong[] = {-1, 1, 37};

	for (int i = 0; i < 3; i++) {
		errno = 0;
		check(strtol("1", NULL, wrong[i]) == 0 && errno == EINVAL);
		errno = 0;
		check(strtoul("1", NULL, wrong[i]) == 0 && errno == EINVAL);
		errno = 0;
		check(strtoll("1", NULL, wrong[i]) == 0 && errno == EINVAL);
		errno = 0;
		check(strtoull("1", NULL, wrong[i]) == 0 && errno == EINVAL);
	}
}

int main(void)
{
	char name[] = "/tmp/stdio-corners-XXXXXX";
	FILE *file = fdopen(mkstemp(name), "w+");

	check(file != NULL);
	check(fputs("abc\n", file) >= 0);
	one_byte(file);
	positions(file);
	reopened(file);
	unlink(name);
	bases();
	return 0;
}
