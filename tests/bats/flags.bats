#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Flags that real builds pass: each works (compiles, links, is accepted by the
# validator, runs) or is an error that says why.

sdk=$(realpath "${ZVM_SDK:-$BATS_TEST_DIRNAME/../../build/sdk}")
gcc=$sdk/bin/zvm-gcc
gxx=$sdk/bin/zvm-g++

setup() {
    cd "$BATS_TEST_TMPDIR"
    # Two files, so that what crosses files (symbols, TLS, LTO) is exercised.
    cat >part.h <<'EOF'
extern __thread int counter;
extern int table[4];
int (*pick(int n))(int);
int classify(int n);
EOF
    cat >part.c <<'EOF'
#include "part.h"
__thread int counter = 5;
static __thread int hidden = 2;
int table[4] = {1, 2, 3, 4};
static int twice(int n) { return 2 * n + hidden++; }
static int square(int n) { return n * n + counter; }
int (*pick(int n))(int) { return n & 1 ? twice : square; }
int classify(int n)
{
    switch (n) {
    case 0: return table[1];
    case 1: return 17 + counter;
    case 2: return 3 * table[2];
    case 3: return -n;
    case 4: return n ^ 9;
    case 5: return table[3] << 3;
    default: return 0;
    }
}
EOF
    cat >main.c <<'EOF'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "part.h"
int main(int argc, char **argv)
{
    char text[64];
    int sum = 0;
    for (int i = 0; i < 7; i++) {
        counter += table[i & 3];
        sum += pick(i)(i) + classify(i);
    }
    snprintf(text, sizeof(text), "sum %d counter %d", sum, counter);
    strcat(text, argc > 1 ? argv[1] : " end");
    puts(text);
    return strlen(text) != 25;
}
EOF
    expected=$(gcc part.c main.c -o native && { ./native || true; })
}

works() {
    "$gcc" "$@" part.c main.c -o program
    accepted_and_runs
    for file in part main; do "$gcc" "$@" -c "$file.c" -o "$file.o"; done
    "$gcc" "$@" part.o main.o -o program
    accepted_and_runs
}

accepted_and_runs() {
    "$sdk/bin/zvm-validate" program
    run "$sdk/bin/zvm-run" program
    [ "$output" = "$expected" ] || { echo "got $output, not $expected"; false; }
}

# refused REGEX FLAG...: the compiler fails and its message matches.
refused() {
    local message=$1
    shift
    run "$gcc" "$@" part.c main.c -o program
    [ "$status" != 0 ] || { echo "accepted: $*"; false; }
    [[ $output =~ $message ]] || { echo "$output"; false; }
    [ ! -e program ]
}

@test "the program used here prints something" {
    [[ $expected == "sum "*" end" ]]
}

@test "no flag at all" { works; }
@test "-O3" { works -O3; }
@test "-g" { works -O2 -g; }
@test "-fPIC" { works -O2 -fPIC; }
@test "-fpic at -O0" { works -O0 -fpic; }
@test "-fPIE -pie" { works -O2 -fPIE -pie; }
@test "-pie" { works -pie; }
@test "-static" { works -O2 -static; }
@test "-static-pie" { works -O2 -static-pie; }
@test "-pthread" { works -O2 -pthread; }
@test "-fstack-protector-strong" { works -O2 -fstack-protector-strong; }
@test "-fstack-protector-all" { works -O0 -fstack-protector-all; }
@test "-D_FORTIFY_SOURCE=2" { works -O2 -D_FORTIFY_SOURCE=2; }
@test "-fcf-protection" { works -O2 -fcf-protection; }
@test "-fstack-clash-protection" { works -O2 -fstack-clash-protection; }
@test "-ffunction-sections -Wl,--gc-sections" {
    works -O2 -ffunction-sections -fdata-sections -Wl,--gc-sections
}
@test "-fno-omit-frame-pointer" { works -O2 -fno-omit-frame-pointer; }
@test "-fno-plt -fvisibility=hidden" { works -fno-plt -fvisibility=hidden; }
@test "-flto" { works -O2 -flto; }
@test "-flto at -O0" { works -O0 -flto; }
@test "-march=x86-64-v2" { works -O2 -march=x86-64-v2; }
@test "-march=x86-64" { works -O2 -march=x86-64; }
@test "-ftls-model=global-dynamic" { works -fPIC -ftls-model=global-dynamic; }

@test "a Debian package's usual flags, together" {
    works -g -O2 -ffile-prefix-map="$PWD"=. -fstack-protector-strong \
        -Wformat -Werror=format-security -Wdate-time -D_FORTIFY_SOURCE=2 \
        -fPIE -pie -Wl,-z,relro -Wl,-z,now
}

@test "-fPIC thread-local variables across two files hold no segment prefix" {
    "$gcc" -O2 -fPIC part.c main.c -o program
    accepted_and_runs
    run bash -c "'$sdk/bin/zvm-objdump' -d program | grep -E '%[fg]s:'"
    [ "$status" = 1 ]
}

