#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The code rules of docs/abi.md once more, over the text of objdump.

It shares nothing with the validator: objdump finds the instructions, docs/abi.md names those that
are allowed, and what follows is that page's section 2 in its order. Slow, and meant to be read
beside the page.
"""
import argparse
import functools
import os
import re
import struct
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# A GNU property: GNU_PROPERTY_X86_ISA_1_NEEDED, 4 bytes
ISA_NEEDED, ISA_V2 = bytes.fromhex("028000c0 04000000"), 2
OBJDUMP = ("objdump", "-D", "-b", "binary", "-m", "i386:x86-64", "-M", "intel", "-z", "-w",
           "--insn-width=16")
BUNDLE = 32
GATE, GATE_SLOT = 0x10000, 32
GUEST_LOW, GUEST_HIGH = 0x10000, 0xffff0000
ABSOLUTE_HIGH = 0x7fffffff
MASKED_RETURN = bytes.fromhex("48812424e0ffff7fc3")

CONDITIONS = "o no b ae e ne be a s ns p np l ge le g".split()
COMPARISONS = "eq lt le unord neq nlt nle ord".split()
FCMOVS = "b e be u nb ne nbe nu".split()
BYTE_REX_REGISTERS = {"spl", "bpl", "sil", "dil"}
OPERAND_BYTES = {"BYTE": 1, "WORD": 2, "DWORD": 4, "QWORD": 8, "TBYTE": 10, "XMMWORD": 16}
CANONICAL_NOPS = {bytes.fromhex(form) for form in (
    "90", "6690", "0f1f00", "0f1f4000", "0f1f440000", "660f1f440000", "0f1f8000000000",
    "0f1f840000000000", "660f1f840000000000")}


@functools.lru_cache(maxsize=2)
def names(level=""):
    """The names that the page allows, or those of one level, as objdump spells them."""
    with open(os.path.join(ROOT, "docs/abi.md"), encoding="utf-8") as file:
        page = file.read()
    section = page.split("### The instructions", 1)[1].split("Taken away", 1)[0]
    spelled, listed = set(), []
    for kind, row in re.findall(r"^\| ([^|-][^|]*) \| ([^|]+) \|$", section, re.M):
        listed += row.split() if kind.startswith(level) else ()
    for name in listed:
        if name in ("jcc", "setcc", "cmovcc"):
            spelled.update(name[:-2] + condition for condition in CONDITIONS)
        elif name == "fcmovcc":
            spelled.update("fcmov" + condition for condition in FCMOVS)
        elif re.fullmatch(r"cmp[ps][sd]", name):
            spelled.update([name] + ["cmp" + how + name[3:] for how in COMPARISONS])
        else:
            spelled.add(name)
    return spelled


def gate_slots():
    """Addresses of the runtime calls that exist."""
    with open(os.path.join(ROOT, "zrt/abi/gate.def"), encoding="utf-8") as table:
        return {GATE + GATE_SLOT * int(number)
                for number in re.findall(r"^ZVM_GATE\((\d+),", table.read(), re.M)}


class Instruction:
    """One instruction: its bytes taken apart as far as the opcode, and objdump's words."""

    def __init__(self, code, text):
        self.code = code
        self.text = text
        at = 0
        while at < len(code) and code[at] in b"\x26\x2e\x36\x3e\x64\x65\x66\x67\xf0\xf2\xf3":
            at += 1
        self.legacy = code[:at]
        self.rex = 0
        if at < len(code) and code[at] & 0xf0 == 0x40:
            self.rex = code[at]
            at += 1
        rest = code[at:]
        size = 3 if rest[:2] in (b"\x0f\x38", b"\x0f\x3a") else 2 if rest[:1] == b"\x0f" else 1
        self.opcode, self.after = rest[:size], rest[size:]
        words = re.sub(r"\s+#.*$", "", text).split()
        self.words = []
        while words and words[0] in ("rep", "repz", "repnz", "lock"):
            self.words.append(words.pop(0))
        self.name = {"pushw": "push"}.get(words[0], words[0]) if words else ""
        tail = " ".join(words[1:])
        self.operands = re.split(r",(?![^\[]*\])", tail) if tail else []
        self.memory = [o for o in self.operands if "[" in o or re.search(r"\b[c-gs]s:", o)]

    def registers(self):
        return set(re.findall(r"\b[a-z][a-z0-9]+\b", " ".join(self.operands)))


