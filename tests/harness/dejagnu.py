# SPDX-License-Identifier: Apache-2.0
"""As much of DejaGnu's language as gcc.c-torture/execute speaks.

directives(text) parses the `{ dg-... }` comments; plan(...) turns them into
compiler flags and, where the test's author excludes this target, the reason.
A directive or target that is not known here raises, so that nothing is
ignored by accident.
"""

import re

TRIPLET = "x86_64-unknown-nacl"

# What the target has, by DejaGnu's effective-target names. A test that asks
# for one that is False counts as unsupported, with the name as its reason.
# `trampolines` is True on purpose: GCC is asked and must refuse with its own
# message, which torture/expected-failures.txt then lists.
EFFECTIVE = {
    "int32": True, "int32plus": True, "longlong64": True, "int128": True,
    "double64plus": True, "stdint_types": True, "c99_runtime": True,
    "label_values": True, "indirect_jumps": True, "alloca": True,
    "untyped_assembly": True, "return_address": True, "trampolines": True,
    "nonlocal_goto": True, "fileio": True, "signal": True, "fpic": True,
    "alias": True, "weak": True, "unwrapped": True, "dfp": False,
    "mmap": False, "ia32": False, "lp64": False, "ilp32": True,
    "freestanding": False, "newlib_nano_io": False, "vxworks_kernel": False,
}

IGNORED = {"dg-do", "dg-xfail-if", "dg-xfail-run-if", "dg-prune-output"}
STACK_SIZE = 16 << 20


def words(text):
    """The words of a Tcl list: bare, "quoted" or {braced}, one level deep."""
    found, at = [], 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text[at] == '"':
            end = text.index('"', at + 1)
            found.append(text[at + 1:end])
            at = end + 1
        elif text[at] == "{":
            depth, end = 1, at + 1
            while depth:
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                end += 1
            found.append(text[at + 1:end - 1])
            at = end
        else:
            end = at
            while end < len(text) and not text[end].isspace():
                end += 1
            found.append(text[at:end])
            at = end
    return found


def directives(text):
    """Every `{ dg-name argument ... }`, one a line, as lists of words."""
    found = []
    for line in text.splitlines():
        start = re.search(r"\{\s*dg-", line)
        if not start:
            continue
        # The directive ends at the brace that closes it.
        depth, end = 0, start.start()
        while True:
            depth += {"{": 1, "}": -1}.get(line[end], 0)
            end += 1
            if not depth:
                break
        found.append(words(line[start.start() + 1:end - 1]))
    return found


def selected(selector, level):
    """Whether a target selector such as `{ ! { i?86-*-* x86_64-*-* } }`, a
    triplet pattern or an effective target holds here."""
    parts = words(selector)
    if parts[:1] == ["!"]:
        return not selected(" ".join(braced(p) for p in parts[1:]), level)
    for operator, meaning in (("&&", all), ("||", any)):
        if operator in parts:
            sides = [p for p in parts if p != operator]
            return meaning(selected(side, level) for side in sides)
    return any(holds(part, level) for part in parts)


def braced(word):
    return "{" + word + "}" if re.search(r"\s", word) else word


def holds(word, level):
    if re.search(r"\s", word):
        return selected(word, level)
    if re.fullmatch(r"[\w?*.\[\]]+-[\w?*-]+|rs6000-\*-aix\*", word):
        pattern = re.escape(word).replace(r"\*", ".*").replace(r"\?", ".")
        return re.fullmatch(pattern, TRIPLET) is not None
    if word not in EFFECTIVE:
        raise ValueError(f"effective target '{word}' is not known")
    return EFFECTIVE[word]


def options_apply(arguments, flags):
    """dg-skip-if's last two lists: flags it is for, flags it is not for."""
    def any_in(text):
        return any(all(o in flags for o in p.split()) or p == "*"
                   for p in words(text))
    if arguments and not any_in(arguments[0]):
        return False
    return not (len(arguments) > 1 and any_in(arguments[1]))


def plan(text, flags):
    """(more compiler flags, reason to leave the test out or None)."""
    more = []
    for name, *arguments in directives(text):
        if name in ("dg-options", "dg-additional-options"):
            target = words(arguments[1]) if len(arguments) > 1 else []
            if not target or selected(" ".join(
                    braced(w) for w in target[1:]), flags):
                more += " ".join(words(arguments[0])).split()
        elif name == "dg-require-effective-target":
            if not EFFECTIVE[arguments[0]]:
                return more, f"the target has no '{arguments[0]}'"
        elif name in ("dg-require-alias", "dg-require-weak"):
            if not EFFECTIVE[name.removeprefix("dg-require-")]:
                return more, f"{name} does not hold"
        elif name == "dg-require-stack-size":
            # The argument is an arithmetic expression of decimal, hex, + and *.
            if not re.fullmatch(r"[\dxa-fA-F+* ]+", arguments[0]):
                raise ValueError(f"stack size '{arguments[0]}'")
            if eval(arguments[0]) > STACK_SIZE:
                return more, f"needs {arguments[0]} bytes of stack"
        elif name == "dg-skip-if":
            if selected(arguments[1], flags) and options_apply(
                    arguments[2:], flags):
                return more, f"the suite excludes it: {arguments[0]}"
        elif name == "dg-add-options":
            if arguments[0] not in ("stack_size", "ieee"):
                raise ValueError(f"dg-add-options {arguments[0]}")
        elif name not in IGNORED:
            raise ValueError(f"directive '{name}' is not known")
    return more, None


# What the .x driver files of ieee/ and builtins/ do for this target; most
# only exclude machines that are not this one. Plain Tcl: a new kind raises.
def driver_flags(text):
    flags = []
    code = re.sub(r"(?m)^\s*#.*$", "", text)
    for match in re.finditer(
            r"(?:lappend|set) additional_flags \"?([^\"\n]+)\"?", code):
        before = code[:match.start()]
        depth = before.count("{") - before.count("}")
        if depth == 0:
            flags += match[1].split()
    return flags
