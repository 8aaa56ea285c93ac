#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The code rules of docs/abi.md section 2, a second time.

Works on the text that GNU objdump prints and on the raw bytes; shares no
table, decoder or code with the validator. What the document does not spell
out, the list of allowed instructions, stands here as a list of mnemonics.

    second_opinion.py [--base ADDRESS] FILE      FILE: raw code

prints one line a violation, "ADDRESS RULE TEXT", and exits with 1 when there
is any. As a module: violations(code, base), judge_one(raw, text, address).
"""

import argparse
import re
import subprocess
import sys
import tempfile

BUNDLE = 32
GATE, GATE_END = 0x10000, 0x20000
GUEST_START, GUEST_END = 0x10000, 0xFFFF0000
OBJDUMP = ["objdump", "-D", "-b", "binary", "-m", "i386:x86-64", "-w", "-z",
           "--no-show-raw-insn"]

MASKED_RETURN = bytes.fromhex("48812424e0ffff7fc3")
NOPS = {bytes.fromhex(h) for h in (
    "90", "6690", "0f1f00", "0f1f4000", "0f1f440000", "660f1f440000",
    "0f1f8000000000", "0f1f840000000000", "660f1f840000000000")}


def words(text):
    return set(text.split())


CONDITIONS = words("o no b ae e ne be a s ns p np l ge le g")
# Written as objdump does in AT&T style, without an operand size suffix.
SUFFIXED = words("""
    add or adc sbb and sub xor cmp mov test not neg mul imul div idiv inc dec
    rol ror rcl rcr shl shr sar push pop bt bts btr btc xchg xadd cmpxchg lea
    shld shrd bsf bsr cmov movs cmps stos lods scas crc32 popcnt
    """)
EXACT = words("""
    movabs cwtl cltq cbtw cwtd cltd cqto bswap cmpxchg8b cmpxchg16b
    sahf lahf cmc clc stc cld hlt ud2 pause fwait endbr64 nop
    movslq movsbl movsbq movsbw movswl movswq movzbl movzbq movzbw movzwl
    movzwq prefetchnta prefetcht0 prefetcht1 prefetcht2 prefetchw lfence
    mfence sfence ldmxcsr stmxcsr emms
    """)
X87 = words("""
    fadd fmul fcom fcomp fsub fsubr fdiv fdivr fld fst fstp fldcw fnstcw fxch
    fnop fchs fabs ftst fxam fld1 fldl2t fldl2e fldpi fldlg2 fldln2 fldz
    fxtract fprem1 fdecstp fincstp fprem fsqrt frndint fscale fiadd fimul
    ficom ficomp fisub fisubr fidiv fidivr fcmovb fcmove fcmovbe fcmovu
    fcmovnb fcmovne fcmovnbe fcmovnu fucompp fild fist fistp fisttp fnclex
    fninit fucomi fcomi fnstsw ffree fucom fucomp faddp fmulp fcompp fsubp
    fsubrp fdivp fdivrp fbld fbstp fucomip fcomip
    """)
SSE = words("""
    movups movupd movss movsd movlps movhlps movlpd movsldup movddup unpcklps
    unpcklpd unpckhps unpckhpd movhps movlhps movhpd movshdup movaps movapd
    cvtpi2ps cvtpi2pd cvttps2pi cvtps2pi cvttpd2pi cvtpd2pi cvttss2si
    cvtss2si cvttsd2si cvtsd2si ucomiss ucomisd comiss comisd movmskps
    movmskpd sqrtps sqrtpd sqrtss sqrtsd andps andpd andnps andnpd orps orpd
    xorps xorpd cvtps2pd cvtpd2ps cvtss2sd cvtsd2ss cvtdq2ps cvtps2dq
    cvttps2dq punpcklbw punpcklwd punpckldq packsswb pcmpgtb pcmpgtw pcmpgtd
    packuswb punpckhbw punpckhwd punpckhdq packssdw punpcklqdq punpckhqdq
    movd movq movdqa movdqu pshufw pshufd pshufhw pshuflw psrlw psraw psllw
    psrld psrad pslld psrlq psrldq psllq pslldq pcmpeqb pcmpeqw pcmpeqd
    haddpd haddps hsubpd hsubps pinsrw pextrw shufps shufpd addsubpd addsubps
    paddq pmullw movq2dq movdq2q pmovmskb psubusb psubusw pminub pand paddusb
    paddusw pmaxub pandn pavgb pavgw pmulhuw pmulhw cvttpd2dq cvtpd2dq
    cvtdq2pd psubsb psubsw pminsw por paddsb paddsw pmaxsw pxor lddqu pmuludq
    pmaddwd psadbw psubb psubw psubd psubq paddb paddw paddd pshufb phaddw
    phaddd phaddsw pmaddubsw phsubw phsubd phsubsw psignb psignw psignd
    pmulhrsw pblendvb blendvps blendvpd ptest pabsb pabsw pabsd pmovsxbw
    pmovsxbd pmovsxbq pmovsxwd pmovsxwq pmovsxdq pmuldq pcmpeqq packusdw
    pmovzxbw pmovzxbd pmovzxbq pmovzxwd pmovzxwq pmovzxdq pcmpgtq pminsb
    pminsd pminuw pminud pmaxsb pmaxsd pmaxuw pmaxud pmulld phminposuw
    roundps roundpd roundss roundsd blendps blendpd pblendw palignr pextrb
    pextrd pextrq extractps pinsrb insertps pinsrd pinsrq dpps dppd mpsadbw
    pcmpestrm pcmpestri pcmpistrm pcmpistri
    """)
for kind in ("ps", "pd", "ss", "sd"):
    SSE |= {op + kind for op in ("add", "mul", "sub", "min", "div", "max", "cmp")}
    SSE |= {"cmp" + how + kind for how in
            ("eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord")}

ALLOWED = EXACT | X87 | SSE
ALLOWED |= {name + suffix for name in SUFFIXED for suffix in ("", *"bwlq")}
ALLOWED |= {name + suffix for name in X87 for suffix in ("s", "l", "t", "ll")}
ALLOWED |= {name + suffix for name in ("cvtsi2ss", "cvtsi2sd")
            for suffix in ("", "l", "q")}
ALLOWED |= {"set" + c for c in CONDITIONS} | {"cmov" + c for c in CONDITIONS}
ALLOWED |= {"cmov" + c + s for c in CONDITIONS for s in "wlq"}
ALLOWED |= {"jmp", "call", "ret"} | {"j" + c for c in CONDITIONS}

DIRECT = {"jmp", "call"} | {"j" + c for c in CONDITIONS}
STRING = {name + s for name in ("movs", "cmps", "stos", "lods", "scas")
          for s in ("", *"bwlq")}
READS_LAST = re.compile(r"(cmp|test|push|mul|imul|div|idiv|bt)[bwlq]?$")
MEMORY = re.compile(r"(-?0x[0-9a-f]+)?\((%[a-z0-9]+)?(?:,(%[a-z0-9]+),(\d))?\)")
LOW_BYTES = re.compile(r"%(spl|bpl|sil|dil)\b")
LINE = re.compile(r"^ *([0-9a-f]+):\t(.*)$")
RIP_TARGET = re.compile(r"# (0x[0-9a-f]+)$")
# 66 is part of the opcode here and REX.W selects the 64-bit register.
WIDE_66 = {"movq", "pextrq", "pinsrq"}


def split_prefixes(raw):
    """Leading prefix bytes as they stand, REX included, and the rest."""
    at = 0
    while at < len(raw) and (raw[at] in b"\x66\x67\xf2\xf3\xf0\x26\x2e\x36\x3e"
                             b"\x64\x65" or raw[at] & 0xF0 == 0x40):
        at += 1
    return raw[:at], raw[at:]


def check_prefix_order(prefixes):
    rank = 0
    for byte in prefixes:
        if byte in b"\x26\x2e\x36\x3e\x64\x65\xf0":
            return "segment"
        own = (1 if byte == 0x67 else 2 if byte == 0x66 else
               3 if byte in b"\xf2\xf3" else 4)
        if own <= rank:
            return "prefix"
        rank = own
    return None


def split_operands(text):
    """AT&T operands; commas inside parentheses do not count."""
    found, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char == "," and not depth:
            found.append(text[start:at])
            start = at + 1
    if text:
        found.append(text[start:])
    return found


def modrm_mod(rest):
    """mod of the ModRM byte behind the opcode."""
    if rest[0] != 0x0F:
        return rest[1] >> 6
    return rest[3 if rest[1] in b"\x38\x3a" else 2] >> 6


def check_memory(operand, note, rest):
    """One memory operand of an instruction without 67, or None when good."""
    match = MEMORY.fullmatch(operand)
    if not match:  # absolute
        value = int(operand, 16)
        return None if 0x10000 <= value <= 0x7FFFFFFF else "memory"
    displacement, base, index = match[1], match[2], match[3]
    if base == "%rip":
        target = int(RIP_TARGET.search(note)[1], 16)
        return None if GUEST_START <= target < GUEST_END else "memory"
    if base != "%rsp" or index:
        return "memory"
    if displacement and displacement[0] == "-" and modrm_mod(rest) == 2:
        return "memory"
    return None


def is_memory(operand):
    return operand.startswith(("0x", "-0x", "("))


def check_prefix_use(prefixes, rest, mnemonic, text, memory):
    rex = prefixes[-1] if prefixes and prefixes[-1] & 0xF0 == 0x40 else 0
    if rex == 0x40 and not LOW_BYTES.search(text):
        return "prefix"
    if 0x66 in prefixes and (0xF2 in prefixes or 0xF3 in prefixes) and not (
            mnemonic.startswith(("popcnt", "crc32")) or mnemonic in STRING):
        return "prefix"
    # objdump marks most bits without a use, but not that of an absent base.
    if rex & 1 and memory and ("(%rip)" in text or "(" not in text or
                               "(," in text):
        return "prefix"
    wide_moves = (mnemonic in WIDE_66 and rest[0] == 0x0F and
                  rest[1] in b"\x6e\x7e\x3a")
    if rex & 8 and 0x66 in prefixes and not wide_moves:
        return "prefix"
    if 0x67 in prefixes and not memory and mnemonic not in STRING:
        return "prefix"
    return None


def is_second_encoding(rest):
    """Another opcode does the same, and is the one allowed: sal beside shl,
    F6 /1 beside F6 /0, and the x87's repetitions."""
    opcode, digit = rest[0], (rest[1] >> 3 & 7 if len(rest) > 1 else 0)
    if opcode in b"\xc0\xc1\xd0\xd1\xd2\xd3":
        return digit == 6
    if opcode in b"\xf6\xf7":
        return digit == 1
    if opcode in b"\x8f\xff":
        return rest[1] >= 0xC0 and digit in (0, 6) and not (
            opcode == 0xFF and digit == 0)
    if rest[:1] == b"\x0f" and 0x90 <= rest[1] <= 0x9F:
        return rest[2] >> 3 & 7 != 0
    if rest[1:2] and rest[1] >= 0xC0:
        return (opcode, digit) in {(0xD9, 3), (0xDC, 2), (0xDC, 3), (0xDD, 1),
                                   (0xDE, 2), (0xDF, 0), (0xDF, 1), (0xDF, 2),
                                   (0xDF, 3)}
    return False


