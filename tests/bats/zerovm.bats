#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# zerovm: manifests, channels and their limits, the report, confinement.

# shellcheck disable=SC2154  # bin, root, out and err come from runtime.bash
load runtime.bash

@test "a manifest of two lines runs a program on the caller's streams" {
    manifest 'Argument = hello'
    run_apart "$bin/zerovm" --report=none m
    ended 0 hello ''
}

@test "the historical report, and status 0 whatever the program's is" {
    manifest 'Argument = exit' 'Argument = 300'
    run_apart "$bin/zerovm" m
    [[ $out == '0
0
300
disabled
'?.??' '?.??' 0 0 0 0 0 0 0 0
ok' ]] || { echo "$out"; false; }
    ended 0
    [ "$(wc -l <stdout.txt)" = 7 ]
}

@test "a historical manifest runs, with SHA-1 tags" {
    printf 'some input' >in
    old_manifest "Channel = $PWD/in, /dev/stdin, 0, 1, 16, 256, 0, 0" \
        "Channel = $PWD/out, /dev/stdout, 0, 1, 0, 0, 0x10, 8192" \
        'Channel = /dev/null, /dev/stderr, 0, 0, 0, 0, 010, 8192' \
        'Channel = /dev/null, /dev/nvram, 3, 0, 1024, 8192, 0, 0'
    run_apart "$bin/zerovm" m
    # Without arguments the guest ends with 98.
    [ "$(sed -n 3p stdout.txt)" = 98 ]
    sum=da39a3ee5e6b4b0d3255bfef95601890afd80709
    [ "$(sed -n 4p stdout.txt)" = "/dev/stdin $sum /dev/stdout $sum" ]
    [ -f out ] && [ ! -s out ]
    [ "$(stat -c %a out)" = 600 ]
}

@test "tags are SHA-256 of the bytes that passed" {
    printf abc >in
    manifest 'Argument = cat' 'Channel = /dev/stdin, from=in, tag' \
        'Channel = /dev/stdout, to=out, tag' 'Memory = 20M, tag'
    run_apart "$bin/zerovm" --report=json m
    ended 0
    sum=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
    [ "$(member stdout.txt channels.0.digest)" = $sum ]
    [ "$(member stdout.txt channels.1.digest)" = $sum ]
    [ "$(member stdout.txt channels.2.digest)" = None ]
    memory=$(member stdout.txt memory_digest)
    [ ${#memory} = 64 ]
    "$bin/zerovm" --report=json:again m
    [ "$(member again memory_digest)" = "$memory" ]
    sed -i s/abc/abd/ in
    "$bin/zerovm" --report=json:again m
    [ "$(member again memory_digest)" != "$memory" ]
}

@test "the kind of each digest can be chosen" {
    printf abc >in
    manifest 'Argument = cat' 'Channel = /dev/stdin, from=in, tag=md5' \
        'Channel = /dev/stdout, to=out, tag=sha1' 'Memory = 20M, tag=md5'
    run_apart "$bin/zerovm" --report=json m
    ended 0
    [ "$(member stdout.txt channels.0.digest)" = "$(md5sum <in | cut -d' ' -f1)" ]
    [ "$(member stdout.txt channels.0.digest_kind)" = md5 ]
    [ "$(member stdout.txt channels.1.digest)" = "$(sha1sum <in | cut -d' ' -f1)" ]
    [ "$(member stdout.txt channels.1.digest_kind)" = sha1 ]
    [ "$(member stdout.txt channels.2.digest_kind)" = None ]
    [ "$(member stdout.txt memory_digest | wc -c)" = 33 ]
}

# do WORD...: the operations of the guest, on channel 3 = /dev/x with the words
operate() { # CHANNEL-WORDS OPERATION...
    local arguments=() word
    for word in "${@:2}"; do
        arguments+=("Argument = $word")
    done
    manifest 'Argument = transfer' "${arguments[@]}" "Channel = /dev/x, $1"
    run_apart "$bin/zerovm" --report=json:r m
}

@test "sequential reading: in order, offsets do not matter, then 0 for ever" {
    printf 0123456789 >f
    operate 'from=f' get 3 4 99 get 3 4 -1 get 3 4 0 get 3 4 0 get 3 0 0
    ended 0 $'4 0123\n4 4567\n2 89\n0\n0' ''
    [ "$(member r channels.3.gets) $(member r channels.3.get_bytes)" = '3 10' ]
}

@test "random reading: by offset, 0 beyond the end, -EINVAL before the start" {
    printf 0123456789 >f
    operate 'from=f, random' get 3 4 8 get 3 4 2 get 3 1 10 get 3 1 4000000000 \
        get 3 1 -1 get 3 4 9223372036854775805
    ended 0 $'2 89\n4 2345\n0\n0\n-22\n0' ''
}

@test "the end of a file costs nothing, and is seen even at a limit" {
    printf 0123456789 >f
    operate 'from=f, get-bytes=10, gets=2' get 3 6 0 get 3 6 0 get 3 6 0 get 3 6 0
    ended 0 $'6 012345\n4 6789\n0\n0' ''
    operate 'from=f, random, bytes=10' get 3 10 0 get 3 1 10 get 3 1 9
    ended 0 $'10 0123456789\n0\n-122' ''
}

@test "byte and call limits of gets: cut, then -EDQUOT" {
    printf 0123456789 >f
    operate 'from=f, bytes=5' get 3 3 0 get 3 3 0 get 3 3 0
    ended 0 $'3 012\n2 34\n-122' ''
    operate 'from=f, gets=1' get 3 3 0 get 3 3 0
    ended 0 $'3 012\n-122' ''
    [ "$(member r channels.3.gets) $(member r channels.3.get_bytes)" = '1 3' ]
}

@test "byte and call limits of puts: cut, then -EDQUOT" {
    operate 'to=f, bytes=5' put 3 abc 0 put 3 def 0 put 3 g 0
    ended 0 $'3\n2\n-122' ''
    [ "$(cat f)" = abcde ]
    operate 'to=f, puts=1' put 3 abc 0 put 3 def 0
    ended 0 $'3\n-122' ''
    [ "$(cat f)" = abc ]
    [ "$(member r channels.3.puts) $(member r channels.3.put_bytes)" = '1 3' ]
}

@test "directions: the other one is -EBADF" {
    touch f
    operate 'from=f' put 3 a 0
    ended 0 -9 ''
    operate 'to=f' get 3 1 0
    ended 0 -9 ''
}

@test "random writing: holes, and no farther than the limit" {
    operate 'to=f, random, bytes=8' put 3 ab 4 put 3 c 0 put 3 d 8 put 3 e -1 put 3 f 20
    ended 0 $'2\n1\n-22\n-22\n-22' ''
    printf 'c\0\0\0ab' | cmp - f
}

@test "random reading and writing of one file" {
    printf 0123456789 >f
    operate 'file=f' get 3 3 0 put 3 XY 9 get 3 9 7 put 3 Z 0
    ended 0 $'3 012\n2\n4 78XY\n1' ''
    [ "$(cat f)" = Z12345678XY ]
}

@test "append: behind what is there; readable when asked" {
    printf old >f
    operate 'to=f, append' put 3 new 0
    ended 0 3 ''
    operate 'file=f, append' put 3 er 0 get 3 20 1
    ended 0 $'2\n7 ldnewer' ''
    [ "$(cat f)" = oldnewer ]
}

@test "a FIFO, from either side" {
    mkfifo p
    (sleep 0.2; printf one; sleep 0.1; printf two) >p &
    operate 'from=p' get 3 9 0 get 3 9 0
    ended 0 $'6 onetwo\n0' ''
    cat p >copy &
    operate 'to=p' put 3 text 0
    wait $!
    ended 0 4 ''
    [ "$(cat copy)" = text ]
}

@test "waiting for a FIFO's other side is within the time limit" {
    mkfifo p
    manifest 'Timeout = 0.3' 'Argument = hello' 'Channel = /dev/x, from=p'
    run_apart "$bin/zerovm" --report=none m
    ended 4 '' 'zerovm: ./session: error: time limit of 0.300 seconds reached'
}

@test "character devices" {
    operate 'from=/dev/zero, bytes=3' get 3 2 0
    ended 0
    operate 'to=/dev/null' put 3 abc 0
    ended 0 3 ''
    operate 'to=/dev/full' put 3 abc 0
    ended 0 -28 ''
    [ "$(member r channels.3.put_error)" = 'No space left on device' ]
}

@test "outputs appear whole, keep the mode of what they replace" {
    printf before >f
    chmod 640 f
    ln -s f link
    operate 'to=link' put 3 after 0
    ended 0 5 ''
    [ "$(cat f)" = after ] && [ -L link ] && [ "$(stat -c %a f)" = 640 ]
    [ "$(ls -A)" = "$(printf '%s\n' f link m r session stderr.txt stdout.txt)" ]
}

@test "two sessions for one output: it is one of theirs, whole" {
    for n in {1..10}; do
        : >f
        for letter in a b c; do
            head -c 300000 /dev/zero | tr '\0' $letter >in.$letter
            printf '%s\n' 'Version = 2' 'Program = ./session' 'Argument = cat' \
                "Channel = /dev/stdin, from=in.$letter" 'Channel = /dev/stdout, to=f' \
                "Channel = /dev/stderr, to=new$((n % 4))" >m.$letter
            "$bin/zerovm" --report=none m.$letter 2>err.$letter &
        done
        wait
        cat err.*
        [ ! -s err.a ] && [ ! -s err.b ] && [ ! -s err.c ]
        cmp f in.a || cmp f in.b || cmp f in.c
        [ -z "$(find . -name '.*zvm*')" ]
        rm -f new*
    done
}

# Each of these ends is no exit: the file that was there stays, nothing else
# is left.
kept() {
    run_apart "$@"
    [ "$(cat f)" = before ] || { cat f; false; }
    [ -z "$(find . -name '.*zvm*')" ]
}

@test "outputs of a failed session are discarded" {
    printf before >f
    for command in 'fault null' 'signal 6' spin; do
        manifest 'Timeout = 0.2' 'Channel = /dev/stdout, to=f' \
            "Argument = ${command% *}" "Argument = ${command#* }"
        kept "$bin/zerovm" --report=none m
        [ "$status" != 0 ] || [ "$command" = 'signal 6' ]
    done
    manifest 'Argument = hello' 'Channel = /dev/stdout, to=f' 'Channel = /dev/x, from=nothing'
    kept "$bin/zerovm" --report=none m
    ended 93
    manifest 'Argument = hello' 'Channel = /dev/stdout, to=f' 'Memory = 16M'
    kept "$bin/zerovm" --report=none m
    ended 12
    manifest 'Argument = hello' 'Channel = /dev/stdout, to=f'
    kept "$bin/zerovm" --report=none -F m
    ended 0 '' ''
}

@test "two channels on one file: only when both read" {
    printf x >f
    ln f g
    manifest 'Argument = hello' 'Channel = /dev/x, from=f' 'Channel = /dev/y, from=g'
    run_apart "$bin/zerovm" --report=none m
    ended 0 hello ''
    manifest 'Argument = hello' 'Channel = /dev/x, from=f' 'Channel = /dev/y, file=g'
    run_apart "$bin/zerovm" --report=none m
    text='channel /dev/y: the same file is behind channel /dev/x, and one of them writes'
    ended 93 '' "zerovm: g: error: $text
zerovm: hint: it is in line 5 of m"
    manifest 'Argument = hello' 'Channel = /dev/x, to=new' 'Channel = /dev/y, to=./new'
    run_apart "$bin/zerovm" --report=none m
    ended 93
    [ ! -e new ] && [ -z "$(find . -name '.*zvm*')" ]
    manifest 'Argument = hello' 'Channel = /dev/x, from=f'
    run_apart "$bin/zerovm" --report=none m <f
    ended 0
}

@test "descriptors: by number, in the right direction, closed ones refused" {
    printf abc >f
    manifest 'Argument = transfer' 'Argument = get' 'Argument = 3' 'Argument = 9' 'Argument = 0' \
        'Channel = /dev/x, from=fd:27'
    run_apart "$bin/zerovm" --report=none m 27<f
    ended 0 '3 abc' ''
    run_apart "$bin/zerovm" --report=none m
    ended 93 '' 'zerovm: fd:27: error: channel /dev/x: the descriptor is not open
zerovm: hint: it is in line 8 of m'
    run_apart "$bin/zerovm" --report=none m 27>f
    ended 93 '' 'zerovm: fd:27: error: channel /dev/x: the descriptor is not open for reading
zerovm: hint: it is in line 8 of m'
    # The historical way to say the same.
    old_manifest 'Channel = /dev/stdin, /dev/stdin, 0, 0, 9, 9, 0, 0' \
        'Channel = /dev/stdout, /dev/stdout, 0, 0, 0, 0, 9, 9' \
        'Channel = /dev/null, /dev/stderr, 0, 0, 0, 0, 9, 9'
    echo x | "$bin/zerovm" m >out
    [ "$(sed -n 6p out)" = ok ]
}

@test "several sources: what two of them agree on is read, the others are dropped" {
    seq 100000 >a
    seq 100000 >b
    seq 100000 | sed 's/^70000$/7000x/' >c
    manifest 'Argument = cat' 'Channel = /dev/stdin, from=c, from=a, from=b, tag=md5'
    run_apart "$bin/zerovm" --report=json:r m
    ended 0 "$(cat a)" ''
    [ "$(member r channels.0.failed_sources)" = "['c']" ]
    [ "$(member r channels.0.digest)" = "$(md5sum <a | cut -d' ' -f1)" ]
    # One that is shorter, one that cannot be read.
    head -c 70000 a >c
    run_apart "$bin/zerovm" --report=json:r m
    ended 0 "$(cat a)" ''
    sed -i s/from=c/from=dir/ m
    mkdir dir
    run_apart "$bin/zerovm" --report=json:r m
    ended 93
}

@test "several sources: none of them is believed alone" {
    printf 0123456789 >a
    printf 01234567x9 >b
    operate 'from=a, from=b, random' get 3 8 0 get 3 8 1
    ended 5 '8 01234567' \
        'zerovm: ./session: error: no two sources of channel /dev/x agree behind byte 8'
    [ "$(member r ended_by)" = sources ]
    [ "$(member r channels.3.failed_sources)" = "['a', 'b']" ]
    # The historical way to say it.
    printf 0123456789 >b
    old_manifest "Channel = $PWD/a; $PWD/b, /dev/stdin, 0, 0, 9, 9, 0, 0" \
        'Channel = /dev/null, /dev/stdout, 0, 0, 0, 0, 9, 9' \
        'Channel = /dev/null, /dev/stderr, 0, 0, 0, 0, 9, 9'
    run_apart "$bin/zerovm" m
    ended 0
}

@test "several sources: a put goes to all of them, or the session fails" {
    mkfifo p
    cat p >copy &
    operate 'to=a, to=b, to=p, tag' put 3 abc 0 put 3 defg 0
    ended 0 $'3\n4' ''
    wait $!
    [ "$(cat a b copy)" = abcdefgabcdefgabcdefg ]
    [ "$(member r channels.3.put_bytes)" = 7 ]
    printf before >a
    operate 'to=a, to=/dev/full' put 3 abc 0
    ended 5 '' "zerovm: ./session: error: a source of channel /dev/x cannot be \
written: No space left on device"
    [ "$(member r channels.3.failed_sources)" = "['/dev/full']" ]
    [ "$(cat a)" = before ]
    operate 'file=c, file=d' put 3 abc 0 get 3 9 1
    ended 0 $'3\n2 bc' ''
    cmp c d
}

@test "sockets: both directions of an inherited one, and a path that is one" {
    python3 - "$bin/zerovm" <<'PYTHON'
import socket, subprocess, sys
ours, theirs = socket.socketpair()
n = theirs.fileno()
open("m", "w").write(f"Version = 2\nProgram = ./session\nArgument = cat\n"
                     f"Channel = /dev/stdin, from=fd:{n}\nChannel = /dev/stdout, to=fd:{n}\n")
p = subprocess.Popen([sys.argv[1], "--report=none", "m"], pass_fds=[n])
theirs.close()
ours.sendall(b"through a socket")
ours.shutdown(socket.SHUT_WR)
assert ours.makefile("rb").read() == b"through a socket"
assert p.wait() == 0
s = socket.socket(socket.AF_UNIX)
s.bind("path")
PYTHON
    operate 'from=path' get 3 1 0
    ended 93 '' "zerovm: path: error: channel /dev/x: a socket's path cannot be a channel
zerovm: hint: it is in line 8 of m"
}

@test "no descriptor of the runtime itself can be named" {
    local n
    for n in 3 4 5 6 7 8; do
        manifest 'Argument = hello' "Channel = /dev/x, from=fd:$n"
        run_apart "$bin/zerovm" --report=none m 3<&- 4<&- 5<&- 6<&- 7<&- 8<&-
        ended 93 '' "zerovm: fd:$n: error: channel /dev/x: the descriptor is not open
zerovm: hint: it is in line 4 of m"
        manifest 'Argument = hello' "Channel = /dev/x, from=/proc/self/fd/$n"
        run_apart "$bin/zerovm" --report=none m 3<&- 4<&- 5<&- 6<&- 7<&- 8<&-
        ended 93
    done
}

@test "a file that a channel would have made is not left when no guest ran" {
    manifest 'Argument = hello' 'Channel = /dev/x, file=new' 'Channel = /dev/y, from=nothing'
    run_apart "$bin/zerovm" --report=none m
    ended 93
    [ ! -e new ]
    manifest 'Argument = hello' 'Channel = /dev/x, to=new, append' 'Memory = 16M'
    run_apart "$bin/zerovm" --report=none m
    ended 12
    [ ! -e new ]
    manifest 'Argument = hello' 'Channel = /dev/x, to=new' 'Channel = /dev/y, file=./new'
    run_apart "$bin/zerovm" --report=none m
    ended 93
    [ ! -e new ]
}

@test "outputs appear together: one that cannot takes back the others" {
    mkdir d
    printf before >a
    manifest 'Argument = spin' 'Channel = /dev/a, to=a' 'Channel = /dev/b, to=b' \
        'Channel = /dev/c, to=d/c' 'Channel = /dev/stdout, to=fd:1'
    sed -i 's/Argument = spin/Argument = transfer/' m
    printf '%s\n' 'Argument = put' 'Argument = 3' 'Argument = after' 'Argument = 0' \
        'Argument = get' 'Argument = 0' 'Argument = 1' 'Argument = 0' >>m
    mkfifo go
    "$bin/zerovm" --report=json:r m <go >out 2>err 3>&- &
    exec 4>go
    wait_for out
    rmdir d # the third output has no place any more
    exec 4>&-
    status=0
    wait $! || status=$?
    [ "$status" = 5 ]
    [[ $(cat err) == *"/d/c: error: cannot finish channel /dev/c: No such file or directory" ]]
    [ "$(member r ended_by)" = host ]
    [ "$(cat a)" = before ] && [ ! -e b ]
    [ -z "$(find . -name '.*zvm*')" ]
}

@test "a supervisor that is killed leaves nothing behind" {
    printf before >a
    manifest 'Argument = spin' 'Channel = /dev/x, to=a' 'Channel = /dev/y, to=new'
    "$bin/zerovm" --report=none m >out 3>&- &
    wait_for out
    kill -KILL $!
    wait $! || true
    [ "$(cat a)" = before ]
    [ -z "$(find . -name '.*zvm*' -o -name new)" ]
}

@test "processor time is limited apart from wall-clock time" {
    manifest 'CpuTime = 0.2' 'Timeout = 60' 'Argument = spin'
    run_apart "$bin/zerovm" --report=json:r m
    ended 4 ready \
        'zerovm: ./session: error: limit of 0.200 seconds of processor time reached'
    [ "$(member r ended_by)" = cpu ]
    python3 -c 'import sys; used = sum(map(float, sys.argv[1:])); assert 0.19 <= used < 2, used' \
        "$(member r user_seconds)" "$(member r system_seconds)"
    # Waiting costs nothing.
    mkfifo p
    (sleep 0.6; echo x) >p &
    manifest 'CpuTime = 0.3' 'Argument = cat'
    run_apart "$bin/zerovm" --report=none m <p
    ended 0 x ''
}

@test "gate: caller-saved registers are scrubbed, all else is untouched" {
    run_apart "$bin/zvm-run" session registers
    ended 0 '' ''
}

@test "entry: registers, vectors, flags, MXCSR, x87 and stack as docs/abi.md says" {
    run_apart "$bin/zvm-run" session entry
    ended 0 '' ''
}

@test "gate: hostile pointers and channel numbers are -EINVAL" {
    run_apart "$bin/zvm-run" session hostile
    ended 0 '' ''
}

@test "heap and stack are there from end to end" {
    run_apart "$bin/zvm-run" session touch
    ended 0 '' ''
    run_apart "$bin/zvm-run" --memory 4G session touch
    ended 0 '' ''
}

@test "protect and discard: access by page, zero afterwards" {
    operate 'to=f' store 1 7 - load 1 - - protect 1 1 1 load 1 - - \
        put-page 3 1 4096 protect 1 1 0 put-page 3 1 4096 put-page 3 0 4097 \
        protect 1 1 3 store 1 8 - discard 1 1 - load 1 - -
    ended 0 $'7\n7\n0\n7\n4096\n0\n-22\n-22\n0\n8\n0\n0' ''
}

@test "a page without access faults at its address; a guard is a stack overflow" {
    operate 'to=f' protect 1 1 0 load 1 - -
    ended 4
    [[ $err == *'error: bad memory access to 0x'* ]]
    operate 'to=f' protect 1 1 1 store 1 1 -
    ended 4
    [[ $err == *'error: bad memory access to 0x'* ]]
    operate 'to=f' protect 1 1 4 store 1 1 -
    ended 4
    [[ $err == *'error: stack overflow (0x'*' is in a guard page) at 0x'* ]]
}

@test "map: a file in memory without a copy, zero behind its end, counted once" {
    head -c 10000 /dev/zero | tr '\0' x >f
    operate 'from=f, random' map 3 10000 0 mapped 0 - - mapped 9999 - - \
        mapped 10000 - - map 3 4096 4096 unmap 12288 - -
    ended 0 $'0\n120\n120\n0\n0\n0' ''
    [ "$(member r channels.3.gets) $(member r channels.3.get_bytes)" = '2 14096' ]
    operate 'from=f, random' map 3 10000 0 unmap 12288 - - mapped 0 - -
    ended 4
    operate 'from=f, random, bytes=9999' map 3 10000 0 map 3 4096 0
    ended 0 $'-122\n0' ''
}

@test "map refuses what would not be the same bytes at every look" {
    head -c 10000 /dev/zero >f
    operate 'from=f' map 3 4096 0
    ended 0 -19 ''
    operate 'file=f' map 3 4096 0
    ended 0 -13 ''
    operate 'from=f, random, tag' map 3 4096 0
    ended 0 -1 ''
    operate 'from=/dev/zero, random' map 3 4096 0
    ended 0 -19 ''
}

@test "a mapped file that changes fails the session; one that is read does not" {
    head -c 8192 /dev/zero >f
    mkfifo p
    manifest 'Argument = transfer' 'Argument = map' 'Argument = 4' \
        'Argument = 8192' 'Argument = 0' 'Argument = put' 'Argument = 1' \
        'Argument = ready' 'Argument = 0' 'Argument = get' 'Argument = 3' \
        'Argument = 1' 'Argument = 0' 'Argument = put' 'Argument = 5' \
        'Argument = text' 'Argument = 0' 'Argument = mapped' 'Argument = 4096' \
        'Argument = -' 'Argument = -' 'Channel = /dev/x, from=p' \
        'Channel = /dev/y, from=f, random' 'Channel = /dev/z, to=result'
    for change in 'printf x | dd of=f conv=notrunc status=none' \
        'truncate -s 100 f' 'truncate -s 9000 f' 'cat f >/dev/null'; do
        head -c 8192 /dev/zero >f
        rm -f result log
        "$bin/zerovm" --report=json:r m >log 2>err &
        # The guest has mapped the file when it waits for this.
        exec 7<>p
        wait_for log
        eval "$change"
        echo >&7
        exec 7>&-
        status=0
        wait $! || status=$?
        if [[ $change == cat* ]]; then
            [ "$status" = 0 ]
            [ -s result ]
        else
            [ "$status" = 93 ]
            [ "$(member r ended_by)" = channel ]
            grep -q 'f: error: channel /dev/y: the file changed while ' err
            [ ! -e result ]
        fi
    done
}

@test "a put from a file that was cut ends the session as changed" {
    head -c 8192 /dev/zero >f
    mkfifo p
    operate_cut() {
        manifest 'Timeout = 60' 'Argument = transfer' 'Argument = map' 'Argument = 4' \
            'Argument = 8192' 'Argument = 0' 'Argument = put' 'Argument = 1' \
            'Argument = ready' 'Argument = 0' 'Argument = get' 'Argument = 3' \
            'Argument = 1' 'Argument = 0' 'Argument = put-mapped' \
            'Argument = 5' 'Argument = 8192' 'Argument = -' \
            'Channel = /dev/x, from=p' 'Channel = /dev/y, from=f, random' \
            "Channel = /dev/z, to=result$1"
        head -c 8192 /dev/zero >f
        rm -f log # or the one of the last time ends the wait
        "$bin/zerovm" --report=json:r m >log 2>err 3>&- &
        exec 7<>p
        wait_for log
        : >f
        echo >&7
        exec 7>&-
        status=0
        wait $! || status=$?
        [ "$status" = 93 ]
        [ "$(member r ended_by)" = channel ]
        [ ! -e result ]
    }
    operate_cut ''
    operate_cut ', tag'
}

@test "jail: code made at run time runs; what a program may not contain does not" {
    operate 'to=f' code 1 answer - jail 1 1 - run 1 - - unjail 1 1 - \
        store 1 1 - code 1 answer - jail 1 1 - run 1 - -
    ended 0 $'0\n0\n42\n0\n1\n0\n0\n42' ''
    operate 'to=f' code 1 escape - jail 1 1 -
    [ "$status" = 0 ]
    [ "$(printf %x "$(tail -n 1 stdout.txt)")" = "$(heap_page 1)" ]
    operate 'to=f' code 1 answer - run 1 - -
    ended 4
    operate 'to=f' code 1 answer - jail 1 1 - store 1 1 -
    ended 4
    operate 'to=f' code 1 answer - jail 1 1 - unjail 1 1 - run 1 - -
    ended 4
    operate 'to=f' code 1 answer - code 2 answer - jail 1 2 - unjail 1 1 - \
        unjail 2 1 - get 1 1 0 discard 1 1 - protect 1 2 3
    ended 0 $'0\n0\n0\n-22\n-22\n-9\n-22\n-22' ''
}

# The address of a heap page: the page after what the program file fills.
heap_page() { # NUMBER
    readelf -lW session | awk -v n="$1" '$1 == "LOAD" {
        end = strtonum($3) + strtonum($6) }
        END { printf "%x\n", int((end + 4095) / 4096) * 4096 + n * 4096 }'
}

@test "the memory tag covers pages of every state, and is the same each time" {
    head -c 5000 /dev/zero >f
    local previous='' digest state words
    for state in 'protect 1 1 3' 'protect 1 1 0' 'protect 1 1 4' 'protect 1 1 1'; do
        read -ra words <<<"store 1 5 - $state map 3 5000 0"
        operate 'from=f, random' "${words[@]}"
        echo 'Memory = 20M, tag' >>m
        run_apart "$bin/zerovm" --report=json:r m
        ended 0 $'5\n0\n0'
        digest=$(member r memory_digest)
        run_apart "$bin/zerovm" --report=json:r m
        [ "$(member r memory_digest)" = "$digest" ]
        [ "$digest" != "$previous" ]
        previous=$digest
    done
    printf x | dd of=f conv=notrunc status=none
    run_apart "$bin/zerovm" --report=json:r m
    [ "$(member r memory_digest)" != "$digest" ]
}

# Everything after the filter, the list of docs/security.md.
@test "system calls after the filter: the pinned list, one thread, no handlers" {
    command -v strace
    printf 0123456789 >in
    manifest 'Argument = transfer' \
        'Argument = get' 'Argument = 0' 'Argument = 3' 'Argument = 0' \
        'Argument = put' 'Argument = 3' 'Argument = ab' 'Argument = 1' \
        'Argument = get' 'Argument = 3' 'Argument = 3' 'Argument = 0' \
        'Argument = protect' 'Argument = 1' 'Argument = 1' 'Argument = 1' \
        'Argument = discard' 'Argument = 1' 'Argument = 1' 'Argument = -' \
        'Argument = map' 'Argument = 4' 'Argument = 4096' 'Argument = 0' \
        'Channel = /dev/stdin, from=in' 'Channel = /dev/x, file=f' \
        'Channel = /dev/y, from=in, random'
    strace -f -o trace "$bin/zerovm" --report=none m
    child=$(sed -n 's/^\([0-9]*\) *seccomp(SECCOMP_SET_MODE_FILTER.*/\1/p' trace)
    [ -n "$child" ]
    after=$(sed -n "/^$child *seccomp(/,\$p" trace | sed 1d |
        sed -n "s/^$child *\([a-z0-9_]*\)(.*/\1/p" | sort -u | tr '\n' ' ')
    [ "$after" = 'exit_group madvise mmap mprotect pread64 pwrite64 read write ' ]
    # The same list stands in the documentation.
    documented=$(sed -n 's/^| `\([a-z0-9_]*\)` | seccomp-allowed |.*/\1/p' \
        "$root/docs/security.md" | sort -u | tr '\n' ' ')
    [ "$documented" = "$after" ]
    # No thread is ever made: clone without CLONE_THREAD is the one fork.
    [ "$(grep -c CLONE_THREAD trace)" = 0 ]
    [ "$(grep 'clone\|fork' trace | grep -cv resumed)" = 1 ]
}

# What /proc shows of a running confined process.
@test "the confined process: one thread, only its channels, no privileges, no core" {
    exec 8<"$bin/zvm-run" 9</dev/null
    "$bin/zvm-run" session spin >out 2>err 3>&- &
    wait_for out
    child=$(tr -d ' ' </proc/$!/task/$!/children)
    [ "$(ls /proc/$child/task)" = "$child" ]
    [ "$(ls /proc/$child/fd | wc -l)" = 3 ]
    grep -q '^NoNewPrivs:	1$' /proc/$child/status
    grep -q '^Seccomp:	2$' /proc/$child/status
    grep -q '^Max core file size *0 *0 ' /proc/$child/limits
    grep -q '^Max open files *0 *0 ' /proc/$child/limits
    cp /proc/$child/maps maps
    kill $!
    wait $! || true
    python3 - maps <<'PYTHON'
import sys
pages = []
for line in open(sys.argv[1]):
    span, access, _, device = line.split()[:4]
    start, end = (int(x, 16) for x in span.split("-"))
    assert not ("w" in access and "x" in access), line
    if start < 1 << 33:
        assert end <= 1 << 33 and access[3] == "p" and device == "00:00", line
        pages.append((start, end, access[:3]))
assert pages[0][0] == 0x10000 and pages[-1][1] == 1 << 33
assert all(a[1] == b[0] for a, b in zip(pages, pages[1:])), "a gap"
def access(at):
    return next(p[2] for p in pages if p[0] <= at < p[1])
assert access(0x10000) == access(0x20000) == "r-x"
assert access(0x11000) == access(0x1ffff) == "---"
assert [p for p in pages if "x" in p[2]][-1][1] < 0x40000
assert access(0xfffeffff) == "rw-" and access(0xffff0000) == "---"
assert access(0xfeff0000) == "rw-" and access(0xfefeffff) == "---"  # guard
assert access(0xfeef0000) == "---" and access(0xfeeeffff) == "r--"  # boot block
assert access(0x100000000) == "---"
PYTHON
}

@test "processors: the guest has the caller's, the one who waits stays on one" {
    cpus() { sed -n 's/^Cpus_allowed_list:\t//p' "/proc/$1/status"; }
    manifest 'Argument = spin'
    "$bin/zerovm" --report=none m >out 2>err 3>&- &
    wait_for out
    child=$(tr -d ' ' </proc/$!/task/$!/children)
    guest=$(cpus "$child") supervisor=$(cpus $!)
    kill $!
    wait $! || true
    [ "$guest" = "$(cpus self)" ]
    [[ $supervisor =~ ^[0-9]+$ ]]
}

@test "the gate: no vector or x87 instruction, nothing called from outside" {
    objects=("$root"/build/runtime/gate-only/gptr.o \
        "$root"/build/runtime/gate-only/validator.o \
        "$root"/build/runtime/gate-only/gate/*.o)
    [ ${#objects[@]} = 10 ]
    [ -f "${objects[0]}" ]
    objdump -d --no-show-raw-insn "${objects[@]}" | sed -n 's/^ *[0-9a-f]*:\t//p' >code
    grep -q syscall code && grep -q 'rep movsb' code
    run grep -E '%[xyz]mm|%st|%mm[0-7]|mxcsr|^f[a-z]|^v[a-z]' code
    [ "$status" = 1 ] || { echo "$output"; false; }
    # Digests may use vector registers, all of which their entry saves, and of
    # the instructions on them only moves, shuffles and integers.
    vector=("$root"/build/runtime/gate-vector/sha{,_entry}.o)
    objdump -d --no-show-raw-insn "${vector[@]}" |
        sed -n 's/^ *[0-9a-f]*:\t//p' >vector
    run grep -cE '^movups %xmm[0-9]+,|^movups [x0-9a-f]*\(%rsp\),%xmm' vector
    [ "$output" -ge 32 ]
    run grep -E '%[yz]mm|%st|%mm[0-7]|mxcsr|^f[a-z]|^v[a-z]' vector
    [ "$status" = 1 ] || { echo "$output"; false; }
    grep xmm vector | sed 's/ .*//' | sort -u >used
    run grep -vxE 'mov(ups|dqa|dqu|aps)|p(shuf[bd]|alignr|blendw|xor|addd|insrd|extrd)|sha.*' used
    [ "$status" = 1 ] || { echo "$output"; false; }
    objects+=("${vector[@]}")
    # Beside the tables of the filter, all that is asked for is there.
    ld -r -o all.o "${objects[@]}"
    [ "$(nm -u all.o | tr -d ' \n')" = Uzvm_filterUzvm_filter_length ] || { nm -u all.o; false; }
}

@test "zerovm needs nothing of the host and lies above 8 GiB" {
    readelf -lW "$bin/zerovm" >headers
    [ "$(grep -c INTERP headers)" = 0 ]
    grep -q 'Elf file type is DYN' headers
    for launcher in '' 'setarch -R' 'setarch -L'; do
        run_apart $launcher "$bin/zvm-run" session hello
        ended 0 hello ''
    done
    # A stack without limit turns the kernel's map upside down.
    (ulimit -s unlimited; run_apart "$bin/zvm-run" session hello; ended 0 hello '')
}

@test "a personality that maps page 0 is reset" {
    run_apart setarch -Z "$bin/zvm-run" session fault null
    ended 139
    run_apart setarch -X "$bin/zvm-run" session hello
    ended 0 hello ''
}

@test "ignored SIGCHLD and blocked signals of the caller do no harm" {
    python3 - "$bin/zvm-run" <<'PYTHON'
import signal, subprocess, sys
def prepare():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))
p = subprocess.run([sys.argv[1], "session", "exit", "5"], preexec_fn=prepare)
assert p.returncode == 5, p
p = subprocess.run([sys.argv[1], "session", "fault", "null"], preexec_fn=prepare)
assert p.returncode == 139, p
PYTHON
}

@test "options of the historical command line" {
    manifest 'Argument = hello'
    run_apart "$bin/zerovm" -P -Q -t0 -M m
    ended 0
    [ "${out%%$'\n'*}" = hello ]
    run_apart "$bin/zerovm" -F m
    ended 0
    [ "$(sed -n 6p stdout.txt)" = ok ]
    for option in -s -v1 '-T f' -t1; do
        run_apart "$bin/zerovm" $option m
        ended 22 ''
        [[ $err == "zerovm: error: option ${option:0:2} is not supported: "* ]]
    done
}

@test "--help, --version, usage" {
    run_apart "$bin/zerovm" --help
    ended 0
    [[ $out == 'usage: zerovm [OPTION]... MANIFEST'* ]]
    run_apart "$bin/zerovm" --version
    ended 0
    run_apart "$bin/zerovm"
    ended 22 '' 'zerovm: error: no manifest
zerovm: hint: zerovm MANIFEST, or zerovm --help'
    run_apart "$bin/zerovm" a b
    ended 22 '' "zerovm: error: two manifests (got 'a' and 'b')"
}

@test "the report can go to a file or a descriptor" {
    manifest 'Argument = hello'
    "$bin/zerovm" --report=json:r m >out
    [ "$(cat out)" = hello ] && [ "$(member r ended_by)" = exit ]
    "$bin/zerovm" --report=json --report-fd=5 m 5>r >out
    [ "$(cat out)" = hello ] && [ "$(member r ended_by)" = exit ]
    run_apart "$bin/zerovm" --report=json:/nowhere/r m
    ended 5 hello 'zerovm: error: cannot write the report: No such file or directory'
}

@test "a signal from outside is a kill, not a fault" {
    for signal in SEGV KILL ABRT; do
        rm -f out
        "$bin/zvm-run" --report=json:r session spin >out 2>err 3>&- &
        wait_for out
        kill -$signal "$(tr -d ' ' </proc/$!/task/$!/children)"
        status=0
        wait $! || status=$?
        [ "$status" = $((128 + $(kill -l $signal))) ]
        [ "$(member r ended_by)" = killed ]
    done
}

@test "limits of the caller: file size and processor time" {
    run_apart bash -c "ulimit -f 1
        exec '$bin/zvm-run' session transfer put 3 x 100000 put 3 y 0 @+f"
    ended 0 $'-27\n1' ''
    run_apart bash -c "ulimit -St 1; exec '$bin/zvm-run' --timeout 9 session spin"
    text='the confined process was killed from outside (SIGXCPU)'
    ended 152 ready "zvm-run: session: error: $text"
}

@test "docs/manifest.md has every key, word and end of the tables" {
    python3 - "$root" <<'PYTHON'
import re, sys
from pathlib import Path
root = Path(sys.argv[1])
page = root.joinpath("docs/manifest.md").read_text()
lines = page.split("\n")
def rows(file, macro):
    text = root.joinpath("runtime", file).read_text()
    for row in re.findall(rf"(?m)^{macro}\((.*)\)$", text):
        yield [f.strip().strip('"') for f in re.split(r',\s*(?=(?:[^"]*"[^"]*")*[^"]*$)', row)]
def need(ok, what):
    assert ok, f"docs/manifest.md lacks {what}"
count = 0
for key in rows("manifest/manifest.def", "ZVM_KEY"):
    count += 1
    new = any(l.startswith(f"| `{key[1]}` |") for l in lines)
    need(new or (int(key[2]) == 1 and f"`{key[1]}`" in page), key[1])
for name, _ in rows("manifest/manifest.def", "ZVM_KEY_REFUSED"):
    need(f"`{name}`" in page, name)
for word in rows("manifest/words.def", "ZVM_WORD"):
    count += 1
    syntax = ", ".join(f"`{s}`" for s in word[3].split(", "))
    need(f"| {syntax} | {word[4]} |" in lines, f"the row of {word[1]}: | {syntax} | {word[4]} |")
for end in rows("exitcodes.def", "ZVM_END"):
    count += 1
    row = [l for l in lines if l.startswith("|") and f"`{end[3]}`" in l]
    need(row and end[1] in row[0].split("|")[2], f"the end {end}")
assert count > 40, count
PYTHON
}

@test "map: a file of huge pages is refused, its bytes are not" {
    manifest 'Argument = transfer' \
        'Argument = map' 'Argument = 3' 'Argument = 4096' 'Argument = 0' \
        'Argument = get' 'Argument = 3' 'Argument = 9' 'Argument = 2097147' \
        'Channel = /dev/y, from=fd:9, random'
    python3 - "$bin/zerovm" >got <<'PYTHON'
import os, subprocess, sys
fd = os.memfd_create("huge", 4)  # MFD_HUGETLB
os.ftruncate(fd, 2 << 20)
os.dup2(fd, 9)
subprocess.run([sys.argv[1], "--report=none", "m"], pass_fds=[9])
PYTHON
    [ "$(cat got)" = $'-19\n5 ' ] || { cat got; false; }
}
