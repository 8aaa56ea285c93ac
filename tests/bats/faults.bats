#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The host fails: tests/faults/inject tries a seventh of all single failures
# here, all of them (1,107, five minutes) in the long run.

# shellcheck disable=SC2154  # bin and root come from runtime.bash
load runtime.bash

inject() { # OPTION...
    command -v strace
    run "$root/tests/faults/inject" ${ZVM_LONG:+--all} "$@" "$bin/zerovm" ./session
    [ "$status" = 0 ] || { echo "$output"; false; }
    [[ ${lines[-1]} =~ ^'inject: '([0-9]+)' failures, 0 handled badly'$ ]]
    [ "${BASH_REMATCH[1]}" -gt 40 ]
}

# bats test_tags=slow
@test "every system call may fail once: outputs stay whole, nobody hangs or is silent" {
    inject
}

# bats test_tags=slow
@test "the same of a session that is linked with others" {
    inject --linked
}

# The front end is a command like others: job control and signals from a
# terminal reach the whole session.
@test "Ctrl-C, Ctrl-backslash and a stop on a terminal" {
    python3 - "$bin/zvm-run" <<'PYTHON'
import os, pty, signal, subprocess, sys, termios, time
def start(*arguments):
    ours, theirs = pty.openpty()
    def own_terminal():
        os.setsid()
        import fcntl
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        # A shell's background job is started with these ignored.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    p = subprocess.Popen([sys.argv[1], "session", *arguments], stdin=theirs, stdout=theirs,
                         stderr=theirs, preexec_fn=own_terminal)
    os.close(theirs)
    return p, ours
def read_until(fd, text):
    got = b""
    while text not in got:
        got += os.read(fd, 1000)
    return got
def state(pid):
    return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0]
def wait_for(what):
    for _ in range(400):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError("waited in vain")
def tree(pid):
    found = [pid]
    for p in found:
        found += map(int, open(f"/proc/{p}/task/{p}/children").read().split())
    return found
p, terminal = start("spin")
read_until(terminal, b"ready")
os.write(terminal, b"\x03")  # Ctrl-C
assert p.wait(20) == 130, p.returncode
p, terminal = start("spin")
read_until(terminal, b"ready")
os.write(terminal, b"\x1c")  # Ctrl-backslash
assert p.wait(20) == 131, p.returncode
# A session leader without a shell above it cannot be stopped by the terminal
# (its group is an orphan), so the group is sent what Ctrl-Z means.
p, terminal = start("cat")
os.write(terminal, b"one\n")
read_until(terminal, b"one\r\none")
everybody = tree(p.pid)
assert len(everybody) >= 2
os.killpg(p.pid, signal.SIGSTOP)
wait_for(lambda: all(state(q) == "T" for q in everybody))
os.killpg(p.pid, signal.SIGCONT)
os.write(terminal, b"two\n")
read_until(terminal, b"two\r\ntwo")
os.write(terminal, b"\x04")  # the end
assert p.wait(20) == 0, p.returncode
PYTHON
}

# The group of a job in a shell: its parent is in the session, not in the group.
@test "SIGTSTP stops a session that is a job, SIGCONT resumes it" {
    python3 - "$bin/zvm-run" <<'PYTHON'
import os, signal, subprocess, sys, time
p = subprocess.Popen([sys.argv[1], "session", "cat"], stdin=subprocess.PIPE,
                     stdout=open("out", "wb"), bufsize=0,
                     preexec_fn=lambda: os.setpgid(0, 0))
def states():
    found = [p.pid]
    for pid in found:
        found += map(int, open(f"/proc/{pid}/task/{pid}/children").read().split())
    return [open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] for pid in found]
def wait_for(what):
    for _ in range(400):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError(states())
wait_for(lambda: len(states()) == 2)
time.sleep(0.3)
os.killpg(p.pid, signal.SIGTSTP)
wait_for(lambda: set(states()) == {"T"})
p.stdin.write(b"text\n")
time.sleep(0.2)
assert set(states()) == {"T"}
os.killpg(p.pid, signal.SIGCONT)
p.stdin.close()
assert p.wait(20) == 0
assert open("out").read() == "text\n"
PYTHON
}

@test "a pipe that nobody reads ends the command as SIGPIPE does" {
    set +o pipefail
    "$bin/zvm-run" session flood | head -c 10 >/dev/null
    status=("${PIPESTATUS[@]}")
    [ "${status[0]}" = 141 ]
    # Ignored on purpose, as in a shell's trap '' PIPE: the session ends still.
    (trap '' PIPE; "$bin/zvm-run" session flood || echo $? >code) 2>err | head -c 10 >/dev/null
    [ "$(cat code)" = 141 ]
}
