/* SPDX-License-Identifier: Apache-2.0
 *
 * FE_DFL_ENV: what a session starts with (docs/abi.md section 5).
 */
#include <fenv.h>

static const fenv_t default_environment = {0x37f, 0x1f80};

const fenv_t *_fe_dfl_env = &default_environment;
