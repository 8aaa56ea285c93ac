/* SPDX-License-Identifier: Apache-2.0
 *
 * A program that has taken all memory before it uses its first file still has
 * files: what they need is either there or an honest ENOMEM.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

int main(void)
{
	struct stat st;
	char *last = NULL;
	FILE *file;
	int fd;

	for (size_t size = 64u << 20; size >= 4096; size /= 2) {
		char *got;

		while ((got = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) != MAP_FAILED)
			last = got;
		check(errno == ENOMEM);
	}
	check(last);
	*last = 1;
	check_error(write(STDOUT_FILENO, NULL, 1), EFAULT);
	check(fstat(STDIN_FILENO, &st) == 0);
	check(stat("/tmp", &st) == 0);
	fd = open("/tmp/file", O_CREAT | O_RDWR, 0600);
	check(fd >= 0 || errno == ENOMEM);

	while (malloc(1))
		;
	check(errno == ENOMEM);
	file = fopen("/tmp/another", "w");
	check(file || errno == ENOMEM);
	check(printf("%s", "") == 0);
	check(fflush(stdout) == 0);
	return 0;
}
