#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The test runner itself: every kind of broken test must turn the run red.
# The tests that it runs here are planted; the SDK is a double made of the
# host's compiler, as only the runner's judgement is looked at.

root=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}

setup() {
    tree=$BATS_TEST_TMPDIR
    unit=$tree/build/tests/unit
    bin=$tree/sdk/bin
    mkdir -p "$unit" "$bin" "$tree"/tests/{lit,bats,guest,torture} \
        "$tree/gcc/gcc/testsuite/gcc.c-torture/execute"
    torture=$tree/gcc/gcc/testsuite/gcc.c-torture/execute
    double zvm-gcc 'exec gcc "$@"'
    double zvm-g++ 'exec g++ "$@"'
    double zvm-validate 'test -x "$1"'
    double zvm-run 'exec "$@"'
    double zvm-as 'exec as "$@"'
    double zvm-objdump 'exec objdump "$@"'
    cp "$root/tests/lit/lit.cfg.py" "$tree/tests/lit/"
    : >"$tree/tests/torture/expected-failures.txt"
}

double() {
    printf '#!/bin/sh\n%s\n' "$2" >"$bin/$1"
    chmod +x "$bin/$1"
}

unit_test() {
    printf '#!/bin/sh\n%s\n' "$1" >"$unit/planted"
    chmod +x "$unit/planted"
}

