#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""own-names.py ARCHIVE...: leave the names of a C library to the program.

A program may define any function that it does not use from the library: ISO C
reserves only its own names, POSIX only those of the headers included. So in
each object of the archives a public symbol NAME becomes __libc_NAME, in what
the object defines as in what it refers to, and what it defines gets NAME back
as a weak alias. A definition of the program then wins without a "multiple
definition", and no part of the library ever calls it. Doing it again changes
nothing. `ar s` has to follow.
"""

import struct
import sys
from pathlib import Path

# A malloc of the program's own is the library's too (zrt/memory/malloc.c).
SHARED = {
    b"malloc", b"calloc", b"realloc", b"free", b"aligned_alloc", b"memalign",
    b"posix_memalign", b"valloc", b"pvalloc", b"malloc_usable_size",
    b"malloc_trim",
}
RESERVED = (b"_", b"zvm_")  # ISO C's and the system's prefix
PREFIX = b"__libc_"

SECTION = struct.Struct("<10I")
TYPE, OFFSET, SIZE, LINK, INFO = 1, 4, 5, 6, 7
SHT_SYMTAB = 2
SYMBOL = struct.Struct("<IIIBBH")
SHN_UNDEF, SHN_COMMON = 0, 0xfff2
STB_WEAK, STV_HIDDEN = 2, 2


def public(name):
    return name and name not in SHARED and not name.startswith(RESERVED)


def rename(symbols, first_global, strings):
    """The new symbols. Hidden, so that in the finished program the reserved
    name is a local one, and tools show the public name."""
    aliases = []
    names = [bytes(strings[at:strings.index(0, at)]) for at, *_ in symbols]
    for index, name in enumerate(names[first_global:], first_global):
        if not public(name) or PREFIX + name in names:
            continue
        at, value, size, info, other, section = symbols[index]
        if section == SHN_COMMON:
            sys.exit(f"own-names.py: error: common symbol {name.decode()} (compile with "
                     "-fno-common)")
        symbols[index] = (len(strings), value, size, info, STV_HIDDEN, section)
        strings += PREFIX + name + b"\0"
        if section != SHN_UNDEF:
            aliases.append((at, value, size, STB_WEAK << 4 | info & 15, other, section))
    return symbols + aliases


def rewrite(elf):
    """An object with its symbol table and strings anew, behind the rest."""
    headers, = struct.unpack_from("<I", elf, 0x20)
    count, = struct.unpack_from("<H", elf, 0x30)
    sections = [list(SECTION.unpack_from(elf, headers + i * SECTION.size))
                for i in range(count)]
    for table in (s for s in sections if s[TYPE] == SHT_SYMTAB):
        names = sections[table[LINK]]
        content = [elf[s[OFFSET]:s[OFFSET] + s[SIZE]] for s in (table, names)]
        strings = bytearray(content[1])
        symbols = rename(list(SYMBOL.iter_unpack(content[0])), table[INFO], strings)
        if len(strings) == names[SIZE]:
            continue
        for section, data in ((table, b"".join(SYMBOL.pack(*s) for s in symbols)),
                              (names, strings)):
            elf += bytes(-len(elf) % 4)
            section[OFFSET], section[SIZE] = len(elf), len(data)
            elf += data
    for i, section in enumerate(sections):
        SECTION.pack_into(elf, headers + i * SECTION.size, *section)
    return elf


def members(archive):
    """Header and content of each, without the archive's index of symbols."""
    at = 8
    while at < len(archive):
        header = archive[at:at + 60]
        size = int(header[48:58])
        if header[:16].rstrip() != b"/":
            yield header, archive[at + 60:at + 60 + size]
        at += 60 + size + size % 2


def main():
    for path in map(Path, sys.argv[1:]):
        archive = path.read_bytes()
        result = bytearray(archive[:8])
        for header, content in members(archive):
            if content.startswith(b"\x7fELF\x01\x01"):
                content = rewrite(bytearray(content))
            result += header[:48] + b"%-10d" % len(content) + header[58:]
            result += content + b"\n" * (len(content) % 2)
        path.write_bytes(result)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    main()
