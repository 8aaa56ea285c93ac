#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# --trace: every runtime call as a line, of zerovm and of zvm-run.

# shellcheck disable=SC2154  # bin, root, out and err come from runtime.bash
load runtime.bash

# The lines without their times, addresses of buffers as ADDR.
calls() { # FILE
    local seconds='[0-9]+\.[0-9]{6}'
    local result="(-?[0-9]+( [A-Z]+)? <$seconds>|\?)"
    [ "$(grep -Evc "^$seconds [a-z]+\(.*\) = $result\$" "$1")" = 0 ]
    sed -E 's/^[0-9.]+ //; s/ <[0-9.]+>$//; s/0x[1-9a-f][0-9a-f]*/ADDR/' "$1"
}

cat_calls='pread(0</dev/stdin>, ADDR, 65536, 0) = 4
pwrite(1</dev/stdout>, ADDR, 4, 0) = 4
pread(0</dev/stdin>, ADDR, 65536, 0) = 0
exit(0, 0) = ?'

@test "zvm-run --trace: the calls of a session on standard error" {
    run_apart "$bin/zvm-run" --trace session cat <<<abc
    ended 0 abc
    [ "$(calls stderr.txt)" = "$cat_calls" ]
}

@test "zerovm --trace: the same lines" {
    echo abc >in
    manifest 'Argument = cat' 'Channel = /dev/stdin, from=in'
    run_apart "$bin/zerovm" --report=none --trace m
    ended 0 abc
    [ "$(calls stderr.txt)" = "$cat_calls" ]
}

@test "--trace=FILE has the lines and nothing else has them" {
    echo 'a longer text than the trace will be' >t
    for i in 1 2 3 4 5 6 7 8; do cat t t >u && mv u t; done
    run_apart "$bin/zvm-run" --trace=t session cat <<<abc
    ended 0 abc ''
    [ "$(calls t)" = "$cat_calls" ]
    echo abc >in
    manifest 'Argument = cat' 'Channel = /dev/stdin, from=in'
    run_apart "$bin/zerovm" --report=none --trace=t2 m
    ended 0 abc ''
    [ "$(calls t2)" = "$cat_calls" ]
}

@test "every call, with errors, numbers, accesses and channels by name" {
    printf 0123456789 >in
    manifest 'Argument = transfer' \
        'Argument = get' 'Argument = 99' 'Argument = 3' 'Argument = 0' \
        'Argument = get' 'Argument = -2' 'Argument = 3' 'Argument = -1' \
        'Argument = get' 'Argument = 1' 'Argument = 3' 'Argument = 0' \
        'Argument = get' 'Argument = 3' 'Argument = 3' 'Argument = 8' \
        'Argument = protect' 'Argument = 1' 'Argument = 1' 'Argument = 1' \
        'Argument = protect' 'Argument = 1' 'Argument = 1' 'Argument = 77' \
        'Argument = discard' 'Argument = 1' 'Argument = 1' 'Argument = -' \
        'Argument = map' 'Argument = 3' 'Argument = 4096' 'Argument = 0' \
        'Argument = jail' 'Argument = 99999' 'Argument = 1' 'Argument = -' \
        'Argument = unjail' 'Argument = 1' 'Argument = 1' 'Argument = -' \
        'Channel = /dev/y, from=in, random'
    run_apart "$bin/zerovm" --report=none --trace=t m
    ended 0
    # A refused jail answers with the place of the refusal.
    calls t | grep -v '^pwrite(1' | sed 's/^\(jail.* = \)[1-9][0-9]*$/\1ADDR/' >got
    diff got - <<'TEXT'
pread(99, ADDR, 3, 0) = -1 EINVAL
pread(-2, ADDR, 3, -1) = -1 EINVAL
pread(1</dev/stdout>, ADDR, 3, 0) = -1 EBADF
pread(3</dev/y>, ADDR, 3, 8) = 2
protect(ADDR, 4096, ZVM_PROT_READ) = 0
protect(ADDR, 4096, 77) = -1 EINVAL
discard(ADDR, 4096) = 0
map(3</dev/y>, ADDR, 4096, 0) = 0
jail(ADDR, 4096) = ADDR
unjail(ADDR, 4096) = -1 EINVAL
exit(0, 0) = ?
TEXT
}

