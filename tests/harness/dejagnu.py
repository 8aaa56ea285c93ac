# SPDX-License-Identifier: Apache-2.0
"""As much of DejaGnu's language as the programs of GCC's testsuites speak that
are run.

directives(text) parses the `{ dg-... }` comments; plan(...) turns them into
compiler flags and, where the test's author excludes this target, the reason;
run_plan(...) does the same for the tests that carry a `dg-do run`.
A directive or target that is not known here raises, so that nothing is
ignored by accident.
"""

import dataclasses
import fnmatch
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
    # The processor and the layout of types.
    "ptr32plus": True, "size20plus": True, "size24plus": True,
    "size32plus": False, "large_double": True, "double64": True,
    "float32": True, "float64": True, "float32x": True,
    "float16": False, "float128": True, "float64x": True, "float128x": False,
    "float16_runtime": False, "float32_runtime": True, "float64_runtime": True,
    "float128_runtime": True, "float32x_runtime": True,
    "float64x_runtime": True, "float128x_runtime": False,
    "floatn_nx_runtime": True, "__float128": True,
    "base_quadfloat_support": True, "hard_float": True, "ieee_floats": True,
    "sse_runtime": True, "sse2_runtime": True, "sse2": True,
    "avx_runtime": False, "avx2_runtime": False, "avx": False,
    "vmx_hw": False, "arm32": False, "arm_fp16_alternative_ok": False,
    "pcc_bitfield_type_matters": True, "default_packed": False,
    "little_endian": True, "llp64": False, "ptr_eq_long": True,
    "sync_int_long": True, "sync_char_short": True, "sync_long_long": True,
    "sync_long_long_runtime": True, "sync_int_128_runtime": False,
    "inf": True, "inff": True, "issignaling": False, "trapping": True,
    "fenv": True, "fenv_exceptions": True, "lra": True, "store_merge": True,
    "scheduling": True, "supports_stack_clash_protection": True,
    "fstack_protector": True, "section_anchors": False, "cet": False,
    # The system.
    "exceptions": True, "exceptions_enabled": True, "tls": True,
    "tls_runtime": True, "pthread": True, "pthread_h": True,
    "gthreads": True, "ucontext_h": True, "non_bionic": True,
    "static": True, "pie": False, "pie_enabled": False, "nonpic": True,
    "split_stack": False, "noinit": False, "persistent": False,
    "global_constructor": True, "init_priority": True, "mempcpy": True,
    "weak_undefined": True, "lto": True, "native": False, "simulator": False,
    "newlib": True, "run_expensive_tests": False, "ifunc": False,
    "keeps_null_pointer_checks": False, "hwaddress_exec": False,
    # The languages and their libraries.
    "c": True, "c++": False, "cxx11_abi": True, "std_allocator_new": True,
    "random_device": True, "stacktrace": False, "tbb_backend": False,
    "net_ts_ip": False, "ucn": True, "wchar": True, "arm_eabi": False,
    "cas_int": True, "short_eq_int": False, "x32": False,
    "sync_int_long_stack": True, "aarch64_sve": False, "bmi2": False,
    "bmi2_runtime": False, "lax_strtofp": False,
    "newlib_broken_long_double_io": False, "dummy_wcsftime": False,
    "broken_cplxf_arg": False, "futex": False,
}
CXX_STANDARDS = {"98": 98, "11": 111, "14": 114, "17": 117, "20": 120,
                 "2a": 120, "23": 123, "2b": 123}
# Without -std, and then those that a test may ask for with its target.
CXX_DEFAULT, CXX_OTHERS = "17", ("20", "23", "14", "11", "98")

IGNORED = {"dg-do", "dg-xfail-if", "dg-xfail-run-if", "dg-prune-output"}
# What only looks at messages, dumps or assembly, or at the time it takes; a
# program's status alone decides here.
NOT_RUN = {"dg-final", "dg-warning", "dg-error", "dg-bogus", "dg-message",
           "dg-excess-errors", "dg-timeout", "dg-timeout-factor",
           "dg-prune-output", "dg-output", "dg-xfail-if", "dg-line",
           "dg-begin-multiline-output", "dg-end-multiline-output",
           "dg-regexp", "dg-set-target-env-var"}
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


def directives(text, unread=()):
    """Every `{ dg-name argument ... }`, one a line, as lists of words, but for
    those named in unread."""
    found = []
    for line in text.splitlines():
        start = re.search(r"\{\s*(dg-[\w-]+)", line)
        if not start or start[1] in unread:
            continue
        # The directive ends at the brace that closes it, or with the line.
        depth, end = 0, start.start()
        while end < len(line):
            depth += {"{": 1, "}": -1}.get(line[end], 0)
            end += 1
            if not depth:
                break
        found.append(words(line[start.start() + 1:end - (not depth)]))
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
    if re.fullmatch(r"[\w?*.\[\]]+-[\w?*.\[\]-]+", word):
        return fnmatch.fnmatchcase(TRIPLET, word)
    if match := re.fullmatch(r"c\+\+(\w\w)(_only|_down)?", word):
        have, want = cxx_standard(level), CXX_STANDARDS[match[1]]
        return {None: have >= want, "_only": have == want,
                "_down": have <= want}[match[2]]
    if word not in EFFECTIVE:
        raise ValueError(f"effective target '{word}' is not known")
    return EFFECTIVE[word]


def cxx_standard(flags):
    given = [m[1] for f in flags
             if (m := re.fullmatch(r"-std=(?:gnu|c)\+\+(\w\w)", f))]
    return CXX_STANDARDS[given[-1] if given else CXX_DEFAULT]


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
            if eval_size(arguments[0]) > STACK_SIZE:
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


