/* SPDX-License-Identifier: Apache-2.0
 *
 * remove() is rmdir() for a directory and unlink() for all else, a link to a
 * directory among it.
 * NATIVE
 */
#include <sys/stat.h>
#include <unistd.h>

#include "test.h"

int main(void)
{
	char folder[] = "/tmp/removeXXXXXX";
	FILE *file;

	check(mkdtemp(folder) && chdir(folder) == 0);
	check(mkdir("inside", 0700) == 0);
	check((file = fopen("inside/file", "w")) && fclose(file) == 0);
	check(symlink("inside", "link") == 0);

	check(remove("link") == 0);
	check_error(remove("link"), ENOENT);
	check(
	    remove("inside") == -1 && (errno == ENOTEMPTY || errno == EEXIST));
	check(remove("inside/file") == 0);
	check(remove("inside") == 0);
	check_error(access("inside", F_OK), ENOENT);
	check_error(remove(""), ENOENT);
	check(chdir("/") == 0 && remove(folder) == 0);
	return 0;
}
