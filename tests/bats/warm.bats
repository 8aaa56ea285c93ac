#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Warm start: a session becomes a server, requests run in fresh clones of it,
# and no client can do harm to another one.

# shellcheck disable=SC2154  # bin, root, out and err come from runtime.bash
load runtime.bash

# serve OPTION MANIFEST-LINE...: starts the server of ./m on ./job
serve() {
    manifest 'Argument = serve' "Job = $PWD/job" 'Timeout = 20' "${@:2}"
    run_apart timeout 20 "$bin/zerovm" "$1" m
}

# The server's process: the one that listens.
server_pid() {
    python3 -c 'import socket, struct
s = socket.socket(socket.AF_UNIX)
s.connect("job")
print(struct.unpack("3i", s.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0])'
}

teardown() {
    if [ -S job ]; then
        kill "$(server_pid)" || true
    fi
}

# client CODE: python with ask(manifest text) and raw(bytes)
client() {
    cat >client.py <<'PYTHON'
import os, socket, sys, time
def connect():
    s = socket.socket(socket.AF_UNIX)
    s.connect("job")
    s.settimeout(60)
    return s
def answer(s):
    data = b""
    while True:
        some = s.recv(65536)
        if not some:
            break
        data += some
    assert int(data[:8], 16) == len(data) - 8, data
    return data[8:].decode()
def raw(data):
    s = connect()
    s.sendall(data)
    return answer(s)
def framed(text):
    return b"0x%06x" % len(text) + text.encode()
def ask(text):
    return raw(framed(text))
manifest = open("m").read()
PYTHON
    cat >>client.py
    timeout 800 python3 client.py
}

@test "without a Job, fork is -EPERM" {
    manifest 'Argument = serve'
    run_apart "$bin/zerovm" --report=none m
    ended 1 || [ "$out" = $'before\n-1' ]
    [ "$out" = $'before\n-1' ]
}

@test "a Job that is not used: the session ends as any, its socket goes" {
    manifest 'Argument = exit' 'Argument = 7' "Job = job"
    run_apart "$bin/zerovm" m
    ended 0
    [ "$(sed -n '2,3p' stdout.txt | tr '\n' ' ')" = '0 7 ' ]
    [ ! -e job ]
    manifest 'Argument = fault' 'Argument = null' "Job = job"
    run_apart "$bin/zerovm" --report=none m
    ended 4
    [ ! -e job ]
    manifest 'Argument = hello' "Job = $PWD/none/job"
    run_apart "$bin/zerovm" --report=none m
    ended 93 '' "zerovm: $PWD/none/job: error: job socket: No such file or directory"
    [ -d none ] || mkdir none
    touch file
    manifest 'Argument = hello' "Job = file"
    run_apart "$bin/zerovm" --report=none m
    ended 93 ''
    [[ $err == 'zerovm: file: error: job socket: Address '*'in use' ]]
    [ -f file ]
}

@test "the session's report says that it serves; requests have reports of their own" {
    echo one >in
    serve --report=six 'Argument = cat' 'Channel = /dev/stdin, from=/dev/null' \
        "Channel = /dev/stdout, to=$PWD/out, tag=md5"
    ended 0 $'0\n1\n0\ndisabled\n'"$(sed -n 5p stdout.txt)"$'\nok'
    [ ! -e out ] # what was put before is lost
    client <<'PYTHON'
here = os.getcwd()
for n in range(3):
    open("in", "w").write(f"request {n}\n")
    lines = ask(manifest.replace("from=/dev/null", f"from={here}/in")
                .replace("/out,", f"/out{n},")).split("\n")
    assert lines[:3] == ["0", "0", "0"] and lines[5:] == ["ok", "", ""], lines
    assert lines[3].startswith("/dev/stdout ")
    assert lines[4].split()[2:6] == ["1", "10", "1", "10"], lines
    assert open(f"out{n}").read() == f"request {n}\n"
PYTHON
    [ "$(stat -c %a job)" = 600 ]
}

