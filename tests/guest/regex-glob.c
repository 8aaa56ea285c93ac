/* SPDX-License-Identifier: Apache-2.0
 *
 * regex, fnmatch, glob over the tree.
 *
 * NATIVE
 */
#include <fnmatch.h>
#include <glob.h>
#include <regex.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "test.h"

int main(void)
{
	regmatch_t match[3];
	regex_t expression;
	glob_t found;

	check(regcomp(&expression, "([a-z]+)=([0-9]+)", REG_EXTENDED) == 0);
	check(regexec(&expression, "  key=42;", 3, match, 0) == 0);
	check(match[1].rm_so == 2 && match[1].rm_eo == 5);
	check(match[2].rm_so == 6 && match[2].rm_eo == 8);
	check(regexec(&expression, "nothing", 0, NULL, 0) == REG_NOMATCH);
	regfree(&expression);
	check(regcomp(&expression, "(", REG_EXTENDED) != 0);
	check(fnmatch("*.[ch]", "file.c", 0) == 0);
	check(fnmatch("*.[ch]", "file.o", 0) == FNM_NOMATCH);
	check(fnmatch("a/*", "a/b/c", FNM_PATHNAME) == FNM_NOMATCH);

	mkdir("/tmp/zvm-glob", 0777);
	check(chdir("/tmp/zvm-glob") == 0);
	fclose(fopen("b.txt", "w"));
	fclose(fopen("a.txt", "w"));
	fclose(fopen("c.dat", "w"));
	check(glob("*.txt", 0, NULL, &found) == 0 && found.gl_pathc == 2);
	check(strcmp(found.gl_pathv[0], "a.txt") == 0);
	globfree(&found);
	check(glob("*.none", 0, NULL, &found) == GLOB_NOMATCH);
	return 0;
}
