#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# unpack.sh FOLDER: put the pinned sources of glibc, whose tests run uses, into
# FOLDER.

set -euo pipefail
folder=${1:?usage: unpack.sh FOLDER}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

archive=$("$root/toolchain/fetch.sh" glibctests)
rm -rf "$folder"
mkdir -p "$folder"
dpkg-deb -x "$archive" "$folder/package"
tar -x -C "$folder" --strip-components=1 -f "$folder"/package/usr/src/glibc/glibc-*.tar.xz
rm -r "$folder/package"
test -f "$folder/posix/tst-fnmatch.c"
