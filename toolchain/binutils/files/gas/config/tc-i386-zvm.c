/* SPDX-License-Identifier: GPL-3.0-or-later

   The self-sandboxing part of the assembler: ordinary x86-64 code in, code by
   the rules of docs/abi.md section 2 out.  Included by tc-i386.c, whose
   md_assemble calls zvm_statement with the text, zvm_check_mnemonic with the
   mnemonic, and zvm_rewrite with the parsed and matched instruction `i', just
   before the REX prefix is made.

   Nothing here is trusted: the validator judges the linked program.  What
   cannot be made safe is an error that names the instruction, the reason and
   an alternative.  */

#include "tc-i386-zvm-bundle.c"
#include "tc-i386-zvm-lint.c"
#include "tc-i386-zvm-refuse.c"

static void
zvm_drop_prefix (unsigned int which)
{
  if (i.prefix[which] != 0)
    {
      i.prefix[which] = 0;
      i.prefixes--;
    }
}

static bool
zvm_is_opcode (unsigned int space, unsigned int opcode)
{
  return (i.tm.opcode_modifier.opcodespace == space
	  && i.tm.base_opcode == opcode);
}

/* movs, cmps, stos, lods, scas.  */

static bool
zvm_is_string (void)
{
  unsigned int opcode = i.tm.base_opcode;

  return (i.tm.opcode_modifier.opcodespace == SPACE_BASE
	  && !i.tm.opcode_modifier.modrm
	  && ((opcode >= 0xa4 && opcode <= 0xa7)
	      || (opcode >= 0xaa && opcode <= 0xaf)));
}

static bool
zvm_is_named (const char *names)
{
  const char *at = names;
  size_t length = strlen (i.tm.name);

  while ((at = strstr (at, i.tm.name)) != NULL)
    {
      if ((at == names || at[-1] == ' ')
	  && (at[length] == ' ' || at[length] == '\0'))
	return true;
      at += length;
    }
  return false;
}

#include "tc-i386-zvm-expand.c"

/* A prefix in a statement of its own, as in "lock; addl" or "rep; movsb".
   Returns the statement to assemble, or NULL when there is none yet.  */

static char *
zvm_statement (char *line)
{
  static const char *const repeats[]
    = { "rep", "repe", "repz", "repne", "repnz" };
  static const char *pending;
  static char *joined;
  size_t length = strcspn (line, " \t"), n;
  const char *prefix = pending;

  pending = NULL;
  zvm_no_return = length == 13 && startswith (line, "call.noreturn");
  if (zvm_no_return)
    {
      /* The tail becomes "call".  */
      line += length - 4;
      memcpy (line, "call", 4);
      length = 4;
    }
  if (line[length + strspn (line + length, " \t")] == '\0')
    {
      if (length == 4 && strncasecmp (line, "lock", 4) == 0)
	return NULL;
      for (n = 0; n < ARRAY_SIZE (repeats); n++)
	if (length == strlen (repeats[n])
	    && strncasecmp (line, repeats[n], length) == 0)
	  {
	    pending = repeats[n];
	    return NULL;
	  }
    }
  if (prefix == NULL)
    return line;
  free (joined);
  joined = concat (prefix, " ", line, (char *) NULL);
  return joined;
}


/* Prefixes: removes what has no effect for one thread without CET, refuses
   the rest that the validator does not know.  */

static bool
zvm_prefixes (void)
{
  bool jump = (i.tm.opcode_modifier.jump != 0);

  if (i.hle_prefix)
    return zvm_refuse (i.hle_prefix,
		       zvm_reason_text[ZVM_REASON_TRANSACTION], NULL);
  zvm_drop_prefix (LOCK_PREFIX);
  if (i.bnd_prefix)
    zvm_drop_prefix (BND_PREFIX);
  if (jump)
    /* Branch hints and notrack.  */
    zvm_drop_prefix (SEG_PREFIX);
  if (i.tm.opcode_modifier.jump == JUMP
      || i.tm.opcode_modifier.jump == JUMP_DWORD)
    zvm_drop_prefix (ADDR_PREFIX);
  if (i.prefix[SEG_PREFIX])
    return zvm_refuse (i.seg[0] ? i.seg[0]->reg_name : i.tm.name,
		       _("segment overrides reach memory of the host"),
		       _("thread-local data is at the address in"
			 " __zvm_tp"));
  if (i.prefix[REX_PREFIX])
    return zvm_refuse ("rex", _("the assembler chooses the prefix"),
		       _("use an operand size suffix"));
  if (i.rep_prefix && !zvm_is_string ())
    {
      if (!zvm_is_named ("nop ret bsf bsr"))
	return zvm_refuse (i.rep_prefix, _("it has no use here"), NULL);
      if (!zvm_is_named ("nop"))
	zvm_drop_prefix (REP_PREFIX);
    }
  if (jump && i.prefix[DATA_PREFIX])
    return zvm_refuse (i.tm.name, _("a branch has no operand size"), NULL);
  return true;
}

/* Whether operand N is %rsp as 64-bit register.  */

