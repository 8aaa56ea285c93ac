/* SPDX-License-Identifier: Apache-2.0
 *
 * libFuzzer's mutations of tar archives. A changed header almost never has the
 * right checksum, so that the reader would see nothing behind the first; most
 * mutations therefore get all checksums set right again.
 */
#ifndef TESTS_FUZZ_TAR_MUTATE_H
#define TESTS_FUZZ_TAR_MUTATE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { TAR_BLOCK = 512, TAR_SIZE = 124, TAR_CHECKSUM = 148 };

size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t capacity);
size_t LLVMFuzzerCustomMutator(
    uint8_t *bytes, size_t size, size_t capacity, unsigned seed);

static void set_checksum(uint8_t *header)
{
	char text[8];
	unsigned sum = 0;

	memset(header + TAR_CHECKSUM, ' ', 8);
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += header[i];
	snprintf(text, sizeof(text), "%06o", sum);
	memcpy(header + TAR_CHECKSUM, text, 7);
}

static size_t size_of_data(const uint8_t *header)
{
	size_t size = 0;

	for (size_t i = 0; i < 11; i++) {
		uint8_t digit = header[TAR_SIZE + i];

		if (digit >= '0' && digit <= '7')
			size = size * 8 + (digit - '0');
	}
	return (size + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
}

size_t LLVMFuzzerCustomMutator(
    uint8_t *bytes, size_t size, size_t capacity, unsigned seed)
{
	static const uint8_t zeros[TAR_BLOCK];
	size_t at = 0;

	size = LLVMFuzzerMutate(bytes, size, capacity);
	if (seed % 8 == 0)
		return size;
	while (size - at >= TAR_BLOCK) {
		size_t data;

		if (memcmp(bytes + at, zeros, TAR_BLOCK) != 0)
			set_checksum(bytes + at);
		data = size_of_data(bytes + at);
		at += TAR_BLOCK;
		at += data < size - at ? data : 0;
	}
	return size;
}

#endif
