/* SPDX-License-Identifier: GPL-3.0-or-later

   Bundles: which bytes stand where in the code of a ZeroVM program
   (docs/abi.md section 2, rule bundle).  Included by tc-i386.c.

   A unit is an instruction or a locked group.  Before each unit in a code
   section stands a padding frag (relax type ZVM_PADDING) that remembers where
   the unit ends.  Its size is a function of its own address and of the
   current sizes of the frags of its unit, so one forward pass of
   relax_segment makes all paddings right for given jump sizes.  Jumps only
   ever grow, so only finitely many passes change a jump, and the pass after
   the last change finds nothing to do: the loop ends.

   Padding is first of all longer encodings of the instructions before it in
   the same bundle, see tc-i386-zvm-stretch.c; the rest is nops, none of which
   crosses a bundle boundary.  The variable part of a padding frag holds what
   the instruction right before it is lengthened by, then nops.  How much an
   instruction is lengthened by follows from its own address and the sizes of
   the units behind it up to the padding, never from their padding: so it
   still takes one forward pass.  */

#include "tc-i386-zvm-stretch.c"

#define ZVM_BUNDLE 32
/* Padding never exceeds a bundle less one byte, in either kind of unit.  */
#define ZVM_PADDING_MAX (ZVM_BUNDLE - 1)

/* The kind of a unit, in the size bits of its padding frag's relax state.  */
enum zvm_unit_kind
{
  ZVM_UNIT_INSIDE = 0,	/* Does not cross a boundary.  */
  ZVM_UNIT_AT_END = 1	/* Ends at one: a call, whose return address is
			   masked to a bundle start.  */
};

/* Labels defined since the last unit, where they still can be moved.  */
static struct zvm_label
{
  symbolS *symbol;
  fragS *frag;
  valueT value;
} *zvm_labels;
static size_t zvm_label_count, zvm_label_room;

static fragS *zvm_padding_frag;

/* The last instruction emitted, when it can be lengthened: its bytes are the
   LENGTH ones before END in FRAG.  */
static struct
{
  fragS *frag;
  valueT end;
  unsigned char length;
  bool has_modrm;
  unsigned int sizes;
} zvm_last;

/* Writes SIZE bytes of nops for ADDRESS to WHERE.  */

static void
zvm_generate_nops (char *where, addressT address, offsetT size)
{
  static const unsigned char nops[9][9] =
  {
    { 0x90 },
    { 0x66, 0x90 },
    { 0x0f, 0x1f, 0x00 },
    { 0x0f, 0x1f, 0x40, 0x00 },
    { 0x0f, 0x1f, 0x44, 0x00, 0x00 },
    { 0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00 },
    { 0x0f, 0x1f, 0x80, 0x00, 0x00, 0x00, 0x00 },
    { 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00 },
    { 0x66, 0x0f, 0x1f, 0x84, 0x00, 0x00, 0x00, 0x00, 0x00 }
  };

  while (size > 0)
    {
      offsetT length = ZVM_BUNDLE - (offsetT) (address % ZVM_BUNDLE);

      if (length > size)
	length = size;
      if (length > 9)
	/* Two nops of similar size rather than a long and a tiny one.  */
	length = length < 18 ? (length + 1) / 2 : 9;
      memcpy (where, nops[length - 1], length);
      where += length;
      address += length;
      size -= length;
    }
}

/* What i386_generate_nops is asked for: .p2align and .nops in code.  */

static void
zvm_fill_frag (fragS *fragP, char *where, offsetT count)
{
  addressT address = fragP->fr_address + fragP->fr_fix;

  if (fragP->fr_type == rs_align_code)
    fragP->fr_var = count;
  zvm_generate_nops (where, address, count);
}

/* Bytes of FRAGP in the current relax state.  */

static offsetT
zvm_frag_size (fragS *fragP)
{
  switch (fragP->fr_type)
    {
    case rs_fill:
      return fragP->fr_fix + fragP->fr_offset * fragP->fr_var;
    case rs_machine_dependent:
      return (fragP->fr_fix
	      + md_relax_table[fragP->fr_subtype].rlx_length);
    default:
      /* Nothing else is ever put between the ends of a unit.  */
      abort ();
    }
}

