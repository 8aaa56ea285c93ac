#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Two implementations of the code rules, over the same programs.

    agree.py VALIDATE COPIES SEED PROGRAM...

Of each program, and of COPIES mutated ones (flipped bits, spliced bundles,
retargeted branches), zvm-validate and second_opinion.py must refuse the same
bundles. A file that is no ELF is a list of programs, a path a line. TAP on
stdout; the same seed gives the same mutations.
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


def text_place(program):
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
    """A mutation in every twelfth bundle or so."""
    text = bytearray(text)
    for _ in range(max(len(text) // BUNDLE // 12, 1)):
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
        text[at + 1:at + 5] = struct.pack("<I", distance & 0xFFFFFFFF)


def first_opinion(validate, path):
    """[(address, rule, target or None)]."""
    run = subprocess.run([validate, "--json", "--max=0", path],
                         capture_output=True, text=True)
    report = json.loads(run.stdout)["files"][0]
    if "elf" in report:
        raise ValueError(report["elf"])
    return [(refusal["address"], refusal["rule"], refusal.get("target"))
            for refusal in report.get("refusals", ())]


def by_bundle(findings):
    bundles = {}
    for address, rule, target in findings:
        bundles.setdefault(address // BUNDLE, []).append((rule, target))
    return bundles


def compare(validate, path):
    """(instructions, bundles refused by both, those for a common rule, differences)."""
    text, base, register, v2 = second_opinion.text_of(path)
    theirs = by_bundle(first_opinion(validate, path))
    findings, instructions = second_opinion.judge(text, base, register, v2)
    mine = by_bundle(findings)
    # Where instructions start in a bundle that is refused is open, and so is
    # what becomes of a branch that goes there.
    broken = {bundle for found in (mine, theirs) for bundle, why in found.items()
              if any(rule != "direct" for rule, _ in why)}
    differences = []
    for bundle in sorted(mine.keys() ^ theirs.keys()):
        why = mine.get(bundle) or theirs[bundle]
        if all(target and target // BUNDLE in broken for _, target in why):
            continue
        at = bundle * BUNDLE - base
        differences.append(f"only the {'second' if bundle in mine else 'first'} refuses "
                           f"{bundle * BUNDLE:#x} {text[at:at + BUNDLE].hex()}: {why}")
    both = mine.keys() & theirs.keys()
    same = sum(bool({rule for rule, _ in mine[bundle]} & {rule for rule, _ in theirs[bundle]})
               for bundle in both)
    return instructions, len(both), same, differences


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    validate, copies, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    chance, number, failed = random.Random(seed), 0, 0
    read = total = same_total = 0
    programs = []
    for path in map(Path, sys.argv[4:]):
        elf = path.read_bytes()[:4] == b"\x7fELF"
        programs += [path] if elf else map(Path, path.read_text().split())
    for path in programs:
        program = path.read_bytes()
        offset, size = text_place(program)
        for copy in range(copies + 1):
            text = program[offset:offset + size]
            if copy:
                text = mutate(text, chance)
            with tempfile.NamedTemporaryFile() as file:
                file.write(program[:offset] + text + program[offset + size:])
                file.flush()
                instructions, both, same, differences = compare(validate, file.name)
            if not copy and both:
                differences.append("the program itself is refused")
            read, total, same_total = read + instructions, total + both, same_total + same
            number += 1
            failed += bool(differences)
            what = f"copy {copy}: {both} bundles refused" if copy else "as it is"
            print(f"{'not ' if differences else ''}ok {number} - {path.name}, {what}")
            for line in differences[:5]:
                print(f"# {line}", flush=True)
    print(f"# {read} instructions, {total} bundles refused by both, {same_total} for a common rule")
    print(f"1..{number}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
