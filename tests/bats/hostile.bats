#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Guests and callers that mean harm (tests/hostile): each session ends with a
# report, and leaves neither processes nor half-written outputs behind.

# shellcheck disable=SC2154  # bin, root, out and err come from runtime.bash
load runtime.bash

setup_file() {
    "$bin/zvm-gcc" -O1 -nostdlib -ffreestanding -I"$root/zrt/abi" \
        -o "$BATS_FILE_TMPDIR/session" "$root/tests/hostile/guest.c"
}

attack() { # WORD...
    local word arguments=()
    for word in "$@"; do
        arguments+=("Argument = $word")
    done
    manifest 'Timeout = 20' "${arguments[@]}"
    run_apart "$bin/zerovm" --report=json:r m
}

ended_by() { # WAY [STATUS]
    [ "$(member r ended_by)" = "$1" ] || { cat r; return 1; }
}

@test "wild reads and writes are faults at the address" {
    local at
    for at in 0 1 ffff 7ffffff0 fee00000 ffff0000 ffffffff; do
        attack read $at
        ended_by fault
        [ "$(member r fault.address)" = "0x$at" ]
    done
    for at in 0 10000 1ffff 20000 ffff0000 fffffffc; do
        attack write $at
        ended_by fault
        [ "$(member r fault.address)" = "0x$at" ]
    done
}

@test "gate slots without a call are traps" {
    local slot at
    for slot in 9 10 15 16 1023 2046 2047; do
        printf -v at %x $((0x10000 + 32 * slot))
        attack jump "$at"
        ended_by fault
        [ "$(member r fault.instruction)" = "0x$at" ]
    done
    attack jump 10040
    ended_by exit
    [ "$(member r status)" = 5 ]
}

@test "jumps to anything but code are faults" {
    local at
    for at in 0 ffe0 3ffffc0 7fffffe0 80000000 fffeffe0 ffffffe0; do
        attack jump $at
        ended_by fault
        [ "$(member r fault.instruction)" = "0x$at" ]
    done
}

@test "a gate call with a stack pointer that leads nowhere is a fault" {
    local sp
    for sp in 0 4 8 fff8 10008 20010 7ffffff8 ffff0008 fffffff8 ffffffff; do
        attack stack $sp 10000
        ended_by fault
    done
}

@test "gate calls with awkward pointers, sizes, channels and offsets" {
    printf x >f
    manifest 'Timeout = 20' 'Argument = calls' 'Channel = /dev/x, from=f'
    run_apart "$bin/zerovm" --report=json:r m
    ended_by exit
    [ "$(member r status)" = 0 ]
}

@test "calls on memory with awkward ranges" {
    printf x >f
    manifest 'Timeout = 20' 'Argument = memory' 'Channel = /dev/x, from=f, random'
    run_apart "$bin/zerovm" --report=json:r m
    ended_by exit
    [ "$(member r status)" = 0 ]
}

@test "ranges of pages without end: refused, and taken back" {
    attack ranges
    ended_by exit
    [ "$(member r status)" = 0 ]
}

@test "poisoned x87 and MXCSR state passes through a gate call" {
    attack units
    ended_by exit
    [ "$(member r status)" = 0 ]
    [ "$out" = poisoned ]
}

@test "endless recursion is named a stack overflow" {
    attack recurse
    ended_by fault
    [[ $err == *'stack overflow'* ]] || { echo "$err"; false; }
}

@test "a full disk, a closed pipe, no standard streams" {
    manifest 'Argument = put'
    "$bin/zerovm" --report=json:r m >/dev/full
    [ "$(member r status)" = 1 ]
    [ "$(member r channels.1.put_error)" = 'No space left on device' ]
    python3 - "$bin/zerovm" <<'P'
import os, subprocess, sys
nobody, end = os.pipe()
os.close(nobody)
assert subprocess.call([sys.argv[1], "--report=json:r", "m"], stdout=end) == 4
P
    ended_by pipe
    manifest 'Argument = units'
    "$bin/zerovm" --report=json:r m <&- >&- 2>&-
    ended_by exit
}

