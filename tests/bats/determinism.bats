#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The determinism ring can fail: programs that get something from the host,
# planted here, turn it red; those that do not stay green.

root=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}
sdk=$(realpath "${ZVM_SDK:-$root/build/sdk}")
build=$(realpath "${ZVM_BUILD:-$root/build}")

setup() {
    tree=$BATS_TEST_TMPDIR
    mkdir -p "$tree"/tests/{guest,determinism} "$tree/build/tests"
    ln -s "$build/tests/zerovm-no-filter" "$tree/build/tests/"
}

runner() {
    PATH=${PATH#*bats-core:} ZVM_SDK=$sdk run "$root/tests/run" \
        --tests "$tree/tests" --build "$tree/build" determinism
}

plant() { # FOLDER/NAME COMMENT: copies eight bytes of its argument
    cat >"$tree/tests/$1" <<END
/* $2 */
#include <stdio.h>
int main(int argc, char **argv)
{
    FILE *in = fopen(argv[argc - 1], "r");
    char bytes[8];
    if (!in || fread(bytes, 1, 8, in) != 8)
        return 1;
    if (argc == 2)
        fwrite(bytes, 1, 8, stdout);
    return 0;
}
END
}

@test "an output that differs fails, with the first differing byte" {
    plant guest/output.c 'ARGS: @/dev/urandom'
    runner
    [ "$status" = 1 ]
    [[ $output == *'FAIL determinism/output.c'* ]]
    [[ $output == *'stdout differs under other conditions from byte '* ]]
}

@test "a difference that stays in memory fails" {
    plant guest/memory.c 'ARGS: x @/dev/urandom'
    runner
    [ "$status" = 1 ]
    [[ $output == *'memory_digest differs under other conditions'* ]]
}

@test "a program that is the same every time passes, once and repeated" {
    plant guest/same.c 'ARGS: @/dev/zero'
    plant determinism/same.c 'ARGS: @/dev/zero'
    runner
    [ "$status" = 0 ]
    [ "${lines[-1]}" = '2 passed, 0 failed, 0 skipped' ]
}

@test "what does not compile, or ends otherwise than by itself, fails" {
    echo 'int main(void) { return x; }' >"$tree/tests/guest/broken.c"
    printf '/* RUN: --timeout 0.5 */\nint main(void) { for (;;); }\n' \
        >"$tree/tests/guest/endless.c"
    runner
    [ "$status" = 1 ]
    [[ $output == *'FAIL determinism/broken.c'* ]]
    [[ $output == *"it was ended by 'timeout'"* ]]
    [ "${lines[-1]}" = '0 passed, 2 failed, 0 skipped' ]
}
