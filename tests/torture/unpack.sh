#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# unpack.sh FOLDER: take the torture programs out of the pinned GCC package
# (downloaded when it is not there) and put them into FOLDER. Used when the
# toolchain came from the cache, so that GCC's source is not unpacked.

set -euo pipefail
folder=${1:?usage: unpack.sh FOLDER}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

package=$("$root/toolchain/fetch.sh" gcc)
temporary=$folder.unpack
rm -rf "$folder" "$temporary"
mkdir -p "$folder" "$temporary"
trap 'rm -rf "$temporary"' EXIT

# The .deb holds a folder with one source archive, next to Debian's patches.
archive=$(dpkg-deb --fsys-tarfile "$package" | tar -t |
    grep -E '/gcc-[0-9][^/]*\.tar\.[a-z0-9]+$')
dpkg-deb --fsys-tarfile "$package" | tar -x -C "$temporary" "$archive"
tar -x -C "$folder" --strip-components=1 --wildcards \
    -f "$temporary/$archive" '*/gcc/testsuite/gcc.c-torture'
test -f "$folder/gcc/testsuite/gcc.c-torture/execute/20000112-1.c"
touch "$folder/.complete"
