#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# unpack.sh FOLDER: put the pinned Open POSIX test suite into FOLDER.

set -euo pipefail
folder=${1:?usage: unpack.sh FOLDER}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

archive=$("$root/toolchain/fetch.sh" posixtests)
rm -rf "$folder"
mkdir -p "$folder"
tar -x -C "$folder" --strip-components=1 -f "$archive"
test -f "$folder/conformance/interfaces/pthread_create/1-1.c"
touch "$folder/.complete"
