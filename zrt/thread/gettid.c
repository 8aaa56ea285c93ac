/* SPDX-License-Identifier: Apache-2.0
 *
 * gettid: the first thread has the number of the process.
 */
#include <unistd.h>
#include "internal/thread.h"

pid_t gettid(void)
{
	return (pid_t)__zrt_thread_number(__zvm_tp->id);
}
