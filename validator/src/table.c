/* SPDX-License-Identifier: Apache-2.0
 *
 * The generated arrays, once for all files that decode.
 */
#include "form.h"
#include "zvm_table.inc"