# Bats puts its own folder of internals first; a Bats inside would trip on it.
runner() {
    PATH=${PATH#*bats-core:} ZVM_SDK=$tree/sdk ZVM_GCC_SOURCE=$tree/gcc run "$root/tests/run" \
        --tests "$tree/tests" --build "$tree/build" "$@"
}

last_line_is() {
    [ "${lines[-1]}" = "$1" ] || { echo "$output"; false; }
}

@test "a passing unit test gives the summary and exit status 0" {
    unit_test 'echo 1..2; echo "ok 1 - a"; echo "ok 2 - b # skip no tool"'
    runner unit
    [ "$status" = 0 ]
    last_line_is '1 passed, 0 failed, 1 skipped'
    [[ $output == *'SKIP unit (1): no tool'* ]]
}

@test "a failing unit test makes the run fail and shows its notes" {
    unit_test 'echo 1..1; echo "# got 3, expected 4"; echo "not ok 1 - sum"; exit 1'
    runner unit
    [ "$status" = 1 ]
    last_line_is '0 passed, 1 failed, 0 skipped'
    [[ $output == *'FAIL unit/planted: sum'* ]]
    [[ $output == *'got 3, expected 4'* ]]
    grep -q 'FAIL unit/planted: sum' "$tree/build/tests/log/unit.log"
}

@test "a unit test that stops early makes the run fail" {
    unit_test 'echo 1..2; echo "ok 1 - a"'
    runner unit
    [ "$status" = 1 ]
    last_line_is '1 passed, 1 failed, 0 skipped'
}

@test "a unit test that dies after its last line makes the run fail" {
    unit_test 'echo 1..1; echo "ok 1 - a"; kill -SEGV $$'
    runner unit
    [ "$status" = 1 ]
    [[ $output == *'exit status 139'* ]]
}

@test "a unit test that prints nothing makes the run fail" {
    unit_test 'exit 0'
    runner unit
    [ "$status" = 1 ]
}

@test "a skip without a reason makes the run fail" {
    unit_test 'echo 1..1; echo "ok 1 - a # skip"'
    runner unit
    [ "$status" = 1 ]
}

@test "a ring without tests makes the run fail" {
    runner unit
    [ "$status" = 1 ]
    [[ $output == *'it has no tests'* ]]
}

@test "a ring without its tools makes the run fail" {
    unit_test 'echo 1..1; echo "ok 1 - a"'
    rm "$bin/zvm-run"
    printf 'int main(void) { return 0; }\n' >"$tree/tests/guest/a.c"
    runner unit guest
    [ "$status" = 1 ]
    [[ $output == *"missing: $bin/zvm-run"* ]]
    last_line_is '1 passed, 1 failed, 0 skipped'
}

@test "guest: exit status, output, flags and standard input are judged" {
    cd "$tree/tests/guest"
    printf '// FLAGS: -DANSWER=0\nint main(void) { return ANSWER; }\n' >good.c
    printf 'int main(void) { return 3; }\n' >bad.c
    printf '// STDIN: echo.in\n#include <stdio.h>\n' >echo.c
    printf 'int main(void) { putchar(getchar()); return 0; }\n' >>echo.c
    echo x >echo.in
    printf x >echo.out
    cp echo.c differs.c
    printf y >differs.out
    printf '/* NATIVE */\nint main() { return 0; }\n' >both.cc
    {
        printf '// EXIT: 2\n// ARGS: a\n// ALSO: 4 a b c\n'
        printf 'int main(int argc, char **v) { (void)v; return argc; }\n'
    } >codes.c
    sed 's/ALSO: 4/ALSO: 5/' codes.c >wrong.c
    runner guest
    [ "$status" = 1 ]
    last_line_is '9 passed, 6 failed, 0 skipped'
    [[ $output == *'run gave exit status 4, expected 5'* ]]
    [[ $output == *'FAIL guest/bad.c -O0'*'run gave exit status 3'* ]]
    [[ $output == *'output line 1 differs'* ]]
}

@test "guest: what the validator refuses fails" {
    double zvm-validate 'echo "refused" >&2; exit 1'
    printf 'int main(void) { return 0; }\n' >"$tree/tests/guest/a.c"
    runner guest
    [ "$status" = 1 ]
    [[ $output == *'validate gave exit status 1'* ]]
}

@test "lit: a failing check makes the run fail" {
    printf '// RUN: echo hello | FileCheck %%s\n// CHECK: hello\n' \
        >"$tree/tests/lit/good.c"
    runner lit
    [ "$status" = 0 ]
    printf '// RUN: echo hello | FileCheck %%s\n// CHECK: goodbye\n' \
        >"$tree/tests/lit/bad.c"
    runner lit
    [ "$status" = 1 ]
    last_line_is '1 passed, 1 failed, 0 skipped'
    [[ $output == *'FAIL lit/bad.c'* ]]
}

@test "bats: a failing file and a file that does not parse make the run fail" {
    printf '@test "good" { true; }\n@test "bad" { false; }\n' \
        >"$tree/tests/bats/a.bats"
    runner bats
    [ "$status" = 1 ]
    last_line_is '1 passed, 1 failed, 0 skipped'
    echo 'if then' >"$tree/tests/bats/a.bats"
    runner bats
    [ "$status" = 1 ]
}

@test "bats: --fast leaves out what is tagged slow" {
    {
        printf '@test "quick" { true; }\n'
        printf '# bats test_tags=slow\n@test "slow" { false; }\n'
    } >"$tree/tests/bats/a.bats"
    runner --fast bats
    [ "$status" = 0 ]
    last_line_is '1 passed, 0 failed, 0 skipped'
}

@test "torture: passes, failures, listed failures and directives" {
    echo 'int main(void) { return 0; }' >"$torture/good.c"
    echo 'int main(void) { __builtin_abort(); }' >"$torture/bad.c"
    printf '/* { dg-require-effective-target mmap } */\nint x;\n' \
        >"$torture/mmap.c"
    printf '/* { dg-options "-DA" } */\n#ifdef A\n%s\n#endif\n' \
        'int main(void) { return 0; }' >"$torture/options.c"
    runner torture
    [ "$status" = 1 ]
    last_line_is '6 passed, 3 failed, 3 skipped'
    [[ $output == *"SKIP torture (3): the target has no 'mmap'"* ]]

    echo 'bad.c * it aborts' >"$tree/tests/torture/expected-failures.txt"
    runner torture
    [ "$status" = 0 ]
    last_line_is '6 passed, 0 failed, 6 skipped'
    [[ $output == *'expected failure: it aborts'* ]]
}

@test "torture: a listed failure that passes makes the run fail" {
    echo 'int main(void) { return 0; }' >"$torture/good.c"
    echo 'good.c -O2 it was broken' \
        >"$tree/tests/torture/expected-failures.txt"
    runner torture
    [ "$status" = 1 ]
    last_line_is '2 passed, 1 failed, 0 skipped'
    [[ $output == *'remove that line'* ]]
}

@test "torture: --long writes the table of results" {
    echo 'int main(void) { return 0; }' >"$torture/good.c"
    echo 'int main(void) { __builtin_abort(); }' >"$torture/bad.c"
    echo 'bad.c * it aborts' >"$tree/tests/torture/expected-failures.txt"
    runner --long torture
    [ "$status" = 0 ]
    grep -qF '| execute | `-O2` | 2 | 1 | 1 | 0 | 0 | 50.00 % |' \
        "$tree/docs/results/torture.md"
    grep -qF '| bad.c | all | expected failure: it aborts |' \
        "$tree/docs/results/torture.md"
}

@test "torture: an unknown directive makes the run fail, not a silent pass" {
    printf '/* { dg-require-effective-target warp } */\nint main(){}\n' \
        >"$torture/odd.c"
    runner torture
    [ "$status" = 1 ]
}

@test "a wrong ring name is refused" {
    runner unti
    [ "$status" = 2 ]
    [[ $output == *"no ring 'unti'"* ]]
}
