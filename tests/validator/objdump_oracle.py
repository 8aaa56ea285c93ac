#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every encoding that the validator accepts, judged by objdump's text.

    objdump_oracle.py PROGRAM [OPTION]...      PROGRAM: validator_zydis

The options go to PROGRAM, which enumerates the encodings. Of each accepted one
objdump must read the same length, and second_opinion.py must find no rule
broken. Of the sample of refused ones it must find a rule broken, save where
two encodings have one text. TAP on stdout.
"""

import subprocess
import sys
import time

import second_opinion

RECORD = 16
CHUNK = 400_000
BASE = 0x20000
# Behind a refused encoding: whatever objdump makes of it, it ends in these.
PADDING = b"\x90" * 16


class Oracle:
    def __init__(self):
        self.accepted = self.refused = 0
        self.wrong_length, self.too_lax, self.too_strict = [], [], []

    def chunk(self, records):
        code, wanted = bytearray(), []
        for at in range(0, len(records), RECORD):
            length = records[at + RECORD - 1]
            raw = records[at:at + RECORD - 1]
            wanted.append((len(code), length, raw))
            code += raw[:length] + b"\x90" if length else raw + PADDING
        lines = second_opinion.disassemble(bytes(code), 0)
        ends = {address: following for (address, _), (following, _) in
                zip(lines, lines[1:])}
        texts = dict(lines)
        for at, length, raw in wanted:
            end = ends.get(at, at)
            if length:
                self.accept(raw[:length], texts.get(at, ""), at, end - at)
            else:
                self.refuse(raw, texts.get(at, "(bad)"), at, end - at)

    @staticmethod
    def judge(raw, text, at):
        """At the address where the validator judged it."""
        head, mark, note = text.partition("# ")
        if mark and "(%rip)" in head:
            target = int(note.split()[0], 16) - at + BASE & (1 << 64) - 1
            text = f"{head}# {target:#x}"
        return second_opinion.judge_one(raw, text, at)

    def accept(self, raw, text, at, length):
        self.accepted += 1
        if length != len(raw):
            self.wrong_length.append((raw, text, length))
            return
        rule, _, _ = self.judge(raw, text, at)
        if rule:
            self.too_lax.append((raw, text, rule))

    def refuse(self, raw, text, at, length):
        self.refused += 1
        if not length:
            return
        rule, target, kind = self.judge(raw[:length], text, at)
        # Branches are refused for where they go, groups for their first half.
        if not rule and target is None and not kind:
            self.too_strict.append((raw[:length], text, "accepted"))


def tap(number, good, what, examples):
    print(f"{'' if good else 'not '}ok {number} - {what}")
    for raw, text, why in examples[:10]:
        print(f"# {raw.hex()}: {text}: {why}")
    return good


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    start, oracle = time.monotonic(), Oracle()
    with subprocess.Popen([sys.argv[1], "--emit", *sys.argv[2:]],
                          stdout=subprocess.PIPE) as feed:
        while records := feed.stdout.read(RECORD * CHUNK):
            oracle.chunk(records)
    good = tap(1, not feed.returncode, "the enumeration ended well", [])
    good &= tap(2, not oracle.wrong_length, "objdump sees the same lengths",
                oracle.wrong_length)
    good &= tap(3, not oracle.too_lax,
                "nothing accepted breaks a rule in objdump's text",
                oracle.too_lax)
    good &= tap(4, not oracle.too_strict, "nothing refused looks allowed",
                oracle.too_strict)
    good &= tap(5, oracle.accepted > 100 and oracle.refused > 100,
                f"{oracle.accepted} accepted encodings and {oracle.refused} "
                f"refused ones judged in {time.monotonic() - start:.0f} s", [])
    print("1..5")
    return not good


if __name__ == "__main__":
    sys.exit(main())
