/* SPDX-License-Identifier: GPL-3.0-or-later

   Instructions that become several: returns, indirect branches, leave, and
   xchg with memory.  A locked group is one unit, so nothing can stand or jump
   between its halves.  Included by tc-i386-zvm.c.  */

#include "elf/zvm.h"

/* --zvm-return=register.  */
static bool zvm_register_return;

/* Whether there was a return.  */
static bool zvm_returned;

/* The statement is a call.noreturn: what it calls does not come back, so it
   need not end its bundle.  */
static bool zvm_no_return;

/* What follows the instruction of `i' as a unit of its own: the locked group
   of an indirect branch through memory, which `i' loads into r11.  */
static enum { ZVM_NO_TAIL, ZVM_TAIL_JUMP, ZVM_TAIL_CALL } zvm_tail;

/* Emits SIZE bytes as a unit.  */

static void
zvm_emit_unit (enum zvm_unit_kind kind, const void *bytes, size_t size)
{
  zvm_begin_unit (kind);
  if (now_seg == absolute_section)
    abs_section_offset += size;
  else
    {
      dwarf2_emit_insn (0);
      memcpy (frag_more (size), bytes, size);
    }
  zvm_end_unit ();
}

static void
zvm_emit_return (void)
{
  static const unsigned char masked[]	/* andq $0x7fffffe0,(%rsp); ret  */
    = { 0x48, 0x81, 0x24, 0x24, 0xe0, 0xff, 0xff, 0x7f, 0xc3 };
  static const unsigned char registers[] /* pop; and $-32; jmp r11  */
    = { 0x41, 0x5b, 0x41, 0x83, 0xe3, 0xe0, 0x41, 0xff, 0xe3 };

  zvm_emit_unit (ZVM_UNIT_INSIDE, zvm_register_return ? registers : masked, 9);
  zvm_returned = true;
}

/* The object file is about to be written: tells the linker its return form.  */

void
zvm_final_processing (void)
{
  if (zvm_returned)
    elf_elfheader (stdoutput)->e_flags
      |= (zvm_register_return
	  ? EF_ZVM_RETURN_REGISTER : EF_ZVM_RETURN_MASKED);
}

/* and $-32,%eR; jmp *%rR or call *%rR.  */

static void
zvm_emit_indirect (unsigned int number, bool call)
{
  unsigned char bytes[7], *p = bytes;

  if (number >= 8)
    *p++ = 0x41;
  *p++ = 0x83;
  *p++ = 0xe0 | (number & 7);
  *p++ = -ZVM_BUNDLE & 0xff;
  if (number >= 8)
    *p++ = 0x41;
  *p++ = 0xff;
  *p++ = (call ? 0xd0 : 0xe0) | (number & 7);
  zvm_emit_unit (call && !zvm_no_return ? ZVM_UNIT_AT_END : ZVM_UNIT_INSIDE,
		 bytes, p - bytes);
}

/* bsf and bsr of zero: the result is undefined in a manual, unchanged in
   practice.  Skipping it is the same on all processors.  The test defines the
   zero flag as the scan would have.  A memory operand has no such form.  */

static bool
zvm_scan (void)
{
  unsigned char bytes[11], *p = bytes;
  unsigned char source = i.rm.regmem;
  bool high = (i.rex & REX_B) != 0;
  unsigned char *je;

  /* test %source,%source  */
  if (i.prefix[DATA_PREFIX])
    *p++ = 0x66;
  if (high || (i.rex & REX_W))
    *p++ = 0x40 | (i.rex & REX_W) | (high ? REX_R | REX_B : 0);
  *p++ = 0x85;
  *p++ = 0xc0 | source << 3 | source;
  *p++ = 0x74;
  je = p++;
  if (i.prefix[DATA_PREFIX])
    *p++ = 0x66;
  if (i.rex)
    *p++ = 0x40 | i.rex;
  *p++ = 0x0f;
  *p++ = i.tm.base_opcode;
  *p++ = 0xc0 | i.rm.reg << 3 | source;
  *je = p - je - 1;
  zvm_emit_unit (ZVM_UNIT_INSIDE, bytes, p - bytes);
  return false;
}

/* Emits `i' as it stands, as a unit: tc-i386-zvm.c.  */
static void zvm_emit_insn (enum zvm_unit_kind);

/* xchg with memory locks the bus.  With one thread, moves through a saved
   scratch register are the same; the scratch is kept below the red zone,
   where nothing else writes.  Flags stay.  */

