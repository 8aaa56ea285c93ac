# SPDX-License-Identifier: Apache-2.0
"""The rings gcc and libstdcxx: programs of GCC's testsuites that run, confined.

They come from the pinned GCC source and are no part of this tree. gcc takes
the folders that lean on the C library, exceptions, thread-local data, atomics
and calls; libstdcxx a deterministic sample of the library's own testsuite, with
all of its threads, file systems and streams with --long. A program passes when it
ends with status 0. What is known to fail stands with its reason in
suites/RING/expected-failures.txt, and passing in spite of that is a failure.
"""

import os
import subprocess
from collections import Counter
from pathlib import Path

from . import core, dejagnu

COMPILE_TIMEOUT, RUN_TIMEOUT = 400, 100
# gcc: folder, flags that the suite gives when the test has no dg-options, and
# the level where the suite runs each test at several.
C_DEFAULT = ["-ansi"]
GCC_FOLDERS = {
    "gcc.dg/torture": ([], ["-O1"]), "gcc.dg/tls": (C_DEFAULT, []),
    "gcc.dg/atomic": ([], ["-O1"]), "c-c++-common/torture": ([], ["-O1"]),
    "g++.dg/eh": ([], []), "g++.dg/torture": ([], ["-O1"]),
    "g++.dg/tls": ([], []),
    "g++.dg/coroutines/torture": ([], ["-O1", "-std=gnu++20"]),
    "g++.dg/init": ([], []),
    # Only what is about functions of the C library.
    "gcc.dg": (C_DEFAULT, []),
}
LIBRARY_FUNCTIONS = (
    "builtin", "str", "mem", "printf", "fprintf", "sprintf", "format",
    "setjmp", "alloca", "vla", "torture", "c11-", "c99-", "fltconst", "float",
    "nan", "isinf", "signbit", "complex", "cleanup", "pthread", "nest")
GCC_SAMPLE = 12
# libstdcxx: every n-th program of a folder, in a normal run and with --long;
# of the first folder that the name begins with.
STEPS = {
    "30_threads": (40, 4), "27_io/filesystem": (30, 4), "27_io": (150, 20),
    "experimental/filesystem": (96, 12), "": (400, 60),
}
NOT_TESTS = ("performance/", "util/", "libstdc++", "config/", "lib/", "data/")
UTILITIES = ("testsuite_hooks", "testsuite_allocator", "testsuite_character")


def source_folder(settings):
    """ZVM_GCC_SOURCE, the toolchain build's unpacked source, or unpacked from
    the pinned package on the first run."""
    given = os.environ.get("ZVM_GCC_SOURCE")
    if given:
        return Path(given)
    unpacked = settings.build / "toolchain" / "src" / "gcc"
    if (unpacked / "libstdc++-v3" / "testsuite").is_dir():
        return unpacked
    folder = settings.build / "tests" / "gcc-suites-source"
    if not (folder / ".complete").exists():
        subprocess.run([str(settings.root / "tests/suites/gcc/unpack.sh"),
                        str(folder)], check=True)
    return folder


def expected_failures(settings, ring):
    """{name: reason}; a line is NAME REASON."""
    found = {}
    path = settings.tests / "suites" / ring / "expected-failures.txt"
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            fields = line.split(None, 1)
            if len(fields) != 2:
                raise ValueError(f"{path}:{number}: expected NAME REASON")
            found[fields[0]] = fields[1]
    return found


