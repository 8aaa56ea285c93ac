# SPDX-License-Identifier: Apache-2.0
"""The open-posix ring: the Open POSIX test suite, run confined.

Its programs come from a pinned Debian package; they are not part of this tree.
Out of scope is what does not pass on the host either (native-failures.txt) and
what needs something that a sandbox does not have by design, which shows when
it is linked: the linker says so. All else passes, or stands with its reason in
expected-failures.txt; passing in spite of that is a failure too.

Without --long every twelfth program is run.
"""

import os
import re
import subprocess
from collections import Counter
from pathlib import Path

from . import core

INTERFACES = "conformance/interfaces"
VERDICTS = {0: "pass", 1: "fails", 2: "unresolved", 4: "unsupported",
            5: "untested"}
SAMPLE = 12
TIMEOUT = 120
START = "1700000000"  # some programs take a date of 2002 for the past

# Folders by their beginnings.
GROUPS = {
    "threads": ("pthread_",),
    "semaphores": ("sem_",),
    "clocks and timers": ("clock", "timer_", "nanosleep"),
    "scheduling": ("sched_",),
    "signals": ("sig", "raise", "kill"),
    "memory": ("mmap", "munmap", "mlock", "munlock", "shm_"),
    "message queues": ("mq_",),
    "files": ("aio_", "lio_", "fsync"),
    "time and others": ("asctime", "ctime", "difftime", "gmtime", "localtime",
                        "mktime", "strftime", "time", "getpid"),
}

# What a message of the linker ends with when the reason is the design.
BY_DESIGN = re.compile(
    r"(\w+)\(\) does not exist: (?=.*(process|nothing can be executed"
    r"|shar))", re.I)


def group_of(name):
    for group, beginnings in GROUPS.items():
        if name.startswith(beginnings):
            return group
    return None


def names(source):
    """All programs with a main() in the folders of GROUPS. Some files are
    parts of others, or programs that a shell script calls with arguments."""
    folder = source / INTERFACES
    return [name for name in sorted(
                str(f.relative_to(folder)) for f in folder.rglob("*.c")
                if f.name[0].isdigit() and "core-buildonly" not in f.name
                and "main" in f.read_text("latin-1"))
            if group_of(name)]


def compile_command(compiler, source, name, program):
    file = source / INTERFACES / name
    return [compiler, "-w", "-O1", "-D_XOPEN_SOURCE=600",
            f"-I{source / 'include'}", f"-I{file.parent}", f"-I{source}",
            str(file), "-o", str(program), "-lpthread", "-lrt", "-lm"]


def source_folder(settings):
    given = os.environ.get("ZVM_OPEN_POSIX")
    if given:
        return Path(given)
    folder = settings.build / "tests" / "open-posix-source"
    if not (folder / ".complete").exists():
        subprocess.run([settings.root / "tests" / "suites" / "unpack",
                        "open-posix", folder], check=True)
    return folder


def listed(settings, file):
    """{name: reason}; a line is NAME REASON."""
    found = {}
    path = settings.tests / "suites" / "open-posix" / file
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split(None, 1)
        if len(fields) != 2:
            raise ValueError(f"{path}:{number}: expected NAME REASON")
        found[fields[0]] = fields[1]
    return found


def tasks(settings):
    if not (settings.tests / "suites" / "open-posix").is_dir():
        return [], []
    source = source_folder(settings)
    native = listed(settings, "native-failures.txt")
    expected = listed(settings, "expected-failures.txt")
    known = names(source)
    gone = sorted((set(native) | set(expected)) - set(known))
    if gone:
        raise ValueError(f"listed, but not in the suite: {' '.join(gone)}")
    chosen = known if settings.mode == "long" or settings.filter \
        else known[::SAMPLE]
    work = core.fresh(settings.build / "tests" / "open-posix")
    image = work / "root.tar"
    subprocess.run([settings.tool("zvm-pack"), "-o", str(image),
                    str(settings.tests / "suites" / "open-posix" / "root")],
                   check=True)
    made = [("open-posix", name, one(settings, source, name, native, expected,
                                     work, image))
            for name in chosen if settings.wants("open-posix", name)]
    tools = [settings.tool(t) for t in ("zvm-gcc", "zvm-run", "zvm-pack")]
    return tools, made


