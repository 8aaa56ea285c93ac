/* SPDX-License-Identifier: Apache-2.0
 *
 * uname, gethostname, gethostid, getdomainname: the same on every host. The
 * release tells the ABI's version, which is all that a program can rely on.
 */
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#include "internal/message.h"
#include "internal/zrt.h"

#define HOST_NAME "zerovm"

int uname(struct utsname *name)
{
	char number[24];

	if (!name) {
		errno = EFAULT;
		return -1;
	}
	memset(name, 0, sizeof(*name));
	strcpy(name->sysname, "ZeroVM");
	strcpy(name->nodename, HOST_NAME);
	strcpy(name->release, __zrt_decimal(ZVM_ABI_VERSION, number));
	strcat(strcpy(name->version, "ABI "), name->release);
	strcpy(name->machine, "x86_64");
	return 0;
}

int gethostname(char *name, size_t size)
{
	if (size < sizeof(HOST_NAME)) {
		memcpy(name, HOST_NAME, size);
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(name, HOST_NAME);
	return 0;
}

int getdomainname(char *name, size_t size)
{
	if (size == 0) {
		errno = EINVAL;
		return -1;
	}
	*name = '\0';
	return 0;
}

long gethostid(void)
{
	return 0;
}
