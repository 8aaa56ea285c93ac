/* SPDX-License-Identifier: Apache-2.0
 *
 * fma: x * y + z with one rounding.
 */
#include "fused.h"

FUSED_MULTIPLY_ADD(fma, double)
