/* SPDX-License-Identifier: Apache-2.0
 *
 * What the C library allocates once for each thread, and nobody else frees:
 * the numbers that printf and strtod compute with.
 */
#include <stdlib.h>
#include <sys/reent.h>
#include "internal/thread.h"

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
	if (_tls_mp_freelist)
		for (unsigned i = 0; i < _Kmax; i++)
			free_list(_tls_mp_freelist[i]);
	free(_tls_mp_freelist);
	free(_tls_mp_result);
	free_list(_tls_mp_p5s);
	free(_tls_cvtbuf);
	_tls_mp_freelist = NULL;
	_tls_mp_result = NULL;
	_tls_mp_p5s = NULL;
	_tls_cvtbuf = NULL;
}
