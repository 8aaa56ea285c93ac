#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# zvm-run: arguments, streams, exit statuses, signals, channels from @PATH.

# shellcheck disable=SC2154  # bin, root, out and err come from runtime.bash
load runtime.bash

@test "standard output, and nothing else" {
    run_apart "$bin/zvm-run" session hello
    ended 0 hello ''
}

@test "arguments, environment, seed and clock are constants" {
    blank=" "
    HOME=/host SECRET=1 run_apart "$bin/zvm-run" session show 'a  b' '' @@x --help
    ended 0 "arg session
arg show
arg a  b
arg${blank}
arg @x
arg --help
env HOME=/
env PATH=/bin
env LANG=C.UTF-8
channel /dev/stdin 0 1 0
channel /dev/stdout 0 2 0
channel /dev/stderr 0 2 0
seed 0
clock 946684800.0
heap $((0x40000000 - 0x1000000 - $(image_and_boot)))" ''
}

# Pages of the program and of the boot block, from the ELF file.
image_and_boot() {
    "$bin/zvm-readelf" -lW session | python3 -c 'import sys
end = max(int(f[2], 16) + int(f[5], 16) for f in map(str.split, sys.stdin) if f[:1] == ["LOAD"])
print((end + 4095) // 4096 * 4096 - 0x20000 + 4096)'
}

@test "options set them" {
    run_apart "$bin/zvm-run" --env A=1 --env HOME=/x --seed 0x10 --memory 64M \
        --clock 1000.5 session show
    ended 0 "arg session
arg show
env HOME=/x
env PATH=/bin
env LANG=C.UTF-8
env A=1
channel /dev/stdin 0 1 0
channel /dev/stdout 0 2 0
channel /dev/stderr 0 2 0
seed 16
clock 1000.500000000
heap $((0x4000000 - 0x1000000 - $(image_and_boot)))" ''
}

@test "exit statuses 0 to 255 pass through silently" {
    for value in 0 1 2 77 124 125 126 127 128 139 255; do
        run_apart "$bin/zvm-run" session exit $value
        ended $value '' ''
    done
    run_apart "$bin/zvm-run" --report=json:r session exit 256
    ended 0 '' ''
    [ "$(member r status)" = 256 ]
    [ "$(member r ended_by)" = exit ]
}

fault() { # KIND STATUS MESSAGE
    run_apart "$bin/zvm-run" --report=json:r session fault "$1"
    [[ $err == "zvm-run: session: error: "$3 ]] || { echo "$err"; false; }
    [ "$(wc -l <stderr.txt)" = 1 ]
    ended "$2" ''
    [ "$(member r ended_by)" = fault ]
}

@test "faults: 128 + n, one line, the report" {
    fault null 139 'null pointer access to 0x0 at 0x2* in *+0x* (SIGSEGV)'
    fault write-text 139 'bad memory access to 0x20000 at 0x2* (SIGSEGV)'
    fault top 139 'bad memory access to 0xffff0000 at 0x2* (SIGSEGV)'
    fault stack 139 'stack overflow (the stack has 16 MiB) at 0x2* (SIGSEGV)'
    fault hlt 139 'halted, or used an address that no memory can have at 0x2* (SIGSEGV)'
    fault ill 132 'illegal instruction at 0x2* (SIGILL)'
    fault fpe 136 'arithmetic exception at 0x2* (SIGFPE)'
}

@test "a fault in the gate on the guest's stack is the guest's" {
    fault gate-stack 139 'null pointer access to 0x7ff8 at 0x2* (SIGSEGV)'
    fault gate-return 139 "bad memory access to 0x20040 while returning from a runtime call,\
 stack pointer 0x20040 (SIGSEGV)"
}

@test "the program's own signal: 128 + n" {
    for n in 6 9 15; do
        run_apart "$bin/zvm-run" --report=json:r session signal $n
        ended $((128 + n)) ''
        [[ $err == 'zvm-run: session: error: the program ended itself (SIG'*')' ]]
        [ "$(member r ended_by) $(member r signal)" = "abort $n" ]
    done
    run_apart "$bin/zvm-run" session signal 1000
    ended 134
}

@test "time limit: 124" {
    run_apart "$bin/zvm-run" --timeout 0.2 --report=json:r session spin
    ended 124 ready 'zvm-run: session: error: time limit of 0.200 seconds reached'
    [ "$(member r ended_by)" = timeout ]
}

@test "usage and manifest: 125" {
    run_apart "$bin/zvm-run"
    ended 125 '' 'zvm-run: error: no program; zvm-run --help'
    run_apart "$bin/zvm-run" --frob session
    ended 125 '' "zvm-run: error: unknown option '--frob'; options of zvm-run stand before the\
 program, zvm-run --help"
    run_apart "$bin/zvm-run" --timeout
    ended 125 '' 'zvm-run: error: --timeout needs a value; zvm-run --help'
    run_apart "$bin/zvm-run" --timeout never session
    ended 125 '' "zvm-run: error: wrong --timeout (got 'never', expected seconds,\
 such as 10 or 0.5)"
    run_apart "$bin/zvm-run" --memory 5G session
    ended 125 '' "zvm-run: error: wrong --memory (got '5G', expected more than 0 and\
 at most 4G)"
    run_apart "$bin/zvm-run" --env A session
    ended 125 '' "zvm-run: error: wrong --env (got 'A', expected NAME=TEXT)"
    run_apart "$bin/zvm-run" --seed -1 session
    ended 125 '' "zvm-run: error: wrong --seed (got '-1', expected a decimal or\
 0xhex number)"
    run_apart "$bin/zvm-run" --report=xml session hello
    ended 125 '' "zvm-run: error: wrong report (got 'xml', expected six, json,\
 json:FILE or none)"
}

@test "refused: 126" {
    run_apart "$bin/zvm-run" /bin/true
    ended 126 ''
    [[ $err == 'zvm-run: /bin/true: error: an x86-64 Linux program'* ]]
    run_apart "$bin/zvm-run" .
    ended 126 '' 'zvm-run: .: error: not a regular file'
    run_apart "$bin/zvm-run" --memory 17M session hello
    ended 126 ''
    text='too little memory (got 17825792 bytes, expected at least '
    [[ $err == "zvm-run: session: error: $text"* ]]
}

@test "not found: 127" {
    run_apart "$bin/zvm-run" nothing
    ended 127 '' 'zvm-run: nothing: error: No such file or directory'
    run_apart "$bin/zvm-run" session/x
    ended 127 '' 'zvm-run: session/x: error: Not a directory'
}

interrupted() { # SIGNAL STATUS
    rm -f out r
    env --default-signal="$1" "$bin/zvm-run" --report=json:r session spin >out 2>err 3>&- &
    wait_for out
    kill -"$1" $!
    status=0
    wait $! || status=$?
    [ "$status" = "$2" ]
    [ "$(cat err)" = "zvm-run: session: error: interrupted (SIG$1)" ]
    [ "$(member r ended_by)" = interrupt ]
    [ "$(member r channels.1.puts)" = 1 ]
}

@test "Ctrl-C and SIGTERM: 130 and 143, the report is kept" {
    interrupted INT 130
    interrupted TERM 143
    interrupted HUP 129
}

@test "an ignored interrupt stays ignored" {
    (trap '' INT; exec "$bin/zvm-run" --timeout 1 session spin >out 2>err 3>&-) &
    wait_for out
    kill -INT $!
    status=0
    wait $! || status=$?
    [ "$status" = 124 ]
}

@test "no process is left when the supervisor is killed" {
    "$bin/zvm-run" session spin >out 2>err 3>&- &
    wait_for out
    child=$(cat /proc/$!/task/$!/children)
    [ -n "$child" ]
    kill -KILL $!
    wait $! || true
    for ((i = 0; i < 100; i++)); do
        kill -0 $child 2>/dev/null || return 0
        sleep 0.05
    done
    return 1
}

@test "a reader that goes away ends the program: 141" {
    status=0
    { "$bin/zvm-run" session flood 2>err || echo $? >code; } | head -c 1 >/dev/null
    [ "$(cat code)" = 141 ]
    [ "$(cat err)" = 'zvm-run: session: error: nobody reads /dev/stdout any more (SIGPIPE)' ]
}

@test "streams: files, pipes, /dev/null, closed descriptors" {
    seq 1 20000 >numbers
    "$bin/zvm-run" session cat <numbers >copy
    cmp numbers copy
    cat numbers | "$bin/zvm-run" session cat | cmp numbers -
    (sleep 0.1; echo a; sleep 0.1; echo b) | "$bin/zvm-run" session cat >copy
    [ "$(cat copy)" = $'a\nb' ]
    run_apart "$bin/zvm-run" session cat </dev/null
    ended 0 '' ''
    "$bin/zvm-run" session cat <&-
    "$bin/zvm-run" session hello >&-
    "$bin/zvm-run" session hello 2>&- >copy
    [ "$(cat copy)" = hello ]
    "$bin/zvm-run" session hello <&- 2>&- >&-
    echo first >copy
    "$bin/zvm-run" session hello >>copy 2>&1
    [ "$(cat copy)" = $'first\nhello' ]
    (echo first; "$bin/zvm-run" session hello; echo last) >copy
    [ "$(cat copy)" = $'first\nhello\nlast' ]
}

@test "a terminal ends a read at the newline" {
    python3 - "$bin/zvm-run" <<'PYTHON'
import os, pty, select, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], ["zvm-run", "session", "cat"])
def until(text):
    seen = b""
    while text not in seen:
        assert select.select([fd], [], [], 10)[0], seen
        seen += os.read(fd, 1000)