@test "sizes of channels are the request's; JSON reports when asked for" {
    printf 12345 >in
    printf 1234567 >in2
    serve --report=json 'Argument = sizes' "Channel = /dev/x, from=$PWD/in, random" \
        "Channel = /dev/stdout, to=$PWD/out"
    ended 0
    [ "$(member stdout.txt ended_by)" = server ]
    client <<'PYTHON'
import json
report = json.loads(ask(manifest.replace("/in,", "/in2,")))
assert report["ended_by"] == "exit" and report["status"] == 0, report
assert open("out").read() == "0\n0\n0\n7\n", open("out").read()
PYTHON
}

@test "requests that fault, exit, time out or cannot start leave the server alone" {
    serve --report=json 'Argument = fault'
    ended 0
    client <<'PYTHON'
import json
for n in range(20):
    report = json.loads(ask(manifest))
    assert report["ended_by"] == "fault" and report["signal"] == 11, report
    assert report["fault"]["function"] == "fault", report
PYTHON
    kill "$(server_pid)"
    serve --report=json 'Argument = spin' 'CpuTime = 50' "Channel = /dev/x, from=$PWD/m"
    client <<'PYTHON'
import json
def report(old, new):
    return json.loads(ask(manifest.replace(old, new)))
def refused(old, new, text):
    r = report(old, new)
    assert r["ended_by"] in ("manifest", "channel") and text in r["message"], r
assert report("Timeout = 20", "Timeout = 0.2")["ended_by"] == "timeout"
assert report("CpuTime = 50", "CpuTime = 0.2")["ended_by"] == "cpu"
refused("/m", "/missing", "No such file or directory")
refused("Version = 2", "Version = 9", "request:1:11: error: wrong Version")
refused("/dev/x", "/dev/y", "the name of /dev/y is not the server's")
refused(f"/m", "/m, random", "the kind of /dev/x")
refused(f"/m", "/m, bytes=3", "a limit of /dev/x")
refused(f"/m", "/m, from=/dev/null", "the number of sources of /dev/x")
refused("Argument = spin", "Argument = cat", "must be the server's")
refused("Channel", "# Channel", "the number of channels")
refused("from=/", "from=tcp:127.0.0.1:1, from=/", "a session with a Job has no network sources")
whole, manifest = manifest, manifest.replace(f"Job = {os.getcwd()}/job\n", "")
refused("from=/", "from=tcp:127.0.0.1:1, from=/", "requests have no network sources")
manifest = whole
os.mkfifo("fifo")
refused("/m", "/fifo", "a FIFO cannot be a source of a request")
assert report("Timeout = 20", "Timeout = 0.2")["ended_by"] == "timeout"
PYTHON
}

@test "what a request demands of the code was demanded when the server started" {
    serve --report=json 'Argument = exit' 'Argument = 0'
    ended 0
    client <<'PYTHON'
import json
for demand in "Strict = yes", "Returns = register":
    report = json.loads(ask(manifest + demand + "\n"))
    assert report["ended_by"] == "manifest", report
    assert report["message"].endswith("was not held to " + demand), report
PYTHON
    kill "$(server_pid)"
    echo '#include <zvm.h>
        int main(void) { return zvm_fork(0, 0) != 0; }' >strict.c
    "$bin/zvm-gcc" -O2 -mzvm-return=register strict.c -o session
    serve --report=json 'Strict = yes' 'Returns = register'
    ended 0
    client <<'PYTHON'
import json
for text in manifest, manifest.replace("Strict = yes\n", "").replace("Returns = register\n", ""):
    report = json.loads(ask(text))
    assert report["ended_by"] == "exit", report
PYTHON
}

