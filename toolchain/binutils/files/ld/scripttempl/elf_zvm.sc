# SPDX-License-Identifier: GPL-3.0-or-later
#
# The linker script of a ZeroVM program.  Three loadable segments: text (R+X,
# code only, at 0x20000, whole bundles, no ELF headers), read-only data, and
# data with bss.  Fill between code sections is hlt (f4): it is one byte long,
# so no bundle boundary and no jump can find a wrong instruction in it.
# LD_FLAG "r" and "u" (RELOCATING unset) are the scripts of ld -r.

if test -z "${RELOCATING}"; then
cat <<EOS
OUTPUT_FORMAT("${OUTPUT_FORMAT}")
OUTPUT_ARCH(${ARCH})
SECTIONS
{
  .text 0 : { *(.text) } =0xf4f4f4f4
}
EOS
return 0 2>/dev/null || exit 0
fi

cat <<EOS
OUTPUT_FORMAT("${OUTPUT_FORMAT}")
OUTPUT_ARCH(${ARCH})
ENTRY(_start)
${LIB_SEARCH_DIRS}
SECTIONS
{
  PROVIDE (__executable_start = ${TEXT_START_ADDR});
  . = ${TEXT_START_ADDR};
  /* Every executable input section, whatever its name: an orphan would start
     a second executable segment or leave a gap that nobody fills.  */
  .text :
  {
    /* Where branches to undefined weak symbols lead: a trap.  */
    HIDDEN (__zvm_undefined_weak = .);
    FILL (0xf4f4f4f4)
    . = . + 32;
    *(.text.unlikely .text.*_unlikely .text.unlikely.*)
    *(.text.exit .text.exit.*)
    *(.text.startup .text.startup.*)
    *(.text.hot .text.hot.*)
    *(SORT(.text.sorted.*))
    *(.text .stub .text.* .gnu.linkonce.t.*)
    KEEP (*(SORT_NONE(.init)))
    KEEP (*(SORT_NONE(.fini)))
    /* .gnu.warning sections are handled specially by elf.em.  */
    *(.gnu.warning)
    INPUT_SECTION_FLAGS (SHF_ALLOC & SHF_EXECINSTR) *(*)
    . = ALIGN(32);
  } =0xf4f4f4f4
  PROVIDE (__etext = .);
  PROVIDE (_etext = .);
  PROVIDE (etext = .);

  /* Read-only data: the next whole page, because one page has one access.  */
  . = ALIGN(${MAXPAGESIZE});
  .note.gnu.property : { *(.note.gnu.property) }
  .note.gnu.build-id : { *(.note.gnu.build-id) }
  .note.ZeroVM : { KEEP (*(.note.ZeroVM)) }
  .note : { KEEP (*(.note)) }
  .rodata : { *(.rodata .rodata.* .gnu.linkonce.r.* .lrodata .lrodata.*) }
  .rodata1 : { *(.rodata1) }
  .eh_frame_hdr : { *(.eh_frame_hdr) *(.eh_frame_entry .eh_frame_entry.*) }
  PROVIDE_HIDDEN (__eh_frame_hdr_start
		  = SIZEOF(.eh_frame_hdr) ? ADDR(.eh_frame_hdr) : 0);
  PROVIDE_HIDDEN (__eh_frame_hdr_end
		  = SIZEOF(.eh_frame_hdr)
		    ? ADDR(.eh_frame_hdr) + SIZEOF(.eh_frame_hdr) : 0);
  .eh_frame : ONLY_IF_RO { KEEP (*(.eh_frame)) *(.eh_frame.*) }
  .gcc_except_table : ONLY_IF_RO
    { *(.gcc_except_table .gcc_except_table.*) }

  . = ALIGN(${MAXPAGESIZE});
  .eh_frame : ONLY_IF_RW { KEEP (*(.eh_frame)) *(.eh_frame.*) }
  .gcc_except_table : ONLY_IF_RW
    { *(.gcc_except_table .gcc_except_table.*) }

  /* The initial image of thread-local storage and its shape: the thread
     pointer is __zvm_tls_memsz, rounded up to __zvm_tls_align, above the
     start of a block that is aligned to __zvm_tls_align.  */
  .tdata : { *(.tdata .tdata.* .gnu.linkonce.td.*) }
  .tbss : { *(.tbss .tbss.* .gnu.linkonce.tb.*) *(.tcommon) }
  PROVIDE_HIDDEN (__zvm_tls_start = SIZEOF(.tdata) ? ADDR(.tdata) : .);
  PROVIDE_HIDDEN (__zvm_tls_filesz = ABSOLUTE(SIZEOF(.tdata)));
  PROVIDE_HIDDEN (__zvm_tls_memsz = ABSOLUTE(SIZEOF(.tbss)
		  ? (SIZEOF(.tdata) ? ADDR(.tbss) - ADDR(.tdata) : 0)
		    + SIZEOF(.tbss)
		  : SIZEOF(.tdata)));
  PROVIDE_HIDDEN (__zvm_tls_align
		  = ABSOLUTE(MAX(MAX(ALIGNOF(.tdata), ALIGNOF(.tbss)), 1)));

  .preinit_array :
  {
    PROVIDE_HIDDEN (__preinit_array_start = .);
    KEEP (*(.preinit_array))
    PROVIDE_HIDDEN (__preinit_array_end = .);
  }
  .init_array :
  {
    PROVIDE_HIDDEN (__init_array_start = .);
    KEEP (*(SORT_BY_INIT_PRIORITY(.init_array.*) SORT_BY_INIT_PRIORITY(.ctors.*)))
    KEEP (*(.init_array EXCLUDE_FILE (*crtbegin.o *crtbegin?.o *crtend.o *crtend?.o) .ctors))
    PROVIDE_HIDDEN (__init_array_end = .);
  }
  .fini_array :
  {
    PROVIDE_HIDDEN (__fini_array_start = .);
    KEEP (*(SORT_BY_INIT_PRIORITY(.fini_array.*) SORT_BY_INIT_PRIORITY(.dtors.*)))
    KEEP (*(.fini_array EXCLUDE_FILE (*crtbegin.o *crtbegin?.o *crtend.o *crtend?.o) .dtors))
    PROVIDE_HIDDEN (__fini_array_end = .);
  }
  .data.rel.ro :
  {
    *(.data.rel.ro.local* .gnu.linkonce.d.rel.ro.local.*)
    *(.data.rel.ro .data.rel.ro.* .gnu.linkonce.d.rel.ro.*)
  }
  .got : { *(.got.plt) *(.igot.plt) *(.got) *(.igot) }
  .data :
  {
    *(.data .data.* .gnu.linkonce.d.* .ldata .ldata.*)
    SORT(CONSTRUCTORS)
  }
  .data1 : { *(.data1) }
  . = .;
  _edata = .;
  PROVIDE (edata = .);
  __bss_start = .;
  .bss :
  {
    *(.dynbss)
    *(.bss .bss.* .gnu.linkonce.b.* .lbss .lbss.*)
    *(COMMON)
    *(LARGE_COMMON)
    . = ALIGN(. != 0 ? 4 : 1);
  }
  . = ALIGN(4);
  _end = .;
  PROVIDE (end = .);

  .comment       0 : { *(.comment) }
  .gnu.build.attributes : { *(.gnu.build.attributes .gnu.build.attributes.*) }
EOS
. $srcdir/scripttempl/DWARF.sc
cat <<EOS
  /DISCARD/ : { *(.note.GNU-stack) *(.gnu_debuglink) *(.gnu.lto_*) *(.zvm.absent) }
}
ASSERT (ADDR(.text) + SIZEOF(.text) <= 0x40000000,
	"the program text ends above 1 GiB");
ASSERT (_end <= 0x80000000, "data and bss end above 2 GiB");
EOS