def alias(i):
    """Second encodings that manuals list."""
    op, modrm = i.opcode, i.after[0] if i.after else 0
    reg, mod = modrm >> 3 & 7, modrm >> 6
    if op in (b"\xc0", b"\xc1", b"\xd0", b"\xd1", b"\xd2", b"\xd3"):
        return reg == 6
    if op in (b"\xf6", b"\xf7"):
        return reg == 1
    if op == b"\xff":
        return reg == 6 and mod == 3
    if op == b"\x8f":
        return mod == 3
    if mod == 3:
        return reg in {b"\xd9": (3,), b"\xdc": (2, 3), b"\xdd": (1,), b"\xde": (2,),
                       b"\xdf": (0, 1, 2, 3)}.get(op, ())
    return False


def taken_away(i):
    """The page's second table: forms of allowed names."""
    if i.name in ("mov", "movabs", "push", "pop"):
        return b"\xa0" <= i.opcode <= b"\xa3" or any(
            re.fullmatch("[c-gs]s|[cd]r[0-9]+", operand) for operand in i.operands)
    if i.name in ("movsx", "movzx"):
        return 0x66 in i.legacy and i.opcode in (b"\x0f\xb7", b"\x0f\xbf")
    if i.name == "movsxd":
        return not i.rex & 8
    if i.name == "bswap":
        return 0x66 in i.legacy
    if i.name in ("movmskps", "movmskpd", "pmovmskb", "pextrw", "extractps"):
        return bool(i.rex & 8)
    if i.name == "xchg":
        return bool(i.memory)
    if i.name == "cmpxchg":
        return not i.memory
    if i.name.startswith("set"):
        return bool(i.after[0] & 0x38)
    if i.name == "nop":
        return i.code not in CANONICAL_NOPS
    return i.name in ("jmp", "call") and bool(i.memory)


def prefix_fault(i):
    """The page's row `prefix`; objdump writes a prefix without a use as a word of its own."""
    if not i.name:
        return True
    if re.search(r"\b(data16|addr32|rex(\.[WRXB]+)?|xacquire|xrelease|bnd|notrack)\b", i.text):
        return True
    order = [b"\x67\x66\xf2\xf3".find(bytes([p])) for p in i.legacy]
    order = [2 if place == 3 else place for place in order]
    if order != sorted(set(order)):
        return True
    if 0x67 in i.legacy and not i.memory:
        return True
    if i.words and not (i.name in ("cmps", "scas") and i.words in (["repz"], ["repnz"]) or
                        i.name in ("movs", "stos", "lods") and i.words == ["rep"]):
        return True
    string = i.name in ("movs", "stos", "lods", "cmps", "scas")
    repeat = 0xf2 in i.legacy or 0xf3 in i.legacy
    if 0x66 in i.legacy and repeat and not (string or i.name in ("popcnt", "crc32")):
        return True
    if 0x66 in i.legacy and i.rex & 8 and i.name not in ("movq", "pextrq", "pinsrq"):
        return True
    if i.rex == 0x40 and not i.registers() & BYTE_REX_REGISTERS:
        return True
    inside = [o for o in i.memory if "[" in o]
    if i.rex & 1 and i.memory and not string:
        base = re.search(r"\[(\w+)(?!\w|\*)", inside[0]) if inside else None
        if not base or base.group(1) in ("rip", "eip"):
            return True
    return False


