#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The tests against independent oracles can fail: each hole, cut into a copy
# of the core, is found by executing what the copy accepts, or by stepping it.
# bats file_tags=slow

# found TEST SUBSTITUTION COMPLAINT ARGUMENTS...: TEST, built around the core
# with the sed substitution, complains.
found() {
    local test=$1 hole=$2 complaint=$3
    cd "$BATS_TEST_TMPDIR"
    cp "$ZVM_ROOT"/validator/src/*.[ch] "$ZVM_ROOT/tests/unit/validator_$test.c" .
    sed -i "$hole" validate.c
    run cmp -s validate.c "$ZVM_ROOT/validator/src/validate.c"
    [ "$status" -eq 1 ]
    local sources=("validator_$test.c" table.c rules.c)
    grep -q '#include "validate.c"' "validator_$test.c" || sources+=(validate.c)
    gcc -std=gnu11 -O2 -I. -I"$ZVM_ROOT"/validator/{include,table,elf} \
        -I"$ZVM_ROOT/zrt/abi" -I"$ZVM_ROOT/tests/unit" \
        -I"$ZVM_BUILD/validator" -o test "${sources[@]}" \
        "$ZVM_ROOT/validator/elf/zvm_elf.c" -lZydis
    run ./test "${@:4}"
    grep -E -m 3 "$complaint|^not ok" <<<"$output"
    [ "$status" -ne 0 ]
    [[ $output == *"$complaint"* ]]
}

@test "wide addresses are accepted" {
    found execute 's/return ZVM_VAL_REASON_WIDE_ADDRESS;/return 0;/' \
        'escape: accesses stay in the guest' 100000
}

@test "a write of rsp by ModRM.reg is accepted" {
    found execute 's/if (bits & FORM_WRITES_REG &&/if (0 \&\&/' \
        'escape: rsp stays below 4 GiB' 100000
}

@test "an index beside rsp is accepted" {
    found execute 's/: ZVM_VAL_REASON_RSP_INDEX/: ZVM_VAL_REASON_NONE/' \
        'escape: accesses stay in the guest' 100000
}

@test "string instructions need no 67" {
    found execute 's/if (!insn->address67)/if (0)/' \
        'escape: accesses stay in the guest' 100000
}

@test "branches may go between the halves of a group" {
    found mutate 's/\*starts &= ~(1u << offset % BUNDLE);/;/' \
        'not at a start' 20000
}

@test "any byte is a place to land" {
    found mutate 's/checker->targets\[to \/ BUNDLE\] |= .*;/;/' \
        'not at a start' 20000
}
