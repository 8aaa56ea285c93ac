#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The samples do what they promise; the C++ one gives the native output.

root=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}
sdk=$(realpath "${ZVM_SDK:-$root/build/sdk}")

setup() {
    cd "$BATS_TEST_TMPDIR"
}

@test "hello: arguments, standard input and exit code" {
    "$sdk/bin/zvm-gcc" -O2 -Wall -Wextra -Werror "$root/samples/hello/hello.c" \
        -o hello
    status=0
    "$sdk/bin/zvm-run" hello you 'and me' <<<"a line" >out 2>err || status=$?
    [ "$status" = 2 ]
    [ "$(cat out)" = $'hello, you\nhello, and me\nread: a line' ]
    [ "$(cat err)" = "2 arguments" ]
}

@test "jit: code made at run time runs, what a program may not contain does not" {
    "$sdk/bin/zvm-gcc" -O2 -Wall -Wextra -Werror "$root/samples/jit/jit.c" -o jit
    run "$sdk/bin/zvm-run" jit 'x*x - 3*(x+1)' 0 1 10 -7
    [ "$status" = 0 ]
    [ "$output" = $'-3\n-5\n67\n67' ]
    # More bundles than one.
    long=$(printf '(x+%d)*-1-' {1..200})0
    expected=$(python3 -c "
def value(x): return $long
print((value(5) + 2**31) % 2**32 - 2**31)")
    [ "$("$sdk/bin/zvm-run" jit "$long" 5)" = "$expected" ]
    run "$sdk/bin/zvm-run" jit '1+!' 0
    [ "$status" = 1 ]
    [ "$output" = 'jit: error: refused at byte 6' ]
}

@test "hello-cxx: the output is the expected one, confined and native" {
    source=$root/samples/hello-cxx/hello.cc
    for level in -O0 -O2; do
        "$sdk/bin/zvm-g++" "$level" -Wall -Wextra -Werror "$source" -o confined
        "$sdk/bin/zvm-run" confined >confined.out </dev/null
        cmp confined.out "$root/samples/hello-cxx/expected.out"
    done
    g++ -O2 "$source" -o native
    ./native | cmp - "$root/samples/hello-cxx/expected.out"
}

sample() { # NAME: its output in $output, its steps in $steps
    status=0
    ZVM_BUILD=$PWD/build ZVM_SDK=$sdk "$root/samples/$1/run" >out 2>err || status=$?
    output=$(cat out) steps=$(cat err)
    [ "$status" = 0 ] || { cat out err; false; }
}

@test "root: a program and its data from two images" {
    sample root
    [ "$output" = $'en: hello\nfr: bonjour\nde: hallo\nen: hello\nfr: salut' ]
}

@test "out: a directory of the guest as an image, twice the same" {
    sample out
    [ "$output" = $'de: hallo\nfr: bonjour\nfr: salut' ]
}

@test "files: host files to read and to write" {
    sample files
    [ "$output" = $'       5\nexit status 1' ]
    [[ $steps == *"a.txt: No such file or directory"* ]]
}

@test "threads: the work is shared, twice in the same way" {
    sample threads
    [[ $output == $'thread 0: '*$'\nthread 3: '*$'\n2262 primes below 20000' ]]
}

@test "determinism: time, chance and addresses repeat" {
    sample determinism
    [[ $output == "date: Sat Jan  1 00:00:00 2000"* ]]
    [[ $steps == *"zvm-run: deterministic: two runs gave the same bytes"* ]]
}

@test "nodes: four sessions count words together" {
    sample nodes
    [ "$output" = $'a 2\nand 1\nbird 1\ncat 2\ndog 2\nsaw 2\nthe 3' ]
    [ -s build/samples/nodes/3.counts ] && [ -s build/samples/nodes/4.counts ]
}

@test "warm: one server, several texts" {
    "$sdk/bin/zvm-gcc" -O2 -Wall -Wextra -Werror "$root/samples/warm/spell.c" -o spell
    printf '%s\n' the cat sat on mat >words
    printf '%s\n' 'Version = 2' "Program = $PWD/spell" "Job = $PWD/job" \
        "Channel = /dev/words, from=$PWD/words" "Channel = /dev/stdin, from=$PWD/text" \
        "Channel = /dev/stdout, to=$PWD/out" >m
    : >text
    "$sdk/bin/zerovm" --report=none m
    echo 'The cat sad on the met.' >text
    "$root/samples/warm/ask" job m >report
    [ "$(cat out)" = $'sad\nmet' ]
    [ "$(sed -n 6p report)" = ok ]
    echo 'the DOG' >text
    "$root/samples/warm/ask" job m >report
    [ "$(cat out)" = dog ]
    kill "$(python3 -c 'import socket, struct
s = socket.socket(socket.AF_UNIX)
s.connect("job")
print(struct.unpack("3i", s.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0])')"
}

# bats test_tags=slow
@test "lua: identical to native lua5.4 over a file of at least 10 MB" {
    ZVM_BUILD=$PWD/build ZVM_SDK=$sdk run "$root/samples/lua/run"
    [ "$status" = 0 ] || { echo "$output"; false; }
    [[ $output =~ 'identical to native lua5.4 (sha256 '[0-9a-f]{64} ]]
    [ "$(stat -c %s build/samples/lua/records.jsonl)" -ge 10000000 ]
    "$sdk/bin/zvm-validate" build/samples/lua/lua
    # A Lua error ends with Lua's own exit code and message.
    echo 'error("told so")' >bad.lua
    run "$sdk/bin/zvm-run" build/samples/lua/lua @bad.lua
    [ "$status" = 1 ]
    [[ $output == *"told so"* ]]
}
