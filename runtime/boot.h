/* SPDX-License-Identifier: Apache-2.0
 *
 * The boot block (docs/abi.md section 5) as bytes. Pure: it is built in any
 * buffer for the guest address at which it will lie.
 */
#ifndef ZVM_BOOT_H
#define ZVM_BOOT_H

#include "child.h"

/* Bytes that zvm_boot_build needs. */
uint32_t zvm_boot_bytes(const struct zvm_manifest *manifest);

/* Fills [out, out + zvm_boot_bytes), zeroed before, for space->boot_base. */
void zvm_boot_build(uint8_t *out, const struct zvm_manifest *manifest,
    const struct zvm_source *sources, const struct zvm_space *space);

#endif
