#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Channels between sessions: connections, their ends, what breaks them, and the
# name server. Every test has a loopback address of its own.

# shellcheck disable=SC2154  # bin, root, out and err come from runtime.bash
load runtime.bash

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    cp "$BATS_FILE_TMPDIR/session" .
    host=127.$((BASHPID >> 16 & 127)).$((BASHPID >> 8 & 255)).$((BASHPID & 255))
    background=()
}

teardown() {
    kill "${background[@]}" 2>/dev/null || true
}

# cat_manifest NAME IN OUT LINE...: a session that copies IN to OUT
cat_manifest() {
    printf '%s\n' 'Version = 2' 'Program = ./session' 'Argument = cat' "${@:4}" \
        "Channel = /dev/stdin, from=$2" "Channel = /dev/stdout, to=$3" >"$1"
}

# start NAME: the manifest's session in the background, its report in NAME.json
start() {
    "$bin/zerovm" --report="json:$1.json" "$1" 2>"$1.err" &
    background+=($!)
}

# finished STATUS: the session that was started last
finished() {
    local got=0
    wait "${background[-1]}" || got=$?
    [ "$got" = "$1" ] && return
    echo "status $got, expected $1"
    cat ./*.err
    return 1
}

# sender CODE: python with c, a connection to the session that reads from
# $host:7000, message(bytes) and end(bytes)
sender() {
    cat >sender.py <<'PYTHON'
import hashlib, socket, struct, sys, time
def connect():
    for i in range(400):
        try:
            return socket.create_connection((sys.argv[1], 7000), 10)
        except ConnectionRefusedError:
            time.sleep(0.05)
    sys.exit("nobody listens")
greeting = b"ZVMLINK1" + bytes(8)
def message(data):
    return struct.pack(">I", len(data)) + data
def end(data):
    return bytes(4) + hashlib.sha256(data).digest()
c = connect()
PYTHON
    cat >>sender.py
    timeout 60 python3 sender.py "$host"
}

@test "two sessions: the same bytes, whoever starts first, and the account" {
    head -c 3000000 /dev/urandom >big
    cat_manifest out big "tcp:$host:7000" 'Timeout = 60'
    cat_manifest in "tcp:$host:7000" copy 'Timeout = 60'
    start out
    run_apart "$bin/zerovm" --report=json:in.json in
    ended 0 '' ''
    finished 0
    cmp big copy
    [ "$(member in.json channels.0.links.0.state)" = ended ]
    [ "$(member in.json channels.0.links.0.bytes)" = 3000000 ]
    [ "$(member in.json channels.0.get_bytes)" = 3000000 ]
    [ "$(member out.json channels.1.links.0.state)" = ended ]
    start in
    sleep 0.2
    run_apart "$bin/zerovm" out
    ended 0
    [[ $out == *' 3000000 0 0 '*' 3000000'$'\n'ok ]] # host gets, network puts
    finished 0
    cmp big copy
}

@test "with every layer, and with a filter that is traced" {
    in_force namespaces || skip 'this kernel does not give namespaces'
    in_force landlock || skip 'this kernel does not give Landlock'
    printf 'some text' >text
    cat_manifest out text "tcp:$host:7000" 'Timeout = 60'
    cat_manifest in "tcp:$host:7000" copy 'Timeout = 60'
    "$bin/zerovm" --isolate=full --report=none in &
    background+=($!)
    run_apart "$bin/zerovm" --trace=trace --report=none out
    ended 0 '' ''
    finished 0
    cmp text copy
    grep -q 'pwrite(1' trace
}

@test "a long address" {
    python3 -c 'import socket; socket.create_server(("::1", 0), family=socket.AF_INET6)' ||
        skip 'this machine has no IPv6 loopback'
    port=$((20000 + BASHPID % 20000))
    printf 'some text' >text
    cat_manifest out text "tcp:[::1]:$port" 'Timeout = 60'
    cat_manifest in "tcp:[::1]:$port" copy 'Timeout = 60'
    start in
    run_apart "$bin/zerovm" --report=none out
    ended 0 '' ''
    finished 0
    cmp text copy
}

@test "a reader that stops early does not stop the writer" {
    head -c 30000000 /dev/zero >big
    cat_manifest out big "tcp:$host:7000" 'Timeout = 60'
    printf '%s\n' 'Version = 2' 'Program = ./session' 'Argument = hello' \
        'Timeout = 60' "Channel = /dev/x, from=tcp:$host:7000" >in
    start in
    run_apart "$bin/zerovm" --report=json:out.json out
    ended 0 '' ''
    [ "$(member out.json channels.1.links.0.state)" = ended ]
    finished 0
    [ "$(member in.json status)" = 0 ]
}

@test "a reader that fails ends the writer as a closed pipe does" {
    printf '%s\n' 'Version = 2' 'Program = ./session' 'Argument = fault' \
        'Timeout = 60' "Channel = /dev/x, from=tcp:$host:7000" >in
    cat_manifest out /dev/zero "tcp:$host:7000" 'Timeout = 60'
    start in
    run_apart "$bin/zerovm" --report=json:out.json out
    ended 4 '' "zerovm: ./session: error: nobody reads /dev/stdout any more (SIGPIPE)"
    [ "$(member out.json ended_by)" = pipe ]
    finished 4
}

@test "a writer that does not end by its own exit gives no end" {
    cat_manifest in "tcp:$host:7000" copy 'Timeout = 60'
    printf 'abc' >text
    printf '%s\n' 'Version = 2' 'Program = ./session' 'Argument = spin' \
        'Timeout = 0.3' "Channel = /dev/stdout, to=tcp:$host:7000" >out
    start in
    run_apart "$bin/zerovm" --report=none out
    ended 4
    finished 0
    [ "$(member in.json status)" = 1 ] # the get failed, with EPIPE
    [ "$(member in.json channels.0.get_error)" = 'Broken pipe' ]
    [ "$(member in.json channels.0.links.0.state)" = lost ]
}

@test "what the connection delivers is checked" {
    # The sender's word: LEN BYTES CODE, and what becomes of it.
    check() { # STATE GUEST-STATUS BYTES CODE
        cat_manifest in "tcp:$host:7000" copy 'Timeout = 60'
        start in
        sender <<<"$4"
        finished 0
        [ "$(member in.json channels.0.links.0.state)" = "$1" ] &&
            [ "$(member in.json status)" = "$2" ] &&
            [ "$(wc -c <copy)" = "$3" ] && return
        cat in.json
        return 1
    }
    check ended 0 6 'c.sendall(greeting + message(b"abc") + message(b"def") + end(b"abcdef"))'
    check ended 0 0 'c.sendall(greeting + end(b""))'
    # One byte at a time is as good.
    check ended 0 3 'for x in greeting + message(b"abc") + end(b"abc"): c.sendall(bytes([x]))'
    check corrupt 1 3 'c.sendall(greeting + message(b"abc") + end(b"abd"))'
    check lost 1 3 'c.sendall(greeting + message(b"abc"))'
    check lost 1 3 'c.sendall(greeting + message(b"abc") + bytes(4) + bytes(31))'
    check lost 1 100 'c.sendall(greeting + struct.pack(">I", 65536) + bytes(100))'
    check ended 0 65536 'c.sendall(greeting + message(bytes(65536)) + end(bytes(65536)))'
    check corrupt 1 0 'c.sendall(greeting + struct.pack(">I", 65537) + bytes(65537))'
    check corrupt 1 0 'c.sendall(greeting + b"\xff" * 100)'
    check lost 1 0 'c.sendall(greeting + b"\0\0")'
    # Strangers are sent away: a wrong greeting, half of one, none for 2 s.
    check ended 0 3 's = [connect() for i in range(3)]
c.sendall(b"GET / HTTP/1.1\r\n\r\n")
s[0].sendall(greeting[:9]); s[0].shutdown(socket.SHUT_WR)
s[2].sendall(greeting + message(b"abc") + end(b"abc"))'
}

@test "several sources: one of three is wrong, one of the copies goes abroad" {
    printf 'some text' >right
    printf 'some tent' >wrong
    cat_manifest in "tcp:$host:7000, from=wrong, from=right" copy 'Timeout = 60'
    cat_manifest out right "tcp:$host:7000, to=local" 'Timeout = 60'
    start in
    run_apart "$bin/zerovm" --report=none out
    ended 0 '' ''
    finished 0
    cmp right copy
    cmp right local
    [ "$(member in.json channels.0.failed_sources)" = "['wrong']" ]
}

@test "waiting for a session that never comes ends with the time, or a signal" {
    cat_manifest in "tcp:$host:7000" copy 'Timeout = 0.3'
    run_apart "$bin/zerovm" --report=none in
    ended 4 '' 'zerovm: ./session: error: time limit of 0.300 seconds reached'
    [ ! -e copy ]
    cat_manifest out session "tcp:$host:7000" 'Timeout = 0.3'
    run_apart "$bin/zerovm" --report=none out
    ended 4 '' 'zerovm: ./session: error: time limit of 0.300 seconds reached'
    cat_manifest in "tcp:$host:7000" copy
    start in
    sleep 0.3
    kill -TERM "${background[-1]}"
    finished 4
    [ "$(member in.json ended_by)" = interrupt ]
    [ "$(member in.json signal)" = 15 ]
    [ ! -e copy ]
}

@test "an end that nobody takes ends with the session's time" {
    # Accepts, and reads nothing: small buffers and a large put fill it up.
    python3 - "$host" <<'PYTHON' &
import socket, sys, time
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
s.bind((sys.argv[1], 7000))
s.listen()
c, _ = s.accept()
time.sleep(60)
PYTHON
    background+=($!)
    cat_manifest out /dev/zero "tcp:$host:7000" 'Timeout = 0.5'
    run_apart "$bin/zerovm" --report=none out
    ended 4 '' 'zerovm: ./session: error: time limit of 0.500 seconds reached'
}

@test "three sessions in a circle find each other" {
    "$bin/zvm-name-server" --once 3 >port &
    server=$!
    background+=("$server")
    wait_for port
    names="NameServer = udp:127.0.0.1:$(cat port)"
    # Node 1 sends a text to 2, which copies it to 3, which copies it to 1.
    cat_manifest two tcp:1: tcp:3: 'Node = 2' "$names" 'Timeout = 60'
    cat_manifest three tcp:2: tcp:1: 'Node = 3' "$names" 'Timeout = 60'
    manifest 'Argument = transfer' 'Node = 1' "$names" 'Timeout = 60' \
        'Channel = /dev/a, to=tcp:2:' 'Channel = /dev/b, from=tcp:3:' \
        'Argument = '{put,3,'once around',0}
    start two
    start three
    run_apart "$bin/zerovm" --report=none m
    ended 0 11 ''
    for pid in "${background[@]}"; do wait "$pid"; done
    [ "$(member two.json channels.0.get_bytes)" = 11 ]
    [ "$(member three.json channels.1.links.0.state)" = ended ]
}

@test "the historical form: nodes, the network's account" {
    "$bin/zvm-name-server" 2 >port &
    background+=($!)
    wait_for port
    standard='Channel = /dev/null, /dev/stderr, 0, 0, 0, 0, 9, 9'
    names="NameServer = udp:127.0.0.1:$(cat port)"
    cat >cat.c <<'C'
#include <unistd.h>
int main(void)
{
	char text[100];
	ssize_t got;

	while ((got = read(0, text, sizeof(text))) > 0)
		if (write(1, text, (size_t)got) != got)
			return 2;
	return got < 0;
}
C
    "$bin/zvm-gcc" -O2 cat.c -o session
    printf 'some text' >text
    old_manifest "$names" 'Node = 5' "$standard" \
        "Channel = $PWD/text, /dev/stdin, 0, 0, 9, 99, 0, 0" \
        'Channel = tcp:6:, /dev/stdout, 0, 1, 0, 0, 9, 99'
    mv m five
    old_manifest "$names" 'Node = 6' "$standard" \
        'Channel = tcp:5:, /dev/stdin, 0, 1, 9, 99, 0, 0' \
        "Channel = $PWD/copy, /dev/stdout, 0, 0, 0, 0, 9, 99"
    "$bin/zerovm" five >five.txt &
    background+=($!)
    run_apart "$bin/zerovm" m
    ended 0
    finished 0
    cmp text copy
    digest=$(sha1sum text)
    [ "$(sed -n 4p stdout.txt)" = "/dev/stdin ${digest%% *}" ]
    [ "$(sed -n 4p five.txt)" = "/dev/stdout ${digest%% *}" ]
    [[ $(sed -n 5p stdout.txt) == *' 0 0 1 9 1 9 0 0' ]]
    [[ $(sed -n 5p five.txt) == *' 1 9 0 0 0 0 1 9' ]]
}

@test "a session that only tells the name server of itself" {
    "$bin/zvm-name-server" 1 >port &
    background+=($!)
    wait_for port
    manifest 'Argument = hello' 'Node = 7' "NameServer = udp:127.0.0.1:$(cat port)"
    run_apart "$bin/zerovm" --report=none m
    ended 0 hello ''
}

@test "no name server" {
    cat_manifest in tcp:2: copy 'Node = 1' "NameServer = udp:$host:9"
    run_apart "$bin/zerovm" --report=none in
    ended 93 '' \
        'zerovm: in: error: the name server did not answer (3 tries of 1200 ms)'
    [ ! -e copy ]
}

@test "zvm-name-server: command line, nodes that do not fit" {
    run_apart "$bin/zvm-name-server"
    ended 2 '' $'zvm-name-server: error: no number of sessions
zvm-name-server: hint: zvm-name-server --help'
    run_apart "$bin/zvm-name-server" 0
    ended 2 '' $'zvm-name-server: error: wrong number of sessions (got \'0\', expected 1 to 65536)
zvm-name-server: hint: zvm-name-server --help'
    "$bin/zvm-name-server" 1 >port 2>names.err &
    background+=($!)
    wait_for port
    cat_manifest out session tcp:2: 'Node = 1' "NameServer = udp:127.0.0.1:$(cat port)"
    run_apart "$bin/zerovm" --report=none out
    ended 93
    grep -q 'node 1 writes to node 2, which does not read from it' names.err
}

@test "what a network source cannot be" {
    manifest 'Argument = hello' "Channel = /dev/x, file=tcp:$host:7000"
    run_apart "$bin/zerovm" --report=none m
    ended 93 '' "zerovm: tcp:$host:7000: error: channel /dev/x: read and written, \
but a connection goes one way"
    manifest 'Argument = hello' "Channel = /dev/x, from=tcp:$host:7000, random"
    run_apart "$bin/zerovm" --report=none m
    ended 93 '' "zerovm: tcp:$host:7000: error: channel /dev/x: random access, \
which needs a regular file"
    manifest 'Argument = hello' 'Channel = /dev/x, from=tcp:192.0.2.1:7000'
    run_apart "$bin/zerovm" --report=none m
    ended 93 '' 'zerovm: tcp:192.0.2.1:7000: error: channel /dev/x: Address not available'
    manifest 'Argument = hello' 'Channel = /dev/x, from=tcp:nowhere:7000'
    run_apart "$bin/zerovm" --report=none m
    ended 14
    printf abc >tcp:1
    run_apart "$bin/zvm-run" session cat '@tcp:1'
    ended 0
}
