# This shell script emits a C file. -*- C -*-
# SPDX-License-Identifier: GPL-3.0-or-later
#
# This file is sourced from elf.em.  It holds what the linker of a ZeroVM
# program refuses, each with its reason: everything that would need a dynamic
# loader, code made by the linker, or an instruction sequence rewritten by the
# linker into one that the validator does not accept.
source_em ${srcdir}/emultempl/elf-x86.em
fragment <<EOF

#include "elf/x86-64.h"
#include "elf/zvm.h"

static void
zvm_before_parse (void)
{
  gld${EMULATION_NAME}_before_parse ();
  /* x86-64-v2 unless -z x86-64-baseline says less.  What the inputs need is
     merged in; the loader refuses what is above v2.  */
  params.isa_level = 2;
  /* The first bundle of the text traps, see scripttempl/elf_zvm.sc.  */
  params.undefweak_in_text = 1;
}

static void
zvm_after_parse (void)
{
  if (bfd_link_dll (&link_info))
    einfo (_("%F%P: -shared: a ZeroVM program is static;"
	     " link the objects or an archive instead\n"));
  if (bfd_link_pie (&link_info))
    /* Accepted and without effect: the program's address is part of the
       ABI.  */
    link_info.type = type_pde;
  if (link_info.execstack)
    einfo (_("%F%P: -z execstack: no page of a ZeroVM program is writable"
	     " and executable\n"));
  link_info.separate_code = true;
  link_info.relro = false;
  link_info.default_execstack = false;
  link_info.noexecstack = true;
  ldelf_after_parse ();
}

/* Why relocation TYPE cannot be linked, or NULL.  */

static const char *
zvm_relocation_refused (unsigned int type)
{
  switch (type)
    {
    case R_X86_64_TLSGD:
    case R_X86_64_TLSLD:
    case R_X86_64_GOTPC32_TLSDESC:
    case R_X86_64_TLSDESC_CALL:
      return _("thread-local storage is local-exec;"
	       " compile with -ftls-model=local-exec");
    case R_X86_64_GOTPCRELX:
    case R_X86_64_REX_GOTPCRELX:
      return _("the instruction would be rewritten;"
	       " assemble with -mrelax-relocations=no");
    case R_X86_64_COPY:
    case R_X86_64_GLOB_DAT:
    case R_X86_64_JUMP_SLOT:
    case R_X86_64_RELATIVE:
    case R_X86_64_RELATIVE64:
    case R_X86_64_IRELATIVE:
      return _("no dynamic loader exists");
    default:
      return NULL;
    }
}

static void
zvm_check_relocations (bfd *abfd, asection *section)
{
  struct bfd_elf_section_data *data = elf_section_data (section);
  Elf_Internal_Rela *relocations, *r, *end;

  if ((section->flags & (SEC_RELOC | SEC_ALLOC)) != (SEC_RELOC | SEC_ALLOC)
      || (section->flags & SEC_EXCLUDE) != 0
      || section->reloc_count == 0)
    return;
  relocations = _bfd_elf_link_read_relocs (abfd, section, NULL, NULL, true);
  if (relocations == NULL)
    return;
  end = relocations + section->reloc_count;
  for (r = relocations; r < end; r++)
    {
      const char *why = zvm_relocation_refused (ELF32_R_TYPE (r->r_info));

      if (why != NULL)
	{
	  arelent rel;

	  memset (&rel, 0, sizeof rel);
	  get_elf_backend_data (abfd)->elf_info_to_howto (abfd, &rel, r);
	  einfo (_("%X%C: %s: %s\n"), abfd, section, r->r_offset,
		 rel.howto != NULL ? rel.howto->name : "?", why);
	  break;
	}
    }
  if (data->relocs != relocations)
    free (relocations);
}

static bool
zvm_check_symbol (struct bfd_link_hash_entry *entry,
		  void *data ATTRIBUTE_UNUSED)
{
  struct elf_link_hash_entry *h = (struct elf_link_hash_entry *) entry;

  if (entry->type != bfd_link_hash_indirect
      && entry->type != bfd_link_hash_warning
      && h->type == STT_GNU_IFUNC)
    einfo (_("%X%P: %pT: indirect functions (ifunc) are not supported:"
	     " nothing runs before the program to resolve them\n"),
	   entry->root.string);
  return true;
}

/* One program, one return form: a host that demands the register form gets a
   program without any masked return.  */