/* The padding that PADDING needs if its variable part is at ADDRESS.  */

static unsigned int
zvm_padding_size (fragS *padding, addressT address)
{
  offsetT size = padding->tc_frag_data.zvm_end_offset;
  unsigned int at = address % ZVM_BUNDLE;
  fragS *fragP;

  if (padding->tc_frag_data.zvm_end == NULL)
    /* An error stopped the unit.  */
    return 0;
  for (fragP = padding->fr_next; fragP != padding->tc_frag_data.zvm_end;
       fragP = fragP->fr_next)
    size += zvm_frag_size (fragP);
  if (size == 0 || size > ZVM_BUNDLE)
    return 0;
  if ((padding->fr_subtype & 3) == ZVM_UNIT_AT_END)
    return (2 * ZVM_BUNDLE - at - size) % ZVM_BUNDLE;
  return at + size > ZVM_BUNDLE ? ZVM_BUNDLE - at : 0;
}

/* The padding, within the bundle of ADDRESS, that the first unit behind
   PADDING in need of some will need if those before it stand as close as they
   can, from ADDRESS on.  0 if there is none before the bundle ends.  */

static unsigned int
zvm_padding_ahead (fragS *padding, addressT address)
{
  unsigned int left = ZVM_BUNDLE - address % ZVM_BUNDLE;

  for (;;)
    {
      unsigned int needed = zvm_padding_size (padding, address);
      fragS *end = padding->tc_frag_data.zvm_end;
      fragS *fragP;
      offsetT size;

      if (needed > 0)
	return needed < left ? needed : left;
      if (end == NULL)
	return 0;
      size = padding->tc_frag_data.zvm_end_offset;
      for (fragP = padding->fr_next; fragP != end; fragP = fragP->fr_next)
	size += zvm_frag_size (fragP);
      if (size >= left)
	return 0;
      address += size;
      left -= size;
      if ((offsetT) end->fr_fix != padding->tc_frag_data.zvm_end_offset)
	/* Data.  */
	return 0;
      if (end->fr_type == rs_align_code)
	{
	  needed = -address & (((addressT) 1 << end->fr_offset) - 1);
	  if (end->fr_subtype != 0 && needed > end->fr_subtype)
	    return 0;
	  return needed < left ? needed : left;
	}
      if (end->fr_type != rs_machine_dependent
	  || TYPE_FROM_RELAX_STATE (end->fr_subtype) != ZVM_PADDING)
	return 0;
      padding = end;
    }
}

/* relax: the growth of FRAGP.  */

static long
zvm_relax_padding (fragS *fragP)
{
  addressT address = fragP->fr_address + fragP->fr_fix;
  unsigned int size, stretch = 0;
  long growth;

  if (fragP->tc_frag_data.zvm_sizes != 0 && address % ZVM_BUNDLE != 0)
    {
      stretch = zvm_padding_ahead (fragP, address);
      if (stretch > ZVM_STRETCH_MAX)
	stretch = ZVM_STRETCH_MAX;
      while (stretch != 0
	     && !(fragP->tc_frag_data.zvm_sizes >> stretch & 1))
	stretch--;
    }
  size = stretch + zvm_padding_size (fragP, address + stretch);
  fragP->tc_frag_data.zvm_stretch = stretch;
  growth = (long) size - fragP->tc_frag_data.length;
  fragP->tc_frag_data.length = size;
  return growth;
}

static void
zvm_convert_padding (fragS *fragP)
{
  unsigned int stretch = fragP->tc_frag_data.zvm_stretch;
  unsigned int length = fragP->tc_frag_data.zvm_last_length;
  char *where = fragP->fr_literal + fragP->fr_fix;

  if (stretch != 0
      && !zvm_stretch_insn ((unsigned char *) where - length, length,
			    fragP->tc_frag_data.zvm_last_modrm, stretch,
			    (unsigned char *) where - length))
    abort ();
  zvm_generate_nops (where + stretch,
		     fragP->fr_address + fragP->fr_fix + stretch,
		     fragP->tc_frag_data.length - stretch);
  fragP->fr_fix += fragP->tc_frag_data.length;
}

/* Called for each label when it is defined.  A function starts a bundle.  */

