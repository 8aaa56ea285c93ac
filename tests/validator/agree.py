#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two implementations of the code rules, over the same programs.

    agree.py VALIDATE COPIES SEED PROGRAM...

Of each program, and of COPIES mutated ones (flipped bits, spliced bundles,
retargeted branches), zvm-validate and second_opinion.py must refuse the same
bundles. TAP on stdout; the same seed gives the same mutations.
"""

import json
import random
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import second_opinion
from second_opinion import BUNDLE

TEXT_BASE = 0x20000
HARMS = 200  # mutations in one copy


def text_of(program):
    """(offset, size) of the executable segment."""
    table, = struct.unpack_from("<I", program, 28)
    size, count = struct.unpack_from("<HH", program, 42)
    for number in range(count):
        kind, offset, _, _, length, _, flags, _ = struct.unpack_from(
            "<8I", program, table + number * size)
        if kind == 1 and flags & 1:
            return offset, length
    raise ValueError("no text")


def mutate(text, chance):
    text = bytearray(text)
    for _ in range(HARMS):
        at = chance.randrange(len(text))
        kind = chance.randrange(4)
        if kind == 0:
            text[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            text[at] = chance.choice(b"\x67\x66\xf2\xf3\x48\x41\x0f\xc3\xe9\xff")
        elif kind == 2:
            source = chance.randrange(len(text) // BUNDLE) * BUNDLE
            start = at // BUNDLE * BUNDLE
            text[start:start + BUNDLE] = text[source:source + BUNDLE]
        else:
            retarget(text, at, chance)
    return bytes(text)


def retarget(text, at, chance):
    """The next thing that looks like a call or jmp goes somewhere near."""
    while at + 5 <= len(text) and text[at] not in b"\xe8\xe9":
        at += 1
    if at + 5 <= len(text):
        distance, = struct.unpack_from("<i", text, at + 1)
        distance += chance.choice((-32, -5, -1, 1, 3, 8, 32))
        text[at + 1:at + 5] = struct.pack(
            "<I", distance & 0xFFFFFFFF)


def first_opinion(validate, program):
    """{bundle: (rule, target or None)} of the first refusals."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(program)
        file.flush()
        run = subprocess.run([validate, "--json", "--max=0", file.name],
                             capture_output=True, text=True)
    report = json.loads(run.stdout)["files"][0]
    if "elf" in report:
        raise ValueError(report["elf"])
    found = {}
    for refusal in report.get("refusals", ()):
        found.setdefault(refusal["address"] // BUNDLE,
                         (refusal["rule"], refusal.get("target")))
    return found


def compare(validate, program, slots):
    """(bundles refused by both, differences, same rule)."""
    offset, size = text_of(program)
    text = program[offset:offset + size]
    theirs = first_opinion(validate, program)
    mine, branches = {}, {}
    for address, rule, shown, target in second_opinion.violations(
            text, TEXT_BASE, slots):
        if rule == "direct" and target is not None:
            branches.setdefault(address // BUNDLE, (target, address, shown))
        else:
            mine.setdefault(address // BUNDLE, (rule, address, shown))
    broken = mine.keys() | {
        b for b, (rule, _) in theirs.items() if rule != "direct"}
    for bundle, (target, address, shown) in branches.items():
        mine.setdefault(bundle, ("direct", address, shown))
    # Where instructions start in a bundle that is refused is open, and so is
    # what becomes of a branch that goes there.
    neutral = {b for b, (target, _, _) in branches.items()
               if target // BUNDLE in broken}
    neutral |= {b for b, (rule, target) in theirs.items()
                if rule == "direct" and target and target // BUNDLE in broken}
    differences = [f"only the first refuses {b * BUNDLE:#x} ({theirs[b][0]}): "
                   f"{text[b * BUNDLE - TEXT_BASE:][:BUNDLE].hex()}"
                   for b in sorted(theirs.keys() - mine.keys() - neutral)]
    differences += [f"only the second refuses {mine[b][1]:#x}: {mine[b]}"
                    for b in sorted(mine.keys() - theirs.keys() - neutral)]
    both = theirs.keys() & mine.keys()
    same = sum(theirs[b][0] == mine[b][0] for b in both)
    return len(both), differences, same


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    validate, copies, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    slots = second_opinion.gate_slots(
        (Path(__file__).resolve().parents[2] / "zrt/abi/gate.def").read_text())
    chance, number, failed = random.Random(seed), 0, 0
    total = same_total = 0
    for path in sys.argv[4:]:
        program = Path(path).read_bytes()
        offset, size = text_of(program)
        for copy in range(copies + 1):
            text = program[offset:offset + size]
            if copy:
                text = mutate(text, chance)
            both, differences, same = compare(
                validate, program[:offset] + text + program[offset + size:],
                slots)
            if not copy and both:
                differences.append("the program itself is refused")
            total, same_total = total + both, same_total + same
            number += 1
            failed += bool(differences)
            what = f"copy {copy}: {both} bundles refused" if copy else "as it is"
            print(f"{'not ' if differences else ''}ok {number} - "
                  f"{Path(path).name}, {what}")
            for line in differences[:5]:
                print(f"# {line}")
    print(f"# {total} bundles refused by both, {same_total} for the same rule")
    print(f"1..{number}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