static bool
zvm_exchange (void)
{
  unsigned int number = i.rm.reg | (i.rex & REX_R ? 8 : 0);
  unsigned int n, scratch;
  bool byte = (i.tm.base_opcode & 1) == 0;
  unsigned char save[9] = { 0x67, 0x4c, 0x89, 0x84, 0x24, 0x78, 0xff, 0xff,
			    0xff };	/* movq %r8+n,-136(%rsp)  */
  unsigned char move[4], *p = move;
  i386_insn original = i;

  for (n = 0; n < i.operands; n++)
    if (byte && i.types[n].bitfield.class == Reg
	&& i.op[n].regs->reg_num >= 4
	&& !(i.op[n].regs->reg_flags & (RegRex | RegRex64)))
      return zvm_refuse ("xchg", _("of %ah, %bh, %ch or %dh and memory"
				   " has no replacement"),
			 _("use three movs"));
  for (scratch = 11; scratch == number
       || (i.rex & REX_B && (i.rm.regmem | 8) == scratch)
       || (i.rex & REX_B && (i.sib.base | 8) == scratch)
       || (i.rex & REX_X && (i.sib.index | 8) == scratch);
       scratch--)
    ;
  save[3] |= (scratch & 7) << 3;
  zvm_emit_unit (ZVM_UNIT_INSIDE, save, 9);

  i.tm.opcode_modifier.opcodespace = SPACE_BASE;
  i.tm.base_opcode = byte ? 0x8a : 0x8b;
  i.rm.reg = scratch & 7;
  i.rex |= REX_R;
  add_prefix (REX_OPCODE | i.rex);
  zvm_emit_insn (ZVM_UNIT_INSIDE);

  i = original;
  i.tm.opcode_modifier.opcodespace = SPACE_BASE;
  i.tm.base_opcode = byte ? 0x88 : 0x89;
  if (i.rex != 0)
    add_prefix (REX_OPCODE | i.rex);
  zvm_emit_insn (ZVM_UNIT_INSIDE);

  if (i.prefix[DATA_PREFIX])
    *p++ = 0x66;
  *p++ = 0x44 | (number >= 8) | (i.rex & REX_W);
  *p++ = byte ? 0x88 : 0x89;
  *p++ = 0xc0 | (scratch & 7) << 3 | (number & 7);
  zvm_emit_unit (ZVM_UNIT_INSIDE, move, p - move);
  save[2] = 0x8b;
  zvm_emit_unit (ZVM_UNIT_INSIDE, save, 9);
  return false;
}

/* ret, leave, and branches through registers and memory.  Returns true when
   `i' is still to be emitted.  */

static bool
zvm_indirect_or_return (bool *handled)
{
  bool call = zvm_is_named ("call");

  *handled = true;
  if (zvm_is_named ("ret"))
    {
      if (i.operands)
	return zvm_refuse ("ret $n", _("it moves %rsp behind the check"),
			   _("pop into %r11, add $n,%esp, push %r11, ret"));
      zvm_emit_return ();
      return false;
    }
  if (zvm_is_named ("leave"))
    {
      if (i.prefix[DATA_PREFIX])
	return zvm_refuse ("leavew", zvm_reason_text[ZVM_REASON_STACK], NULL);
      zvm_emit_unit (ZVM_UNIT_INSIDE, "\x89\xec", 2);
      zvm_emit_unit (ZVM_UNIT_INSIDE, "\x5d", 1);
      return false;
    }
  if (i.tm.opcode_modifier.jump == JUMP_ABSOLUTE
      && zvm_is_opcode (SPACE_BASE, 0xff))
    {
      if (i.rm.mode == 3)
	{
	  unsigned int number = i.rm.regmem | (i.rex & REX_B ? 8 : 0);

	  if (number == 4)
	    return zvm_refuse (call ? "call *%rsp" : "jmp *%rsp",
			       _("the target must be masked, and %rsp is the"
				 " stack pointer"),
			       _("move it to another register"));
	  zvm_emit_indirect (number, call);
	  return false;
	}
      /* mov mem,%r11d  */
      zvm_tail = call ? ZVM_TAIL_CALL : ZVM_TAIL_JUMP;
      i.tm.opcode_modifier.jump = 0;
      i.tm.base_opcode = 0x8b;
      i.rm.reg = 3;
      i.rex = (i.rex & ~REX_W) | REX_R;
      return true;
    }
  *handled = false;
  return true;
}