@dataclasses.dataclass
class RunPlan:
    flags: list
    sources: list  # more files, beside the first
    without: str | None = None  # why it is left out
    fails: bool = False  # it is to end with a status other than 0
    known: bool = False  # the suite expects it to fail on this target


# dg-require-NAME without an argument that matters.
REQUIRED = {
    "alias": True, "weak": True, "weak-override": True, "visibility": True,
    "cxa-atexit": True, "gc-sections": True, "ifunc": False, "fork": False,
    "profiling": False, "mkfifo": True, "iconv": True, "fileio": True,
    "c-std": True, "cstdint": True, "cmath": True, "time": True,
    "gthreads": True, "gthreads-timed": True, "sleep": True,
    "sched-yield": True, "string-conversions": True, "swprintf": True,
    "binary-io": True, "nprocs": True, "little-endian": True,
    "thread-fence": True, "atomic-builtins": True, "atomic-cmpxchg-word": True,
    "filesystem-ts": True, "normal-mode": True, "normal-namespace": True,
    "debug-mode": False, "parallel-mode": False, "profile-mode": False,
    "sharedlib": False, "static-libstdcxx": True, "namedlocale": False,
    "host-local": True,
}
ADDED = {"ieee": [], "tls": [], "stack_size": [], "libatomic": ["-latomic"],
         "using-deprecated": [], "net_ts": [], "__float128": [],
         **{f"float{n}": [] for n in (16, 32, 64, 128, "32x", "64x", "128x")}}


def holds_if_given(arguments, at, kind, flags):
    """Whether argument number `at`, `{ target ... }` or `{ xfail ... }`,
    selects this target; without one it does, unless it is an xfail."""
    if len(arguments) <= at:
        return kind == "target"
    parts = words(arguments[at])
    if kind not in parts:
        return kind == "target"
    mine = parts[parts.index(kind) + 1:]
    for other in ("target", "xfail"):
        if other in mine:
            mine = mine[:mine.index(other)]
    return selected(" ".join(braced(p) for p in mine), flags)


def run_plan(text, flags, default, runs):
    """Of one test: `flags` come from the run, `default` hold where the test
    gives no dg-options, `runs` tells whether it runs without a dg-do."""
    lines = directives(text, NOT_RUN)
    plan = RunPlan(list(default), [])
    for name, *arguments in lines:
        if name == "dg-options" and holds_if_given(arguments, 1, "target",
                                                   flags):
            plan.flags = " ".join(words(" ".join(arguments[:1]))).split()
    plan.flags = [*flags, *plan.flags]
    does = [a for name, *a in lines if name == "dg-do"]
    if not does and not runs:
        plan.without = "not a test that runs"
        return plan
    if does:
        plan.without = fit_standard(plan, does[-1])
        if plan.without:
            return plan
        plan.known = holds_if_given(does[-1], 1, "xfail", plan.flags)
    for name, *arguments in lines:
        plan.without = plan.without or step(plan, name, arguments)
    return plan


def fit_standard(plan, do):
    """Take the language's version from the target where the flags say none;
    the reason where it does not fit."""
    if do[0] != "run":
        return "not a test that runs"
    if holds_if_given(do, 1, "target", plan.flags):
        return None
    if not any(f.startswith("-std=") for f in plan.flags):
        for other in CXX_OTHERS:
            more = [*plan.flags, f"-std=gnu++{other}"]
            if holds_if_given(do, 1, "target", more):
                plan.flags = more
                return None
    return f"for other targets: {do[1]}"


def step(plan, name, arguments):
    """Take one directive into the plan; the reason if it excludes the test."""
    flags = plan.flags
    if name == "dg-additional-options":
        if holds_if_given(arguments, 1, "target", flags):
            plan.flags = [*flags, *" ".join(words(arguments[0])).split()]
    elif name == "dg-additional-sources":
        plan.sources += " ".join(words(arguments[0])).split()
    elif name == "dg-require-effective-target":
        if holds_if_given(arguments, 1, "target", flags) and not holds(
                arguments[0], flags):
            return f"the target has no '{arguments[0]}'"
    elif name == "dg-require-stack-size":
        if eval_size(arguments[0]) > STACK_SIZE:
            return f"needs {arguments[0]} bytes of stack"
    elif name == "dg-skip-if":
        if selected(" ".join(braced(p) for p in words(arguments[1])
                             if p != "target"), flags) and options_apply(
                arguments[2:], flags):
            return f"the suite excludes it: {arguments[0]}"
    elif name == "dg-xfail-run-if":
        if selected(" ".join(braced(p) for p in words(arguments[1])
                             if p != "target"), flags) and options_apply(
                arguments[2:], flags):
            plan.known = True
    elif name == "dg-add-options":
        plan.flags = [*flags, *ADDED[arguments[0]]]
    elif name == "dg-shouldfail":
        plan.fails = True
    elif name.startswith("dg-require-"):
        what = name.removeprefix("dg-require-")
        if not REQUIRED[what]:
            return f"the target has no '{what}'"
    elif name not in ("dg-do", "dg-options", "dg-additional-files"):
        raise ValueError(f"directive '{name}' is not known")
    return None


def eval_size(text):
    # An arithmetic expression of decimal, hex, + and *.
    if not re.fullmatch(r"[\dxa-fA-F+* ]+", text):
        raise ValueError(f"stack size '{text}'")
    return eval(text)


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
