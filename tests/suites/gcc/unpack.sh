#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# unpack.sh FOLDER: put the testsuites of the pinned GCC (compilers and
# libstdc++) into FOLDER, laid out as in GCC's own tree.

set -euo pipefail
folder=${1:?usage: unpack.sh FOLDER}
# shellcheck source=tests/harness/unpack-gcc.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../harness/unpack-gcc.sh"

unpack_gcc "$folder" '*/gcc/testsuite/gcc.dg' '*/gcc/testsuite/g++.dg' \
    '*/gcc/testsuite/c-c++-common' '*/libstdc++-v3/testsuite'
test -f "$folder/gcc/testsuite/g++.dg/eh/catch1.C"
test -f "$folder/libstdc++-v3/testsuite/util/testsuite_hooks.cc"
touch "$folder/.complete"