static void
zvm_check_return_form (bfd *abfd)
{
  static bfd *masked, *registers;
  unsigned long form = elf_elfheader (abfd)->e_flags & EF_ZVM_RETURN;

  if (form & EF_ZVM_RETURN_MASKED && masked == NULL)
    masked = abfd;
  if (form & EF_ZVM_RETURN_REGISTER && registers == NULL)
    registers = abfd;
  if (masked != NULL && registers != NULL)
    einfo (_("%F%P: %pB returns through registers and %pB does not;"
	     " compile and link all of the program with"
	     " -mzvm-return=register, or nothing\n"), registers, masked);
  if (bfd_link_relocatable (&link_info))
    elf_elfheader (link_info.output_bfd)->e_flags |= form;
}

/* Why a function cannot exist is in the sections .zvm.absent of the inputs:
   its name and the reason, each with a zero at the end, and so on.  It is told
   when nothing else defines the function, before ld says so.  */

struct zvm_absent
{
  struct zvm_absent *next;
  char *text, *end;
};

static struct zvm_absent *zvm_absent_list;
static struct bfd_link_callbacks zvm_callbacks;
static void (*zvm_ld_undefined_symbol) (struct bfd_link_info *, const char *,
					bfd *, asection *, bfd_vma, bool);

static void
zvm_undefined_symbol (struct bfd_link_info *info, const char *name,
		      bfd *abfd, asection *section, bfd_vma address,
		      bool is_fatal)
{
  struct zvm_absent *absent;
  char *at, *reason;

  for (absent = zvm_absent_list; absent != NULL; absent = absent->next)
    for (at = absent->text; at < absent->end;
	 at = reason + strlen (reason) + 1)
      {
	reason = at + strlen (at) + 1;
	if (reason >= absent->end)
	  break;
	if (strcmp (at, name) == 0)
	  {
	    einfo (_("%P: %s() does not exist: %s\n"), name, reason);
	    /* Once: no symbol has this name.  */
	    *at = '\1';
	  }
      }
  zvm_ld_undefined_symbol (info, name, abfd, section, address, is_fatal);
}

static void
zvm_read_absent (bfd *abfd)
{
  asection *section = bfd_get_section_by_name (abfd, ".zvm.absent");
  struct zvm_absent *absent;
  bfd_byte *text;

  if (section == NULL || section->size == 0
      || !bfd_malloc_and_get_section (abfd, section, &text))
    return;
  text[section->size - 1] = '\0';
  absent = xmalloc (sizeof *absent);
  absent->text = (char *) text;
  absent->end = absent->text + section->size;
  absent->next = zvm_absent_list;
  zvm_absent_list = absent;
}

static void
zvm_after_open (void)
{
  bfd *abfd;

  for (abfd = link_info.input_bfds; abfd; abfd = abfd->link.next)
    if (bfd_get_flavour (abfd) == bfd_target_elf_flavour
	&& (abfd->flags & (DYNAMIC | BFD_PLUGIN)) == 0)
      {
	asection *section;

	zvm_check_return_form (abfd);
	if (bfd_link_relocatable (&link_info))
	  continue;
	zvm_read_absent (abfd);
	for (section = abfd->sections; section; section = section->next)
	  zvm_check_relocations (abfd, section);
      }
  if (!bfd_link_relocatable (&link_info))
    {
      bfd_link_hash_traverse (link_info.hash, zvm_check_symbol, NULL);
      zvm_callbacks = *link_info.callbacks;
      zvm_ld_undefined_symbol = zvm_callbacks.undefined_symbol;
      zvm_callbacks.undefined_symbol = zvm_undefined_symbol;
      link_info.callbacks = &zvm_callbacks;
    }
  gld${EMULATION_NAME}_after_open ();
}

/* A PLT or a dynamic relocation that no symbol above explains comes from a
   local ifunc.  */

static void
zvm_before_allocation (void)
{
  static const char *const names[]
    = { ".plt", ".iplt", ".rela.plt", ".rela.iplt", ".rela.ifunc",
	".rela.dyn", ".rela.got" };
  bfd *dynobj;
  unsigned int i;

  gld${EMULATION_NAME}_before_allocation ();
  if (bfd_link_relocatable (&link_info)
      || (dynobj = elf_hash_table (&link_info)->dynobj) == NULL)
    return;
  for (i = 0; i < ARRAY_SIZE (names); i++)
    {
      asection *section = bfd_get_linker_section (dynobj, names[i]);

      if (section != NULL && section->size != 0)
	einfo (_("%X%P: section %s would not be empty: indirect functions"
		 " (ifunc) and dynamic relocations are not supported\n"),
	       names[i]);
    }
}
EOF

LDEMUL_BEFORE_PARSE=zvm_before_parse
LDEMUL_AFTER_PARSE=zvm_after_parse
LDEMUL_AFTER_OPEN=zvm_after_open
LDEMUL_BEFORE_ALLOCATION=zvm_before_allocation
