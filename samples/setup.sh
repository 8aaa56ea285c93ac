# shellcheck shell=bash disable=SC2154  # $here is the caller's
# SPDX-License-Identifier: Apache-2.0
#
# What the samples' run scripts share: $sdk, a folder $out of the sample's own,
# the SDK's commands in PATH. Sourced with the sample's folder in $here.

set -euo pipefail
root=$(cd "$here/../.." && pwd)
sdk=$(realpath "${ZVM_SDK:-${ZVM_BUILD:-$root/build}/sdk}")
out=${ZVM_BUILD:-$root/build}/samples/$(basename "$here")
[ -x "$sdk/bin/zvm-gcc" ] || {
    printf 'sample: error: no SDK in %s\nsample: hint: make sdk\n' "$sdk" >&2
    exit 1
}
export PATH=$sdk/bin:$PATH
rm -rf "$out"
mkdir -p "$out"
cd "$out"

# Shows a command, then runs it.
step() {
    printf '$ %s\n' "$*" >&2
    "$@"
}