def memory_fault(i, end):
    """The page's row `memory`."""
    if i.name == "lea" or i.code in CANONICAL_NOPS:
        return "[eip" in i.text
    for operand in i.memory:
        if "[eip" in operand:
            return True
        if 0x67 in i.legacy:
            continue
        size = OPERAND_BYTES.get(operand.split()[0], 16)
        address = re.search(r"\[([^\]]*)\]", operand)
        if address is None:
            place = int(re.search(r"s:(0x[0-9a-f]+|\d+)", operand).group(1), 0)
            if not GUEST_LOW <= place <= ABSOLUTE_HIGH:
                return True
            continue
        parts = re.fullmatch(r"(\w+)([+-]0x[0-9a-f]+)?", address.group(1))
        if not parts:
            return True
        displacement = int(parts.group(2) or "0", 16)
        if parts.group(1) == "rsp":
            if i.after[0] >> 6 == 2 and displacement < 0 or operand.startswith(("es:", "ds:")):
                return True
        elif parts.group(1) == "rip":
            place = end + displacement
            if displacement >= 1 << 63:
                place -= 1 << 64
            if not GUEST_LOW <= place <= GUEST_HIGH - size:
                return True
        else:
            return True
    return False


READS_ONLY = {"cmp", "test", "bt", "push", "mul", "imul", "div", "idiv", "call", "jmp"}


def stack_fault(i):
    """The page's row `stack`."""
    if i.name in ("leave", "enter") or i.name == "pop" and i.operands[0] in ("rsp", "sp"):
        return True
    if i.name == "ret" and i.operands:
        return True
    if i.name == "and" and i.operands[0] == "rsp" and i.opcode == b"\x83" and i.after[1] >= 0x80:
        return False
    if i.name in ("xchg", "xadd") and "rsp" in i.operands:
        return True
    writes = i.name not in READS_ONLY or i.name == "imul" and len(i.operands) > 1
    return bool(i.operands) and i.operands[0] == "rsp" and writes


@functools.lru_cache(maxsize=1 << 20)
def faults_anywhere(code, text):
    """The instruction; the rules it breaks wherever it stands; whether it is rip-relative."""
    i = Instruction(code, text)
    found = []
    if any(p in i.legacy for p in b"\x26\x2e\x36\x3e\x64\x65\xf0"):
        found.append("segment")
    if prefix_fault(i):
        found.append("prefix")
    if "(bad)" in text or "?" in i.operands or i.name not in names() or alias(i) or taken_away(i):
        found.append("table")
    if i.name.startswith("prefetch") and 0x67 not in i.legacy:
        found.append("prefetch")
    if i.name in ("bt", "bts", "btr", "btc") and i.memory and i.opcode != b"\x0f\xba":
        found.append("bittest")
    if stack_fault(i):
        found.append("stack")
    relative = [o for o in i.memory if "[rip" in o]
    if not relative and memory_fault(i, 0):
        found.append("memory")
    return i, tuple(found), bool(relative)


def rules_broken(code, text, end):
    """Rules that one instruction breaks that ends at `end`, wherever control goes."""
    i, faults, relative = faults_anywhere.__wrapped__(code, text)
    return faults + ("memory",) if relative and memory_fault(i, end) else faults


def masks(first, second):
    """Whether the two are `and $-32,%eR; jmp or call *%rR`, R not rsp."""
    if len(first.after) != 2 or len(second.after) != 1:
        return False
    if first.legacy or second.legacy or first.rex not in (0, 0x41) or first.rex != second.rex:
        return False
    number = first.after[0] & 7
    return (first.opcode == b"\x83" and first.after == bytes([0xe0 | number, 0xe0]) and
            second.opcode == b"\xff" and
            second.after[0] in (0xd0 | number, 0xe0 | number) and
            (number != 4 or first.rex == 0x41))


