#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# unpack.sh FOLDER: put the testsuites of the pinned GCC (compilers and
# libstdc++) into FOLDER, laid out as in GCC's own tree.

set -euo pipefail
folder=${1:?usage: unpack.sh FOLDER}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

package=$("$root/toolchain/fetch.sh" gcc)
temporary=$folder.unpack
rm -rf "$folder" "$temporary"
mkdir -p "$folder" "$temporary"
trap 'rm -rf "$temporary"' EXIT

# The .deb holds a folder with one source archive, next to Debian's patches.
archive=$(dpkg-deb --fsys-tarfile "$package" | tar -t |
    grep -E '/gcc-[0-9][^/]*\.tar\.[a-z0-9]+$')
dpkg-deb --fsys-tarfile "$package" | tar -x -C "$temporary" "$archive"
tar -x -C "$folder" --strip-components=1 --wildcards -f "$temporary/$archive" \
    '*/gcc/testsuite/gcc.dg' '*/gcc/testsuite/g++.dg' \
    '*/gcc/testsuite/c-c++-common' '*/libstdc++-v3/testsuite'
test -f "$folder/gcc/testsuite/g++.dg/eh/catch1.C"
test -f "$folder/libstdc++-v3/testsuite/util/testsuite_hooks.cc"
touch "$folder/.complete"
