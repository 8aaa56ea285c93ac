#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Install what toolchain/packages.txt names and this machine lacks, with apt,
# as root or through sudo. Does nothing when all is there.

# shellcheck disable=SC2034 # read by lib.sh
tool=install-packages
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/lib.sh"

missing=()
while read -r package; do
    # shellcheck disable=SC2016 # dpkg expands the format
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=absent
    [ "$state" = installed ] || missing+=("$package")
done < <(sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$root/toolchain/packages.txt")
[ ${#missing[@]} != 0 ] || exit 0

say "installing ${#missing[@]} packages: ${missing[*]}"
as_root=()
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "packages are missing and this user cannot install them" \
        "as root: apt-get install ${missing[*]}"
    as_root=(sudo)
fi
log=$work/log/packages.log
mkdir -p "$work/log"
{
    "${as_root[@]}" apt-get update -q
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "${missing[@]}"
} >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    die "apt-get could not install them" "the whole log: $log"
}
