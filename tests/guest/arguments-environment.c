/* SPDX-License-Identifier: Apache-2.0
 *
 * argv and environ are the program's own: writable, terminated, found by getenv
 * and changed by setenv.
 *
 * NATIVE
 */
#include <string.h>
#include <unistd.h>
#include "test.h"

extern char **environ;

int main(int argc, char **argv)
{
	int count = 0;

	check(argc >= 1 && argv[0] && !argv[argc]);
	argv[0][0] = argv[0][0] ? 'X' : '\0';
	argv[argc] = NULL;
	for (char **one = environ; *one; one++) {
		check(strchr(*one, '='));
		count++;
	}
	check(setenv("ZVM_TEST", "value", 1) == 0);
	check(strcmp(getenv("ZVM_TEST"), "value") == 0);
	check(setenv("ZVM_TEST", "other", 0) == 0);
	check(strcmp(getenv("ZVM_TEST"), "value") == 0);
	check(unsetenv("ZVM_TEST") == 0 && !getenv("ZVM_TEST"));
	while (count--)
		check(environ[count]);
	return 0;
}
