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

   Padding is nops; no nop crosses a bundle boundary.  */

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

/* relax: the growth of FRAGP.  */

static long
zvm_relax_padding (fragS *fragP)
{
  unsigned int size
    = zvm_padding_size (fragP, fragP->fr_address + fragP->fr_fix);
  long growth = (long) size - fragP->tc_frag_data.length;

  fragP->tc_frag_data.length = size;
  return growth;
}

static void
zvm_convert_padding (fragS *fragP)
{
  zvm_generate_nops (fragP->fr_literal + fragP->fr_fix,
		     fragP->fr_address + fragP->fr_fix,
		     fragP->tc_frag_data.length);
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

/* The next bytes are a unit of KIND.  Labels right before it move behind its
   padding, so that a jump does not run through nops: only where the padding
   ends at a bundle start, or an aligned label before a call would lose its
   alignment.  */

static void
zvm_begin_unit (enum zvm_unit_kind kind)
{
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
  frag_var (rs_machine_dependent, ZVM_PADDING_MAX, 0,
	    ENCODE_RELAX_STATE (ZVM_PADDING, kind), NULL, 0, NULL);
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

/* The name of a label at VALUE in SECTION, for a message.  */

static const char *
zvm_label_name (asection *section, valueT value)
{
  symbolS *symbol;

  for (symbol = symbol_rootP; symbol; symbol = symbol_next (symbol))
    if (S_GET_SEGMENT (symbol) == section && !symbol_section_p (symbol)
	&& S_GET_VALUE (symbol) == value)
      return S_GET_NAME (symbol);
  return segment_name (section);
}

/* Whether fixups in SECTION hold addresses that the program may jump to.  */

static bool
zvm_holds_code_addresses (asection *section)
{
  return ((section->flags & SEC_ALLOC) != 0
	  && !startswith (section->name, ".eh_frame")
	  && !startswith (section->name, ".debug")
	  && !startswith (section->name, ".note")
	  && strcmp (section->name, ".gcc_except_table") != 0);
}

/* An indirect branch goes to a bundle start, so an address of code that is
   none would silently lead elsewhere.  */

static void
zvm_check_fixups (bfd *abfd ATTRIBUTE_UNUSED, asection *section,
		  void *data ATTRIBUTE_UNUSED)
{
  segment_info_type *info = seg_info (section);
  fixS *fixP;

  if (info == NULL || !zvm_holds_code_addresses (section))
    return;
  for (fixP = info->fix_root; fixP; fixP = fixP->fx_next)
    {
      symbolS *symbol = fixP->fx_addsy;
      asection *target;
      valueT value;

      /* fx_tcbit2 marks a lea.  */
      if (fixP->fx_done || symbol == NULL || fixP->fx_subsy != NULL
	  || (fixP->fx_pcrel && !fixP->fx_tcbit2)
	  || (fixP->fx_r_type != BFD_RELOC_32
	      && fixP->fx_r_type != BFD_RELOC_X86_64_32S
	      && fixP->fx_r_type != BFD_RELOC_64
	      && fixP->fx_r_type != BFD_RELOC_32_PCREL))
	continue;
      resolve_symbol_value (symbol);
      target = S_GET_SEGMENT (symbol);
      if (target == undefined_section || target == absolute_section
	  || target == expr_section || (target->flags & SEC_CODE) == 0)
	continue;
      value = S_GET_VALUE (symbol) + fixP->fx_offset;
      if (fixP->fx_pcrel && fixP->fx_size == 4)
	/* The addend of a lea counts from the end of the operand.  */
	value = S_GET_VALUE (symbol) + fixP->fx_offset;
      if (value % ZVM_BUNDLE != 0)
	as_bad_where (fixP->fx_file, fixP->fx_line,
		      _("the address of '%s' is taken, but it is not at a"
			" bundle start (add .p2align 5 before the label)"),
		      zvm_label_name (target, value));
    }
}

/* Zero bytes decode as a store.  */

static void
zvm_check_fill (bfd *abfd ATTRIBUTE_UNUSED, asection *section,
		void *data ATTRIBUTE_UNUSED)
{
  segment_info_type *info = seg_info (section);
  fragS *fragP;

  if (info == NULL || (section->flags & SEC_CODE) == 0)
    return;
  for (fragP = info->frchainP->frch_root; fragP; fragP = fragP->fr_next)
    if (fragP->fr_type == rs_fill && fragP->fr_offset > 0)
      {
	offsetT n;

	for (n = 0; n < fragP->fr_var; n++)
	  if (fragP->fr_literal[fragP->fr_fix + n] != 0)
	    break;
	if (n == fragP->fr_var)
	  as_bad_where (fragP->fr_file, fragP->fr_line,
			_("zero fill in code decodes as a store"
			  " (use .p2align, or .fill with 0xf4)"));
      }
}

/* After relaxation, before relocations lose the names of local labels.  */

void
zvm_frob_file (void)
{
  symbolS *symbol;

  bfd_map_over_sections (stdoutput, zvm_check_fixups, NULL);
  bfd_map_over_sections (stdoutput, zvm_check_fill, NULL);
  for (symbol = symbol_rootP; symbol; symbol = symbol_next (symbol))
    if ((symbol_get_bfdsym (symbol)->flags & BSF_FUNCTION) != 0
	&& S_IS_DEFINED (symbol)
	&& (S_IS_EXTERNAL (symbol) || S_IS_WEAK (symbol))
	&& (S_GET_SEGMENT (symbol)->flags & SEC_CODE) != 0
	&& S_GET_VALUE (symbol) % ZVM_BUNDLE != 0)
      as_bad (_("function '%s' does not start at a bundle start"
		" (put its .type before its label, or add .p2align 5)"),
	      S_GET_NAME (symbol));
}
