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

/* --zvm-return=register.  */
static bool zvm_register_return;

/* What follows the instruction of `i' as a unit of its own: the locked group
   of an indirect branch through memory, which `i' loads into r11.  */
static enum { ZVM_NO_TAIL, ZVM_TAIL_JUMP, ZVM_TAIL_CALL } zvm_tail;

enum zvm_reason
{
#define ZVM_REASON(id, text) ZVM_REASON_##id,
#define ZVM_REFUSE(name, reason, instead)
#define ZVM_RECODE(name, space, opcode, extension)
#define ZVM_DROP(name)
#include "zvm-insns.def"
  ZVM_REASONS
};

static const char *const zvm_reason_text[] =
{
#define ZVM_REASON(id, text) text,
#define ZVM_REFUSE(name, reason, instead)
#define ZVM_RECODE(name, space, opcode, extension)
#define ZVM_DROP(name)
#include "zvm-insns.def"
};

static const struct zvm_insn
{
  const char *name;
  enum { ZVM_ACTION_REFUSE, ZVM_ACTION_RECODE, ZVM_ACTION_DROP } action;
  enum zvm_reason reason;
  const char *instead;
  int space, opcode, extension;
} zvm_insns[] =
{
#define ZVM_REASON(id, text)
#define ZVM_REFUSE(name, why, instead) \
  { #name, ZVM_ACTION_REFUSE, ZVM_REASON_##why, instead, 0, 0, 0 },
#define ZVM_RECODE(name, space, opcode, extension) \
  { #name, ZVM_ACTION_RECODE, ZVM_REASONS, NULL, space, opcode, extension },
#define ZVM_DROP(name) \
  { #name, ZVM_ACTION_DROP, ZVM_REASONS, NULL, 0, 0, 0 },
#include "zvm-insns.def"
};

static const struct zvm_insn *
zvm_find_insn (const char *name)
{
  static htab_t table;
  size_t n;

  if (table == NULL)
    {
      table = str_htab_create ();
      for (n = 0; n < ARRAY_SIZE (zvm_insns); n++)
	if (str_hash_insert (table, zvm_insns[n].name, &zvm_insns[n], 0))
	  as_fatal (_("duplicate %s"), zvm_insns[n].name);
    }
  return (const struct zvm_insn *) str_hash_find (table, name);
}

static bool
zvm_refuse (const char *name, const char *reason, const char *instead)
{
  if (instead != NULL)
    as_bad (_("'%s' is not allowed in a ZeroVM program: %s (%s)"),
	    name, reason, instead);
  else
    as_bad (_("'%s' is not allowed in a ZeroVM program: %s"), name, reason);
  return false;
}

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

/* Instruction sets beyond x86-64-v2.  FLAGS are those of a template.  */

static const char *
zvm_refused_isa (i386_cpu_flags flags)
{
  static i386_cpu_flags allowed;

  if (!allowed.bitfield.cpu64)
    {
      allowed.bitfield.cpui186 = 1;
      allowed.bitfield.cpui286 = 1;
      allowed.bitfield.cpui386 = 1;
      allowed.bitfield.cpui486 = 1;
      allowed.bitfield.cpui586 = 1;
      allowed.bitfield.cpui686 = 1;
      allowed.bitfield.cpucmov = 1;
      allowed.bitfield.cpufxsr = 1;
      allowed.bitfield.cpuclflush = 1;
      allowed.bitfield.cpunop = 1;
      allowed.bitfield.cpusyscall = 1;
      allowed.bitfield.cpu8087 = 1;
      allowed.bitfield.cpu287 = 1;
      allowed.bitfield.cpu387 = 1;
      allowed.bitfield.cpu687 = 1;
      allowed.bitfield.cpufisttp = 1;
      allowed.bitfield.cpummx = 1;
      allowed.bitfield.cpusse = 1;
      allowed.bitfield.cpusse2 = 1;
      allowed.bitfield.cpusse3 = 1;
      allowed.bitfield.cpussse3 = 1;
      allowed.bitfield.cpusse4_1 = 1;
      allowed.bitfield.cpusse4_2 = 1;
      allowed.bitfield.cpupopcnt = 1;
      allowed.bitfield.cpucx16 = 1;
      allowed.bitfield.cpulm = 1;
      /* prefetch and prefetchw, which are replaced; endbr64.  */
      allowed.bitfield.cpuprfchw = 1;
      allowed.bitfield.cpuprefetchwt1 = 1;
      allowed.bitfield.cpuibt = 1;
      allowed.bitfield.cpu64 = 1;
    }
  /* Older names of the same instructions.  */
  if (flags.bitfield.cpusse || flags.bitfield.cpuprfchw)
    flags.bitfield.cpua3dnowa = flags.bitfield.cpua3dnow = 0;
  flags = cpu_flags_and_not (flags, allowed);
  if (cpu_flags_all_zero (&flags))
    return NULL;
  if (flags.bitfield.cpuavx || flags.bitfield.cpuavx2
      || flags.bitfield.cpufma || flags.bitfield.cpuf16c
      || flags.bitfield.cpubmi || flags.bitfield.cpubmi2
      || flags.bitfield.cpulzcnt || flags.bitfield.cpumovbe)
    return _("it needs the ISA level x86-64-v3, programs have at most"
	     " x86-64-v2");
  return _("it belongs to no ISA level up to x86-64-v2");
}

/* NAME: the mnemonic of the opcode table, before operands are parsed.  */

static bool
zvm_check_mnemonic (const char *name)
{
  const struct zvm_insn *row = zvm_find_insn (name);

  if (flag_code != CODE_64BIT)
    return zvm_refuse (name, _("code has 64-bit mode only"), NULL);
  if (row != NULL && row->action == ZVM_ACTION_REFUSE)
    return zvm_refuse (name, zvm_reason_text[row->reason], row->instead);
  return true;
}

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
  zvm_emit_unit (call ? ZVM_UNIT_AT_END : ZVM_UNIT_INSIDE, bytes, p - bytes);
}

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

  zvm_begin_unit (kind);
  before = now_seg == absolute_section ? NULL : frchain_now->fix_tail;
  output_insn ();
  after = now_seg == absolute_section ? NULL : frchain_now->fix_tail;
  if (lea && after != before && after->fx_pcrel)
    /* Read by zvm_check_fixups.  */
    after->fx_tcbit2 = 1;
  zvm_end_unit ();
}

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

  zvm_emit_insn (call ? ZVM_UNIT_AT_END : ZVM_UNIT_INSIDE);
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
