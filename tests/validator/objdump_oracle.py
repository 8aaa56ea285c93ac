#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every encoding that the validator accepts, judged by objdump's text.

    objdump_oracle.py PROGRAM [OPTION]...      PROGRAM: validator_zydis

The options go to PROGRAM, which enumerates the encodings. Of each accepted one
objdump must read the same length, and second_opinion.py must find no rule of
docs/abi.md broken. Of the sample of refused ones it must find a rule broken.

objdump reads every encoding. Of encodings that differ only in the SIB byte and
in which ordinary registers it names, second_opinion.py judges the first. TAP on
stdout.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import second_opinion

RECORD = 16
CHUNK = 400_000
BASE = 0x20000
# Behind a refused encoding: whatever objdump makes of it, it ends in these.
PADDING = b"\x90" * 16
FWAIT = 0x9B
# Judged by where they stand and where they go, which a single one cannot show.
FLOW = re.compile(r"(jmp|call|ret|j[a-z]+)\b")
ORDINARY = re.compile(r"\b[er](?!sp|ip|iz)[a-z0-9]+")
BRACKET = re.compile(r"\[[^\]]*\]")


class Lines:
    """objdump over raw code: how long the instruction at an address is, and its text."""

    def __init__(self, code):
        with tempfile.NamedTemporaryFile() as file:
            file.write(code)
            file.flush()
            shown = subprocess.run(
                [*second_opinion.OBJDUMP, "--no-show-raw-insn", file.name],
                capture_output=True, text=True, check=True).stdout
        self.text, self.length, previous = {}, {}, 0
        for line in shown.split("\n"):
            address, mark, text = line.partition(":\t")
            if mark:
                at = int(address, 16)
                self.length[previous] = at - previous
                self.text[at], previous = text, at
        self.length[previous] = len(code) - previous


class Oracle:
    def __init__(self):
        self.accepted = self.refused = self.judged = 0
        self.wrong_length, self.too_lax, self.too_strict = [], [], []
        self.classes, self.brackets = {}, {}

    def chunk(self, records, lines, wanted):
        for at, record in zip(wanted, range(0, len(records), RECORD)):
            mark = records[record + RECORD - 1]
            text, length = lines.text.get(at), lines.length.get(at, 0)
            if mark & 15:
                self.accept(records[record:record + (mark & 15)], mark >> 4, text, length)
            elif text is not None:
                self.refuse(records[record:record + length], text)
            else:
                self.refused += 1

    def shape(self, text):
        """The text with every ordinary register of the address called r."""
        start = text.find("[")
        if start < 0:
            return text
        inside = text[start:text.index("]", start) + 1]
        shape = self.brackets.get(inside)
        if shape is None:
            shape = self.brackets[inside] = ORDINARY.sub("r", inside)
        return text[:start] + shape + text[start + len(inside):]

    def accept(self, raw, sib, text, length):
        self.accepted += 1
        if length != len(raw):
            self.wrong_length.append((raw, text, length))
            return
        if sib:
            of_class = (raw[:sib], raw[sib + 1:], self.shape(text))
            if of_class in self.classes:
                return
            self.classes[of_class] = True
        self.judged += 1
        rules = second_opinion.rules_broken(raw, text, BASE + length)
        if rules:
            self.too_lax.append((raw, text, rules))

    def refuse(self, raw, text):
        self.refused += 1
        if not FLOW.match(text) and not second_opinion.rules_broken(raw, text, BASE + len(raw)):
            self.too_strict.append((raw, text, "accepted"))


def lay_out(records):
    """The encodings in a row, and where each starts."""
    code, wanted = bytearray(), []
    for at in range(0, len(records), RECORD):
        length = records[at + RECORD - 1] & 15
        raw = records[at:at + RECORD - 1]
        wanted.append(len(code))
        if not length:
            code += raw + PADDING
        elif raw[length - 1] == FWAIT:  # objdump would join it with what follows
            code += raw[:length] + b"\x90"
        else:
            code += raw[:length]
    return records, Lines(bytes(code)), wanted


def tap(number, good, what, examples):
    print(f"{'' if good else 'not '}ok {number} - {what}")
    for raw, text, why in examples[:10]:
        print(f"# {raw.hex()}: {text}: {why}")
    if len(examples) > 10:
        print(f"# {len(examples)} of them")
    return good


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    start, oracle, reading = time.monotonic(), Oracle(), []
    with subprocess.Popen([sys.argv[1], "--emit", *sys.argv[2:]],
                          stdout=subprocess.PIPE) as feed, ThreadPoolExecutor(1) as ahead:
        while records := feed.stdout.read(RECORD * CHUNK):
            reading.append(ahead.submit(lay_out, records))
            if len(reading) > 1:
                oracle.chunk(*reading.pop(0).result())
        for rest in reading:
            oracle.chunk(*rest.result())
    good = tap(1, not feed.returncode, "the enumeration ended well", [])
    good &= tap(2, not oracle.wrong_length, "objdump sees the same lengths",
                oracle.wrong_length)
    good &= tap(3, not oracle.too_lax,
                "nothing accepted breaks a rule in objdump's text",
                oracle.too_lax)
    good &= tap(4, not oracle.too_strict, "nothing refused looks allowed",
                oracle.too_strict)
    good &= tap(5, oracle.accepted > 100 and oracle.refused > 100,
                f"{oracle.accepted} accepted encodings of {oracle.judged} classes and "
                f"{oracle.refused} refused ones judged in {time.monotonic() - start:.0f} s, "
                f"{sum(os.times()[:4]):.0f} s of processor time", [])
    print("1..5")
    return not good


if __name__ == "__main__":
    sys.exit(main())
