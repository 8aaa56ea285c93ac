#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Bad input: each kind has its own message and its own exit status, from both
# commands, and never crashes anything.

# shellcheck disable=SC2154  # bin, root, out and err come from runtime.bash
load runtime.bash

# refused FILE MESSAGE-PATTERN: by both commands, with 126 and 8
refused() {
    run_apart "$bin/zvm-run" "$1" hello
    ended 126 ''
    # shellcheck disable=SC2053  # a pattern
    [[ $err == zvm-run:\ $1:\ error:\ $2 ]] || { echo "$err"; false; }
    [ "$(wc -l <stderr.txt)" = 1 ]
    printf '%s\n' 'Version = 2' "Program = $1" 'Argument = hello' >m
    run_apart "$bin/zerovm" --report=none m
    ended 8 ''
    # shellcheck disable=SC2053
    [[ $err == zerovm:\ $1:\ error:\ ${2%%;*}* ]] || { echo "$err"; false; }
}

@test "an empty file" {
    : >empty
    refused empty 'empty file*'
}

@test "a program file larger than the session's memory" {
    cp session large
    truncate -s 1100M large
    refused large "the program file is larger than the session's memory \
(got 1153433600 bytes, expected at most 1073741824)"
}

@test "tens of thousands of notes, each as large as the file, cost no time" {
    python3 - session <<'PYTHON'
import struct, sys
data = bytearray(open(sys.argv[1], "rb").read())
size, count = 900 << 20, 65535
data[28:32] = struct.pack("<I", len(data))
data[44:46] = struct.pack("<H", count)
note = struct.pack("<8I", 4, 0, 0, 0, size, 0, 4, 4)
with open("notes", "wb") as out:
    out.write(data + note * count)
    out.truncate(size)
PYTHON
    printf '%s\n' 'Version = 2' 'Program = notes' 'CpuTime = 5' >m
    run_apart "$bin/zerovm" --report=none m
    ended 8 ''
    [[ $err == *'too many (got 65535, expected 1 to 64)'* ]]
}

@test "a text file" {
    printf 'This is not a program, it is a text of some length. %.0s' 1 2 3 >text
    refused text 'not an ELF file*; build it with zvm-gcc or zvm-g++'
}

@test "a script" {
    printf '#!/bin/sh\necho no\n' >shell-script
    refused shell-script 'a script, not a program*'
}

@test "an x86-64 Linux program" {
    refused /bin/true 'an x86-64 Linux program*; build it with zvm-gcc or zvm-g++'
}

@test "an x32 Linux program" {
    cat >x32.s <<'S'
.globl _start
_start: hlt
S
    as --x32 x32.s -o x32.o
    ld -m elf32_x86_64 x32.o -o x32
    refused ./x32 'an x32 Linux program: no ZeroVM program note*'
}

@test "a program truncated at every length" {
    size=$(stat -c %s session)
    python3 - "$bin/zvm-run" "$size" <<'PYTHON'
import subprocess, sys
whole = open("session", "rb").read()
loads_end = 0
import struct
phoff, = struct.unpack_from("<I", whole, 28)
phsize, phnum = struct.unpack_from("<HH", whole, 42)
for i in range(phnum):
    kind, offset, _, _, filesz = struct.unpack_from("<IIIII", whole, phoff + i * phsize)
    if kind == 1:
        loads_end = max(loads_end, offset + filesz)
lengths = sorted({*range(0, 300, 7), *range(300, loads_end, 997), loads_end - 1})
for length in lengths:
    open("cut", "wb").write(whole[:length])
    p = subprocess.run([sys.argv[1], "cut", "hello"], capture_output=True, text=True)
    assert p.returncode == 126 and p.stdout == "", (length, p)
    assert p.stderr.startswith("zvm-run: cut: error: ") and p.stderr.count("\n") == 1, p
open("cut", "wb").write(whole[:loads_end])
p = subprocess.run([sys.argv[1], "cut", "hello"], capture_output=True, text=True)
assert p.returncode == 0 and p.stdout == "hello\n", p
PYTHON
    head -c 60 session >./cut
    refused ./cut 'truncated file*'
}

