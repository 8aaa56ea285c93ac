/* SPDX-License-Identifier: Apache-2.0
 * Branches and bytes: run-length and CRC over generated text. */
#include <stdint.h>
#include <stdio.h>

static uint32_t table[256];
static unsigned char text[1 << 20];

int main(void)
{
	uint32_t crc = ~0u, seed = 3, runs = 0;

	for (uint32_t i = 0; i < 256; i++) {
		uint32_t value = i;

		for (int bit = 0; bit < 8; bit++)
			value = value >> 1 ^ (value & 1 ? 0xedb88320u : 0);
		table[i] = value;
	}
	for (unsigned i = 0; i < sizeof(text); i++) {
		seed = seed * 1103515245 + 12345;
		text[i] = "aaabbcdde \n"[(seed >> 16) % 11];
	}
	for (int round = 0; round < 250; round++)
		for (unsigned i = 1; i < sizeof(text); i++) {
			crc = crc >> 8 ^ table[(crc ^ text[i]) & 255];
			if (text[i] != text[i - 1])
				runs++;
		}
	printf("%08x %u\n", (unsigned)crc, (unsigned)runs);
	return 0;
}
