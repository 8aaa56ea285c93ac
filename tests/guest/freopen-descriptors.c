/* SPDX-License-Identifier: Apache-2.0
 *
 * freopen keeps the stream's descriptor, opens the new file before it closes
 * the old one, and fopen's 'e' closes on exec.
 *
 * NATIVE
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "test.h"

#define NAME "/tmp/zvm-freopen-descriptors"

int main(void)
{
	char text[16], path[32];
	FILE *file;

	file = fopen(NAME, "we");
	check(file && fcntl(fileno(file), F_GETFD) == FD_CLOEXEC);
	check(fputs("some text", file) >= 0);

	/* A lower number is free; what was written is not lost. */
	check(close(0) == 0);
	check(
	    freopen("/dev/null", "w", stdout) == stdout && fileno(stdout) == 1);
	check(freopen(NAME, "r", file) == file && fileno(file) == 3);
	check(fgets(text, sizeof(text), file) && !strcmp(text, "some text"));

	/* The name of the descriptor that the stream has. */
	snprintf(path, sizeof(path), "/dev/fd/%d", fileno(file));
	check(freopen(path, "r", file) == file && fileno(file) == 3);
	check(open("/dev/null", O_RDONLY) == 0);
	check(unlink(NAME) == 0);

	/* The stream is closed when there is no such file. */
	check(!freopen("/tmp/no-such-file-here", "r", file) && errno == ENOENT);
	check(fcntl(3, F_GETFD) == -1);
	return 0;
}
