#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# unpack.sh FOLDER: put the pinned sources of gnulib, whose tests run uses, into
# FOLDER.

set -euo pipefail
folder=${1:?usage: unpack.sh FOLDER}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

archive=$("$root/toolchain/fetch.sh" gnulib)
rm -rf "$folder"
mkdir -p "$folder"
tar -x -C "$folder" --strip-components=1 -f "$archive"
test -f "$folder/tests/test-fma2.h"
