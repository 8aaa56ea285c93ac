/* SPDX-License-Identifier: Apache-2.0 */
#include "narrow.h"

NARROW_2(float, cpowf, cpowl)
