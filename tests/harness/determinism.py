# SPDX-License-Identifier: Apache-2.0
"""The determinism ring: the same inputs give the same bytes and memory.

Every program of tests/guest, with --long also some of ports/, runs twice, the
second time under other host conditions: user, directory, environment, umask,
address layout, one processor with a busy neighbour, priority, descriptors,
pipes in place of files, a program that is not in the page cache. Both outputs,
the end, every channel's counts and the digest of all memory must be equal.
Programs of tests/determinism run many times (50; 1,000 with --long). With
--long all programs run under qemu-user too, which computes every instruction
in software: what hardware and emulation disagree on would differ between
makers of processors. docs/results/determinism.md keeps what --long found.
"""

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from . import core, guest

REPEAT = {"fast": 0, "check": 50, "long": 1000}
# The digest covers all of it.
MEMORY, MEMORY_OFTEN, MEMORY_PORTS = "64M", "24M", "256M"
RUN_TIMEOUT = 600  # on a host with much else to do
QEMU = "qemu-x86_64"
# Emulated in every run; the others only with --long.
QEMU_ALWAYS = re.compile(r"^(double-math|long-double-math|fenv-rounding|"
                         r"mem-functions)\.")
# What QEMU does not compute, so that it cannot be compared.
QEMU_LACKS = {"fused-multiply-add.c": "QEMU 7.2 sets no flag for denormal "
              "operands, and the program's memory holds the flags"}
# With --long also programs of others: port, program, standard input, arguments.
PORTS = {
    "lua: check.lua": ("lua", "lua", None, ["@check.lua"]),
    "sqlite3: shell.sql": ("sqlite3", "sqlite3", "shell.sql",
                           ["-batch", ":memory:"]),
    "bzip2: compress": ("bzip2", "bzip2", "sample1.ref", ["-9"]),
    "busybox: awk": ("busybox", "busybox", "text.txt",
                     ["awk", "{ n[$1]++ } END { for (w in n) print w, n[w] }"]),
    "python: threads": ("python", "python3.11", None, ["@script_threads.py"]),
    "python: data": ("python", "python3.11", None, ["@script_data.py"]),
}
COMPARABLE = ("exit", "abort", "fault")
MEMBERS = ("ended_by", "status", "signal", "message", "validator",
           "instructions", "memory_digest", "channels")


class Difference(Exception):
    pass


def tasks(settings):
    if settings.mode == "fast":
        return [], []
    made = []
    for source in sorted([*(settings.tests / "guest").glob("*.c"),
                          *(settings.tests / "guest").glob("*.cc")]):
        if settings.wants("determinism", source.name):
            made.append(("determinism", source.name,
                         task(settings, source, twice)))
        name = f"{source.name} qemu"
        if ((settings.mode == "long" or QEMU_ALWAYS.match(source.name))
                and settings.wants("determinism", name)):
            made.append(("determinism", name, task(settings, source, emulated)))
    for source in sorted((settings.tests / "determinism").glob("*.c")):
        name = f"{source.name} x{REPEAT[settings.mode]}"
        if settings.wants("determinism", name):
            made.append(("determinism", name, task(settings, source, often)))
    for port in PORTS if settings.mode == "long" else ():
        for how in (twice, emulated):
            name = port + (" qemu" if how == emulated else "")
            if settings.wants("determinism", name):
                made.append(("determinism", name, task(settings, port, how)))
    tools = [settings.tool(t) for t in
             ("zvm-gcc", "zvm-g++", "zvm-run", "zerovm")]
    tools += [QEMU, "setpriv", "setarch", "taskset",
              str(settings.build / "tests" / "zerovm-no-filter")]
    return tools, made


def task(settings, source, how):
    suffix = {twice: "", emulated: " qemu",
              often: f" x{REPEAT[settings.mode]}"}[how]

    port = isinstance(source, str)
    made = port_session if port else guest_session

    def go():
        name = (source if port else source.name) + suffix
        if how == emulated and not port and source.name in QEMU_LACKS:
            return [core.Result("determinism", name, core.SKIP,
                                QEMU_LACKS[source.name])]
        again = core.quoted("tests/run", "determinism", "--filter",
                            f"/{re.escape(name)}$")
        with tempfile.TemporaryDirectory(prefix="zvm-determinism-") as folder:
            os.chmod(folder, 0o755)
            try:
                how(settings, made(settings, source, Path(folder)))
            except Difference as difference:
                return [core.Result("determinism", name, core.FAIL,
                                    str(difference), again)]
        return [core.Result("determinism", name, core.PASS)]

    return go