def attempt(settings, build, launch, place):
    """(verdict, what it printed, functions that it lacks by design)"""
    env = core.environment(settings)
    outcome = core.run(build, cwd=place, env=env, timeout=TIMEOUT)
    if outcome.code:
        lacks = sorted({m[1] for m in BY_DESIGN.finditer(outcome.text())})
        return "does not build", outcome.text(), lacks
    outcome = core.run(launch, cwd=place, env=env, timeout=TIMEOUT)
    return (VERDICTS.get(outcome.code, f"exit {outcome.code}"),
            outcome.text(), [])


def one(settings, source, name, native, expected, work, image):
    def go():
        place = core.fresh(work / name.replace("/", "_"))
        program = place / "program"
        build = compile_command(settings.tool("zvm-gcc"), source, name,
                                program)
        launch = [settings.tool("zvm-run"), "--timeout", "60", "--clock",
                  START, "--root", str(image), str(program)]
        command = (core.quoted(*build) + " && " + core.quoted(*launch)
                   ).replace(f"{settings.root}/", "")
        verdict, text, lacks = attempt(settings, build, launch, place)
        status, detail = core.PASS, ""
        if verdict == "pass" and name in expected:
            status = core.FAIL
            detail = ("it passes, but expected-failures.txt says it fails "
                      f"({expected[name]}): remove that line")
        elif verdict != "pass" and name in expected:
            status, detail = core.SKIP, f"expected failure: {expected[name]}"
        elif name in native:
            status, detail = core.SKIP, f"native: {native[name]}"
        elif verdict != "pass" and lacks:
            status, detail = core.SKIP, f"by design: needs {lacks[0]}"
        elif verdict != "pass":
            status, detail = core.FAIL, f"{core.tail(text)}\n{verdict}"
        if status != core.FAIL:
            core.shutil.rmtree(place)
        return [core.Result("open-posix", name, status, detail, command,
                            group_of(name))]

    return go


def table(settings, results):
    """docs/results/open-posix.md: counts only, and every reason."""
    results = [r for r in results if r.ring == "open-posix" and r.group]

    def count(group, *beginnings):
        return sum(r.group == group and (
            r.detail.startswith(beginnings) if beginnings
            else r.status == core.PASS) for r in results)

    lines = [
        "# The Open POSIX test suite in the sandbox", "",
        "Command: `tests/run --long open-posix`. Programs of Debian's package "
        "posixtestsuite, built by `zvm-gcc`, run by `zvm-run`.",
        "Out of scope: what does not pass on the host either, and what needs "
        "processes or memory shared between them.", "",
        "| programs | total | not on the host | by design | in scope | passed "
        "| expected failures | failed | share of the scope |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    sums = Counter()
    for group in [*GROUPS, "all"]:
        if group == "all":
            row = sums
        else:
            row = Counter(
                total=sum(r.group == group for r in results),
                native=count(group, "native:"),
                design=count(group, "by design:"),
                passed=count(group),
                expected=count(group, "expected failure:"),
                failed=sum(r.group == group and r.status == core.FAIL
                           for r in results))
            sums += row
        scope = row["total"] - row["native"] - row["design"]
        share = 100 * row["passed"] / scope if scope else 100
        lines.append(
            f"| {group} | {row['total']} | {row['native']} | {row['design']} "
            f"| {scope} | {row['passed']} | {row['expected']} "
            f"| {row['failed']} | {share:.2f} % |")
    for title, beginning in (
            ("Expected to fail", "expected failure: "),
            ("Left out by design", "by design: "),
            ("Not passed on the host", "native: ")):
        lines += ["", f"## {title}", ""]
        reasons = {}
        for r in results:
            if r.detail.startswith(beginning):
                reasons.setdefault(r.detail[len(beginning):], []).append(
                    r.name.removesuffix(".c"))
        lines += ["| reason | programs |", "|---|---|"]
        lines += [f"| {reason} | {', '.join(sorted(reasons[reason]))} |"
                  for reason in sorted(reasons)]
    path = settings.root / "docs" / "results" / "open-posix.md"
    path.write_text("\n".join(lines) + "\n")
