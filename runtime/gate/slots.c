/* SPDX-License-Identifier: Apache-2.0
 *
 * The gate page: for each runtime call a jump through the trusted %gs table,
 * hlt everywhere else. The guest can read the page, so it holds no trusted
 * address. It is the only executable memory that the validator does not see.
 */
#include "../child.h"

#include <string.h>

#define SLOT(number) ((number)*ZVM_GATE_SLOT)

static const int numbers[] = {
#define ZVM_GATE(number, name, result, parameters, line) number,
#include "../../zrt/abi/gate.def"
};

void zvm_gate_slots(uint8_t page[ZVM_GATE_SIZE])
{
	/* jmp *%gs:disp32, absolute */
	static const uint8_t jump[4] = {0x65, 0xff, 0x24, 0x25};

	memset(page, 0xf4, ZVM_GATE_SIZE);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		uint8_t *slot = page + SLOT(numbers[i]);
		uint32_t displacement =
		    (uint32_t)offsetof(struct zvm_gate, entry) +
		    8 * (uint32_t)numbers[i];

		memcpy(slot, jump, sizeof(jump));
		memcpy(slot + 4, &displacement, sizeof(displacement));
	}
}
