# SPDX-License-Identifier: Apache-2.0
"""Programs that speak TAP: the unit ring's executables and Bats files."""

import re

from . import core

LINE = re.compile(r"^(not )?ok (\d+)(?: - | )?(.*)$")
PLAN = re.compile(r"^1\.\.(\d+)")
SKIPPED = re.compile(r"^(.*?) ?# skip\b:? ?(.*)$", re.IGNORECASE)


def parse(ring, name, outcome, command):
    """Results of one TAP stream. Everything odd is a failure: no plan, a plan
    that does not match, an exit status that does not fit what was said."""
    results, plan = [], None
    lines = outcome.text().splitlines()
    for at, line in enumerate(lines):
        if match := PLAN.match(line):
            plan = int(match[1])
        elif match := LINE.match(line):
            results.append(one(ring, name, match, command))
            if results[-1].status == core.FAIL and not results[-1].detail:
                results[-1].detail = notes(lines, at)

    def broken(why):
        results.append(core.Result(
            ring, f"{name} (whole)", core.FAIL,
            f"{core.tail(outcome.text())}\n{why}", command))

    failed = any(r.status == core.FAIL for r in results)
    if plan is None:
        broken("it printed no TAP plan")
    elif plan != len(results):
        broken(f"it planned {plan} tests but reported {len(results)}")
    elif plan == 0:
        broken("it holds no test")
    elif bool(outcome.code) != failed:
        broken(f"its exit status {outcome.code} does not fit its TAP lines")
    return results


def notes(lines, at):
    """What was printed about the test at that line: our C tests say it before
    the verdict, Bats after it."""
    first = last = at
    while first > 0 and not LINE.match(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and not LINE.match(lines[last + 1]):
        last += 1
    before, after = lines[first:at], lines[at + 1:last + 1]
    half = core.TAIL_LINES // 2
    return "\n".join(before[-half:] + after[:2 * half])


def one(ring, name, match, command):
    failed, number, title = match[1], match[2], match[3].strip()
    if skip := SKIPPED.match(title):
        title, reason = skip[1], skip[2].strip()
        if not reason:
            return core.Result(ring, f"{name}: {title}", core.FAIL,
                               "skipped without a reason", command)
        return core.Result(ring, f"{name}: {title}", core.SKIP, reason, command)
    status = core.FAIL if failed else core.PASS
    return core.Result(ring, f"{name}: {title or number}", status, "", command)
