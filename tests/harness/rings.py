# SPDX-License-Identifier: Apache-2.0
"""The rings that run ready-made tests: unit, lit, bats.

Each function gives (tools, tasks): the tools that must exist, and
(ring, name, task) triples.
"""

import json
import os

from . import core, tap

# No single unit or Bats file may take longer than this, however slow the host.
FILE_TIMEOUT = 900


def unit(settings):
    folder = settings.build / "tests" / "unit"

    def task(program):
        def go():
            outcome = core.run([str(program)], cwd=settings.root,
                               env=core.environment(settings),
                               timeout=FILE_TIMEOUT)
            return tap.parse("unit", program.name, outcome,
                             settings.shown(program))
        return go

    programs = [p for p in sorted(folder.glob("*"))
                if p.is_file() and os.access(p, os.X_OK)]
    return [], [("unit", p.name, task(p)) for p in programs
                if settings.wants("unit", p.name)]


LIT_STATUS = {"PASS": core.PASS, "XFAIL": core.SKIP, "UNSUPPORTED": core.SKIP}


def lit(settings):
    suite = settings.tests / "lit"
    work = settings.build / "tests" / "lit"

    def go():
        work.mkdir(parents=True, exist_ok=True)
        answer = work / "results.json"
        answer.unlink(missing_ok=True)
        command = ["python3", str(settings.lit), "-q", "-j", str(settings.jobs),
                   "--output", str(answer), "--no-progress-bar", str(suite)]
        env = core.environment(settings, ZVM_LIT_WORK=str(work),
                               ZVM_LLVM=str(settings.llvm))
        outcome = core.run(command, cwd=settings.root, env=env,
                           timeout=FILE_TIMEOUT)
        if not answer.exists():
            return [core.Result("lit", "(whole)", core.FAIL, outcome.text(),
                                core.quoted(*command))]
        return [result(test) for test in json.loads(answer.read_text())["tests"]]

    def result(test):
        name = test["name"].split(" :: ", 1)[-1]
        status = LIT_STATUS.get(test["code"], core.FAIL)
        detail = {core.PASS: "", core.FAIL: test["output"],
                  core.SKIP: f"{test['code']}: {test['output'].strip()}"
                  }[status]
        again = (f"ZVM_SDK={settings.sdk} {settings.lit} -v "
                 f"{settings.shown(suite / name)}")
        return core.Result("lit", name, status, detail, again)

    tools = [settings.lit, settings.llvm / "FileCheck", settings.llvm / "not",
             settings.llvm / "count"]
    tools += [settings.tool(t) for t in ("zvm-gcc", "zvm-as", "zvm-objdump",
                                         "zvm-validate", "zvm-run")]
    return tools, [("lit", "(whole)", go)]


def bats(settings):
    folder = settings.tests / "bats"

    def task(file):
        def go():
            command = ["bats", "--formatter", "tap", str(file)]
            if settings.mode == "fast":
                command[1:1] = ["--filter-tags", "!slow"]
            outcome = core.run(command, cwd=settings.root,
                               env=core.environment(settings),
                               timeout=FILE_TIMEOUT)
            again = f"ZVM_SDK={settings.sdk} bats {settings.shown(file)}"
            return tap.parse("bats", file.name, outcome, again)
        return go

    def all_slow(file):
        text = file.read_text()
        return "# bats file_tags=" in text and "slow" in text.split(
            "# bats file_tags=", 1)[1].splitlines()[0]

    # Those that take long start first, so that no core waits at the end.
    files = sorted(folder.glob("*.bats"),
                   key=lambda f: ("tags=slow" not in f.read_text(), f.name))
    return ["bats"], [("bats", f.name, task(f)) for f in files
                      if settings.wants("bats", f.name)
                      and not (settings.mode == "fast" and all_slow(f))]
