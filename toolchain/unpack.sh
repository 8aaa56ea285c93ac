#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# unpack.sh NAME SERIES-FOLDER: fetch the source NAME, unpack it afresh into
# build/toolchain/src/NAME, copy the files of other sources that the series
# adopts and our new files over it and apply our patches in the order of the
# series, without fuzz.

# shellcheck disable=SC2034 # read by lib.sh
tool=unpack
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/lib.sh"

name=${1:?} series=$root/${2:?}
package=$("$root/toolchain/fetch.sh" "$name")
source=$work/src/$name
temporary=$work/src/$name.unpack
rm -rf "$source" "$temporary"
mkdir -p "$source" "$temporary"

dpkg-deb -x "$package" "$temporary"
tarball=$(find "$temporary/usr/src" -name "$name-[0-9]*.tar.*")
[ -f "$tarball" ] || die "the package of '$name' holds no single source archive (got '$tarball')"
tar -C "$source" --strip-components=1 -xf "$tarball"
rm -rf "$temporary"

# Lines of three words: a source archive of the lock, a file in it, its place.
if [ -f "$series/adopted" ]; then
    grep -v '^#' "$series/adopted" | while read -r from file place; do
        archive=$("$root/toolchain/fetch.sh" "$from")
        tar -xOf "$archive" --wildcards --no-wildcards-match-slash "*/$file" >"$source/$place" ||
            die "no '$file' in the source '$from' ($archive)" \
                "see $series/adopted"
    done
fi

[ ! -d "$series/files" ] || cp -R "$series/files/." "$source/"
grep -v '^#' "$series/series" | while read -r patch; do
    [ -n "$patch" ] || continue
    say "applying $patch"
    patch -d "$source" -p1 -F0 --no-backup-if-mismatch -i "$series/$patch" ||
        die "$patch does not apply to $name $(lock_field "$name" version)"
done