@test "one bit flipped in the text: refused with address, bytes, rule and reason, or harmless" {
    python3 - "$bin/zvm-run" <<'PYTHON'
import re, struct, subprocess, sys
whole = open("session", "rb").read()
phoff, = struct.unpack_from("<I", whole, 28)
phsize, phnum = struct.unpack_from("<HH", whole, 42)
for i in range(phnum):
    kind, offset, _, _, size, _, flags = struct.unpack_from("<IIIIIII", whole, phoff + i * phsize)
    if kind == 1 and flags & 1:
        break
refused = 0
pattern = re.compile(r"zvm-run: flip: error: refused at 0x[0-9a-f]+:( [0-9a-f]{2})+: "
                     r"[a-z]+: .+; zvm-validate shows all of it \(\d+ refusals?\)\n")
for n in range(150):
    at = offset + (n * 7919) % size
    data = bytearray(whole)
    data[at] ^= 1 << n % 8
    open("flip", "wb").write(data)
    p = subprocess.run([sys.argv[1], "--timeout", "2", "flip", "hello"],
                       capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL)
    if p.returncode == 126:
        assert pattern.fullmatch(p.stderr), p.stderr
        assert p.stdout == ""
        refused += 1
    else:  # still valid code: it may do anything a program may
        assert p.returncode not in (125, 127) and p.returncode < 160, p
        assert "internal" not in p.stderr and "outside the filter" not in p.stderr, p
assert refused > 30, refused
PYTHON
}