@test "a template that stands still: requests end with their time, none runs later" {
    serve --report=json 'Argument = exit' 'Argument = 0' 'CpuTime = 50' \
        "Channel = /dev/x, to=$PWD/out"
    PID=$(server_pid) client <<'PYTHON'
import json, signal
pid = os.environ["PID"]
children = lambda: open(f"/proc/{pid}/task/{pid}/children").read().split()
template, = children()
os.kill(int(template), signal.SIGSTOP)
for _ in range(3):
    report = json.loads(ask(manifest.replace("Timeout = 20", "Timeout = 0.2")))
    assert report["ended_by"] == "timeout", report
os.kill(int(template), signal.SIGCONT)
report = json.loads(ask(manifest))
assert report["ended_by"] == "exit", report
for _ in range(1000):
    if children() == [template]:
        break
    time.sleep(0.05)
assert children() == [template], children()
PYTHON
}

@test "garbage, huge lengths, hangups and slow clients block nobody" {
    serve --report=six 'Argument = exit' 'Argument = 5'
    client <<'PYTHON'
def fine():
    assert ask(manifest).split("\n")[2] == "5"
for bad in (b"garbage!", b"0xzzzzzz", b"0xffffff", b"-x000001", b"0x080001"):
    lines = raw(bad + b"more").split("\n")
    assert "wrong length" in lines[5], lines
assert "key 'Version' is missing" in raw(b"0x000000")
fine()
slow = [connect() for _ in range(300)]
for s in slow[:150]:
    s.send(b"0x00")
started = time.monotonic()
fine()
assert time.monotonic() - started < 8
gone = [connect() for _ in range(50)]
for s in gone:
    s.send(framed(manifest)[:-5])
    s.close()
for _ in range(30):  # they do not wait for their report
    s = connect()
    s.send(framed(manifest))
    s.close()
fine()
PYTHON
}

@test "more clients than descriptors: the server waits, and goes on" {
    (ulimit -n 24 && serve --report=json 'Argument = exit' 'Argument = 0')
    PID=$(server_pid) client <<'PYTHON'
import json
def ticks():
    fields = open(f"/proc/{os.environ['PID']}/stat").read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])
idle = [connect() for _ in range(40)]
before = ticks()
time.sleep(2)
assert ticks() - before < 20, ticks() - before # hundredths of a second
for client in idle[1:]:
    client.close()
assert json.loads(ask(manifest))["ended_by"] == "exit"
PYTHON
}

@test "many requests at once, each with its own channels" {
    serve --report=six 'Argument = cat' 'Channel = /dev/stdin, from=/dev/null' \
        "Channel = /dev/stdout, to=$PWD/out"
    client <<'PYTHON'
here = os.getcwd()
clients = []
for n in range(200):
    open(f"in{n}", "w").write(f"{n}\n" * 1000)
    s = connect()
    s.sendall(framed(manifest.replace("/dev/null", f"{here}/in{n}")
                     .replace("/out", f"/out{n}")))
    clients.append(s)
for n, s in enumerate(clients):
    assert answer(s).split("\n")[5] == "ok"
    assert open(f"out{n}").read() == f"{n}\n" * 1000
PYTHON
}

# 500 requests, 100,000 in the long run.
@test "no zombie and no descriptor is left over" {
    serve --report=six 'Argument = cat' "Channel = /dev/stdin, from=$PWD/m" \
        'Channel = /dev/stdout, to=/dev/null'
    pid=$(server_pid)
    PID=$pid client <<'PYTHON'
pid = os.environ["PID"]
def fds(p):
    return len(os.listdir(f"/proc/{p}/fd"))
def children():
    return open(f"/proc/{pid}/task/{pid}/children").read().split()
def settled():
    for _ in range(200):
        if len(children()) == 1:
            return
        time.sleep(0.01)
    raise AssertionError(children())
ask(manifest)
settled()
template, = children()
before = fds(pid), fds(template)
for n in range(100000 if os.environ.get("ZVM_LONG") else 500):
    if n % 7 == 0:
        ask(manifest.replace("/dev/null", "/nothing/there"))
    elif n % 7 == 1:
        connect().close()
    else:
        assert ask(manifest).split("\n")[5] == "ok"
settled()
assert (fds(pid), fds(template)) == before, (before, fds(pid), fds(template))
PYTHON
}

