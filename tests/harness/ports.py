# SPDX-License-Identifier: Apache-2.0
"""The ports ring: programs of others, built by ports/build, and their tests.

One task a port: build it (from the cache when nothing changed), then run the
tests of its recipe, each in a fresh copy of what the port laid aside for
them. The normal run leaves out ports and tests that are marked long.
"""

import shutil
import sys

from . import core, tap


def tasks(settings):
    sys.path.insert(0, str(settings.root / "ports"))
    from portlib import builder, recipe

    make = builder.Builder(settings.root, settings.build, settings.sdk,
                           settings.jobs, say=lambda text: None)
    made = []
    for name, port in recipe.load_all(settings.root / "ports").items():
        if port.long and settings.mode != "long":
            continue
        if settings.mode == "fast" or not settings.wants("ports", name):
            continue
        made.append(("ports", name, lambda port=port: one(
            settings, make, port, recipe.Problem)))
    return [settings.tool(t) for t in ("zvm-gcc", "zvm-run")], made


def one(settings, make, port, problem):
    again = f"ports/build --again {port.name}"
    try:
        make.build(port.name)
    except problem as error:
        return [core.Result("ports", f"{port.name}: build", core.FAIL,
                            str(error), again)]
    results = [core.Result("ports", f"{port.name}: build", core.PASS, "",
                           again)]
    for number, test in enumerate(port.tests):
        if not test.long or settings.mode == "long":
            results += attempt(settings, make, port, number, test)
    return results


def attempt(settings, make, port, number, test):
    name = f"{port.name}: {test.name}"
    again = f"tests/run ports --filter 'ports/{port.name}'"
    place = settings.build / "tests" / "ports" / f"{port.name}-{number}"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(make.out(port.name) / "tests", place, symlinks=True)
    outcome = core.run(["bash", "-eu", "-o", "pipefail", "-c", test.run],
                       cwd=place, env=make.environment(port),
                       timeout=test.timeout)
    if test.tap:
        return tap.parse("ports", port.name, outcome, again)
    status = core.PASS if outcome.code == 0 else core.FAIL
    if status == core.PASS:
        shutil.rmtree(place)
    detail = outcome.text()
    if status == core.FAIL:
        detail += f"\nexit status {outcome.code}, in {place}"
    return [core.Result("ports", name, status, detail, again,
                        group=port.name)]


def table(settings, results):
    """docs/results/ports.md: what each test counted, without times."""
    sys.path.insert(0, str(settings.root / "ports"))
    from portlib import recipe

    results = [r for r in results if r.ring == "ports"]
    lines = [
        "# Ports: their tests in the sandbox", "",
        "Command: `make check-long` (`tests/run --long ports` for this table "
        "alone). Built by", "`ports/build` from Debian's sources; what a test "
        "counted stands in the last column.", "",
        "| port | version | test | result | counted |", "|---|---|---|---|---|"]
    for name, port in recipe.load_all(settings.root / "ports").items():
        for r in results:
            if r.name.startswith(name + ": ") and r.name != f"{name}: build":
                lines.append(f"| {name} | {port.version} | "
                             f"{r.name.removeprefix(name + ': ')} | {r.status} "
                             f"| {counted(r)} |")
    text = "\n".join(lines) + "\n"
    (settings.root / "docs" / "results" / "ports.md").write_text(text)


def counted(result):
    """The lines that a test marks with `counted:`; reasons of skips."""
    if result.status == core.SKIP:
        return result.detail
    return "; ".join(line.removeprefix("counted: ").strip()
                     for line in result.detail.splitlines()
                     if line.startswith("counted: "))
