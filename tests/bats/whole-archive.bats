#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# bats file_tags=slow
#
# No false refusals: every object of each library, linked whole into one
# program, is accepted by the validator, by its strict pass too.

sdk=$(realpath "${ZVM_SDK:-$BATS_TEST_DIRNAME/../../build/sdk}")

setup() {
    cd "$BATS_TEST_TMPDIR"
    strict=(--strict)
    echo 'int main(void) { return 0; }' >main.c
}

# whole ARCHIVE LANGUAGE-DRIVER [OTHER...]: all of ARCHIVE's members are in.
whole() {
    local archive members
    archive=$("$sdk/bin/$2" -print-file-name="$1")
    [ -f "$archive" ] || { echo "no $1"; false; }
    members=$("$sdk/bin/zvm-ar" t "$archive" | wc -l)
    [ "$members" -gt 0 ]
    "$sdk/bin/$2" main.c -o image -Wl,--whole-archive "$archive" \
        -Wl,--no-whole-archive,--no-gc-sections -Wl,--allow-multiple-definition "${@:3}" \
        -Wl,-Map=map
    # The map names each member that was loaded.
    name=${1//+/\\+}
    loaded=$(grep -oE "/${name//./\\.}\([^)]*\)" map | sort -u | wc -l)
    [ "$loaded" -ge "$("$sdk/bin/zvm-ar" t "$archive" | sort -u | wc -l)" ]
    echo "# $1: $members objects, $("$sdk/bin/zvm-size" image | tail -n 1)" >&3
    "$sdk/bin/zvm-validate" "${strict[@]}" image
    run "$sdk/bin/zvm-run" image
    [ "$status" = 0 ]
}

@test "libc.a whole" { whole libc.a zvm-gcc; }
@test "libm.a whole" { whole libm.a zvm-gcc; }
@test "libzrt.a whole" { whole libzrt.a zvm-gcc; }
@test "libgcc.a whole" { whole libgcc.a zvm-gcc; }
@test "libsupc++.a whole" { whole libsupc++.a zvm-g++; }

@test "libstdc++.a whole" {
    # The sign of a long double: a bundle boundary may stand between fxam and fnstsw.
    strict=()
    whole libstdc++.a zvm-g++
}

@test "the check can fail: an object with a foreign instruction is refused" {
    printf '.text\n.globl bad\nbad:\n.byte 0x0f, 0x05\n' >bad.s
    "$sdk/bin/zvm-as" bad.s -o bad.o
    "$sdk/bin/zvm-ar" rc libbad.a bad.o
    "$sdk/bin/zvm-gcc" main.c -o image -Wl,--whole-archive libbad.a \
        -Wl,--no-whole-archive,--no-gc-sections
    run "$sdk/bin/zvm-validate" image
    [ "$status" != 0 ]
}
