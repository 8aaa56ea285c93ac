#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# README.md's commands work as printed. All ```sh blocks run in order, as one
# session, in an empty folder with the SDK in PATH. `make` and `make check`
# alone are left out: this test runs inside them.

sdk=${ZVM_SDK:-$BATS_TEST_DIRNAME/../../build/sdk}
readme=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}/README.md

# commands FILE: the lines between ```sh and ```; other fences are not ours.
commands() {
    awk '/^```sh$/ { inside = 1; next } /^```/ { inside = 0 } inside' "$1"
}

left_out='^make( check)?$'

@test "every command of README.md runs" {
    commands "$readme" >"$BATS_TEST_TMPDIR/all"
    grep -vE "$left_out" "$BATS_TEST_TMPDIR/all" >"$BATS_TEST_TMPDIR/session"
    [ "$(grep -c '^zvm-' "$BATS_TEST_TMPDIR/session")" -ge 3 ]
    mkdir "$BATS_TEST_TMPDIR/empty"
    cd "$BATS_TEST_TMPDIR/empty"
    PATH=$sdk/bin:$PATH bash -eux "$BATS_TEST_TMPDIR/session" </dev/null
}

@test "README.md names the two commands that are run elsewhere" {
    [ "$(commands "$readme" | grep -cE "$left_out")" = 2 ]
}

@test "a broken command in a README is noticed" {
    printf '```sh\ntrue\nfalse\ntrue\n```\n' >"$BATS_TEST_TMPDIR/bad.md"
    commands "$BATS_TEST_TMPDIR/bad.md" >"$BATS_TEST_TMPDIR/session"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/session")" = 3 ]
    run bash -eu "$BATS_TEST_TMPDIR/session"
    [ "$status" = 1 ]
}