static bool
zvm_is_rsp (unsigned int n)
{
  return (i.types[n].bitfield.class == Reg && i.op[n].regs != NULL
	  && strcmp (i.op[n].regs->reg_name, "rsp") == 0);
}

/* A 64-bit result in %rsp becomes a 32-bit one: rsp is below 4 GiB before and
   so after.  */

static bool
zvm_stack_pointer (void)
{
  unsigned int n;

  if (zvm_is_named ("pop popq") && i.types[0].bitfield.class == Reg
      && i.op[0].regs->reg_num == 4 && !(i.op[0].regs->reg_flags & RegRex))
    return zvm_refuse ("pop %rsp", zvm_reason_text[ZVM_REASON_STACK],
		       _("use mov (%rsp),%esp"));
  if (!(i.rex & REX_W))
    return true;
  for (n = 0; n < i.operands; n++)
    if (zvm_is_rsp (n)
	&& (n == i.operands - 1 || zvm_is_named ("xchg xadd")))
      {
	if (zvm_is_named ("cmp test bt mul div idiv push")
	    || (zvm_is_named ("imul") && i.operands == 1))
	  continue;
	if (!zvm_is_named ("mov add sub adc sbb and or xor lea inc dec neg"
			   " not xchg xadd imul shl sal shr sar")
	    && !startswith (i.tm.name, "cmov"))
	  return zvm_refuse (i.tm.name, zvm_reason_text[ZVM_REASON_STACK],
			     _("compute in another register and use"
			       " mov %eR,%esp"));
	if (i.tm.base_opcode == 0xb8 && i.types[0].bitfield.imm64)
	  return zvm_refuse ("movabs", zvm_reason_text[ZVM_REASON_STACK],
			     _("use mov $imm32,%esp"));
	i.rex &= ~REX_W;
	return true;
      }
  return true;
}

/* Whether the memory operand of `i' must be truncated by a 67 prefix.  */

static bool
zvm_needs_address_prefix (bool must)
{
  const expressionS *displacement = NULL;
  unsigned int n;

  for (n = 0; n < i.operands; n++)
    if (operand_type_check (i.types[n], disp))
      displacement = i.op[n].disps;
  if (i.rm.mode == 0 && i.rm.regmem == 5)
    return false;
  if (must || i.rm.regmem != ESCAPE_TO_TWO_BYTE_ADDRESSING
      || i.sib.index != NO_INDEX_REGISTER || (i.rex & REX_X))
    return true;
  if (i.rm.mode == 0 && i.sib.base == NO_BASE_REGISTER)
    /* Absolute: symbols are in the image, below 2 GiB.  */
    return (displacement != NULL && displacement->X_op == O_constant
	    && (displacement->X_add_number < 0x10000
		|| displacement->X_add_number > 0x7fffffff));
  if (i.sib.base != 4 || (i.rex & REX_B))
    return true;
  /* disp(%rsp)  */
  return (i.rm.mode == 2
	  && (displacement == NULL || displacement->X_op != O_constant
	      || displacement->X_add_number < 0));
}

/* Returns false when nothing is left to assemble.  */

static bool
zvm_memory (void)
{
  bool lea = zvm_is_opcode (SPACE_BASE, 0x8d);
  bool prefetch = zvm_is_opcode (SPACE_0F, 0x18);
  bool needed;

  if (lea)
    /* No access: 67 is there for a 64-bit result of 32-bit registers.  */
    needed = (i.prefix[ADDR_PREFIX] != 0 && (i.rex & REX_W)
	      && !(i.rm.mode == 0 && i.rm.regmem == 5));
  else
    needed = zvm_needs_address_prefix (prefetch);
  if (prefetch && !needed)
    {
      /* Of a rip-relative address: there is no allowed form, and no
	 effect.  */
      zvm_emit_unit (ZVM_UNIT_INSIDE, "\x90", 1);
      return false;
    }
  if (i.sib.index == NO_INDEX_REGISTER && !(i.rex & REX_X))
    /* From a scaled %riz.  */
    i.sib.scale = 0;
  if (!needed)
    zvm_drop_prefix (ADDR_PREFIX);
  else if (i.prefix[ADDR_PREFIX] == 0)
    add_prefix (ADDR_PREFIX_OPCODE);
  return true;
}

/* Emits `i' as it stands, as a unit.  */

static void
zvm_emit_insn (enum zvm_unit_kind kind)
{
  bool lea = zvm_is_opcode (SPACE_BASE, 0x8d);
  fixS *before, *after;
  fragS *frag;
  valueT start;

  zvm_begin_unit (kind);
  if (now_seg == absolute_section)
    {
      output_insn ();
      return;
    }
  before = frchain_now->fix_tail;
  frag = frag_now;
  start = frag_now_fix ();
  output_insn ();
  after = frchain_now->fix_tail;
  if (after == before && frag == frag_now
      && i.tm.opcode_modifier.jump == 0 && i.prefix[WAIT_PREFIX] == 0)
    zvm_remember_insn (frag_now_fix () - start, i.tm.opcode_modifier.modrm);
  if (lea && after != before && after->fx_pcrel)
    /* Read by zvm_check_fixups.  */
    after->fx_tcbit2 = 1;
  zvm_end_unit ();
}

