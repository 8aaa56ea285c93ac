/* SPDX-License-Identifier: Apache-2.0
 *
 * What GNU programs include to get the feature test macros.
 */
#ifndef _FEATURES_H
#define _FEATURES_H

#include <sys/features.h>

#endif