def gcc_tasks(settings):
    if not (settings.tests / "suites" / "gcc").is_dir():
        return [], []
    suite = source_folder(settings) / "gcc" / "testsuite"
    expected = expected_failures(settings, "gcc")
    work = core.fresh(settings.build / "tests" / "gcc")
    found = []
    for folder, (default, level) in GCC_FOLDERS.items():
        for source in sorted([*(suite / folder).glob("*.c"),
                              *(suite / folder).glob("*.C")]):
            text = source.read_text("latin-1")
            if "dg-do run" in text and (
                    folder != "gcc.dg" or
                    source.name.startswith(LIBRARY_FUNCTIONS)):
                found.append((f"{folder}/{source.name}", source, text,
                              default, level))
    known(expected, [name for name, *_ in found])
    made = []
    for name, source, text, default, level in chosen(
            settings, found, lambda name: GCC_SAMPLE):
        if not settings.wants("gcc", name):
            continue

        def go(name=name, source=source, text=text, default=default,
               level=level):
            plan = dejagnu.run_plan(text, level, default, False)
            compiler = "zvm-gcc" if source.suffix == ".c" else "zvm-g++"
            return [one(settings, "gcc", name, source, plan, compiler, [],
                        [], work, expected, os.path.dirname(name))]
        made.append(("gcc", name, go))
    return [settings.tool(t) for t in ("zvm-gcc", "zvm-g++", "zvm-run")], made


def libstdcxx_tasks(settings):
    if not (settings.tests / "suites" / "libstdcxx").is_dir():
        return [], []
    suite = source_folder(settings) / "libstdc++-v3" / "testsuite"
    expected = expected_failures(settings, "libstdcxx")
    work = core.fresh(settings.build / "tests" / "libstdcxx")
    found = []
    for source in sorted(suite.rglob("*.cc")):
        name = str(source.relative_to(suite))
        text = source.read_text("latin-1")
        if name.startswith(NOT_TESTS) or "dg-error" in text:
            continue
        plan = dejagnu.run_plan(text, ["-O0"], [], True)
        if plan.without != "not a test that runs":
            found.append((name, source, plan))
    known(expected, [name for name, *_ in found])
    picked = [entry for entry in chosen(settings, found, step_of)
              if settings.wants("libstdcxx", entry[0])]
    tools = [settings.tool(t) for t in ("zvm-g++", "zvm-run", "zvm-pack")]
    if not picked:
        return tools, []
    objects, image = prepare(settings, suite, work)
    made = []
    for name, source, plan in picked:
        def go(name=name, source=source, plan=plan):
            return [one(settings, "libstdcxx", name, source, plan, "zvm-g++",
                        [f"-I{suite / 'util'}", "-D_GLIBCXX_ASSERT", *objects],
                        ["--root", image], work, expected, name.split("/")[0])]
        made.append(("libstdcxx", name, go))
    return tools, made


def prepare(settings, suite, work):
    """What every program is linked with, and the image with its files."""
    env = core.environment(settings)
    objects = []
    for name in UTILITIES:
        objects.append(str(work / f"{name}.o"))
        # Each program takes what it calls, not semaphores between processes.
        subprocess.run([settings.tool("zvm-g++"), "-O0", "-w", "-c",
                        "-ffunction-sections", f"-I{suite / 'util'}",
                        str(suite / f"util/{name}.cc"), "-o", objects[-1]],
                       check=True, env=env)
    image = str(work / "data.tar")
    subprocess.run([settings.tool("zvm-pack"), "-q", str(suite / "data"),
                    "-o", image], check=True, env=env)
    return objects, image


def known(expected, names):
    gone = sorted(set(expected) - set(names))
    if gone:
        raise ValueError(f"listed, but not in the suite: {' '.join(gone)}")


def step_of(name):
    return next(steps for beginning, steps in STEPS.items()
                if name.startswith(beginning))


def chosen(settings, found, steps):
    """Every n-th of those that have the same n; a filter chooses from all."""
    if settings.filter is not None:
        return found
    long = settings.mode == "long"
    seen, picked = Counter(), []
    for entry in found:
        step = steps(entry[0])
        n = step[long] if isinstance(step, tuple) else 1 if long else step
        if seen[step] % n == 0:
            picked.append(entry)
        seen[step] += 1
    return picked


