# SPDX-License-Identifier: Apache-2.0
"""The guest ring: C and C++ programs that check themselves, run confined.

tests/guest/NAME.c or NAME.cc is compiled at -O0 and -O2, validated, and run
by zvm-run in a folder of its own; it passes when it exits with 0 (or EXIT) and
prints NAME.out, where that file exists. Comments in its first lines may say

  FLAGS: ...      more compiler flags, for both compilers
  LIBS: ...       flags that stand after the source
  STDIN: FILE     standard input, a file of tests/guest
  ARGS: ...       the program's arguments
  EXIT: N         the exit status to expect instead of 0
  ALSO: N ...     run it again with these arguments, expecting exit status N
  RUN: ...        zvm-run options
  NATIVE          also compile with the host's compiler; must do the same
  NATIVE root     the same, but it must be root there
"""

import os
import re
import shlex

from . import core

DIRECTIVE = re.compile(
    r"^(?://|/\*|\*|\s)*\s*(FLAGS|LIBS|STDIN|ARGS|EXIT|ALSO|RUN):\s*(.*?)\s*(?:\*/)?$")
NATIVE = re.compile(r"^(?://|/\*|\*|\s)*\s*NATIVE\b( root\b)?")
HEAD_LINES = 20
RUN_TIMEOUT = 60


def directives(source):
    found = {"NATIVE": False, "ALSO": []}
    for line in source.read_text().splitlines()[:HEAD_LINES]:
        if match := DIRECTIVE.match(line):
            if match[1] == "ALSO":
                found["ALSO"].append(shlex.split(match[2]))
            else:
                found[match[1]] = shlex.split(match[2])
        elif match := NATIVE.match(line):
            found["NATIVE"] = True
            found["root"] = bool(match[1])
    return found


def tasks(settings):
    folder = settings.tests / "guest"
    levels = ["-O2"] if settings.mode == "fast" else ["-O0", "-O2"]
    sources = sorted([*folder.glob("*.c"), *folder.glob("*.cc")])
    made = []
    for source in sources:
        said = directives(source)
        kinds = [("zvm", level) for level in levels]
        if said["NATIVE"]:
            kinds.append(("native", "-O2"))
        for kind, level in kinds:
            name = f"{source.name} {level}" + (
                " native" if kind == "native" else "")
            if settings.wants("guest", name):
                made.append(("guest", name, one(
                    settings, source, said, kind, level, name)))
    tools = [settings.tool(t) for t in
             ("zvm-gcc", "zvm-g++", "zvm-validate", "zvm-run")]
    return tools, made


def one(settings, source, said, kind, level, name):
    work = settings.build / "tests" / "guest" / re.sub(r"[^\w.-]+", "_", name)
    program = work / source.stem
    native = kind == "native"
    compiler = ({".c": "gcc", ".cc": "g++"} if native else
                {".c": settings.tool("zvm-gcc"), ".cc": settings.tool("zvm-g++")}
                )[source.suffix]
    build = [compiler, level, "-Wall", "-Wextra", "-Werror",
             *said.get("FLAGS", []), str(source), "-o", str(program),
             *said.get("LIBS", [])]
    launch = [] if native else [settings.tool("zvm-run"), *said.get("RUN", [])]
    # (stage, command, time limit, exit status to expect)
    steps = [("compile", build, 300, 0)]
    if not native:
        steps.append(("validate",
                      [settings.tool("zvm-validate"), str(program)], 60, 0))
    for status, *words in said["ALSO"]:
        steps.append(("run", [*launch, str(program), *words], RUN_TIMEOUT,
                      int(status)))
    steps.append(("run", [*launch, str(program), *said.get("ARGS", [])],
                  RUN_TIMEOUT, int(said.get("EXIT", [0])[0])))
    stdin = source.parent / said["STDIN"][0] if "STDIN" in said else None
    expected = source.with_suffix(".out")

    def go():
        if native and said["root"] and os.geteuid() != 0:
            return [core.Result("guest", name, core.SKIP,
                                "must be root on the host")]
        core.fresh(work)
        env = core.environment(settings)
        command = " && ".join(core.quoted(*words) for _, words, _, _ in steps)
        if stdin:
            command += f" <{core.quoted(stdin)}"
        command = command.replace(f"{settings.root}/", "")
        for stage, words, timeout, expected_code in steps:
            outcome = core.run(words, cwd=work, env=env, timeout=timeout,
                               stdin=stdin if stage == "run" else None)
            if outcome.code != expected_code:
                return [core.Result(
                    "guest", name, core.FAIL, f"{core.tail(outcome.text())}\n"
                    f"{stage} gave exit status {outcome.code}, expected "
                    f"{expected_code}", command)]
        if expected.exists() and outcome.out != expected.read_bytes():
            return [core.Result(
                "guest", name, core.FAIL,
                difference(expected.read_bytes(), outcome.out), command)]
        program.unlink()
        return [core.Result("guest", name, core.PASS)]

    return go


def difference(expected, got):
    for number, (want, have) in enumerate(
            zip(expected.splitlines(), got.splitlines()), 1):
        if want != have:
            return (f"output line {number} differs\nexpected: "
                    f"{want[:300]!r}\ngot:      {have[:300]!r}")
    return (f"output has {len(got)} bytes, expected {len(expected)}; the "
            "shorter is a prefix of the longer")