def check_stack(mnemonic, operands, rest):
    if mnemonic in ("leave", "enter") or (mnemonic == "ret" and operands):
        return "stack"
    if "%rsp" not in operands and "%sp" not in operands:
        return None
    if mnemonic.startswith("pop") and mnemonic.rstrip("wlq") == "pop":
        return "stack"
    if "%rsp" not in operands:
        return None
    if mnemonic.startswith(("xchg", "xadd")):
        return "stack"
    if operands[-1] != "%rsp":
        return None
    # imul with two or three operands writes its last one.
    if READS_LAST.fullmatch(mnemonic) and not (
            mnemonic.startswith("imul") and len(operands) > 1):
        return None
    if mnemonic == "and" and rest[0] == 0x83 and rest[2] >= 0x80:
        return None
    return "stack"


def judge_one(raw, text, address):
    """(rule or None, branch target or None, kind) of one instruction; kind is
    "ret" or "indirect" for the second half of a locked group."""
    raw = bytes(raw)
    prefixes, rest = split_prefixes(raw)
    if not rest or "(bad)" in text:
        return "table", None, None
    rule = check_prefix_order(prefixes)
    if rule:
        return rule, None, None
    text, _, note = text.partition("#")
    text = text.rstrip()
    note = "#" + note
    if rest[0] in b"\xc3" and not prefixes:
        return None, None, "ret"
    parts = text.split(None, 1)
    mnemonic = parts[0]
    # objdump shows a prefix without a use as a word of its own.
    if mnemonic in ("repz", "repnz", "rep") and len(parts) > 1:
        inner = parts[1].split(None, 1)
        if inner[0] not in STRING:
            return "prefix", None, None
        if mnemonic == "repnz" and inner[0][:4] not in ("cmps", "scas"):
            return "prefix", None, None
        mnemonic, parts = inner[0], inner
    elif mnemonic in ("data16", "addr32", "bnd", "notrack") or (
            mnemonic.startswith("rex")):
        return "prefix", None, None
    operands = split_operands(parts[1]) if len(parts) > 1 else []
    # Some operands hold an explanation; `jmp 0x20000 <x>` does not occur.
    if mnemonic.startswith("nop") or raw in NOPS:
        return (None if raw in NOPS else "table"), None, None
    if mnemonic in DIRECT and operands and not operands[0].startswith("*"):
        if prefixes:
            return "direct", None, None
        return None, int(operands[0], 16), mnemonic
    if operands and operands[0].startswith("*"):
        if mnemonic not in ("jmp", "call") or "(" in operands[0] or (
                not operands[0].startswith("*%r")):
            return "indirect", None, None
        if operands[0] == "*%rsp" or (prefixes and prefixes != b"\x41"):
            return "indirect", None, None
        return None, None, "indirect"
    rule = check_stack(mnemonic, operands, rest)
    if rule:
        return rule, None, None
    if mnemonic not in ALLOWED or "%?" in text or is_second_encoding(rest):
        return "table", None, None
    rule = check_details(prefixes, rest, mnemonic, text, operands)
    if rule:
        return rule, None, None
    if any(o.endswith("(%eip)") for o in operands):
        return "memory", None, None
    if mnemonic.startswith("lea") or 0x67 in prefixes:
        return None, None, None
    if mnemonic in STRING and rest[0] != 0x0F and any(
            "(" in o for o in operands):
        return "memory", None, None
    if mnemonic.startswith("prefetch"):
        return "prefetch", None, None
    for operand in operands:
        if is_memory(operand):
            rule = check_memory(operand, note, rest)
            if rule:
                return rule, None, None
    return None, None, None


