#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# A minute of fuzzing for each part of the validator that reads hostile bytes.
# bats file_tags=slow

@test "fuzzing the core and the ELF front end finds nothing" {
    cd "$ZVM_ROOT"
    make --silent BUILD="$ZVM_BUILD" build-fuzzers
    run tests/fuzz/run 60 "$ZVM_BUILD"/tests/fuzz/validator_core \
        "$ZVM_BUILD"/tests/fuzz/validator_elf
    echo "$output"
    [ "$status" -eq 0 ]
    [[ ${lines[0]} =~ 'validator_core: '[0-9]{4,}' runs, 0 findings' ]]
    [[ ${lines[1]} =~ 'validator_elf: '[0-9]{4,}' runs, 0 findings' ]]
}

@test "fuzzing can fail: a check that is not so ends in a finding" {
    cd "$BATS_TEST_TMPDIR"
    sed 's/require(sum == one.summary.refusals,/require(sum == 0,/' \
        "$ZVM_ROOT/tests/fuzz/validator_core.c" >validator_core.c
    clang-14 -fsanitize=fuzzer -I"$ZVM_ROOT/validator/include" -o validator_core \
        validator_core.c "$ZVM_BUILD/validator/libzvmvalidator.a" -lZydis
    cd "$ZVM_ROOT"
    run tests/fuzz/run 20 "$BATS_TEST_TMPDIR/validator_core"
    [ "$status" -eq 1 ]
    [[ $output == *"a finding: "* ]]
}