@test "a thousand calls are a thousand lines in order of time" {
    run_apart "$bin/zvm-run" --trace=t session null-calls 5000
    ended 0 '' ''
    [ "$(wc -l <t)" = 5001 ]
    [ "$(calls t | sort | uniq -c | sort -rn | sed 's/^ *//')" = \
        $'5000 pread(-1, 0x0, 0, 0) = -1 EINVAL\n1 exit(0, 0) = ?' ]
    cut -d' ' -f1 t | sort -c -n
}

@test "a fault: the last call before it is there, the message behind it" {
    run_apart "$bin/zvm-run" --trace session fault null
    [ "$status" = 139 ]
    [[ $err == 'zvm-run: session: error: null pointer access to 0x0 at '* ]]
    run_apart "$bin/zvm-run" --trace session transfer put 1 x 0 get 0 1 0 \
        run 0 - - <<<y
    [ "$status" = 139 ]
    [[ $(tail -n 1 stderr.txt) == 'zvm-run: session: error: bad memory access to '* ]]
    sed -i '$d' stderr.txt
    [ "$(calls stderr.txt | head -n 1)" = 'pwrite(1</dev/stdout>, ADDR, 1, 0) = 1' ]
    [ "$(calls stderr.txt | grep -c 'pread(0</dev/stdin>, ADDR, 1, 0) = 1$')" = 1 ]
}

@test "a time limit, a signal and a kill show the call that was cut" {
    mkfifo never
    exec 7<>never
    run_apart "$bin/zvm-run" --timeout 0.3 --trace=t session cat <&7
    [ "$status" = 124 ]
    [ "$(calls t)" = 'pread(0</dev/stdin>, ADDR, 65536, 0) = ?' ]
    for signal in TERM KILL; do
        rm -f out t
        "$bin/zvm-run" --trace=t session transfer put 1 x 0 get 0 9 0 <&7 >out 2>err &
        wait_for out
        victim=$!
        if [ $signal = KILL ]; then
            for child in $(cat /proc/$!/task/$!/children); do
                # The confined one: it holds nothing but its channels.
                grep -q '^Seccomp:	2$' /proc/$child/status && victim=$child
            done
            [ "$victim" != $! ]
        fi
        for ((i = 0; i < 200; i++)); do
            [ "$(wc -l <t)" = 3 ] && break
            sleep 0.05
        done
        kill -$signal "$victim"
        wait $! || status=$?
        [ "$status" -gt 124 ]
        [ "$(calls t | tail -n 1)" = 'pread(0</dev/stdin>, ADDR, 9, 0) = ?' ]
        [ "$(wc -l <t)" = 4 ]
    done
}

@test "a guest sees no difference: registers, memory, descriptors" {
    for command in registers entry hostile 'fault gate-return'; do
        # shellcheck disable=SC2086  # words
        run_apart "$bin/zvm-run" session $command </dev/null
        plain=$status
        # shellcheck disable=SC2086
        run_apart "$bin/zvm-run" --trace=t session $command </dev/null
        [ "$status" = "$plain" ]
        [ "$command" = 'fault gate-return' ] || [ "$status" = 0 ]
    done
    manifest 'Argument = touch' 'Memory = 20M, tag'
    "$bin/zerovm" --report=json:plain m
    "$bin/zerovm" --report=json:traced --trace=t m
    [ "$(member plain memory_digest)" = "$(member traced memory_digest)" ]
}

@test "the traced filter: the pinned list and the clock" {
    command -v strace
    manifest 'Argument = hello'
    strace -f -o s "$bin/zerovm" --report=none --trace=t m
    child=$(sed -n 's/^\([0-9]*\) *seccomp(SECCOMP_SET_MODE_FILTER.*/\1/p' s)
    after=$(sed -n "/^$child *seccomp(/,\$p" s | sed 1d |
        sed -n "s/^$child *\([a-z0-9_]*\)(.*/\1/p" | sort -u | tr '\n' ' ')
    [ "$after" = 'clock_gettime exit_group write ' ]
    grep -q '^| `clock_gettime` | with `--trace` |' "$root/docs/security.md"
}

