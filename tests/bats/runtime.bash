# SPDX-License-Identifier: Apache-2.0
#
# What the Bats files about zerovm and zvm-run share: where the tools are, the
# guest program fixtures/session.c, and checks of whole outputs.

root=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}
bin=$(cd "${ZVM_SDK:-$root/build/sdk}/bin" && pwd)

# Builds the guest once a file.
setup_file() {
    "$bin/zvm-gcc" -O2 -nostdlib -ffreestanding -I"$root/zrt/abi" \
        -o "$BATS_FILE_TMPDIR/session" "$root/tests/bats/fixtures/session.c"
}

# Every test has a directory of its own, with the guest in it.
setup() {
    cd "$BATS_TEST_TMPDIR" || return
    cp "$BATS_FILE_TMPDIR/session" .
}

# run_apart COMMAND...: like `run`, with stdout in $out and stderr in $err.
run_apart() {
    status=0
    "$@" >stdout.txt 2>stderr.txt || status=$?
    out=$(cat stdout.txt) err=$(cat stderr.txt)
}

ended() { # STATUS [STDOUT [STDERR]]
    [ "$status" = "$1" ] && [ "$out" = "${2-$out}" ] && [ "$err" = "${3-$err}" ] && return
    printf 'status %s, expected %s\n' "$status" "$1"
    printf 'stdout: %s\nexpected: %s\n' "$out" "${2-anything}"
    printf 'stderr: %s\nexpected: %s\n' "$err" "${3-anything}"
    return 1
}

# manifest LINE...: a version 2 manifest for the session guest, in ./m
manifest() {
    printf '%s\n' 'Version = 2' 'Program = ./session' "$@" >m
}

# old_manifest LINE...: a historical one
old_manifest() {
    printf '%s\n' '=====' 'Version = 20130611' 'Program = ./session' \
        'Memory = 33554432, 0' 'Timeout = 10' "$@" >m
}

# One member of the JSON report in FILE.
member() {
    python3 -c 'import json, sys
value = json.load(open(sys.argv[1]))
for key in sys.argv[2].split("."):
    value = value[int(key)] if isinstance(value, list) else value[key]
print(value)' "$1" "$2"
}

# Waits until FILE has content; gives up after ten seconds.
wait_for() {
    local i
    for ((i = 0; i < 200; i++)); do
        [ -s "$1" ] && return
        sleep 0.05
    done
    echo "nothing came into $1"
    return 1
}

# in_force LAYER: the explanation says that this kernel gives it
in_force() {
    "$bin/zerovm" --explain-isolation | grep -q "^$1  *[a-z]*  *in force"
}
