#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Every layer alone against a guest that has system calls of its own. The
# zerovm here is the test build (tests/escape/layers.c), which puts up the
# named layers and no others.

# shellcheck disable=SC2154  # bin and root come from runtime.bash
load runtime.bash

zerovm=$root/build/tests/escape/zerovm

setup_file() {
    [ -x "$zerovm" ] || { echo "$zerovm is missing: make unit-tests"; return 1; }
    "$bin/zvm-gcc" -O2 -o "$BATS_FILE_TMPDIR/escape" "$root/tests/bats/fixtures/escape.c"
}

# A directory that user 65534 can use as well, and a process beside.
setup() {
    work=$(mktemp -d)
    chmod 777 "$work"
    cp "$BATS_FILE_TMPDIR/escape" "$work"
    cd "$work"
    sleep 1000 3>&- &
    bystander=$!
    [ "$(id -u)" = 0 ] || skip 'needs a caller that is root, who has something to lose'
    ! "$bin/zerovm" --explain-isolation | grep -q missing ||
        skip 'this kernel does not give all layers'
}

teardown() {
    kill "$bystander" 2>/dev/null || true
    rm -rf "$work"
}

# attempt LAYERS ACTION ARGUMENT...: what the guest says; as user 65534 with $as
attempt() {
    printf '%s\n' 'Version = 2' 'Program = escape' 'Channel = /dev/stdin, from=/dev/null' >m
    printf 'Argument = %s\n' "${@:2}" >>m
    ZVM_LAYERS=$1 $as "$zerovm" --report=none m 2>err || true
}

as_nobody() {
    as='setpriv --reuid=65534 --regid=65534 --clear-groups'
}

layers='validator filter landlock namespaces limits user'

# verdicts ACTION ARGUMENT...: a line a layer, none at first
verdicts() {
    local layer
    for layer in none $layers; do
        : >err
        echo "$layer: $(attempt "$layer" "$@")$(sed -n 's/.*error: \([a-z]*\).*/\1/p' err)"
    done
}

stopped_by() { # WANTED ACTION ARGUMENT...
    diff <(verdicts "${@:2}") - <<<"$1"
}

@test "opening a host file" {
    stopped_by 'none: escaped
validator: refused
filter: a
landlock: stopped 13
namespaces: stopped 2
limits: stopped 24
user: escaped' open /etc/passwd
    grep -q 'refused at 0x2' <(attempt validator open /etc/passwd; cat err)
    grep -q 'a system call outside the filter was stopped' \
        <(attempt filter open /etc/passwd; cat err)
}

@test "opening a file that only root may read" {
    : >secret
    chmod 600 secret
    stopped_by 'none: escaped
validator: refused
filter: a
landlock: stopped 13
namespaces: stopped 2
limits: stopped 24
user: stopped 13' open secret
}

@test "using the network" {
    python3 - <<'PYTHON' >port 3>&- &
import socket, sys, time
s = socket.create_server(("127.0.0.1", 0))
print(s.getsockname()[1], flush=True)
time.sleep(60)
PYTHON
    listener=$!
    wait_for port
    stopped_by 'none: escaped
validator: refused
filter: a
landlock: stopped 13
namespaces: stopped 101
limits: stopped 24
user: escaped' connect "$(cat port)"
    kill $listener
}

@test "signalling another process" {
    stopped_by 'none: escaped
validator: refused
filter: a
landlock: stopped 1
namespaces: stopped 3
limits: escaped
user: stopped 1' kill $bystander
}

@test "starting a process, as somebody who is not root" {
    as_nobody
    [ "$(attempt none fork now)" = escaped ]
    [ "$(attempt limits fork now)" = 'stopped 11' ]
    [ "$(attempt filter fork now)" = '' ]
    grep -q 'a system call outside the filter was stopped' err
    [ "$(attempt validator fork now)" = '' ]
    grep -q 'refused at 0x2' err
}

# What a program that is root's by its mode makes belongs to root, or not.
owner_of_new() { # LAYERS
    rm -f new
    attempt "$1" exec "$work/touch" "$work/new" >/dev/null
    stat -c %u new 2>/dev/null || echo none
}

@test "gaining privileges by a set-user-id program" {
    as_nobody
    cp "$(command -v touch)" touch
    chmod 4755 touch
    $as ./touch new
    [ "$(stat -c %u new)" = 0 ] || skip 'set-user-id has no effect in this directory'
    [ "$(owner_of_new none)" = 0 ]
    [ "$(owner_of_new privileges)" = 65534 ]
    [ "$(owner_of_new landlock)" = none ]
    [ "$(owner_of_new filter)" = none ]
    [ "$(owner_of_new validator)" = none ]
}

@test "the test build with all layers runs what the real one runs" {
    printf 'int main(void) { return 0; }\n' >quiet.c
    "$bin/zvm-gcc" -O2 quiet.c -o escape
    attempt "$layers privileges" quiet
    [ ! -s err ]
    # And the real one never looks at the variable.
    run grep -c ZVM_LAYERS "$bin/zerovm"
    [ "$output" = 0 ]
}

@test "a process that was taken over: whatever it leaves, there is a report" {
    printf '%s\n' 'Version = 2' 'Program = escape' 'Memory = 32M, tag' \
        "Channel = /dev/stdout, to=$work/out, tag" "Channel = /dev/x, from=m, random" >m
    ZVM_LAYERS=${layers#validator } ZEROVM=$zerovm timeout 600 python3 - <<'PYTHON'
import json, os, subprocess
for end in range(-1, 30):
    for seed in range(4):
        env = dict(os.environ, ZVM_SCRIBBLE=f"{end}:{seed}")
        for form in "six", "json":
            run = subprocess.run([os.environ["ZEROVM"], "--report=" + form, "m"], env=env,
                                 stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
            about = (end, seed, run)
            assert 0 <= run.returncode < 100, about
            plain = (run.stderr + (run.stdout if form == "six" else b"")).decode()
            assert all(c == "\n" or 32 <= ord(c) < 127 or ord(c) > 159 for c in plain), about
            appeared = os.path.exists("out")
            if appeared:
                os.remove("out")
            if form == "six":
                assert run.stdout.count(b"\n") == 7, about
            else:
                report = json.loads(run.stdout)
                assert len(report["channels"]) == 4, about
                assert appeared == (report["ended_by"] == "exit"), about
assert sorted(os.listdir(".")) == ["escape", "m"], os.listdir(".")
PYTHON
}
