# SPDX-License-Identifier: Apache-2.0
#
# The step runner and the fetcher, on a tree of their own with small steps:
# nothing is rebuilt without a cause, nothing stale is used, and a failure
# says what to do.

setup() {
    here=$BATS_TEST_DIRNAME/../..
    tree=$BATS_TEST_TMPDIR/tree
    mkdir -p "$tree/toolchain/steps"
    cp "$here"/toolchain/{build,fetch,lib}.sh "$tree/toolchain/"
    export ZVM_BUILD=$BATS_TEST_TMPDIR/build CACHE=$BATS_TEST_TMPDIR/cache
    prefix=$ZVM_BUILD/toolchain/prefix
    echo one >"$tree/input"
    step 10-first 'mkdir -p "$work/prefix"; cat "$root/input" >"$work/prefix/first"'
    step 20-second 'cat "$work/prefix/first" "$work/prefix/first" >"$work/prefix/second"'
}

# step NAME COMMANDS: a step that is built from the file `input`.
step() {
    cat >"$tree/toolchain/steps/$1.sh" <<EOF
# what: the step $1
# inputs: input
# estimate: 1
. "\$(dirname "\$0")/../lib.sh"
$2
EOF
}

# shellcheck disable=SC2120 # `run build` gives it arguments
build() { "$tree/toolchain/build.sh" "$@"; }

lock() {
    cat >"$tree/toolchain/sources.lock" <<<"$*"
}

@test "steps run once, and again when an input changes" {
    run build
    [ "$status" = 0 ]
    [[ $output == *"10-first"*"20-second"* ]]
    [ "$(cat "$prefix/second")" = $'one\none' ]
    run build
    [ "$status" = 0 ]
    [[ $output != *"10-first"* ]]
    echo two >"$tree/input"
    run build
    [[ $output == *"10-first"*"20-second"* ]]
    [ "$(cat "$prefix/second")" = $'two\ntwo' ]
}

@test "a changed step makes those after it run, not those before" {
    build
    step 20-second 'echo new >"$work/prefix/second"'
    run build
    [ "$status" = 0 ]
    [[ $output != *"10-first "*"(about"* ]]
    [[ $output == *"20-second"* ]]
    [ "$(cat "$prefix/second")" = new ]
}

@test "a finished toolchain is taken from the cache, by its digest only" {
    build
    rm -rf "$ZVM_BUILD"
    run build
    [ "$status" = 0 ]
    [[ $output == *"taken from the cache"* ]]
    [ "$(cat "$prefix/second")" = $'one\none' ]
    [[ $output == *"cache folder: $CACHE ("*")"* ]]
    rm -rf "$ZVM_BUILD"
    echo other >"$tree/input"
    run build
    [[ $output == *"from source"* ]]
    [ "$(cat "$prefix/second")" = $'other\nother' ]
}

@test "a damaged cache entry is dropped and built again" {
    build
    rm -rf "$ZVM_BUILD"
    for entry in "$CACHE"/toolchain-*; do truncate -s 20 "$entry"; done
    run build
    [ "$status" = 0 ]
    [[ $output == *"damaged"*"from source"* ]]
    [ "$(cat "$prefix/second")" = $'one\none' ]
}

@test "CACHE= builds from source and keeps nothing" {
    build
    rm -rf "$ZVM_BUILD"
    CACHE='' run build
    [ "$status" = 0 ]
    [[ $output == *"from source"* ]]
    [[ $output != *"cache"* ]]
}

@test "a failing step names itself, its command, its log and how to repeat" {
    step 20-second $'echo some output\nls /nonexistent-folder'
    run build
    [ "$status" = 1 ]
    [[ $output == *"some output"* ]]
    [[ $output == *"failed command: ls /nonexistent-folder"* ]]
    [[ $output == *"toolchain: error: step 20-second failed: the step 20-second"* ]]
    [[ $output == *"hint: the whole log: $ZVM_BUILD/toolchain/log/20-second.log"* ]]
    [[ $output == *"hint: try again: make toolchain STEP=20-second"* ]]
    step 20-second 'echo mended >"$work/prefix/second"'
    run build
    [ "$status" = 0 ]
    [[ $output != *"10-first "*"(about"* ]]
}

@test "an unknown step is an error that lists the steps" {
    run build --from 15-none
    [ "$status" = 1 ]
    [[ $output == *"error: no step '15-none'"* ]]
    [[ $output == *"hint: the steps are: 10-first 20-second"* ]]
}

@test "variables that change compilers do not reach a step" {
    step 20-second 'echo "${CPATH-unset} ${CFLAGS-unset}" >"$work/prefix/second"'
    CPATH=/x CFLAGS=-O9 run build
    [ "$status" = 0 ]
    [ "$(cat "$prefix/second")" = "unset unset" ]
}

@test "a source that is not locked is an error" {
    lock "# nothing"
    run "$tree/toolchain/fetch.sh" gcc
    [ "$status" = 1 ]
    [[ $output == *"error: no source 'gcc' in toolchain/sources.lock"* ]]
}

@test "a version the archive does not have stops the fetch and says what to do" {
    lock "hostname bookworm deb hostname 0.0-none hostname_0.0-none_amd64.deb $(printf %064d 0) GPL"
    run "$tree/toolchain/fetch.sh" hostname
    [ "$status" = 1 ]
    [[ $output == *"error: cannot download hostname 0.0-none (bookworm)"* ]]
    [[ $output == *"hint: "*"put it into $CACHE/downloads and run again"* ]]
}

@test "a file with another sha256 is refused, wherever it came from" {
    version=$(dpkg-query -W -f '${Version}' hostname)
    file=hostname_${version}_amd64.deb
    lock "hostname bookworm deb hostname $version $file $(printf %064d 0) GPL"
    mkdir -p "$CACHE/downloads"
    echo planted >"$CACHE/downloads/$file"
    run "$tree/toolchain/fetch.sh" hostname
    [ "$status" = 1 ]
    [[ $output == *"error: wrong sha256 for $file (got "*", expected 000"* ]]
    [ ! -e "$CACHE/downloads/$file" ]
}

@test "every locked source is used by a step, a sample or a suite, and has a licence" {
    while read -r name _ _ _ _ file sum licence; do
        [ ${#sum} = 64 ]
        [ -n "$licence" ] && [ -n "$file" ]
        grep -rq -e "lock:$name" -e "fetch.sh\"* $name" -e "fetch.sh $name" -e "pin=$name " \
            "$here/toolchain/steps" "$here/samples" "$here/tests/suites"
    done < <(grep -v '^#' "$here/toolchain/sources.lock")
}
