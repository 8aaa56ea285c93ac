/* SPDX-License-Identifier: Apache-2.0
 *
 * The lookup of symbols and of lines over any bytes: a name is short and
 * printable, and no read goes beyond the file.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "runtime/report/line.h"

struct file {
	const uint8_t *bytes;
	size_t size;
};

static int read_bytes(void *from, uint64_t offset, void *to, size_t size)
{
	const struct file *file = from;

	if (offset > file->size || size > file->size - offset)
		return 0;
	memcpy(to, file->bytes + offset, size);
	return 1;
}

static void check_name(const char *name, size_t room)
{
	if (memchr(name, 0, room) == NULL)
		abort();
	for (const char *c = name; *c != '\0'; c++)
		if (*c <= ' ' || *c >= 0x7f)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct file file = {data, size};
	struct zvm_symbol symbol;
	struct zvm_line line;

	for (uint32_t address = 0x20000; address < 0x20200; address += 0x40) {
		zvm_symbol_find(read_bytes, &file, address, &symbol);
		check_name(symbol.name, sizeof(symbol.name));
		zvm_line_find(read_bytes, &file, address, &line);
		check_name(line.file, sizeof(line.file));
	}
	return 0;
}