@test "control characters of a channel's name are not printed" {
    manifest 'Argument = transfer' \
        'Argument = get' 'Argument = 3' 'Argument = 1' 'Argument = 0' \
        $'Channel = /dev/a\e[31m, from=/dev/null'
    run_apart "$bin/zerovm" --report=none --trace=t m
    ended 0
    grep -qF 'pread(3</dev/a\x1b[31m>, ' t
}

@test "what cannot be traced is refused by name" {
    run_apart "$bin/zvm-run" --trace= session hello
    ended 125 '' 'zvm-run: error: --trace= needs a value; zvm-run --help'
    run_apart "$bin/zvm-run" --trace=no/t session hello
    [ "$status" = 126 ]
    [ "$out" = '' ]
    [ "$err" = 'zvm-run: no/t: error: cannot write the trace: No such file or directory' ]
    run_apart "$bin/zvm-run" --trace --check-deterministic session hello
    [ "$status" = 125 ]
    [[ $err == *'--trace cannot go with --check-deterministic'* ]]
    manifest 'Job = ./socket'
    run_apart "$bin/zerovm" --trace m
    [ "$status" = 22 ]
    [[ $err == *'option --trace is not supported: a session with a Job'* ]]
    [ ! -e socket ]
}

@test "a trace never goes into a file of its session, whatever its name" {
    would='the trace would go into the file'
    echo abc >in
    ln in same
    cp session own
    manifest 'Argument = cat' 'Channel = /dev/stdin, from=in' \
        'Channel = /dev/stdout, to=out'
    echo before >out
    for file in in same; do
        run_apart "$bin/zerovm" --report=none --trace=$file m
        ended 93 '' "zerovm: $file: error: $would behind channel /dev/stdin"
        [ "$(cat in)" = abc ]
    done
    run_apart "$bin/zerovm" --report=none --trace=out m
    ended 93 '' "zerovm: out: error: $would behind channel /dev/stdout"
    [ "$(cat out)" = before ]
    run_apart "$bin/zerovm" --report=none --trace=new m
    ended 0
    [ "$(cat out)" = abc ]
    run_apart "$bin/zvm-run" --trace=own own hello
    [ "$status" = 125 ]
    [ "$err" = "zvm-run: own: error: $would of program own" ]
    cmp own session
}

@test "a trace that is not whole is an error; the guest runs to its end" {
    run_apart "$bin/zvm-run" --trace=/dev/full session null-calls 5000
    [ "$status" = 126 ]
    [ "$err" = 'zvm-run: error: cannot write the trace: No space left on device' ]
    run_apart "$bin/zvm-run" --trace=/dev/full session cat <<<abc
    [ "$out" = abc ]
}

@test "a trace follows its session under gdb" {
    command -v gdb || skip 'gdb is not installed'
    printf 'int main(void)\n{\n\treturn 0;\n}\n' >quiet.c
    "$bin/zvm-gcc" -g quiet.c -o quiet
    printf '%s\n' 'info line' continue |
        "$bin/zvm-run" --gdb --trace=t quiet >log 2>&1
    grep -q 'Temporary breakpoint .*main' log
    [ "$(calls t | tail -n 1)" = 'exit(0, 0) = ?' ]
}

@test "libzvm: a session with a trace" {
    cat >host.c <<'C'
#include <libzvm.h>

int main(void)
{
	struct zvm_session *s = zvm_session_new(NULL, "session");

	zvm_session_argument(s, "hello");
	zvm_session_trace(s, "");
	if (zvm_session_run(s) != -1)
		return 1;
	puts(zvm_session_error(s));
	zvm_session_trace(s, "t");
	if (zvm_session_run(s) != 0)
		return 2;
	zvm_session_free(s);
	return 0;
}
C
    export PKG_CONFIG_PATH=$bin/../lib/pkgconfig PATH=$bin:$PATH
    # shellcheck disable=SC2046  # words for the compiler
    gcc -Wall -Wextra -Werror host.c -o host $(pkg-config --cflags --libs libzvm)
    run_apart ./host
    ended 0 'the trace needs a file' ''
    [ "$(calls t)" = $'pwrite(1</dev/stdout>, ADDR, 6, 0) = 6\nexit(0, 0) = ?' ]
}
