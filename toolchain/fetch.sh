#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# fetch.sh NAME: put the pinned source NAME of sources.lock into the download
# folder and print its path.
# fetch.sh --source PACKAGE VERSION FILE SHA256 [FILE SHA256]...: the same for
# these files of a bookworm source package, a path a line; the ports name their
# sources so.
#
# Debian's archive is reached through apt with a configuration of our own, so
# neither the system's package lists nor its suites are touched. A file is used
# only if its sha256 is the locked one.

# shellcheck disable=SC2034 # read by lib.sh
tool=fetch
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/lib.sh"

usage='usage: fetch.sh NAME | fetch.sh --source PACKAGE VERSION FILE SHA256 [FILE SHA256]...'
files=() sums=()
if [ "${1-}" = --source ]; then
    suite=bookworm kind=src
    package=${2:?$usage} version=${3:?$usage} name=$package
    shift 3
    while [ $# -gt 0 ]; do
        files+=("$1") sums+=("${2:?$usage}")
        shift 2
    done
else
    name=${1:?$usage}
    suite=$(lock_field "$name" suite)
    kind=$(lock_field "$name" kind)
    package=$(lock_field "$name" package)
    version=$(lock_field "$name" version)
    files=("$(lock_field "$name" file)")
    sums=("$(lock_field "$name" sha256)")
fi

downloads=${cache:-$work}/downloads
mkdir -p "$downloads"

sum_of() { sha256sum "$1" | cut -d' ' -f1; }

missing=()
for i in "${!files[@]}"; do
    path=$downloads/${files[i]}
    [ -f "$path" ] && [ "$(sum_of "$path")" = "${sums[i]}" ] && continue
    rm -f "$path"
    missing+=("$i")
done
if [ ${#missing[@]} = 0 ]; then
    printf '%s\n' "${files[@]/#/$downloads/}"
    exit 0
fi

# The archive this machine already uses, whatever mirror that is.
archive() {
    if [ -n "${ZVM_DEBIAN_ARCHIVE-}" ]; then
        printf '%s\n' "$ZVM_DEBIAN_ARCHIVE"
        return
    fi
    {
        # Either form of list may be missing; awk fails on a missing file.
        awk '$1 == "URIs:" { print $2 }' /etc/apt/sources.list.d/*.sources || :
        awk '$1 == "deb" { for (i = 2; i < NF; i++)
            if ($i ~ /:\/\//) { print $i; break } }' \
            /etc/apt/sources.list /etc/apt/sources.list.d/*.list || :
    } 2>/dev/null | grep -E '/debian/?$' | head -n 1
}

url=$(archive)
[ -n "$url" ] || die "no Debian archive is configured on this machine" \
    "set ZVM_DEBIAN_ARCHIVE to the URL of one"

apt=$work/apt/$suite
mkdir -p "$apt"/{lists/partial,cache/archives/partial,parts}
# Two at once would read what the other is replacing.
exec {lock}>"$apt/lock"
flock "$lock"
cat >"$apt/parts/zerovm.sources" <<EOF
Types: deb deb-src
URIs: $url
Suites: $suite
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
EOF
options=(-qq -o Dir::Etc::sourcelist=/dev/null
    -o Dir::Etc::sourceparts="$apt/parts" -o Dir::State::lists="$apt/lists"
    -o Dir::Cache="$apt/cache" -o Dir::Etc::preferences=/dev/null
    -o Dir::Etc::preferencesparts=/dev/null -o Acquire::Retries=3)
[ "$(id -u)" != 0 ] || options+=(-o APT::Sandbox::User=root)

log=$work/apt/$name.log
partial=$(mktemp -d "$downloads/partial.XXXXXX")
trap 'rm -rf "$partial"' EXIT
(
    apt-get "${options[@]}" update
    cd "$partial"
    case $kind in
    deb) apt-get "${options[@]}" download "$package=$version" ;;
    # Another version that holds the same files will do: their sums decide.
    src) apt-get "${options[@]}" source --download-only "$package=$version" ||
        apt-get "${options[@]}" source --download-only "$package" ;;
    *) echo "unknown kind '$kind'"; false ;;
    esac
) >"$log" 2>&1 || {
    tail -n 5 "$log" >&2
    die "cannot download $package $version ($suite)" \
        "if the archive no longer has this version, take the file '${files[${missing[0]}]}' from \
anywhere, put it into $downloads and run again: its sha256 is checked" \
        "full log: $log"
}

# apt escapes an epoch's colon in file names; the lock names the plain form.
for i in "${missing[@]}"; do
    file=${files[i]}
    got=$partial/$file
    [ -f "$got" ] || die "the package $package $version does not hold '$file'"
    is=$(sum_of "$got")
    [ "$is" = "${sums[i]}" ] ||
        die "wrong sha256 for $file (got $is, expected ${sums[i]})" \
            "the archive's file is not the one this tree was made with; do not use it"
    mv "$got" "$downloads/$file"
done
printf '%s\n' "${files[@]/#/$downloads/}"
