/* SPDX-License-Identifier: Apache-2.0
 *
 * The widths that docs/abi.md fixes.
 */
#include <fcntl.h>
#include <limits.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/stat.h>
#include <time.h>
#include <wchar.h>
#include "test.h"

_Static_assert(
    sizeof(int) == 4 && sizeof(long) == 4 && sizeof(void *) == 4, "ILP32");
_Static_assert(sizeof(size_t) == 4 && sizeof(long long) == 8, "ILP32");
_Static_assert(sizeof(off_t) == 8 && sizeof(fpos_t) == 8, "64-bit offsets");
_Static_assert(sizeof(time_t) == 8 && sizeof(clock_t) == 8, "64-bit time");
_Static_assert(sizeof(ino_t) == 8 && sizeof(dev_t) == 8, "64-bit inodes");
_Static_assert(sizeof(blkcnt_t) == 8 && sizeof(fsblkcnt_t) == 8, "blocks");
_Static_assert(sizeof(mode_t) == 4 && sizeof(uid_t) == 4, "modes, users");
_Static_assert(sizeof(long double) == 16 && _Alignof(max_align_t) == 16, "x87");
_Static_assert(sizeof(wchar_t) == 4 && (wchar_t)-1 < 0, "signed wchar_t");
_Static_assert(sizeof(jmp_buf) == 64, "eight registers");
_Static_assert(sizeof(sigset_t) == 8 && NSIG == 65, "64 signals");
_Static_assert(SIGABRT == 6 && SIGUSR1 == 10 && SIGBUS == 7, "Linux numbers");
_Static_assert(CLOCKS_PER_SEC == 1000000, "XSI");
_Static_assert(PATH_MAX == 4096 && NAME_MAX == 255, "limits");
_Static_assert(SSIZE_MAX == INT_MAX, "limits");

int main(void)
{
	return 0;
}