@test "a template and its clones are confined, and end with the server" {
    serve --report=six 'Argument = spin' "Channel = /dev/stdout, to=$PWD/out"
    pid=$(server_pid)
    PID=$pid client <<'PYTHON'
import signal
pid = os.environ["PID"]
children = lambda: open(f"/proc/{pid}/task/{pid}/children").read().split()
s = connect()
s.sendall(framed(manifest))
for _ in range(500):
    if len(children()) == 2:
        break
    time.sleep(0.01)
time.sleep(0.2)
template, clone = children()
def status(p, key):
    return next(l.split()[1] for l in open(f"/proc/{p}/status") if l.startswith(key + ":"))
for p in template, clone:
    assert status(p, "Seccomp") == "2" and status(p, "NoNewPrivs") == "1"
    assert status(p, "Threads") == "1"
# One filter more: what the clone has lost. (Kernels since 5.9 tell.)
assert int(status(clone, "Seccomp_filters")) == int(status(template, "Seccomp_filters")) + 1
links = sorted(os.readlink(f"/proc/{clone}/fd/{n}") for n in os.listdir(f"/proc/{clone}/fd"))
assert len(links) == 3 and not any("socket" in l for l in links), links
# Reports of other requests are not in its memory.
shared = [l for l in open(f"/proc/{clone}/maps") if "rw-s" in l and "zero" in l]
sizes = [int(l.split()[0].split("-")[1], 16) - int(l.split()[0].split("-")[0], 16)
         for l in shared]
assert sum(sizes) <= 8 * 4096, shared
os.kill(int(pid), signal.SIGKILL)
for _ in range(500):
    if not any(os.path.exists(f"/proc/{p}") and status(p, "State") != "Z"
               for p in (template, clone)):
        break
    time.sleep(0.01)
else:
    raise AssertionError("still there")
PYTHON
    # A socket that nobody listens on is replaced.
    [ -S job ]
    serve --report=six 'Argument = exit' 'Argument = 3'
    ended 0
    client <<'PYTHON'
assert ask(manifest).split("\n")[2] == "3"
PYTHON
}

@test "a clone cannot fork again, SIGTERM ends the server and its socket" {
    serve --report=six 'Argument = again'
    client <<'PYTHON'
lines = ask(manifest).split("\n")
assert (lines[2], lines[5]) == ("0", "ok"), lines
PYTHON
    pid=$(server_pid)
    kill "$pid"
    for ((i = 0; i < 100; i++)); do
        [ -e job ] || break
        sleep 0.05
    done
    [ ! -e job ]
}

@test "what the template has mapped must stay as it was" {
    printf A >file
    serve --report=six 'Argument = mapped' "Channel = /dev/x, from=$PWD/file, random"
    ended 0
    client <<'PYTHON'
def request():
    lines = ask(manifest).split("\n")
    return lines[2], lines[5]
assert request() == ("65", "ok"), request()
here = os.getcwd()
changed = (f"{here}/file: error: channel of the server: "
           "the file changed while the program had it mapped")
time.sleep(0.05)
open("file", "r+").write("B")
assert request()[1] == changed, request()
os.truncate("file", 0)
assert request()[1] == changed, request()
PYTHON
}

@test "signals to the command reach the session before it serves" {
    manifest 'Argument = spin' "Job = $PWD/job"
    "$bin/zerovm" --report=json:r m >out 3>&- &
    wait_for out
    kill -TERM $!
    status=0
    wait $! || status=$?
    [ "$status" = 4 ]
    [ "$(member r ended_by)" = interrupt ]
    [ ! -e job ]
}