def check_details(prefixes, rest, mnemonic, text, operands):
    """What single rows of the document say about single instructions."""
    memory = any(is_memory(o) for o in operands)
    rule = check_prefix_use(prefixes, rest, mnemonic, text, memory)
    if rule:
        return rule
    if mnemonic.rstrip("wlq") in ("bt", "bts", "btr", "btc") and (
            memory and operands[0].startswith("%")):
        return "bittest"
    if any(re.match(r"%(cr\d+|db\d+|[cdefgs]s|bnd\d|tr\d)$", o) for o in operands):
        return "table"
    if mnemonic.startswith("xchg") and memory:
        return "table"
    if mnemonic.startswith("cmpxchg") and not memory:
        return "table"
    if mnemonic == "bswap" and 0x66 in prefixes:
        return "table"
    # Their result has no upper half, so REX.W has no use.
    if mnemonic in ("movmskps", "movmskpd", "pmovmskb", "pextrw") and (
            operands[-1].startswith("%r") and prefixes and prefixes[-1] & 0xF8
            == 0x48):
        return "prefix"
    if mnemonic.startswith("movabs") and rest[0] in b"\xa0\xa1\xa2\xa3":
        return "memory"
    return None


def disassemble(code, base):
    """[(address, text)] of a linear sweep; fwait is split off what follows."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(code)
        file.flush()
        out = subprocess.run(
            [*OBJDUMP, f"--adjust-vma={base:#x}", file.name],
            check=True, capture_output=True, text=True).stdout
    found = []
    for line in out.splitlines():
        match = LINE.match(line)
        if not match:
            continue
        address, text = int(match[1], 16), match[2].strip()
        found.append((address, text))
        first = address - base
        if code[first] == 0x9B and text != "fwait":
            name, _, rest = text.partition(" ")
            if name in ("fstcw", "fstsw", "finit", "fclex", "fsave", "fstenv"):
                name = "fn" + name[1:]
            found[-1] = (address, "fwait")
            found.append((address + 1, f"{name} {rest}".strip()))
    return found


def group_before(code, at, raw, kind, previous):
    """Whether the locked group that ends with `raw` stands whole in a bundle;
    the offset of its first half."""
    if kind == "ret":
        first = at - 8
        whole = code[max(first, 0):at] + raw == MASKED_RETURN
    else:
        register = raw[-1] & 7
        mask = bytes([0x83, 0xE0 | register, 0xE0])
        if raw[0] == 0x41:
            mask = b"\x41" + mask
        first = at - len(mask)
        whole = first >= 0 and code[first:at] == mask
    same_bundle = first >= 0 and first // BUNDLE == (at + len(raw) - 1) // BUNDLE
    return whole and same_bundle and previous == first


def bundles(code, base):
    """[[(address, text, raw)]] by bundle, each decoded from its first byte."""
    lines = disassemble(code, base)
    ends = [address for address, _ in lines[1:]] + [base + len(code)]
    split = [[] for _ in range(len(code) // BUNDLE)]
    for (address, text), end in zip(lines, ends):
        at = address - base
        split[at // BUNDLE].append((address, text, code[at:end - base]))
    for number, members in enumerate(split):
        first = base + number * BUNDLE
        if members and members[0][0] == first:
            continue
        # The sweep came in from an instruction that crosses the boundary.
        alone = code[number * BUNDLE:(number + 1) * BUNDLE + 16]
        lines = disassemble(alone, first)
        ends = [address for address, _ in lines[1:]] + [first + len(alone)]
        split[number] = [
            (address, text, alone[address - first:end - first])
            for (address, text), end in zip(lines, ends)
            if address < first + BUNDLE]
    return split


def violations(code, base, slots):
    """[(address, rule, text, target)] of a text; slots: the gate's numbers.
    Of a bundle with an instruction that is not in the table, or crosses, only
    what stands before is decoded."""
    if len(code) % BUNDLE:
        return [(base + len(code), "bundle", "not whole bundles", None)]
    starts, inside, branches, found = set(), set(), [], []
    for members in bundles(code, base):
        previous = -1
        for address, text, raw in members:
            at = address - base
            starts.add(address)
            rule, target, kind = judge_one(raw, text, address)
            if at // BUNDLE != (at + len(raw) - 1) // BUNDLE:
                rule = "bundle"
            elif kind in ("ret", "indirect"):
                inside.add(address)
                if not group_before(code, at, raw, kind, previous):
                    rule = "return" if kind == "ret" else "indirect"
            if rule:
                found.append((address, rule, text, None))
            elif target is not None:
                branches.append((address, target, kind, text))
            previous = at
            if rule in ("bundle", "table"):
                break
    for address, target, kind, text in branches:
        if target in starts and target not in inside:
            continue
        slot = (target - GATE) // BUNDLE
        if GATE <= target < GATE_END and kind in ("jmp", "call") and (
                (target - GATE) % BUNDLE == 0 and slot in slots):
            continue
        found.append((address, "direct", text, target))
    return found


def gate_slots(definitions):
    """Numbers with a slot in gate.def: its ZVM_GATE rows."""
    return {int(n) for n in re.findall(r"^ZVM_GATE\((\d+),", definitions, re.M)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", type=lambda t: int(t, 0), default=0x20000)
    parser.add_argument("--gate", default="zrt/abi/gate.def")
    parser.add_argument("file")
    given = parser.parse_args()
    with open(given.file, "rb") as file, open(given.gate) as gate:
        found = violations(file.read(), given.base, gate_slots(gate.read()))
    for address, rule, text, _ in found:
        print(f"{address:#010x} {rule} {text}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
