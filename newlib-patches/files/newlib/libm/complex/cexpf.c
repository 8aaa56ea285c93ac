/* SPDX-License-Identifier: Apache-2.0 */
#include "narrow.h"

NARROW(float, cexpf, cexpl)
