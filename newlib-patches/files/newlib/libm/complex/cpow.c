/* SPDX-License-Identifier: Apache-2.0 */
#include "narrow.h"

NARROW_2(double, cpow, cpowl)