def disassemble(text):
    """The instructions of every bundle, each bundle followed by a bundle of nops so that one which
    runs over its end cannot hide the next one."""
    padded = b"".join(text[at:at + BUNDLE] + b"\x90" * BUNDLE for at in range(0, len(text), BUNDLE))
    with tempfile.NamedTemporaryFile() as file:
        file.write(padded)
        file.flush()
        run = subprocess.Popen(
            [*OBJDUMP, file.name], stdout=subprocess.PIPE, text=True)
        bundles = [[] for _ in range(len(text) // BUNDLE)]
        for line in run.stdout:
            fields = line.rstrip("\n").split("\t")
            if len(fields) < 2 or not fields[0].strip().endswith(":"):
                continue
            number, start = divmod(int(fields[0].strip()[:-1], 16), 2 * BUNDLE)
            if start >= BUNDLE:
                continue
            code, words = bytes.fromhex(fields[1]), fields[2] if len(fields) > 2 else "(bad)"
            if code[0] == 0x9b and len(code) > 1:
                # objdump shows fwait and the x87 instruction behind it as one
                bundles[number].append((start, start + 1, b"\x9b", "fwait"))
                name, _, rest = words.partition(" ")
                if re.match(r"f(st[cse]|init|clex|save|eni|disi|setpm)", name):
                    name = "fn" + name[1:]
                words, code, start = name + " " + rest, code[1:], start + 1
            if start < BUNDLE:
                bundles[number].append((start, start + len(code), code, words))
        if run.wait():
            raise SystemExit("objdump failed")
    return bundles


def judge(text, base, register_return=False, v2=True):
    """([(address, rule, a direct branch's target)], instructions): what the page forbids."""
    findings, starts, branches, count = [], set(), [], 0
    if len(text) % BUNDLE:
        findings.append((base + len(text) - len(text) % BUNDLE, "bundle", None))
        text = text[:len(text) - len(text) % BUNDLE]
    for number, lines in enumerate(disassemble(text)):
        address, count = base + number * BUNDLE, count + len(lines)
        bundle = text[number * BUNDLE:(number + 1) * BUNDLE]
        decoded = [(start, end) + faults_anywhere(code, words) for start, end, code, words in lines]
        locked = -1
        for order, (start, end, i, faults, relative) in enumerate(decoded):
            here = address + start
            found = list(faults)
            if end > BUNDLE:
                found.append("bundle")
            if not v2 and i.name in names("v2"):
                found.append("isa")
            if relative and memory_fault(i, address + end):
                found.append("memory")
            if order != locked:
                starts.add(here)
            if bundle[start:start + len(MASKED_RETURN)] == MASKED_RETURN:
                after = order + 1
                if register_return:
                    found.append("return")
            elif order + 1 < len(decoded) and masks(i, decoded[order + 1][2]):
                after = order + 1
            else:
                after = locked
            if i.name == "ret" and order != locked:
                found.append("return")
            elif i.name in ("jmp", "call") and i.operands and not branch_distance(i):
                if order != locked:
                    found.append("indirect")
            elif branch_distance(i):
                if i.legacy or i.rex:
                    found.append("direct")
                elif end <= BUNDLE:
                    distance = int.from_bytes(i.after, "little", signed=True)
                    branches.append((here, i.name, address + end + distance))
            locked = after
            findings += [(here, rule, None) for rule in found]
    slots = gate_slots()
    for here, name, target in branches:
        if target not in starts and not (name in ("jmp", "call") and target in slots):
            findings.append((here, "direct", target))
    return sorted(findings, key=lambda finding: finding[:2]), count


def branch_distance(i):
    """Whether it is a direct branch."""
    return re.fullmatch(r"jmp|call|j[a-z]+", i.name) and re.fullmatch(
        r"(0x)?[0-9a-f]+", i.operands[0] if i.operands else "")


def text_of(path):
    """(text, its address, whether returns are of register form, whether the level is v2)."""
    with open(path, "rb") as file:
        image = file.read()
    at, size, count = struct.unpack_from("<I", image, 28)[0], *struct.unpack_from("<HH", image, 42)
    text, register, v2 = None, False, False
    for number in range(count):
        kind, offset, address, _, length, _, flags, _ = struct.unpack_from(
            "<8I", image, at + number * size)
        if kind == 1 and flags & 1:
            text = image[offset:offset + length], address
        if kind == 4:
            note = image[offset:offset + length]
            name = note.find(b"ZeroVM\0\0")
            if name >= 0:
                register = struct.unpack_from("<I", note, name + 12)[0] == 1
            level = note.find(ISA_NEEDED)
            if level >= 0:
                v2 = bool(struct.unpack_from("<I", note, level + 8)[0] & ISA_V2)
    if text is None:
        raise ValueError(f"{path}: no text")
    return text + (register, v2)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", nargs="+")
    refused = False
    for path in parser.parse_args().program:
        for address, rule, _ in judge(*text_of(path))[0]:
            print(f"{path}: {address:#x}: {rule}")
            refused = True
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
