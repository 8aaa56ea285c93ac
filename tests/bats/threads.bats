#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# What a threaded session does at its limits, and that it does the same each
# time.

# shellcheck disable=SC2154  # bin, root, out and err come from runtime.bash
load runtime.bash

setup_file() {
    "$bin/zvm-gcc" -O1 -D_GNU_SOURCE "$root/tests/bats/fixtures/threads.c" \
        -o "$BATS_FILE_TMPDIR/session"
}

@test "threads that wait for each other end the session with their states" {
    run_apart "$bin/zvm-run" session deadlock
    ended 152 "" "zrt: error: deadlock: every thread waits, and no timer runs that could end it
zrt:   thread 1 waits for a mutex that thread 2 has
zrt:   thread 2 \"worker\" waits for a mutex that thread 1 has
zvm-run: session: error: the program ended itself (SIGXCPU)"
}

@test "the report names what each thread waits for" {
    run_apart "$bin/zvm-run" session everybody
    [ "$status" = 152 ]
    local what
    for what in "thread 1 waits for another thread's end, thread 2's" \
        "thread 2 waits for a condition variable" "thread 3 waits for a semaphore" \
        "thread 4 waits for a signal (sigwait)" "thread 5 waits for a lock to write" \
        "thread 6 waits for a barrier"; do
        [[ "$err" == *"$what"* ]] || { echo "$err"; return 1; }
    done
}

@test "an overflow of a thread's stack is reported as one" {
    run_apart "$bin/zvm-run" session overflow
    [ "$status" = 139 ]
    [[ "$err" == *"stack overflow"*" in deep"* ]]
}

@test "an alarm that is blocked hides no deadlock" {
    run_apart "$bin/zvm-run" session blocked-timer
    [ "$status" = 152 ]
}

@test "many runs of a threaded program give the same bytes" {
    local runs=${ZVM_REPEAT:-30} first
    first=$("$bin/zvm-run" session contest | sha256sum)
    for ((i = 1; i < runs; i++)); do
        [ "$("$bin/zvm-run" session contest | sha256sum)" = "$first" ]
    done
}