void
zvm_frob_label (symbolS *symbol)
{
  dwarf2_emit_label (symbol);
  if (now_seg == absolute_section || !subseg_text_p (now_seg))
    return;
  if (symbol_get_bfdsym (symbol)->flags & BSF_FUNCTION)
    {
      record_alignment (now_seg, 5);
      frag_align_code (5, 0);
      symbol_set_frag (symbol, frag_now);
      S_SET_VALUE (symbol, frag_now_fix ());
    }
  if (zvm_label_count == zvm_label_room)
    {
      zvm_label_room = 2 * zvm_label_room + 8;
      zvm_labels = XRESIZEVEC (struct zvm_label, zvm_labels, zvm_label_room);
    }
  zvm_labels[zvm_label_count].symbol = symbol;
  zvm_labels[zvm_label_count].frag = frag_now;
  zvm_labels[zvm_label_count++].value = frag_now_fix ();
}

/* Whether `i' is a branch to a symbol at this very place, as "jmp ." is.  */

static bool
zvm_refers_here (void)
{
  symbolS *symbol;

  if (i.tm.opcode_modifier.jump == 0 || i.operands == 0
      || !operand_type_check (i.types[0], disp) || i.op[0].disps == NULL
      || (symbol = i.op[0].disps->X_add_symbol) == NULL)
    return false;
  return symbol_get_frag (symbol) == frag_now;
}

/* The next bytes are a unit of KIND.  Labels right before it move behind its
   padding, so that a jump does not run through nops: only where the padding
   ends at a bundle start, or an aligned label before a call would lose its
   alignment.  */

static void
zvm_begin_unit (enum zvm_unit_kind kind)
{
  bool labels = false, stretch;
  size_t n;

  zvm_padding_frag = NULL;
  if (now_seg == absolute_section || !subseg_text_p (now_seg))
    return;
  record_alignment (now_seg, 5);
  frag_grow (ZVM_PADDING_MAX);
  zvm_padding_frag = frag_now;
  for (n = 0; n < zvm_label_count; n++)
    if (zvm_labels[n].frag != frag_now
	|| zvm_labels[n].value != frag_now_fix ())
      zvm_labels[n].symbol = NULL;
    else
      labels = true;
  /* A label that stays here would be inside a lengthened instruction.  */
  stretch = (zvm_last.sizes != 0 && zvm_last.frag == frag_now
	     && zvm_last.end == frag_now_fix ()
	     && !(labels && kind != ZVM_UNIT_INSIDE)
	     && !zvm_refers_here ());
  frag_var (rs_machine_dependent, ZVM_PADDING_MAX, 0,
	    ENCODE_RELAX_STATE (ZVM_PADDING, kind), NULL, 0, NULL);
  if (stretch)
    {
      zvm_padding_frag->tc_frag_data.zvm_sizes = zvm_last.sizes;
      zvm_padding_frag->tc_frag_data.zvm_last_length = zvm_last.length;
      zvm_padding_frag->tc_frag_data.zvm_last_modrm = zvm_last.has_modrm;
    }
  zvm_last.sizes = 0;
  for (n = 0; n < zvm_label_count; n++)
    if (kind == ZVM_UNIT_INSIDE && zvm_labels[n].symbol != NULL)
      {
	symbol_set_frag (zvm_labels[n].symbol, frag_now);
	S_SET_VALUE (zvm_labels[n].symbol, 0);
      }
  zvm_label_count = 0;
}

static void
zvm_end_unit (void)
{
  if (zvm_padding_frag == NULL)
    return;
  zvm_padding_frag->tc_frag_data.zvm_end = frag_now;
  zvm_padding_frag->tc_frag_data.zvm_end_offset = frag_now_fix ();
  zvm_padding_frag = NULL;
}

/* The unit that ends here is an instruction of LENGTH bytes in one frag,
   without relocations.  */

static void
zvm_remember_insn (unsigned int length, bool has_modrm)
{
  const unsigned char *insn
    = (unsigned char *) frag_now->fr_literal + frag_now_fix () - length;

  zvm_last.frag = frag_now;
  zvm_last.end = frag_now_fix ();
  zvm_last.length = length;
  zvm_last.has_modrm = has_modrm;
  zvm_last.sizes = zvm_stretch_sizes (insn, length, has_modrm);
}
