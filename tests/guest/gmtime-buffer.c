/* SPDX-License-Identifier: Apache-2.0
 *
 * The static results of gmtime, localtime and asctime stay inside their
 * buffers: what lies beside them in the thread's memory (errno, whether stdio
 * is ready) does not change.
 */
#include <string.h>
#include <time.h>

#include "test.h"

int main(void)
{
	time_t when = 951827696;
	struct tm *tm;

	errno = 77;
	tm = gmtime(&when);
	check(errno == 77);
	check(tm->tm_gmtoff == 0 && strcmp(tm->tm_zone, "GMT") == 0);
	check(strcmp(asctime(tm), "Tue Feb 29 12:34:56 2000\n") == 0);
	check(errno == 77);
	tm = localtime(&when);
	check(errno == 77);
	check(tm->tm_mday == 29);
	check(printf("%s", "") == 0); /* the first use of stdio */
	check(errno == 77);
	return 0;
}
