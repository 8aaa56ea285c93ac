#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# libzvm as an embedding program sees it: what libzvm.h promises, from C, and
# the sample; C++ can include it.

load runtime.bash

setup_file() {
    "$bin/zvm-gcc" -O2 -nostdlib -ffreestanding -I"$root/zrt/abi" \
        -o "$BATS_FILE_TMPDIR/session" "$root/tests/bats/fixtures/session.c"
    export PKG_CONFIG_PATH=$bin/../lib/pkgconfig PATH=$bin:$PATH
    # shellcheck disable=SC2046  # words for the compiler
    gcc -O1 -g -Wall -Wextra -Werror -D_GNU_SOURCE -fsanitize=address,undefined \
        -fno-sanitize-recover=all "$root/tests/bats/fixtures/libzvm.c" \
        -o "$BATS_FILE_TMPDIR/host" $(pkg-config --cflags --libs libzvm)
}

host() { # COMMAND
    run_apart "$BATS_FILE_TMPDIR/host" "$1" ./session
    ended 0 '' ''
}

@test "streams, digests, counts; a session runs again" { host streams; }
@test "without channels a session is silent" { host silent; }
@test "ends: exit, abort, fault, time limit" { host ends; }
@test "mistakes are sentences and change nothing" { host errors; }
@test "kill, poll, free of a running session" { host kill; }
@test "eight threads with sessions of their own leave nothing behind" { host threads; }
@test "eight threads that signals interrupt all the time" { host interrupted; }
@test "handlers, masks and children stay the caller's" { host signals; }
@test "descriptors: none of the host's reach a session, none lack close-on-exec" {
    host descriptors
}
@test "byte limits" { host limits; }
@test "a session through another program" { host wrapper; }

@test "two sessions that a name server brings together" {
    "$bin/zvm-name-server" --once 2 >port &
    wait_for port
    NAME_SERVER="udp:127.0.0.1:$(cat port)" host nodes
    wait $!
}

@test "only the public names are visible, and C++ can use them" {
    nm --defined-only --extern-only "$bin/../lib/libzvm.a" |
        awk 'NF == 3 { print $3 }' >names
    [ "$(grep -vc '^zvm_session_' names)" = 0 ]
    sed -n 's/^[a-z].*[ *]\(zvm_session_[a-z_]*\)(.*/\1/p' "$bin/../include/libzvm.h" |
        sort >promised
    [ "$(sort names)" = "$(cat promised)" ]
    printf '#include <libzvm.h>\nint main() { zvm_session_free(nullptr); }\n' >x.cc
    # shellcheck disable=SC2046
    g++ -Wall -Wextra -Werror x.cc -o x $(pkg-config --cflags --libs libzvm)
    ./x
}

@test "the sample embeds a program" {
    # shellcheck disable=SC2046
    gcc -Wall -Wextra -Werror "$root/samples/embed/embed.c" -o embed \
        $(pkg-config --cflags --libs libzvm)
    run_apart ./embed session hello
    ended 0 $'hello\nended by exit, status 0, 6 bytes on /dev/stdout' ''
    run_apart ./embed nothing
    ended 1 'ended by not-found, status 0 (nothing: error: No such file or directory)' ''
}
