/* SPDX-License-Identifier: GPL-3.0-or-later

   What a ZeroVM program cannot contain: the table zvm-insns.def by mnemonic,
   instruction sets above x86-64-v2 by template.  Every refusal names the
   instruction, the reason and, where there is one, what to write instead.
   Included by tc-i386-zvm.c.  */

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
