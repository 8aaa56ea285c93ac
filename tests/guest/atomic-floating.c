/* SPDX-License-Identifier: Apache-2.0
 * Operators on atomic floating objects, which need no library here.
 */
#include <stdatomic.h>

#include "test.h"

static _Atomic float single = 1;
static _Atomic double twice = 1;
static _Atomic long double extended = 1;

int main(void)
{
	single += 0.5f;
	twice *= 3;
	extended -= 0.25L;
	check(single == 1.5f);
	check(twice == 3);
	check(extended == 0.75L);
	check(twice++ == 3 && twice == 4);
	check(--single == 0.5f);
	return 0;
}
