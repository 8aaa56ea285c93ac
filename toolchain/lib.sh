# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# What every toolchain script shares: places, messages, the environment guard.
# Sourced, never run. Callers set `tool` for the messages' prefix.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034 # for those who source this file
target=x86_64-nacl
# shellcheck disable=SC2034
work=${ZVM_BUILD:-$root/build}/toolchain
# shellcheck disable=SC2034
cache=${CACHE-${XDG_CACHE_HOME:-$HOME/.cache}/zerovm}
: "${tool:=toolchain}"

say() { printf '%s: %s\n' "$tool" "$*"; }
die() {
    printf '%s: error: %s\n' "$tool" "$1" >&2
    shift
    for hint in "$@"; do printf '%s: hint: %s\n' "$tool" "$hint" >&2; done
    exit 1
}

# Variables that leak into compilers and configure scripts give builds that
# work on one machine only.
guard_environment() {
    local name
    case $root in *[[:space:]]*)
        die "the source tree's path contains a blank, which GCC's build cannot take ('$root')" \
            "move the tree; the finished SDK may stand anywhere" ;;
    esac
    for name in LD_LIBRARY_PATH LD_PRELOAD CPATH C_INCLUDE_PATH \
        CPLUS_INCLUDE_PATH LIBRARY_PATH CONFIG_SITE CFLAGS CXXFLAGS LDFLAGS \
        CC CXX CPP MAKEFLAGS MFLAGS GCC_EXEC_PREFIX COMPILER_PATH; do
        unset "$name"
    done
    export LC_ALL=C
    # Timestamps that reach an output come from here.
    export SOURCE_DATE_EPOCH=1672531200
}

# lock_field NAME FIELD: one field of one row of sources.lock.
lock_field() {
    awk -v name="$1" -v field="$2" '
        BEGIN { split("name suite kind package version file sha256 licence", f)
                for (i in f) column[f[i]] = i }
        $1 == name { print $column[field]; found = 1 }
        END { exit !found }' "$root/toolchain/sources.lock" ||
        die "no source '$1' in toolchain/sources.lock"
}
