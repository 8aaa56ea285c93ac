#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# What a host may demand of code beyond the sandbox's rules: strict determinism
# and returns through registers, by manifest and by option.

# shellcheck disable=SC2154  # bin, root, out and err come from runtime.bash
load runtime.bash

# A program that reads AF, which imul leaves undefined.
reads_undefined() {
    cat >undefined.c <<'C'
int main(void)
{
	__asm__ volatile("imul %%eax, %%eax\n\tlahf" ::: "eax", "cc");
	return 0;
}
C
    "$bin/zvm-gcc" -O2 undefined.c -o undefined
}

strict_refusal=': strict: lahf reads AF, which most instructions leave undefined'

@test "strict: a program that reads what is undefined is refused, by option and by key" {
    reads_undefined
    run_apart "$bin/zvm-run" undefined
    ended 0 '' ''
    run_apart "$bin/zvm-run" --strict undefined
    [ "$status" = 126 ]
    [[ $err == 'zvm-run: undefined: error: refused at 0x2'*': 9f'"$strict_refusal"* ]]
    [[ $err == *'zvm-validate --strict shows all of it'* ]]
    run "$bin/zvm-validate" --strict undefined
    [ "$status" = 1 ]
    [[ $output == *'lahf reads AF'* ]]
    printf 'Version = 2\nProgram = undefined\n' >m
    run_apart "$bin/zerovm" --report=none m
    ended 0 '' ''
    run_apart "$bin/zerovm" --report=json --strict m
    [ "$status" = 8 ]
    [[ $out == *'"validator": "refused"'* ]]
    for answer in no yes; do
        printf 'Version = 2\nProgram = undefined\nStrict = %s\n' $answer >m
        run_apart "$bin/zerovm" --report=none m
        echo "$answer $status" >>got
    done
    [ "$(cat got)" = $'no 0\nyes 8' ]
}

@test "strict: what keeps to it runs, but makes no code" {
    "$bin/zvm-gcc" -O2 -nostdlib -ffreestanding -I"$root/zrt/abi" \
        -o strict "$root/tests/bats/fixtures/strict.c"
    run_apart "$bin/zvm-run" strict
    ended 22 hello '' # EINVAL: a jail of nothing
    run_apart "$bin/zvm-run" --strict strict
    ended 1 hello '' # EPERM
    printf 'Version = 2\nProgram = strict\nStrict = yes\n' >m
    run_apart "$bin/zerovm" --report=none m
    ended 0 hello ''
}

@test "strict: C and C++ programs with their libraries run, in both forms of returns" {
    for form in masked register; do
        "$bin/zvm-gcc" -O2 -mzvm-return=$form "$root/samples/hello/hello.c" -o hello
        "$bin/zvm-g++" -O2 -mzvm-return=$form "$root/samples/hello-cxx/hello.cc" \
            -o hello-cxx
        "$bin/zvm-validate" --strict hello hello-cxx
    done
    run_apart "$bin/zvm-run" --strict hello you </dev/null
    [[ $out == 'hello, you'* ]]
    run_apart "$bin/zvm-run" --strict hello-cxx
    [ "$out" = "$(cat "$root/samples/hello-cxx/expected.out")" ]
}

@test "returns: masked ones are refused, by option and by key; the register form runs" {
    run_apart "$bin/zvm-run" --returns=any session hello
    ended 0 hello ''
    run_apart "$bin/zvm-run" --returns=register session hello
    [ "$status" = 126 ]
    [[ $err == *'the program has masked returns, the session wants them in registers'* ]]
    manifest 'Argument = hello' 'Returns = register'
    run_apart "$bin/zerovm" --report=none m
    [ "$status" = 8 ]
    manifest 'Argument = hello'
    run_apart "$bin/zerovm" --report=none --returns=register m
    [ "$status" = 8 ]
    "$bin/zvm-gcc" -O2 -nostdlib -ffreestanding -mzvm-return=register \
        -I"$root/zrt/abi" -o session "$root/tests/bats/fixtures/session.c"
    run_apart "$bin/zerovm" --report=none --returns=register m
    ended 0 hello ''
    run_apart "$bin/zvm-run" --returns=register session hello
    ended 0 hello ''
}

@test "a note that lies about its returns is refused" {
    python3 - session <<'PYTHON'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[data.index(b"ZeroVM\0\0") + 12] = 1
open(sys.argv[1], "wb").write(data)
PYTHON
    run_apart "$bin/zvm-run" --returns=register session hello
    [ "$status" = 126 ]
    [[ $err == *'refused at 0x'*': return: '* ]]
}

@test "zvm-run hands both demands to the manifest; wrong values are named" {
    run_apart "$bin/zvm-run" --strict --returns=register --print-manifest session
    ended 0
    grep -qx 'Strict = yes' stdout.txt
    grep -qx 'Returns = register' stdout.txt
    run_apart "$bin/zvm-run" --returns=masked session
    ended 125 '' "zvm-run: error: wrong --returns (got 'masked', expected register or any)"
    manifest 'Argument = hello'
    run_apart "$bin/zerovm" --returns=masked m
    ended 22
    [[ $err == "zerovm: error: wrong --returns (got 'masked', expected register or any)" ]]
}
