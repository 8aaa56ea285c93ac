# SPDX-License-Identifier: Apache-2.0
"""The torture ring: GCC's own gcc.c-torture/execute, run confined.

The programs come from the GCC source that the toolchain was built from; they
are not part of this tree. A program passes when it compiles, is accepted by
the validator and exits with 0. What is known to fail stands in
torture/expected-failures.txt, and passing in spite of that is a failure too.
"""

import os
import subprocess
from pathlib import Path

from . import core, dejagnu

CHECK_LEVELS = ["-O0", "-O2", "-O3"]
LONG_LEVELS = ["-O0", "-O1", "-O2", "-O3", "-Os", "-O3 -g -funroll-loops",
               "-O2 -flto"]

# Subfolder: the flags that its .exp file adds.
SUITES = {
    "": [],
    "ieee": ["-fno-inline"],
    "builtins": ["-fno-tree-dse", "-fno-tree-loop-distribute-patterns",
                 "-fno-tracer", "-fno-ipa-ra", "-fno-inline-functions",
                 "-Wl,--allow-multiple-definition"],
}
COMPILE_TIMEOUT = 300
RUN_TIMEOUT = 60  # the slowest program takes about a second


def source_folder(settings):
    """gcc.c-torture/execute: ZVM_GCC_SOURCE, the toolchain build's unpacked
    source, or unpacked from the pinned package on the first run."""
    inside = "gcc/testsuite/gcc.c-torture"
    given = os.environ.get("ZVM_GCC_SOURCE")
    if given:
        return Path(given) / inside / "execute"
    unpacked = settings.build / "toolchain" / "src" / "gcc" / inside / "execute"
    if unpacked.is_dir():
        return unpacked
    folder = settings.build / "tests" / "gcc-testsuite"
    if not (folder / ".complete").exists():
        script = settings.root / "tests" / "torture" / "unpack.sh"
        subprocess.run([str(script), str(folder)], check=True)
    return folder / inside / "execute"


def expected_failures(settings):
    """{(file, level or "*"): reason}; a line is FILE LEVEL[,LEVEL...] REASON,
    a level with blanks in it is written with underscores."""
    listed = {}
    path = settings.tests / "torture" / "expected-failures.txt"
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split(None, 2)
        if len(fields) != 3:
            raise ValueError(f"{path}:{number}: expected FILE LEVELS REASON")
        for level in fields[1].split(","):
            listed[fields[0], level.replace("_", " ")] = fields[2]
    return listed


def tasks(settings):
    folder = source_folder(settings)
    listed = expected_failures(settings)
    levels = LONG_LEVELS if settings.mode == "long" else CHECK_LEVELS
    work = core.fresh(settings.build / "tests" / "torture")
    made, known = [], set()
    for suite, flags in SUITES.items():
        for source in sorted((folder / suite).glob("*.c")):
            if suite == "builtins" and source.stem.endswith("-lib"):
                continue
            name = os.path.join(suite, source.name)
            known.add(name)
            if settings.wants("torture", name):
                made.append(("torture", name, one(
                    settings, source, suite, name, flags, levels, listed,
                    work)))
    gone = sorted({name for name, _ in listed} - known)
    if gone:
        raise ValueError("expected-failures.txt lists programs that do not "
                         f"exist: {' '.join(gone)}")
    return [settings.tool("zvm-gcc"), settings.tool("zvm-run")], made


def one(settings, source, suite, name, flags, levels, listed, work):
    text = source.read_text(errors="replace")
    driver = source.with_suffix(".x")
    if driver.exists():
        flags = flags + dejagnu.driver_flags(driver.read_text())
    sources = [str(source)]
    if suite == "builtins":
        sources += [str(source.with_name(source.stem + "-lib.c")),
                    str(source.parent / "lib" / "main.c")]

    def at(level):
        title = f"{name} {level}"
        group = f"{suite or 'execute'} {level}"
        more, reason = dejagnu.plan(text, level.split())
        if "-flto" in level and suite == "builtins":
            reason = "the suite excludes it: overrides built-ins, not for LTO"
        if reason:
            return core.Result("torture", title, core.SKIP, reason,
                               group=group)
        place = core.fresh(work / title.replace("/", "_").replace(" ", "_"))
        program = place / "program"
        build = [settings.tool("zvm-gcc"), "-w", *level.split(), *flags, *more,
                 *sources, "-o", str(program), "-lm"]
        launch = [settings.tool("zvm-run"), str(program)]
        command = core.quoted(*build) + " && " + core.quoted(*launch)
        failure = attempt(settings, place, build, launch)
        why = listed.get((name, level)) or listed.get((name, "*"))
        status, detail = core.PASS, ""
        if failure and why:
            status, detail = core.SKIP, f"expected failure: {why}"
        elif failure:
            status, detail = core.FAIL, failure
        elif why:
            status = core.FAIL
            detail = ("it passes, but expected-failures.txt says it fails "
                      f"({why}): remove that line")
        if status != core.FAIL:
            core.shutil.rmtree(place)
        return core.Result("torture", title, status, detail,
                           command.replace(f"{settings.root}/", ""), group)

    return lambda: [at(level) for level in levels]


def attempt(settings, place, build, launch):
    """None when the program compiles and exits with 0, else what happened."""
    env = core.environment(settings)
    outcome = core.run(build, cwd=place, env=env, timeout=COMPILE_TIMEOUT)
    if outcome.code:
        return f"{core.tail(outcome.text())}\nzvm-gcc: exit {outcome.code}"
    outcome = core.run(launch, cwd=place, env=env, timeout=RUN_TIMEOUT)
    if outcome.code:
        return f"{core.tail(outcome.text())}\nzvm-run: exit {outcome.code}"
    return None


def table(settings, results):
    """docs/results/torture.md: counts only, so that a run which changes
    nothing leaves the file as it was."""
    results = [r for r in results if r.ring == "torture" and r.group]
    lines = [
        "# GCC's execution torture suite in the sandbox", "",
        "Command: `make check-long` (`tests/run --long torture` for this "
        "table alone). Programs of", "gcc.c-torture/execute from the pinned "
        "GCC source, built by `zvm-gcc`, run by `zvm-run`.", "",
        "| programs | options | total | passed | expected failures | left out "
        "| failed | share passed |", "|---|---|--:|--:|--:|--:|--:|--:|"]
    for group in dict.fromkeys(r.group for r in results):
        mine = [r for r in results if r.group == group]
        passed = sum(r.status == core.PASS for r in mine)
        expected = sum(r.status == core.SKIP and
                       r.detail.startswith("expected") for r in mine)
        left = sum(r.status == core.SKIP for r in mine) - expected
        failed = len(mine) - passed - expected - left
        suite, level = group.split(" ", 1)
        lines.append(
            f"| {suite} | `{level}` | {len(mine)} | {passed} | {expected} | "
            f"{left} | {failed} | {100 * passed / len(mine):.2f} % |")
    reasons = {}
    for r in results:
        if r.status == core.SKIP:
            name, level = r.name.split(" ", 1)
            reasons.setdefault((name, r.detail), []).append(level)
    lines += ["", "Share passed counts every program of the suite. Those that "
              "did not pass:", "", "| program | options | reason |",
              "|---|---|---|"]
    every = len({r.group.split(" ", 1)[1] for r in results})
    for (name, reason), levels in sorted(reasons.items()):
        shown = "all" if len(levels) == every else ", ".join(
            f"`{level}`" for level in levels)
        lines.append(f"| {name} | {shown} | {reason} |")
    folder = settings.tests.parent / "docs" / "results"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "torture.md").write_text("\n".join(lines) + "\n")
