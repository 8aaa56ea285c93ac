# SPDX-License-Identifier: Apache-2.0
"""Test programs of other C libraries: first with this machine's, then confined.

Only those that pass natively are counted: the others want more of their own
build tree than their runner gives them.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import tempfile

SDK = pathlib.Path(os.environ.get("ZVM_SDK", pathlib.Path(__file__).parents[2] / "build/sdk"))
LIMIT = 30
LIBRARIES = ["-lm", "-lpthread"]
ERROR = re.compile(r"(undefined reference to .*|fatal error: .*|error: .*)")


def attempt(command, cwd, limit=LIMIT):
    """Status and all that the command says."""
    try:
        done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, timeout=limit,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace")
    except subprocess.TimeoutExpired:
        return "timeout", f"still running after {limit} s"
    return done.returncode, done.stdout


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return next((line for line in reversed(lines) if not line.startswith("zvm-run:")), "")


def judge(source, flags, keep=None, more=None):
    """(state, detail) of one program: pass, fail, build, skip or native.

    more(text) names sources that are missing yet, from what the linker says.
    """
    with tempfile.TemporaryDirectory(dir=keep) as work:
        native, program = pathlib.Path(work, "native"), pathlib.Path(work, "guest")
        inputs, said = [source], ""
        while True:
            status, said = attempt(["gcc", *flags, *inputs, "-o", native, *LIBRARIES], work, 120)
            missing = [path for path in more(said) if path not in inputs] if more else []
            if status == 0 or not missing:
                break
            inputs += missing
        if status != 0:
            return "native", "does not build here"
        status, said = attempt([native], work)
        if status != 0:
            return "native", last_line(said)
        build = [SDK / "bin/zvm-gcc", *flags, *inputs, "-o", program, *LIBRARIES]
        status, said = attempt(build, work, 240)
        if status != 0:
            found = ERROR.search(said)
            return "build", found.group(1) if found else last_line(said)
        status, said = attempt([SDK / "bin/zvm-run", "--cwd", "/tmp", program], work, 2 * LIMIT)
        if status == 0:
            return "pass", ""
        return ("skip" if status == 77 else "fail"), f"{status}: {last_line(said)}"


def tally(title, sources, verdict):
    """Judges them all, prints who does not pass, and counts the states."""
    count, failures = {}, {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, (state, detail) in zip(sources, pool.map(verdict, sources)):
            count[state] = count.get(state, 0) + 1
            if state not in ("pass", "native"):
                failures[path.stem] = state
                print(f"{path.parent.name}/{path.name}: {state}: {detail}", flush=True)
    print(f"# {title}: {count}", flush=True)
    return count, failures
