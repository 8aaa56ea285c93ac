# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
#
# Sourced. unpack_gcc FOLDER PATTERN...: put these parts of the pinned GCC's
# source into FOLDER, afresh. The package is downloaded when it is not there;
# the toolchain may have come from the cache, without GCC's source.
unpack_gcc() {
    local folder=$1 temporary=$1.unpack root package archive
    root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
    package=$("$root/toolchain/fetch.sh" gcc)
    rm -rf "$folder" "$temporary"
    mkdir -p "$folder" "$temporary"
    # shellcheck disable=SC2064 # the name is gone when the trap runs
    trap "rm -rf '$temporary'" EXIT

    # The .deb holds a folder with one source archive, next to Debian's patches.
    archive=$(dpkg-deb --fsys-tarfile "$package" | tar -t |
        grep -E '/gcc-[0-9][^/]*\.tar\.[a-z0-9]+$')
    dpkg-deb --fsys-tarfile "$package" | tar -x -C "$temporary" "$archive"
    tar -x -C "$folder" --strip-components=1 --wildcards \
        -f "$temporary/$archive" "${@:2}"
}
