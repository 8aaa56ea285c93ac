# SPDX-License-Identifier: GPL-3.0-or-later
#
# ZeroVM programs: ILP32 on x86-64, static, ET_EXEC (docs/abi.md section 6).
# The layout is in scripttempl/elf_zvm.sc, the link-time rules are in
# emultempl/elf-zvm.em.  No shared library, PIE or PLT variant exists, so
# only the plain script is generated.
source_sh ${srcdir}/emulparams/reloc_overflow.sh
source_sh ${srcdir}/emulparams/x86-64-level.sh
SCRIPT_NAME=elf_zvm
ELFSIZE=32
OUTPUT_FORMAT="elf32-x86-64"
NO_REL_RELOCS=yes
TEXT_START_ADDR=0x20000
# Literal, not CONSTANT (MAXPAGESIZE): -z max-page-size must not move segments.
MAXPAGESIZE=0x1000
# Makes -z relro an option that is known; elf-zvm.em takes it back.
COMMONPAGESIZE=0x1000
ARCH="i386:x64-32"
MACHINE=
TEMPLATE_NAME=elf
EXTRA_EM_FILE="elf-zvm"
# The option parser's switch: -shared and -pie reach our after_parse hook,
# which says why the one is refused and ignores the other.
GENERATE_SHLIB_SCRIPT=yes
DYNAMIC_LINK=false
SEPARATE_CODE=yes
EMBEDDED=yes
