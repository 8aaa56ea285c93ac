/* SPDX-License-Identifier: Apache-2.0
 *
 * sendfile: into a file and a pipe, from an offset and from the position, at
 * the end, and what it refuses.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <sys/sendfile.h>
#include <unistd.h>
#include "test.h"

#define SIZE 200000

int main(void)
{
	static char bytes[SIZE], back[SIZE];
	int in = open("/tmp", O_TMPFILE | O_RDWR, 0600);
	int out = open("/tmp", O_TMPFILE | O_RDWR, 0600);
	off_t offset = 10;
	int ends[2];

	for (int i = 0; i < SIZE; i++)
		bytes[i] = (char)(i * 7 + i / 256);
	check(in >= 0 && out >= 0 && pipe(ends) == 0);
	check(write(in, bytes, SIZE) == SIZE);
	check(sendfile(out, in, NULL, SIZE) == 0);
	check(lseek(in, 5, SEEK_SET) == 5);
	check(sendfile(out, in, NULL, SIZE) == SIZE - 5);
	check(lseek(in, 0, SEEK_CUR) == SIZE);
	check(pread(out, back, SIZE, 0) == SIZE - 5);
	check(memcmp(back, bytes + 5, SIZE - 5) == 0);

	check(sendfile(ends[1], in, &offset, 100) == 100 && offset == 110);
	check(lseek(in, 0, SEEK_CUR) == SIZE);
	check(read(ends[0], back, SIZE) == 100);
	check(memcmp(back, bytes + 10, 100) == 0);
	offset = SIZE + 1;
	check(sendfile(ends[1], in, &offset, 100) == 0 && offset == SIZE + 1);

	check_error(sendfile(out, ends[0], NULL, 1), EINVAL);
	check_error(sendfile(ends[0], in, NULL, 1), EBADF);
	check_error(sendfile(out, ends[1], NULL, 1), EBADF);
	check_error(sendfile(out, -1, NULL, 1), EBADF);
	check(fcntl(out, F_SETFL, O_APPEND) == 0);
	check_error(sendfile(out, in, NULL, 1), EINVAL);
	return 0;
}