@test "a forbidden instruction" {
    offset=$("$bin/zvm-readelf" -lW session | python3 -c 'import sys
loads = (f for f in map(str.split, sys.stdin) if f[:1] == ["LOAD"] and "E" in f[6:8])
print(int(next(loads)[1], 16))')
    cp session bad
    printf '\x0f\x05' | dd of=bad bs=1 seek="$offset" conv=notrunc status=none
    text='refused at 0x20000: 0f 05: table: enters or configures the system'
    refused ./bad "$text; zvm-validate shows all of it (*)"
    run_apart "$bin/zvm-run" --report=json bad hello
    ended 126
    tail -n 1 stderr.txt >r
    [ "$(member r validator) $(member r ended_by)" = 'refused refused' ]
}

@test "text is filled with f4 to the end of its page, and validated with it" {
    # The bytes behind the text in the file are data of the next page there;
    # in memory they must be hlt. The guest reads its own last text byte.
    cat >tail.s <<'S'
        .text
        .globl _start
        .p2align 5
_start: mov $1, %edi
        mov $0x20ffc, %esi
        mov $4, %edx
        xor %ecx, %ecx
        call zvm_pwrite
        xor %edi, %edi
        xor %esi, %esi
        call zvm_exit
        hlt
        .set zvm_pwrite, 0x10020
        .set zvm_exit, 0x10040
        .section .note.ZeroVM,"a",@note
        .long 7, 12, 1
        .asciz "ZeroVM"
        .p2align 2
        .long 1, 0, 0
S
    "$bin/zvm-gcc" -nostdlib tail.s -o tail
    "$bin/zvm-run" tail | od -An -tx1 >bytes
    [ "$(cat bytes)" = ' f4 f4 f4 f4' ]
}

@test "the file changes while it runs: nothing happens to the guest" {
    (sleep 0.3; echo end) | "$bin/zvm-run" session cat >out 2>err &
    sleep 0.1
    python3 -c 'import os
size = os.path.getsize("session")
f = open("session", "r+b")
f.write(bytes(size))
f.truncate(0)'
    wait $!
    [ "$(cat out)" = end ]
}

@test "a missing key" {
    for key in Version Program Memory Timeout; do
        old_manifest 'Channel = /dev/null, /dev/stdin, 0, 0, 1, 1, 0, 0' \
            'Channel = /dev/null, /dev/stdout, 0, 0, 0, 0, 1, 1' \
            'Channel = /dev/null, /dev/stderr, 0, 0, 0, 0, 1, 1'
        sed -i "/^$key /d" m
        run_apart "$bin/zerovm" m
        ended 14 ''
        [[ $err == "zerovm: m: error: key '$key' is missing (expected '$key = "*"')" ]]
    done
    old_manifest
    run_apart "$bin/zerovm" m
    ended 14 '' "zerovm: m: error: key 'Channel' is missing (expected 'Channel = NAME, WORD...')"
}

@test "an unknown key: line, column, suggestion" {
    manifest '  Memroy = 1G'
    run_apart "$bin/zerovm" m
    ended 14 '' "zerovm: m:3:3: error: unknown key 'Memroy'
zerovm: hint: did you mean 'Memory'?"
}

@test "a wrong value: line, column, got, expected" {
    manifest 'Memory = 1X'
    run_apart "$bin/zerovm" m
    ended 14 '' "zerovm: m:3:10: error: wrong Memory (got '1X', expected a number of bytes such\
 as 65536, 64K, 10M or 1G)"
}

@test "a channel that can do nothing, too many channels" {
    old_manifest 'Channel = /dev/null, /dev/stdin, 0, 0, 0, 1, 1, 0'
    run_apart "$bin/zerovm" m
    ended 22
    echo 'Version = 2' >m
    for ((i = 0; i < 10915; i++)); do echo "Channel = /dev/$i, from=/x"; done >>m
    run_apart "$bin/zerovm" m
    ended 23 '' 'zerovm: m:10916:11: error: too many channels (expected at most 10914)'
}

@test "no manifest, a directory, garbage, terminal escapes" {
    run_apart "$bin/zerovm" nothing
    ended 2 '' 'zerovm: nothing: error: No such file or directory'
    run_apart "$bin/zerovm" .
    ended 2 '' 'zerovm: .: error: Is a directory'
    head -c 100000 "$bin/zerovm" >garbage
    run_apart "$bin/zerovm" garbage
    ended 14
    head -c 600000 /dev/zero >zeros
    run_apart "$bin/zerovm" zeros
    text='the manifest is too long (got 524289 bytes, expected at most 524288)'
    ended 14 '' "zerovm: zeros: error: $text"
    manifest $'\033[31mred = 1'
    run_apart "$bin/zerovm" m
    ended 14 '' "zerovm: m:3:1: error: unknown key '\\x1b[31mred'"
    manifest $'\302\23331mr\303\266t\23331m = 1' # a control character of two bytes, of one
    run_apart "$bin/zerovm" m
    ended 14 '' "zerovm: m:3:1: error: unknown key '\\xc2\\x9b31mröt\\x9b31m'"
}

@test "the program is missing" {
    manifest
    sed -i s,./session,/nowhere/program, m
    run_apart "$bin/zerovm" --report=none m
    ended 2 '' 'zerovm: /nowhere/program: error: No such file or directory'
}

@test "a channel path that does not exist" {
    manifest 'Argument = hello' 'Channel = /dev/x, from=/nowhere/data'
    run_apart "$bin/zerovm" --report=none m
    ended 93 '' 'zerovm: /nowhere/data: error: channel /dev/x: No such file or directory
zerovm: hint: it is in line 4 of m'
    manifest 'Argument = hello' 'Channel = /dev/x, to=/nowhere/data'
    run_apart "$bin/zerovm" --report=none m
    ended 93 '' 'zerovm: /nowhere/data: error: channel /dev/x: No such file or directory
zerovm: hint: it is in line 4 of m'
}

@test "channel objects that cannot be one" {
    manifest 'Argument = hello' 'Channel = /dev/x, from=.'
    run_apart "$bin/zerovm" --report=none m
    ended 93
    [[ $err == 'zerovm: .: error: channel /dev/x: a directory cannot be a channel'* ]]
    python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("s")'
    manifest 'Argument = hello' 'Channel = /dev/x, from=s'
    run_apart "$bin/zerovm" --report=none m
    ended 93
    [[ $err == "zerovm: s: error: channel /dev/x: a socket's path cannot be a channel"* ]]
    mkfifo p
    manifest 'Argument = hello' 'Channel = /dev/x, file=p'
    run_apart "$bin/zerovm" --report=none m
    ended 93
    [[ $err == 'zerovm: p: error: channel /dev/x: read and written, which needs a regular file'* ]]
    manifest 'Argument = hello' 'Channel = /dev/x, from=p, random'
    run_apart "$bin/zerovm" --report=none m
    ended 93
    [[ $err == 'zerovm: p: error: channel /dev/x: random access, which needs a regular file'* ]]
}

@test "a FIFO takes the place of a device while it is opened: nobody waits for it" {
    command -v strace
    mkfifo fifo
    ln -s /dev/null link
    manifest 'Argument = hello' 'Channel = /dev/stdin, from=link'
    # One second between the look at the path and its opening.
    timeout 20 strace -qq -f -o trace -P link -e trace=%%stat \
        -e inject=%%stat:delay_exit=1000000:when=1 "$bin/zerovm" --report=none m 2>err &
    wait_for trace
    ln -sfn fifo link
    status=0
    wait $! || status=$?
    [ "$status" = 93 ]
    [[ $(cat err) == *'changed while it was opened'* ]]
}

@test "too little address space" {
    for limit in 4194304 8388608; do
        run_apart bash -c "ulimit -v $limit; exec '$bin/zvm-run' session hello"
        ended 126 '' "zvm-run: error: cannot reserve 8 GiB of address space (got a limit of $limit\
 KiB, expected 'ulimit -v' of unlimited); the addresses cost no memory; run 'ulimit -v unlimited'\
 first"
    done
    manifest 'Argument = hello'
    run_apart bash -c "ulimit -v 4194304; exec '$bin/zerovm' --report=none m"
    ended 12
    run_apart bash -c "ulimit -v 9000000; exec '$bin/zvm-run' session hello"
    ended 0 hello ''
}

@test "too little memory for the program" {
    manifest 'Argument = hello' 'Memory = 16M'
    run_apart "$bin/zerovm" --report=none m
    ended 12
    text='too little memory (got 16777216 bytes, expected at least '
    [[ $err == "zerovm: ./session: error: $text"*': program '*', stack 16777216, heap 1048576)' ]]
}