def one(settings, ring, name, source, plan, compiler, more, options, work,
        expected, group):
    def result(status, detail="", command=""):
        return core.Result(ring, name, status, detail,
                           command.replace(f"{settings.root}/", ""), group)

    if plan.without:
        return result(core.SKIP, f"left out: {' '.join(plan.without.split())}")
    place = core.fresh(work / name.replace("/", "_"))
    program = place / "program"
    build = [settings.tool(compiler), "-w", f"-I{source.parent}", str(source),
             *(str(source.parent / s) for s in plan.sources), *plan.flags,
             *more, "-o", str(program), *plan.flags, "-lm"]
    launch = [settings.tool("zvm-run"), "--timeout", str(RUN_TIMEOUT), *options,
              str(program)]
    command = core.quoted(*build) + " && " + core.quoted(*launch)
    failure = attempt(settings, place, build, launch, plan.fails)
    why = expected.get(name) or (
        "the suite expects it for this target too" if plan.known else None)
    if failure and why:
        status, detail = core.SKIP, f"expected failure: {why}"
    elif failure:
        return result(core.FAIL, failure, command)
    elif name in expected:
        return result(core.FAIL, "it passes, but expected-failures.txt says "
                      f"it fails ({why}): remove that line", command)
    else:
        status, detail = core.PASS, ""
    core.shutil.rmtree(place)
    return result(status, detail, command)


def attempt(settings, place, build, launch, fails):
    """None when the program compiles and ends as it should, else what
    happened."""
    env = core.environment(settings)
    outcome = core.run(build, cwd=place, env=env, timeout=COMPILE_TIMEOUT)
    if outcome.code:
        return f"{core.tail(outcome.text())}\nzvm-gcc: exit {outcome.code}"
    outcome = core.run(launch, cwd=place, env=env, timeout=RUN_TIMEOUT + 60)
    if bool(outcome.code) != fails:
        return f"{core.tail(outcome.text())}\nzvm-run: exit {outcome.code}"
    return None


def table(settings, results, ring, title):
    """docs/results/RING.md: counts, and every reason."""
    results = sorted((r for r in results if r.ring == ring and r.group),
                     key=lambda r: (r.group, r.name))
    lines = [
        f"# {title} in the sandbox", "",
        f"Command: `tests/run --long {ring}`. Programs of the pinned GCC "
        "source, built by `zvm-gcc` or", "`zvm-g++`, run by `zvm-run`; "
        "`tests/harness/gcc_suites.py` says which.", "",
        "| folder | programs | passed | left out | expected failures | failed |",
        "|---|--:|--:|--:|--:|--:|"]
    for group in [*dict.fromkeys(r.group for r in results), "all"]:
        mine = [r for r in results if group in ("all", r.group)]
        passed = sum(r.status == core.PASS for r in mine)
        failed = sum(r.status == core.FAIL for r in mine)
        left = sum(r.detail.startswith("left out: ") for r in mine)
        expected = len(mine) - passed - failed - left
        lines.append(f"| {group} | {len(mine)} | {passed} | {left} | "
                     f"{expected} | {failed} |")
    for heading, beginning in (("Expected to fail", "expected failure: "),
                               ("Left out", "left out: ")):
        reasons = {}
        for r in results:
            if r.detail.startswith(beginning):
                reasons.setdefault(r.detail[len(beginning):], []).append(r.name)
        lines += ["", f"## {heading}", "", "| reason | programs |", "|---|---|"]
        for reason, names in sorted(reasons.items()):
            shown = ", ".join(names[:6]) + (
                f" and {len(names) - 6} more" if len(names) > 6 else "")
            lines.append(f"| {reason.replace('|', '/')} | {shown} |")
    bad = [r for r in results if r.status == core.FAIL]
    if bad:
        lines += ["", "## Failed", ""]
        lines += [f"- {r.name}: {r.detail.splitlines()[-1]}" for r in bad]
    path = settings.root / "docs" / "results" / f"{ring}.md"
    path.write_text("\n".join(lines) + "\n")
