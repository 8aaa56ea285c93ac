/* SPDX-License-Identifier: Apache-2.0
 *
 * The gate page, byte for byte: eight slots, hlt everywhere else, and nothing
 * that depends on where the runtime lies.
 */
#include "tap.h"

#include <string.h>

#include "runtime/child.h"

int main(void)
{
	static uint8_t page[ZVM_GATE_SIZE], expected[ZVM_GATE_SIZE];

	memset(expected, 0xf4, sizeof(expected));
	for (uint8_t n = 0; n < 9; n++) {
		const uint8_t slot[8] = {
		    0x65, 0xff, 0x24, 0x25, (uint8_t)(8 * n), 0, 0, 0};

		memcpy(expected + 32 * n, slot, 8);
	}
	zvm_gate_slots(page);
	tap_ok(memcmp(page, expected, sizeof(page)) == 0,
	    "jmp *%%gs:8n in slots 0 to 8, f4 elsewhere");
	tap_equal(offsetof(struct zvm_gate, entry), 0, "the table is at %gs:0");
	return tap_done();
}
