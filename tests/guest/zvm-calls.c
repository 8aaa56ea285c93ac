/* SPDX-License-Identifier: Apache-2.0
 *
 * <zvm.h>: the runtime calls themselves and the boot block.
 */
#include <string.h>
#include <zvm.h>
#include "test.h"

int main(void)
{
	const struct zvm_boot *boot = zvm_boot_block();
	const struct zvm_channel_info *channels;
	char byte;

	check(boot->abi_version == ZVM_ABI_VERSION && boot->argc == 1);
	check(boot->channel_count >= 3);
	channels = (const void *)boot->channels;
	check(strcmp((const char *)channels[0].name, "/dev/stdin") == 0);
	check(channels[1].flags == ZVM_CHANNEL_PUT);

	check(zvm_pread(1000, &byte, 1, 0) < 0);         /* no such channel */
	check(zvm_pread(1, &byte, 1, 0) < 0);            /* not readable */
	check(zvm_pread(0, (void *)16, 1, 0) == -22);    /* EINVAL */
	check(zvm_pwrite(1, (void *)16, 100, 0) == -22); /* EINVAL */
	check(zvm_errno(122) == EDQUOT && zvm_errno(104) == ECONNRESET);
	check(zvm_errno(22) == EINVAL && zvm_errno(9999) == EIO);
	return 0;
}