def must(settings, folder, command):
    outcome = core.run(command, cwd=folder, env=core.environment(settings),
                       timeout=300)
    if outcome.code != 0:
        raise Difference(f"{core.quoted(*command)} gave {outcome.code}:\n"
                         f"{core.tail(outcome.text())}")


def guest_session(settings, source, folder):
    """Compile a program of tests/guest or tests/determinism."""
    said = guest.directives(source)
    options = said.get("RUN", [])
    if "--memory" not in options:
        size = MEMORY_OFTEN if source.parent.name == "determinism" else MEMORY
        options = ["--memory", size, *options]
    compiler = settings.tool("zvm-gcc" if source.suffix == ".c" else "zvm-g++")
    program = folder / source.stem
    must(settings, folder, [
        compiler, "-O2", *said.get("FLAGS", []), str(source), "-o",
        str(program), *said.get("LIBS", [])])
    return Session(settings, folder, options, program, said.get("ARGS", []),
                   source.parent / said["STDIN"][0] if "STDIN" in said
                   else Path("/dev/null"))


def port_session(settings, name, folder):
    """Take a program of ports/, with copies of its image and its files."""
    sys.path.insert(0, str(settings.root / "ports"))
    from portlib import builder

    port, program, stdin, arguments = PORTS[name]
    make = builder.Builder(settings.root, settings.build, settings.sdk,
                           settings.jobs, say=lambda text: None)
    make.build(port)
    place = core.fresh(folder / "files")
    kept = [make.out(port) / "tests", settings.root / "ports" / port,
            settings.root / "ports" / port / "tests"]
    for word in [stdin or "", *arguments]:
        for kept_in in kept:
            file = kept_in / word.removeprefix("@")
            if file.is_file():
                shutil.copy(file, place)
    image = shutil.copy(make.image(port), folder)
    options = ["--memory", MEMORY_PORTS, "--root", image]
    arguments = [f"@{place / word[1:]}" if word.startswith("@") else word
                 for word in arguments]
    copied = shutil.copy(make.out(port) / "root/usr/bin" / program, folder)
    return Session(settings, folder, options, copied, arguments,
                   place / stdin if stdin else Path("/dev/null"))