/* The whole treatment of a matched instruction.  Returns true when the rest
   of md_assemble shall make the REX prefix and call zvm_output_insn.  */

static bool
zvm_rewrite (void)
{
  const struct zvm_insn *row = zvm_find_insn (i.tm.name);
  const char *isa = zvm_refused_isa (i.tm.cpu_flags);
  bool handled;
  unsigned int n;

  zvm_tail = ZVM_NO_TAIL;
  if (isa != NULL)
    return zvm_refuse (i.tm.name, isa, NULL);
  if (is_any_vex_encoding (&i.tm))
    return zvm_refuse (i.tm.name, _("VEX and EVEX encodings belong to ISA"
				    " levels above x86-64-v2"), NULL);
  for (n = 0; n < i.operands; n++)
    if (i.types[n].bitfield.class == SReg)
      return zvm_refuse (i.tm.name, zvm_reason_text[ZVM_REASON_SEGMENT], NULL);
    else if (i.types[n].bitfield.class == RegCR
	     || i.types[n].bitfield.class == RegDR
	     || i.types[n].bitfield.class == RegTR)
      return zvm_refuse (i.tm.name,
			 zvm_reason_text[ZVM_REASON_PRIVILEGED], NULL);
  if (i.tm.opcode_modifier.isprefix)
    return zvm_refuse (i.tm.name, _("it is a prefix without an instruction"),
		       _("write both in one statement"));
  if (!zvm_prefixes ())
    return false;
  /* {rex}: a prefix without a use.  */
  i.rex_encoding = false;
  if (row != NULL && row->action == ZVM_ACTION_DROP)
    {
      zvm_emit_unit (ZVM_UNIT_INSIDE, "\x90", 1);
      return false;
    }
  if (zvm_is_opcode (SPACE_0F, 0x1f))
    {
      /* A nop with an operand: the canonical one next to it.  */
      if (i.prefix[DATA_PREFIX])
	zvm_emit_unit (ZVM_UNIT_INSIDE, "\x66\x0f\x1f\x44\0", 6);
      else
	zvm_emit_unit (ZVM_UNIT_INSIDE, "\x0f\x1f", 3);
      return false;
    }
  if (row != NULL && row->action == ZVM_ACTION_RECODE)
    {
      i.tm.opcode_modifier.opcodespace = row->space;
      i.tm.base_opcode = row->opcode;
      if (row->extension >= 0)
	i.rm.reg = row->extension;
    }
  if (!zvm_indirect_or_return (&handled))
    return false;
  if (!handled && !zvm_stack_pointer ())
    return false;
  if (zvm_is_string () && i.prefix[ADDR_PREFIX] == 0)
    add_prefix (ADDR_PREFIX_OPCODE);
  if (i.mem_operands && i.tm.opcode_modifier.modrm && i.rm.mode != 3)
    {
      if (!zvm_memory ())
	return false;
      if (i.tm.opcode_modifier.opcodespace == SPACE_0F
	  && (i.tm.base_opcode == 0xa3 || i.tm.base_opcode == 0xab
	      || i.tm.base_opcode == 0xb3 || i.tm.base_opcode == 0xbb))
	return zvm_refuse (i.tm.name, _("with memory and the bit number in a"
					" register it reaches any address"),
			   _("load the word and use the register form"));
      if (zvm_is_named ("xchg"))
	return zvm_exchange ();
    }
  else if (i.mem_operands && zvm_is_named ("mov movabs")
	   && (i.tm.base_opcode & ~3) == 0xa0)
    return zvm_refuse (i.tm.name, _("a 64-bit absolute address"),
		       _("use mov with a 32-bit address"));
  else if (zvm_is_opcode (SPACE_0F, 0xbc) || zvm_is_opcode (SPACE_0F, 0xbd))
    return zvm_scan ();
  else if (zvm_is_named ("cmpxchg"))
    return zvm_refuse (i.tm.name, _("of two registers differs between"
				    " processors"), _("use cmp and cmov"));
  else if (zvm_is_named ("xchg") && zvm_is_opcode (SPACE_BASE, 0x90)
	   && (i.rex & REX_W) && !(i.rex & REX_B))
    /* xchg %rax,%rax: a nop with a useless REX.W.  */
    i.rex &= ~REX_W;
  return true;
}

static void
zvm_output_insn (void)
{
  bool call = (i.tm.opcode_modifier.jump == JUMP_DWORD);

  zvm_emit_insn (call && !zvm_no_return ? ZVM_UNIT_AT_END : ZVM_UNIT_INSIDE);
  if (zvm_tail != ZVM_NO_TAIL)
    zvm_emit_indirect (11, zvm_tail == ZVM_TAIL_CALL);
}

/* --zvm-return=FORM.  */

static bool
zvm_parse_return (const char *form)
{
  if (strcmp (form, "masked") == 0)
    zvm_register_return = false;
  else if (strcmp (form, "register") == 0)
    zvm_register_return = true;
  else
    return false;
  return true;
}
