#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# unpack.sh FOLDER: put the torture programs of the pinned GCC into FOLDER.

set -euo pipefail
folder=${1:?usage: unpack.sh FOLDER}
# shellcheck source=tests/harness/unpack-gcc.sh
. "$(dirname "${BASH_SOURCE[0]}")/../harness/unpack-gcc.sh"

unpack_gcc "$folder" '*/gcc/testsuite/gcc.c-torture'
test -f "$folder/gcc/testsuite/gcc.c-torture/execute/20000112-1.c"
touch "$folder/.complete"
