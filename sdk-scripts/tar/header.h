/* SPDX-License-Identifier: Apache-2.0
 *
 * The 512 bytes in front of every entry, as POSIX.1-1988 laid them out.
 */
#ifndef ZVM_TAR_HEADER_H
#define ZVM_TAR_HEADER_H

struct tar_header {
	char name[100];
	char mode[8], uid[8], gid[8];
	char size[12], mtime[12];
	char checksum[8];
	char type;
	char link[100];
	char magic[6], version[2];
	char user[32], group[32];
	char major[8], minor[8];
	char prefix[155];
	char unused[12];
};

_Static_assert(sizeof(struct tar_header) == 512, "a header is one block");

#endif
