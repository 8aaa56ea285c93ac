/* SPDX-License-Identifier: Apache-2.0
 *
 * From error numbers of the gate (Linux's) to those of the C library, by
 * name. The gate rejects a bad buffer with -EINVAL; to POSIX that is EFAULT,
 * and the layers above never pass anything else that is invalid.
 */
#include <errno.h>
#include "internal/zrt.h"

int zvm_errno(int gate_error)
{
	switch (gate_error) {
#define ZVM_ERRNO(name, number)                                                \
	case number:                                                           \
		return name;
#include "abi/errno.def"
	}
	return EIO;
}

ssize_t __zrt_gate_result(int32_t result)
{
	if (result >= 0)
		return result;
	errno = result == -22 ? EFAULT : zvm_errno(-result);
	return -1;
}
