/* SPDX-License-Identifier: Apache-2.0
 *
 * What the C library allocates once for each thread, and nobody else frees:
 * the numbers that printf and strtod compute with. A program without them
 * does not get them through this: all references are weak, and a function of
 * the same object file tells whether its variables exist.
 */
#include <stdlib.h>
#include <sys/reent.h>
#include "internal/thread.h"

#pragma weak _tls_mp_freelist
#pragma weak _tls_mp_p5s
#pragma weak _tls_mp_result
#pragma weak _tls_cvtbuf

extern char has_numbers[] __asm__("_Balloc") __attribute__((weak));
extern char has_result[] __asm__("_dtoa_r") __attribute__((weak));
extern char has_buffer[] __asm__("ecvtbuf") __attribute__((weak));

static void free_list(struct _Bigint *list)
{
	while (list) {
		struct _Bigint *next = list->_next;

		free(list);
		list = next;
	}
}

void __zrt_library_end(void)
{
	if (has_numbers) {
		if (_tls_mp_freelist)
			for (unsigned i = 0; i < _Kmax; i++)
				free_list(_tls_mp_freelist[i]);
		free(_tls_mp_freelist);
		_tls_mp_freelist = NULL;
		free_list(_tls_mp_p5s);
		_tls_mp_p5s = NULL;
	}
	if (has_result) {
		free(_tls_mp_result);
		_tls_mp_result = NULL;
	}
	if (has_buffer) {
		free(_tls_cvtbuf);
		_tls_cvtbuf = NULL;
	}
}
