#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Half a minute of fuzzing for each reader of tar images.
# bats file_tags=slow

@test "fuzzing the guest's and the host's tar readers finds nothing" {
    cd "$ZVM_ROOT"
    make --silent BUILD="$ZVM_BUILD" FUZZ_SECONDS=30 tar-fuzz >"$BATS_TEST_TMPDIR/out"
    cat "$BATS_TEST_TMPDIR/out"
    grep -Eq 'zrt_tar: [0-9]{3,} runs, 0 findings' "$BATS_TEST_TMPDIR/out"
    grep -Eq 'scripts_tar: [0-9]{3,} runs, 0 findings' "$BATS_TEST_TMPDIR/out"
}
