/* SPDX-License-Identifier: GPL-3.0-or-later

   What can only be told when all addresses are known: code addresses that are
   no bundle starts, and zero fill in code.  Included by tc-i386-zvm.c; called
   between relaxation and the output of relocations.  */

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
      /* What counts is the label: a program may tag an address by adding to
	 it.  Only a section has no other name for the place than the sum.  */
      value = S_GET_VALUE (symbol);
      if (symbol_section_p (symbol))
	value += fixP->fx_offset;
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
