#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The register form of returns, end to end: -mzvm-return=register takes
# libraries of that form, no masked return is left, and the program runs.

sdk=$(realpath "${ZVM_SDK:-$BATS_TEST_DIRNAME/../../build/sdk}")
guest=$BATS_TEST_DIRNAME/../guest
gcc=$sdk/bin/zvm-gcc
gxx=$sdk/bin/zvm-g++
form=-mzvm-return=register

setup() {
    cd "$BATS_TEST_TMPDIR"
}

# passes SOURCE FLAG...: a program of the guest ring in the register form is
# what a host that demands it accepts, and does what it does in the other.
passes() {
    local source=$guest/$1 compiler=$gcc
    shift
    [[ $source != *.cc ]] || compiler=$gxx
    "$compiler" $form "$@" "$source" -o program -lm
    "$sdk/bin/zvm-validate" --return=register program
    run "$sdk/bin/zvm-run" program
    [ "$status" = 0 ] || { echo "$source: exit $status: $output"; false; }
    [ ! -f "${source%.*}.out" ] || diff "${source%.*}.out" <(echo "$output")
}

@test "the compiler knows two sets of libraries" {
    run "$gcc" -print-multi-lib
    [ "$output" = $'.;\nregister-return;@mzvm-return=register' ]
    for library in libc.a libm.a libzrt.a crt1.o crtbegin.o libgcc.a libstdc++.a libpthread.a; do
        run "$gxx" $form -print-file-name="$library"
        [[ $output == */register-return/$library ]] || { echo "$output"; false; }
        [ -f "$output" ]
    done
}

@test "C: hello, setjmp, contexts, signals, threads" {
    passes hello.c -O2
    passes setjmp-longjmp.c -O2
    passes contexts.c -O2
    passes signals.c -O2
    passes thread-order.c -O2 -pthread
    passes pthread-cancel.c -O2 -pthread
    passes indirect-jumps.c -O3
}

@test "C++: exceptions, through the C library, threads, statics" {
    passes cxx-exceptions.cc -O0
    passes cxx-exceptions.cc -O2
    passes cxx-callbacks.cc -O2
    passes cxx-threads.cc -O2 -std=c++20 -pthread
    passes cxx-statics.cc -O2
}

@test "with link-time optimisation" {
    passes cxx-exceptions.cc -O2 -flto
    passes setjmp-longjmp.c -O2 -flto
    # The objects remember the form.
    "$gcc" $form -O2 -flto -c "$guest/hello.c" -o hello.o
    "$gcc" $form hello.o -o program
    "$sdk/bin/zvm-validate" --return=register program
}

@test "the program says so, and no masked return is in it" {
    "$gxx" $form -O2 "$guest/cxx-exceptions.cc" -o program
    run "$sdk/bin/zvm-validate" --stats program
    [[ $output == *"register"* ]]
    run bash -c "'$sdk/bin/zvm-objdump' -d program | grep -cw ret"
    [ "$output" = 0 ]
}

@test "a host that demands the register form refuses the other" {
    "$gcc" -O2 "$guest/hello.c" -o program
    "$sdk/bin/zvm-validate" program
    run "$sdk/bin/zvm-validate" --return=register program
    [ "$status" = 1 ]
    [[ $output == *"masked return where the register form is demanded"* ]]
    run "$sdk/bin/zvm-run" --returns=register program
    [ "$status" != 0 ]
    "$gcc" $form -O2 "$guest/hello.c" -o program
    "$sdk/bin/zvm-run" --returns=register program
}

@test "the two forms are not mixed" {
    "$gcc" -O2 -c "$guest/hello.c" -o hello.o
    run "$gcc" $form hello.o -o program
    [ "$status" != 0 ]
    [[ $output == *"returns through registers and hello.o does not"* ]] ||
        [[ $output == *"hello.o does not"*"-mzvm-return=register"* ]]
    "$gcc" $form -O2 -c "$guest/hello.c" -o hello.o
    run "$gcc" hello.o -o program
    [ "$status" != 0 ]
    [[ $output == *"hello.o returns through registers and "* ]]
    [ ! -e program ]
}

@test "the last word about the form counts" {
    run "$gcc" $form -mzvm-return=masked -print-multi-directory
    [ "$output" = . ]
    run "$gcc" -mzvm-return=masked $form -print-multi-directory
    [ "$output" = register-return ]
}

@test "an unknown form is an error" {
    run "$gcc" -mzvm-return=other "$guest/hello.c" -o program
    [ "$status" != 0 ]
    [[ $output == *"mzvm-return="*"masked register"* ]]
}

@test "code sees which form it is compiled for" {
    run bash -c "'$gcc' $form -dM -E - </dev/null | grep __zvm_register_return__"
    [ "$status" = 0 ]
    run bash -c "'$gcc' -dM -E - </dev/null | grep __zvm_register_return__"
    [ "$status" = 1 ]
}