os.write(fd, b"one\n")
until(b"one\r\none\r\n")  # echo, then the program's
os.write(fd, b"two\n")
until(b"two\r\ntwo\r\n")
os.write(fd, b"\x04")
assert os.waitpid(pid, 0)[1] == 0
PYTHON
}

@test "a non-blocking descriptor blocks all the same" {
    python3 - "$bin/zvm-run" <<'PYTHON'
import os, subprocess, sys, time
r, w = os.pipe()
os.set_blocking(r, False)
p = subprocess.Popen([sys.argv[1], "session", "cat"], stdin=r, stdout=subprocess.PIPE)
os.close(r)
time.sleep(0.2)
os.write(w, b"late")
os.close(w)
assert p.communicate()[0] == b"late" and p.returncode == 0
PYTHON
}

@test "@PATH and @+PATH become channels" {
    mkdir d
    printf 0123456789 >f
    printf abc >d/f
    run_apart "$bin/zvm-run" session show @f @d/f @f @+new
    ended 0
    [[ $out == *'arg /dev/in/f
arg /dev/in/2-f
arg /dev/in/f
arg /dev/rw/new
'* ]]
    [[ $out == *'channel /dev/in/2-f 3 1 3
channel /dev/in/f 3 1 10
channel /dev/rw/new 3 3 0
'* ]]
    # channel 3 is /dev/in/f, channel 4 /dev/rw/new
    run_apart "$bin/zvm-run" session transfer get 3 4 2 put 3 x 0 put 4 hello 3 get 4 8 0 @f @+new
    ended 0
    [ "$(sed -n 1,3p stdout.txt)" = $'4 2345\n-9\n5' ]
    printf '\0\0\0hello' | cmp - new
}

@test "@PATH that is a pipe is read in sequence" {
    run_apart "$bin/zvm-run" session transfer get 3 5 0 @<(printf hello)
    ended 0 '5 hello' ''
}

@test "@PATH that does not exist, or is no file: 125" {
    run_apart "$bin/zvm-run" session @nothing
    hint="write '@@' for an argument that starts with '@'"
    ended 125 '' "zvm-run: nothing: error: No such file or directory; $hint"
    run_apart "$bin/zvm-run" session @
    ended 125 '' "zvm-run: error: '@' does not name a file; $hint"
    run_apart "$bin/zvm-run" session @.
    ended 125
    mkdir d
    run_apart "$bin/zvm-run" session @d
    ended 125 '' 'zvm-run: d: error: channel /dev/in/d: a directory cannot be a channel'
    touch f
    run_apart "$bin/zvm-run" session @f @+f
    text='channel /dev/rw/f: the same file is behind channel /dev/in/f, and one of them writes'
    ended 125 '' "zvm-run: f: error: $text"
}

@test "--print-manifest is what zerovm needs to repeat the run" {
    printf 'x,y' >'a, b=c'
    "$bin/zvm-run" --timeout 9 --seed 3 --print-manifest session show ' t ' $'n\nl' \
        '@a, b=c' >m
    "$bin/zvm-run" --timeout 9 --seed 3 session show ' t ' $'n\nl' '@a, b=c' >direct
    mkdir elsewhere && cd elsewhere
    "$bin/zerovm" --report=none ../m >../again
    cmp ../direct ../again
}

@test "--help and --version" {
    run_apart "$bin/zvm-run" --help
    ended 0
    [[ $out == 'usage: zvm-run [OPTION]... PROGRAM [ARGUMENT]...'* ]]
    run_apart "$bin/zvm-run" --version
    ended 0
    [[ $out == 'zvm-run (ZeroVM) '[0-9]* ]]
}

@test "--report=json goes to standard error" {
    run_apart "$bin/zvm-run" --report=json session exit 3
    ended 3 ''
    [ "$(member stderr.txt status)" = 3 ]
    [ "$(member stderr.txt validator)" = passed ]
}