class Session:
    """A program as zvm-run --save leaves it, with a digest of its memory."""

    def __init__(self, settings, folder, options, program, arguments, stdin):
        self.settings, self.folder = settings, folder
        self.stdin = stdin
        must(settings, folder, [settings.tool("zvm-run"), *options, "--save",
                                "saved", str(program), *arguments])
        self.manifest = folder / "saved" / "manifest"
        text = self.manifest.read_text()
        self.manifest.write_text(
            re.sub(r"^(Memory = \d+)$", r"\1, tag", text, flags=re.M))
        self.program = re.search(r"^Program = (.*)$", text, re.M)[1]
        # The other user may not be able to reach the SDK.
        self.zerovm = folder / "zerovm"
        shutil.copy(settings.tool("zerovm"), self.zerovm)
        self.written = [Path(m[2]) for m in re.finditer(
            r"^Channel = .*, (to|file)=(/[^,\n]*)", text, re.M)]

    def plain(self):
        return self.run([], env=core.environment(self.settings),
                        cwd=self.folder)

    def changed(self):
        """Under all the other conditions at once."""
        cpu = str(max(os.sched_getaffinity(0)))
        command = ["setarch", "-R", "taskset", "-c", cpu, "nice", "-n", "5"]
        if os.getuid() == 0 and not self.written:
            command = ["setpriv", "--reuid=65534", "--regid=65534",
                       "--clear-groups", *command]
        with open(self.program) as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        busy = subprocess.Popen(["taskset", "-c", cpu, "nice", "-n", "5",
                                 "sh", "-c", "while :; do :; done"])
        try:
            return self.run(command, cwd="/", pipes=True, umask=0o077,
                            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
                                 "TZ": "Asia/Kathmandu", "LC_ALL": "C",
                                 "OTHER": "x" * 20000})
        finally:
            busy.kill()
            busy.wait()

    def emulated(self):
        self.zerovm = self.settings.build / "tests" / "zerovm-no-filter"
        return self.run([QEMU], env=core.environment(self.settings),
                        cwd=self.folder)

    def run(self, command, *, env, cwd, pipes=False, umask=-1):
        """Everything that the run left, as one dictionary."""
        before = {p: p.read_bytes() if p.exists() else None
                  for p in self.written}
        with contextlib.ExitStack() as stack:
            out, err, report = (stack.enter_context(tempfile.TemporaryFile())
                                for _ in range(3))
            source = stack.enter_context(open(self.stdin, "rb"))
            more = [os.dup(report.fileno()) for _ in range(20 if pipes else 1)]
            for fd in more:
                stack.callback(os.close, fd)
            process = subprocess.Popen(
                [*command, str(self.zerovm), "--report=json",
                 f"--report-fd={more[-1]}", str(self.manifest)],
                cwd=cwd, env=env, umask=umask, pass_fds=more,
                stdin=subprocess.PIPE if pipes else source,
                stdout=subprocess.PIPE if pipes else out,
                stderr=subprocess.PIPE if pipes else err)
            given = source.read() if pipes else None
            try:
                got = process.communicate(given, timeout=RUN_TIMEOUT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise Difference(f"no end within {RUN_TIMEOUT} s") from None
            if not pipes:
                got = []
                for file in (out, err):
                    file.seek(0)
                    got.append(file.read())
            report.seek(0)
            text = report.read()
        if not text:
            raise Difference(f"no report: {got[1][-500:]!r}")
        seen = json.loads(text)
        if seen["ended_by"] not in COMPARABLE:
            raise Difference(f"it was ended by '{seen['ended_by']}': "
                             f"{seen['message']}")
        left = {"stdout": got[0], "stderr": got[1]}
        left.update({m: seen[m] for m in MEMBERS})
        for path, bytes_before in before.items():
            left[path.name] = path.read_bytes() if path.exists() else None
            if bytes_before is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(bytes_before)
        return left


def compare(first, second, where):
    for key, value in first.items():
        if value == second[key]:
            continue
        if isinstance(value, bytes):
            at = next((i for i, (a, b) in enumerate(zip(value, second[key]))
                       if a != b), min(len(value), len(second[key])))
            raise Difference(
                f"{key} differs {where} from byte {at} on:\n"
                f"{value[at:at + 60]!r}\n{second[key][at:at + 60]!r}")
        raise Difference(f"{key} differs {where}:\n{value}\n{second[key]}")


def twice(_settings, session):
    compare(session.plain(), session.changed(), "under other conditions")


def emulated(_settings, session):
    compare(session.plain(), session.emulated(), "under qemu-user")


def often(settings, session):
    first = session.plain()
    for number in range(2, REPEAT[settings.mode] + 1):
        again = session.changed() if number % 10 == 0 else session.plain()
        compare(first, again, f"in run {number}")


def table(settings, results):
    """docs/results/determinism.md, after a whole --long run."""
    mine = [r for r in results if r.ring == "determinism"]
    emulations = [r for r in mine if r.name.endswith(" qemu")]
    repeats = [r for r in mine if re.search(r" x\d+$", r.name)]
    pairs = [r for r in mine if r not in emulations and r not in repeats]
    lines = ["# Determinism", "",
             "Made by `tests/run determinism --long`; what is compared stands "
             "in", "`tests/harness/determinism.py`.", "",
             "| what | equal | different |", "|---|---|---|"]
    for title, group in (
            ("programs run under two sets of host conditions", pairs),
            ("programs run 1,000 times", repeats),
            ("programs on hardware and under qemu-user", emulations)):
        good = sum(r.status == core.PASS for r in group)
        if group:
            lines.append(f"| {title} | {good} | {len(group) - good} |")
    bad = [r for r in mine if r.status != core.PASS]
    if bad:
        lines += ["", "Different, or not compared:", ""]
        lines += [f"- `{r.name}`: {r.detail.splitlines()[0]}" for r in bad]
    path = settings.root / "docs" / "results" / "determinism.md"
    path.write_text("\n".join(lines) + "\n")
