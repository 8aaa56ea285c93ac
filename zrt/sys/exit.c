/* SPDX-License-Identifier: Apache-2.0
 *
 * _exit: the end of the session, at once. exit() in the C library runs the
 * atexit functions and flushes stdio before it comes here.
 */
#include <stdlib.h>
#include <unistd.h>
#include "internal/zrt.h"

void (*__zrt_at_end)(void);

void _exit(int status)
{
	void (*last)(void) = __zrt_at_end;

	__zrt_at_end = NULL;
	if (last)
		last();
	zvm_exit(status, 0);
}

void __zrt_die(int signal)
{
	zvm_exit(0, (uint32_t)signal);
}

void __zrt_message(const char *text)
{
	uint32_t size = 0;

	while (text[size])
		size++;
	zvm_pwrite(2, text, size, 0);
}
