/* SPDX-License-Identifier: Apache-2.0
 *
 * raise: to the calling thread.
 */
#include <errno.h>
#include "internal/signal.h"

int raise(int signal)
{
	int error = pthread_kill(__zvm_tp->id, signal);

	if (error)
		errno = error;
	return error ? -1 : 0;
}
