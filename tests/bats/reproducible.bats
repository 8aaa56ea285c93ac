#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The guest's libraries are the same bytes wherever they are built.

root=$(realpath "${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}")
sdk=$(realpath "${ZVM_SDK:-$root/build/sdk}")

@test "zrt built in another folder is the one of the SDK" {
    tree=$BATS_TEST_TMPDIR/a/tree/elsewhere
    built=$tree/made
    mkdir -p "$tree"
    cp -r "$root/zrt" "$tree/"
    make --silent -j2 -C "$tree" -f zrt/zrt.mk BUILD="$built/objects" SDK="$built/sdk" \
        ZVM_CC="$sdk/bin/x86_64-nacl-gcc" ZVM_AR="$sdk/bin/x86_64-nacl-ar" \
        "$built"/sdk/x86_64-nacl/lib/{libzrt.a,crt1.o}
    for file in libzrt.a crt1.o; do
        cmp "$built/sdk/x86_64-nacl/lib/$file" "$sdk/x86_64-nacl/lib/$file"
    done
}

@test "no library names the folder that it was built in" {
    find "$sdk/x86_64-nacl/lib" "$sdk/lib/gcc" \( -name '*.a' -o -name '*.o' \) >libraries
    [ "$(grep -c . libraries)" -gt 20 ]
    # Steps of the toolchain work in .../toolchain/{src,obj,prefix}, zrt in .../build.
    while read -r library; do
        run grep -aoE -m1 '/[[:graph:]]*/(toolchain/(src|obj|prefix)|build/(sdk|zrt))/' "$library"
        echo "$library: $output"
        [ "$status" = 1 ]
    done <libraries
}

setup() {
    cd "$BATS_TEST_TMPDIR"
}
