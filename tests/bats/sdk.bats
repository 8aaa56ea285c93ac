#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The SDK as a product: every command answers --help and --version, the folder
# works wherever it stands, and `make install` makes a copy that works.

root=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}
sdk=$(realpath "${ZVM_SDK:-$root/build/sdk}")

setup() {
    cd "$BATS_TEST_TMPDIR"
    cat >hello.c <<'EOF'
#include <stdio.h>
#include <math.h>
int main(int argc, char **argv)
{
    printf("hello %s %.3f\n", argv[argc - 1], sqrt(argc));
    return 7;
}
EOF
    cat >hello.cc <<'EOF'
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
int main()
{
    std::map<std::string, int> counts{{"one", 1}};
    try {
        return counts.at("two");
    } catch (const std::out_of_range &) {
        std::cout << "caught\n";
    }
}
EOF
}

# compile_and_run SDK: both languages, with nothing but that SDK.
compile_and_run() {
    local clean=(env -i "PATH=$1/bin:/usr/bin:/bin" "TMPDIR=$BATS_TEST_TMPDIR")
    "${clean[@]}" zvm-gcc -O2 hello.c -o hello -lm
    "${clean[@]}" zvm-validate hello
    run "${clean[@]}" zvm-run hello there
    [ "$status" = 7 ]
    [ "$output" = "hello there 1.414" ]
    "${clean[@]}" zvm-g++ -O2 hello.cc -o hello-cxx
    run "${clean[@]}" zvm-run hello-cxx
    [ "$status" = 0 ]
    [ "$output" = "caught" ]
}

@test "the commands are all there, under both names" {
    for tool in gcc g++ cpp as ld ar nm objcopy objdump ranlib readelf size \
        strings strip addr2line c++filt; do
        [ -x "$sdk/bin/zvm-$tool" ] || { echo "no zvm-$tool"; false; }
        [ -x "$sdk/bin/x86_64-nacl-$tool" ] ||
            { echo "no x86_64-nacl-$tool"; false; }
    done
    for tool in zerovm zvm-run zvm-pack zvm-validate zvm-configure zvm-pkg-config; do
        [ -x "$sdk/bin/$tool" ] || { echo "no $tool"; false; }
    done
}

@test "every command has --help" {
    for tool in "$sdk"/bin/*; do
        run "$tool" --help
        [ "$status" = 0 ] || { echo "$tool: exit $status"; false; }
        [[ ${output,,} == *usage* || $output == *Options* ]] ||
            { echo "$tool: no usage in: $output"; false; }
    done
}

@test "every command has --version" {
    for tool in "$sdk"/bin/*; do
        run "$tool" --version
        [ "$status" = 0 ] || { echo "$tool: exit $status"; false; }
        [[ ${lines[0]} =~ [0-9]+\.[0-9]+ ]] ||
            { echo "$tool: no version in: $output"; false; }
    done
}

@test "--help of our own commands goes to stdout and names every option" {
    for tool in zvm-run zvm-pack zerovm zvm-validate; do
        "$sdk/bin/$tool" --help >help 2>errors
        [ -s help ]
        [ ! -s errors ]
    done
    for option in --timeout --memory --env --seed --clock --print-manifest \
        --report --root --out --check-deterministic; do
        "$sdk/bin/zvm-run" --help | grep -q -e "$option"
    done
}

@test "an unknown option is refused with a message on stderr" {
    for tool in zvm-run zvm-pack zerovm zvm-validate; do
        run "$sdk/bin/$tool" --no-such-option
        [ "$status" != 0 ]
        "$sdk/bin/$tool" --no-such-option 2>errors >/dev/null || true
        grep -q -e '--no-such-option' errors
    done
}

@test "it works where it stands" {
    compile_and_run "$sdk"
}

# bats test_tags=slow
@test "it works after a move, in a path with a blank, without the original" {
    mkdir "a place"
    cp -a "$sdk" "a place/sdk"
    moved=$PWD/a\ place/sdk
    clean=(env -i "PATH=$moved/bin:/usr/bin:/bin" "TMPDIR=$PWD")
    compile_and_run "$moved"
    # Nothing of the original, of the build tree or of the host's compiler is
    # opened on the way; a lookup that finds nothing is not a use.
    strace -f -qq -e trace=open,openat,execve,stat,access,readlink -o trace \
        "${clean[@]}" zvm-gcc -O2 hello.c -o hello -lm
    strace -f -qq -e trace=open,openat,execve,stat,access,readlink -o trace2 \
        "${clean[@]}" zvm-g++ -O2 hello.cc -o hello-cxx
    strace -f -qq -e trace=open,openat,execve,stat,access,readlink -o trace3 \
        "${clean[@]}" zvm-run hello-cxx
    [ "$(grep -c "a place/sdk" trace)" -gt 3 ] # the trace does see things
    host='/usr/include|/usr/lib/gcc|/usr/bin/(as|ld|gcc|cc1)'
    run grep -hE "\"($sdk|$(realpath "$root")/build|$host)" \
        trace trace2 trace3
    used=$(grep -v ENOENT <<<"$output" || true)
    [ -z "$used" ] || { echo "$used"; false; }
}

@test "no text file of the SDK names the build tree" {
    run grep -rIlF "$(realpath "$root")/" "$sdk"
    [ -z "$output" ] || { echo "$output"; false; }
}

# bats test_tags=slow
@test "make install PREFIX= gives a copy that works" {
    env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL \
        make -s -C "$root" install PREFIX="$PWD/prefix"
    compile_and_run "$PWD/prefix"
}