@test "what cannot be a channel is refused by name" {
    local what
    for what in from=/ to=/ from=. to=nowhere/f file=/ from=/proc/self/mem \
        file=/proc/self/mem to=/proc/self/mem from=fd:77 from=/dev/fd/-1; do
        manifest 'Argument = units' "Channel = /dev/x, $what"
        run_apart timeout 5 "$bin/zerovm" --report=none m
        [ "$status" = 93 ] || { echo "$what: $status $err"; false; }
        [[ $err == *error:* ]]
    done
}

@test "one file by two names, one of them written" {
    printf x >f
    ln f hard
    ln -s f soft
    local pair
    for pair in 'from=f|to=hard' 'to=soft|from=f' 'to=f|to=./f' 'to=new|to=./new'; do
        manifest 'Argument = units' "Channel = /dev/x, ${pair%|*}" \
            "Channel = /dev/y, ${pair#*|}"
        run_apart "$bin/zerovm" --report=none m
        ended 93
        [[ $err == *'same file'* ]]
    done
    [ "$(cat f)" = x ] && [ "$(find . -name '.*zvm-*')" = '' ]
}

@test "a non-blocking FIFO that nobody writes is an end of file, not a wait" {
    mkfifo p
    manifest 'Argument = units'
    python3 - "$bin/zerovm" <<'P'
import os, subprocess, sys
fifo = os.open("p", os.O_RDONLY | os.O_NONBLOCK)
subprocess.run([sys.argv[1], "--report=none", "m"], stdin=fifo, timeout=10,
               check=True)
P
}

@test "signals during a write leave no output and no process" {
    local signal
    for signal in TERM INT HUP QUIT; do
        rm -f ready
        manifest 'Argument = write-spin' 'Channel = /dev/x, to=result'
        python3 - "$bin/zerovm" $signal <<'P'
import signal, subprocess, sys
# A shell's background job is started with SIGINT and SIGQUIT ignored.
number = getattr(signal, "SIG" + sys.argv[2])
run = subprocess.Popen([sys.argv[1], "--report=json:r", "m"], stdout=subprocess.PIPE,
                       preexec_fn=lambda: signal.signal(number, signal.SIG_DFL))
run.stdout.readline()
run.send_signal(number)
assert run.wait(10) == 4, run.returncode
assert run.stdout.read() == b""  # nobody holds the pipe any more
P
        ended_by interrupt
        [ "$(find . -name '*result*')" = '' ]
    done
}

@test "the child dies with a supervisor that is killed" {
    manifest 'Argument = write-spin' 'Channel = /dev/x, to=result'
    python3 - "$bin/zerovm" <<'P'
import subprocess, sys
run = subprocess.Popen([sys.argv[1], "--report=none", "m"],
                       stdout=subprocess.PIPE)
run.stdout.readline()
run.kill()
run.wait(10)
assert run.stdout.read() == b""
P
    [ ! -e result ]
}

@test "inherited personalities change nothing" {
    local flags
    for flags in -R -Z -X -L -B -3 '-R -Z -X'; do
        manifest 'Argument = read' 'Argument = 0'
        # shellcheck disable=SC2086
        run_apart setarch x86_64 $flags "$bin/zerovm" --report=json:r m
        ended_by fault
        manifest 'Argument = jump' 'Argument = fffeffe0'
        # shellcheck disable=SC2086
        run_apart setarch x86_64 $flags "$bin/zerovm" --report=json:r m
        ended_by fault
    done
}

@test "resource limits of the caller give messages" {
    manifest 'Argument = fill'
    local limit
    for limit in '-v 1000000' '-n 3' '-n 4' '-n 5' '-f 0' '-s 16' '-u 1'; do
        # shellcheck disable=SC2086
        run_apart timeout 120 bash -c "ulimit $limit; exec '$bin/zerovm' --report=none m"
        case $status in
        0) ;;
        2 | 4 | 5 | 8 | 12 | 93) [[ $err == *zerovm:* ]] ;;
        *) echo "$limit: $status $err"; false ;;
        esac
    done
}

@test "a report that nobody takes can be interrupted" {
    mkfifo p
    manifest 'Argument = units'
    status=0
    timeout -k 5 1 "$bin/zerovm" --report=json:p m || status=$?
    [ "$status" = 124 ]
}