@test "C++ with -fPIC -flto and exceptions" {
    cat >throw.cc <<'EOF'
#include <iostream>
#include <stdexcept>
thread_local int depth = 3;
int fall(int n) { if (!n) throw std::runtime_error("down"); return fall(n - 1) + 1; }
int main()
{
    try { return fall(depth); }
    catch (const std::exception &e) { std::cout << e.what() << '\n'; }
}
EOF
    for flags in "-O2 -fPIC" "-O2 -flto" "-O0 -fPIC -pie" "-O2 -pthread"; do
        # shellcheck disable=SC2086 # several flags
        "$gxx" $flags throw.cc -o program
        "$sdk/bin/zvm-validate" program
        run "$sdk/bin/zvm-run" program
        [ "$status" = 0 ]
        [ "$output" = down ]
    done
}

@test "-fstack-protector-strong stops a smashed stack with 134" {
    cat >smash.c <<'EOF'
#include <string.h>
#include <stdio.h>
__attribute__((noinline)) void fill(char *to, int n) { memset(to, 'x', n); }
__attribute__((noinline)) int victim(int n)
{
    char small[16];
    fill(small, n);
    return small[3];
}
int main(int argc, char **argv)
{
    (void)argv;
    printf("%d\n", victim(argc > 1 ? 64 : 16));
    return 0;
}
EOF
    "$gcc" -O2 -fstack-protector-strong smash.c -o program
    run "$sdk/bin/zvm-run" program
    [ "$status" = 0 ]
    run "$sdk/bin/zvm-run" program smash
    [ "$status" = 134 ]
}

@test "-D_FORTIFY_SOURCE=2 stops an overflowing strcpy with 134" {
    cat >fortify.c <<'EOF'
#include <stdio.h>
#include <string.h>
char small[8];
int main(int argc, char **argv)
{
    strcpy(small, argc > 1 ? argv[1] : "fits");
    puts(small);
    return 0;
}
EOF
    "$gcc" -O2 -D_FORTIFY_SOURCE=2 fortify.c -o program
    run "$sdk/bin/zvm-run" program
    [ "$status" = 0 ]
    run "$sdk/bin/zvm-run" program much-too-long-for-it
    [ "$status" = 134 ]
}

@test "-march=native is refused with the reason" {
    refused 'march=native.*not available.*x86-64-v2' -march=native
}
@test "-mtune=native is refused with the reason" {
    refused 'mtune=native.*not available' -mtune=native
}
@test "-m64 is refused with the reason" {
    refused "m64.*not available.*ILP32" -m64
}
@test "-m32 is refused with the reason" {
    refused "m32.*not available" -m32
}
@test "-shared is refused with the reason" {
    refused "shared.*not available.*static" -shared
}
@test "-mavx and newer levels are refused with the reason" {
    for flag in -mavx -mavx2 -mavx512f -mbmi -mbmi2 -mlzcnt -maes -mfma \
        -march=haswell -march=x86-64-v3 -march=znver3; do
        refused 'above ISA level x86-64-v2' "$flag"
    done
}
@test "profiling, coverage, sanitizers and OpenMP are refused by name" {
    refused "'-pg' is not available.*perf" -pg
    refused "coverage.*not available" --coverage
    refused "coverage.*not available" -fprofile-generate
    for kind in address thread leak; do
        refused "fsanitize=$kind' is not available" "-fsanitize=$kind"
    done
    refused "undefined.*needs.*trap-on-error" -fsanitize=undefined
    refused "fopenmp' is not available" -fopenmp
}
@test "-fsanitize=undefined with traps" {
    works -O2 -fsanitize=undefined -fsanitize-undefined-trap-on-error
}
@test "-fopenmp-simd" { works -O2 -fopenmp-simd; }
@test "-Wl,-z,relro is accepted in silence" {
    run "$gcc" -O2 part.c main.c -o program -Wl,-z,relro,-z,now
    [ "$status" = 0 ]
    [ -z "$output" ]
}
@test "-maddress-mode=long is refused with the reason" {
    refused 'pointers have 32 bits' -maddress-mode=long
}
@test "-mrecip is refused with the reason" {
    refused 'differ between processors' -mrecip
}

@test "the macros of the target, in C and C++" {
    for language in c c++; do
        "$gcc" -x "$language" -dM -E /dev/null >macros
        for name in __zvm__ __nacl__ __native_client__ __unix__ __ILP32__ \
            __x86_64__ __SSE4_2__ __POPCNT__ __ELF__; do
            grep -q "^#define $name 1\$" macros || { echo "no $name"; false; }
        done
        run grep -E '__linux|_LP64|__AVX|__gnu_linux__| linux 1' macros
        [ "$status" = 1 ]
    done
}
