/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUITE_TEST_DRIVER_H
#define SUITE_TEST_DRIVER_H

#include <stdbool.h>

#define EXIT_UNSUPPORTED 77

static const char *test_dir = "/tmp";
static unsigned int test_verbose;

#endif
