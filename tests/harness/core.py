# SPDX-License-Identifier: Apache-2.0
"""What every ring shares: the run's settings, results, processes, reporting.

A ring gives tasks; a task is a function that returns a list of results. A task
that raises is a failure, a ring that yields no result is a failure, a missing
tool is a failure: nothing is ever passed over in silence.
"""

import concurrent.futures
import dataclasses
import os
import shlex
import shutil
import signal
import subprocess
import threading
import time
import traceback
from pathlib import Path

PASS, FAIL, SKIP = "pass", "fail", "skip"
TAIL_LINES = 20


@dataclasses.dataclass
class Result:
    ring: str
    name: str
    status: str
    detail: str = ""  # last lines of a failure, reason of a skip
    command: str = ""  # how to repeat it by hand
    group: str = ""  # what the torture table counts by


@dataclasses.dataclass
class Settings:
    root: Path  # the source tree
    tests: Path  # tests/, or another folder of the same shape
    build: Path
    sdk: Path
    llvm: Path
    lit: Path
    mode: str  # "fast", "check" or "long"
    jobs: int
    filter: object  # compiled pattern over "ring/name", or None

    def tool(self, name):
        return str(self.sdk / "bin" / name)

    def shown(self, path):
        """A path as a user in the source tree would type it."""
        path = Path(path)
        if path.is_relative_to(self.root):
            return str(path.relative_to(self.root))
        return str(path)

    def wants(self, ring, name):
        return self.filter is None or self.filter.search(f"{ring}/{name}")


def environment(settings, **extra):
    """The variables a test sees: fixed, so that a user's cannot change it."""
    kept = {k: os.environ[k] for k in ("HOME", "USER", "TMPDIR", "TERM", "LANG")
            if k in os.environ}
    path = os.environ.get("PATH", "/usr/bin:/bin")
    return {**kept, "PATH": path, "LC_ALL": "C.UTF-8",
            "ZVM_SDK": str(settings.sdk), "ZVM_ROOT": str(settings.root),
            "ZVM_BUILD": str(settings.build),
            "ZVM_LONG": "1" if settings.mode == "long" else "", **extra}


@dataclasses.dataclass
class Outcome:
    code: int  # as a shell reports it: 128+n for signal n, 124 when timed out
    out: bytes
    err: bytes

    def text(self):
        return (self.out + self.err).decode("utf-8", "replace")


def run(command, *, cwd, env, stdin=None, timeout=120):
    """Run to the end or the time limit; the whole process group goes with it."""
    source = open(stdin, "rb") if stdin else subprocess.DEVNULL
    try:
        process = subprocess.Popen(
            command, cwd=cwd, env=env, stdin=source, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True)
    finally:
        if stdin:
            source.close()
    try:
        out, err = process.communicate(timeout=timeout)
        code = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        err += b"\n(stopped by the test runner after %d s)\n" % timeout
        code = 124
    return Outcome(code if code >= 0 else 128 - code, out, err)


def quoted(*words):
    return " ".join(shlex.quote(str(word)) for word in words)


def tail(text, lines=TAIL_LINES):
    return "\n".join(text.rstrip("\n").splitlines()[-lines:])


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


class Report:
    """Collects results from all threads, prints failures as they come."""

    def __init__(self, settings, rings):
        self.settings = settings
        self.results = []
        self.lock = threading.Lock()
        folder = settings.build / "tests" / "log"
        folder.mkdir(parents=True, exist_ok=True)
        self.logs = {ring: open(folder / f"{ring}.log", "w") for ring in rings}

    def add(self, results):
        with self.lock:
            for result in results:
                self.results.append(result)
                self.write(result)

    def write(self, result):
        log = self.logs[result.ring]
        title = f"{result.status.upper()} {result.ring}/{result.name}"
        print(title, file=log)
        if result.status == FAIL or result.detail:
            print(indent(result), file=log, flush=True)
        if result.status == FAIL:
            print(title + "\n" + indent(result), flush=True)

    def count(self, status, ring=None):
        return sum(r.status == status and ring in (None, r.ring)
                   for r in self.results)

    def close(self):
        """Reasons of the skips, a line for each ring, then the total."""
        skips = {}
        for r in self.results:
            if r.status == SKIP:
                skips.setdefault((r.ring, r.detail), []).append(r.name)
        for (ring, reason), names in sorted(skips.items()):
            some = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
            print(f"SKIP {ring} ({len(names)}): {reason} [{some}]")
        for ring, log in self.logs.items():
            log.close()
            print(f"{ring}: {self.line(ring)}")
        print(self.line())
        return 1 if self.count(FAIL) else 0

    def line(self, ring=None):
        return (f"{self.count(PASS, ring)} passed, {self.count(FAIL, ring)} "
                f"failed, {self.count(SKIP, ring)} skipped")


def indent(result):
    lines = [f"  again: {result.command}"] if result.command else []
    lines += ["  | " + line for line in tail(result.detail).splitlines()]
    return "\n".join(lines)


def guarded(ring, name, task):
    """The task's results; an exception inside it becomes a failure."""
    try:
        results = task()
    except Exception:  # the runner goes on, the test does not pass
        return [Result(ring, name, FAIL, traceback.format_exc())]
    return results or [Result(ring, name, FAIL, "gave no result at all")]


def execute(tasks, settings, report):
    """Run (ring, name, task) triples on all cores, in the order given."""
    with concurrent.futures.ThreadPoolExecutor(settings.jobs) as pool:
        waiting = {pool.submit(guarded, *task) for task in tasks}
        start = shown = time.monotonic()
        while waiting:
            done, waiting = concurrent.futures.wait(
                waiting, timeout=30,
                return_when=concurrent.futures.FIRST_COMPLETED)
            for future in done:
                report.add(future.result())
            now = time.monotonic()
            if now - shown >= 30:
                shown = now
                print(f"... {now - start:.0f} s: {len(report.results)} "
                      f"results, {len(waiting)} tasks to go", flush=True)
