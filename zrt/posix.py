#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is made from posix.def.

  posix.py page           the compatibility page, docs/posix.md
  posix.py config-site    the configure cache
  posix.py names STATE    functions with that state, one a line
  posix.py declared       a C program that takes the address of every function
                          that is there, with the headers of the table
"""

import re
import sys
import textwrap
from collections import namedtuple
from pathlib import Path

TABLE = Path(__file__).resolve().with_name("posix.def")
GNULIB = TABLE.with_name("gnulib-answers.txt")
ROW = re.compile(
    r'(POSIX|EXTENSION)\(([\w./]+), (\w+), (full|partial|absent), "(.*)"\)')
Row = namedtuple("Row", "kind header name state note")

# Answers to what configure scripts can find out only by running a program,
# which they cannot when they compile for another system. Each is what the
# guest's libraries do; tests/guest/configure-answers.c shows it.
ANSWERS = """
ac_cv_func_calloc_0_nonnull=yes
ac_cv_func_chown_works=yes
ac_cv_func_closedir_void=no
ac_cv_func_fnmatch_works=yes
ac_cv_func_fork_works=no
ac_cv_func_getgroups_works=yes
ac_cv_func_lstat_dereferences_slashed_symlink=yes
ac_cv_func_lstat_empty_string_bug=no
ac_cv_func_malloc_0_nonnull=yes
ac_cv_func_memcmp_working=yes
ac_cv_func_mmap_fixed_mapped=no
ac_cv_func_realloc_0_nonnull=yes
ac_cv_func_stat_empty_string_bug=no
ac_cv_func_strcoll_works=yes
ac_cv_func_strerror_r_char_p=yes
ac_cv_func_strnlen_working=yes
ac_cv_func_strtod=yes
ac_cv_func_utime_null=yes
ac_cv_func_vfork_works=no
ac_cv_func_working_mktime=yes
ac_cv_have_decl_strerror_r=yes
ac_cv_header_stdbool_h=yes
ac_cv_sys_largefile_CC=no
ac_cv_c_bigendian=no
ac_cv_file__dev_ptc=no
ac_cv_file__dev_ptmx=no
ac_cv_buggy_getaddrinfo=no
ac_cv_working_tzset=yes
gl_cv_func_printf_sizes_c99=yes
gl_cv_func_snprintf_retval_c99=yes
gl_cv_func_snprintf_truncation_c99=yes
gl_cv_func_working_strerror=yes
"""


def rows():
    found = []
    for number, line in enumerate(TABLE.read_text().splitlines(), 1):
        if not line.startswith(("POSIX(", "EXTENSION(")):
            continue
        match = ROW.fullmatch(line)
        if not match:
            sys.exit(f"posix.py: {TABLE}:{number}: error: not a row (got "
                     f"'{line}', expected KIND(header, function, state, "
                     "\"note\"))")
        found.append(Row(*match.groups()))
    return found


def wrapped(text):
    return textwrap.fill(text, 98, break_long_words=False,
                         break_on_hyphens=False)


def section(table, kind):
    yield ""
    for header in sorted({r.header for r in table if r.kind == kind}):
        mine = [r for r in table if r.kind == kind and r.header == header]
        yield f"### `<{header}>`"
        yield ""
        plain = [r.name for r in mine if r.state == "full" and not r.note]
        if plain:
            yield wrapped("Full: " + ", ".join(f"`{n}`" for n in plain) + ".")
            yield ""
        for state in ("full", "partial", "absent"):
            for note in dict.fromkeys(
                    r.note for r in mine
                    if r.state == state and (r.note or state != "full")):
                names = ", ".join(f"`{r.name}`" for r in mine
                                  if (r.state, r.note) == (state, note))
                yield wrapped(f"{state.capitalize()}, {note}: {names}.")
                yield ""


def page(table):
    count = {(k, s): sum((r.kind, r.state) == (k, s) for r in table)
             for k in ("POSIX", "EXTENSION")
             for s in ("full", "partial", "absent")}
    lines = [
        "# Compatibility with POSIX",
        "",
        "Made from `zrt/posix.def` by `zrt/posix.py page`; a test compares "
        "the table with the libraries.",
        "An absent function has no symbol: configure scripts find the truth, "
        "and the linker tells the reason.",
        "",
        "| | full | partial | absent |",
        "|---|---|---|---|",
    ]
    for kind, title in (("POSIX", "POSIX.1-2017"),
                        ("EXTENSION", "beside it")):
        lines.append(f"| {title} | " + " | ".join(
            str(count[kind, s]) for s in ("full", "partial", "absent")) + " |")
    lines += ["", "## POSIX.1-2017", *section(table, "POSIX"),
              "## Beside POSIX", *section(table, "EXTENSION")]
    text = "\n".join(lines).replace("\n\n\n", "\n\n")
    return text.rstrip() + "\n"


def config_site(table):
    lines = ["# SPDX-License-Identifier: Apache-2.0", "#",
             "# Configure cache for x86_64-nacl, made from zrt/posix.def:",
             "# CONFIG_SITE=this-file ./configure --host=x86_64-nacl", "",
             'case ${host_alias-} in x86_64-*nacl*) ;; *) return 0 ;; esac',
             ""]
    lines += [f"{line.split('=')[0]}=${{{line.split('=')[0]}="
              f"{line.split('=')[1]}}}"
              for line in ANSWERS.split()]
    lines += [f"{name}=${{{name}=yes}}"
              for name in GNULIB.read_text().splitlines() if not name.startswith("#")]
    lines += [f"ac_cv_func_{r.name}=${{ac_cv_func_{r.name}=no}}"
              for r in table if r.state == "absent"]
    return "\n".join(lines) + "\n"


def declared(table):
    there = [r for r in table if r.state != "absent"]
    lines = ['#pragma GCC diagnostic ignored "-Wdeprecated-declarations"']
    lines += [f"#include <{h}>" for h in sorted({r.header for r in there})]
    lines += ["", "int main(void)", "{",
              "\tstatic const volatile void *const address[] = {"]
    for r in there:
        lines.append(f"#ifndef {r.name}\n\t    (const volatile void *)&{r.name},"
                     "\n#endif")
    lines += ["\t};", "",
              "\tfor (unsigned i = 0; i < sizeof(address) / "
              "sizeof(*address); i++)",
              "\t\tif (!address[i])", "\t\t\treturn 1;",
              "\treturn 0;", "}"]
    return "\n".join(lines) + "\n"


def main():
    table = rows()
    match sys.argv[1:]:
        case ["page"]:
            print(page(table), end="")
        case ["config-site"]:
            print(config_site(table), end="")
        case ["declared"]:
            print(declared(table), end="")
        case ["names", state]:
            print("\n".join(r.name for r in table if r.state == state))
        case _:
            sys.exit(__doc__.strip())


if __name__ == "__main__":
    main()
