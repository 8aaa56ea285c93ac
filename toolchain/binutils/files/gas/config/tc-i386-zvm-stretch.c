/* SPDX-License-Identifier: GPL-3.0-or-later

   Longer encodings of an instruction, which take the place of padding: the
   same bytes are skipped, but nothing is decoded for them.  Included by
   tc-i386-zvm-bundle.c.

   Only encodings that docs/abi.md section 2 calls canonical: a displacement
   or immediate of 32 bits for one of 8 or none, 67 on a stack operand, the
   general form for a short one.  Never a prefix without a use.  */

#define ZVM_INSN_MAX 15
#define ZVM_STRETCH_MAX 8

/* One way to lengthen an instruction.  */
struct zvm_stretch
{
  unsigned int address67;	/* Bytes of 67 added: 0 or 1.  */
  unsigned int displacement;	/* Bytes added to the displacement.  */
  unsigned int immediate;	/* Bytes added to the immediate.  */
  unsigned int general;		/* Bytes added by the general form.  */
};

/* Where the parts of an instruction are.  */
struct zvm_parts
{
  unsigned int prefixes, modrm, displacement, immediate, length;
  unsigned int map, opcode, rex;
  bool has67, has66;
};

static void
zvm_find_parts (const unsigned char *insn, unsigned int length,
		bool has_modrm, struct zvm_parts *parts)
{
  unsigned int at = 0;

  memset (parts, 0, sizeof *parts);
  parts->length = length;
  for (; insn[at] == 0x67 || insn[at] == 0x66 || insn[at] == 0xf2
       || insn[at] == 0xf3; at++)
    {
      parts->has67 |= insn[at] == 0x67;
      parts->has66 |= insn[at] == 0x66;
    }
  if ((insn[at] & 0xf0) == 0x40)
    parts->rex = insn[at++];
  parts->prefixes = at;
  if (insn[at] == 0x0f)
    {
      parts->map = 1;
      at++;
      if (insn[at] == 0x38 || insn[at] == 0x3a)
	parts->map = insn[at++];
    }
  parts->opcode = insn[at++];
  parts->modrm = at;
  if (has_modrm)
    {
      unsigned int mod = insn[at] >> 6, rm = insn[at] & 7;

      at++;
      if (mod != 3 && rm == 4)
	at++;
      parts->displacement = at;
      if (mod == 1)
	at++;
      else if (mod == 2 || (mod == 0 && rm == 5)
	       || (mod == 0 && rm == 4 && (insn[at - 1] & 7) == 5))
	at += 4;
    }
  parts->immediate = at;
}

/* Whether STRETCH is possible for INSN.  */

static bool
zvm_can_stretch (const unsigned char *insn, bool has_modrm,
		 const struct zvm_parts *parts,
		 const struct zvm_stretch *stretch)
{
  unsigned int mod = 3, rm = 0;
  bool stack = false, lea;

  if (has_modrm)
    {
      mod = insn[parts->modrm] >> 6;
      rm = insn[parts->modrm] & 7;
      stack = (mod != 3 && rm == 4 && insn[parts->modrm + 1] == 0x24
	       && !(parts->rex & (REX_X | REX_B)));
    }
  lea = parts->map == 0 && parts->opcode == 0x8d;
  /* A 64-bit lea of the stack pointer would change its result.  */
  if (stretch->address67
      && (parts->has67 || !stack || (lea && (parts->rex & REX_W))))
    return false;
  switch (stretch->displacement)
    {
    case 0:
      break;
    case 1:
    case 4:
      if (mod != 0 || rm == 5
	  || (rm == 4 && (insn[parts->modrm + 1] & 7) == 5))
	return false;
      break;
    default:
      if (mod != 1)
	return false;
      if (stack && (insn[parts->displacement] & 0x80) && !lea
	  && !parts->has67 && !stretch->address67)
	return false;
      break;
    }
  if (stretch->immediate
      /* 16-bit immediates are slow to decode.  */
      && (parts->has66 || parts->map != 0
	  || parts->length != parts->immediate + 1
	  || !(has_modrm ? parts->opcode == 0x83 || parts->opcode == 0x6b
	       : parts->opcode == 0x6a)))
    return false;
  if (stretch->general)
    {
      if (parts->map != 0 || parts->has66 || stretch->immediate)
	return false;
      if (has_modrm)
	/* Shift by one: by an immediate 1.  */
	return parts->opcode == 0xd1 && mod == 3;
      /* mov $imm32,%r32 and add $imm32,%eax and the like.  */
      return (((parts->opcode & 0xf8) == 0xb8 && !(parts->rex & REX_W))
	      || ((parts->opcode & 0xc7) == 0x05));
    }
  return true;
}

/* Rewrites INSN of LENGTH bytes to be SIZE bytes longer and returns whether
   that is possible.  RESULT may be NULL, or INSN.  */

static bool
zvm_stretch_insn (const unsigned char *insn, unsigned int length,
		  bool has_modrm, unsigned int size, unsigned char *result)
{
  static const unsigned int displacements[] = { 0, 1, 3, 4 };
  struct zvm_stretch stretch;
  struct zvm_parts parts;
  unsigned char bytes[ZVM_INSN_MAX + ZVM_STRETCH_MAX], *p = bytes;
  unsigned int n, opcode;

  if (size == 0 || length + size > ZVM_INSN_MAX)
    return false;
  zvm_find_parts (insn, length, has_modrm, &parts);
  for (n = 0; n < 32; n++)
    {
      stretch.address67 = n & 1;
      stretch.general = n >> 1 & 1;
      stretch.immediate = n >> 2 & 1 ? 3 : 0;
      stretch.displacement = displacements[n >> 3];
      if (stretch.address67 + stretch.displacement + stretch.immediate
	  + stretch.general == size
	  && zvm_can_stretch (insn, has_modrm, &parts, &stretch))
	break;
    }
  if (n == 32)
    return false;
  if (result == NULL)
    return true;

  if (stretch.address67)
    *p++ = 0x67;
  memcpy (p, insn, parts.modrm);
  p += parts.modrm;
  opcode = parts.opcode;
  if (stretch.immediate)
    p[-1] = opcode == 0x83 ? 0x81 : opcode == 0x6b ? 0x69 : 0x68;
  if (stretch.general && !has_modrm)
    {
      p[-1] = (opcode & 0xf8) == 0xb8 ? 0xc7 : 0x81;
      *p++ = (opcode & 0xf8) == 0xb8 ? 0xc0 | (opcode & 7)
				     : 0xc0 | (opcode & 0x38);
    }
  else if (stretch.general)
    p[-1] = 0xc1;
  if (has_modrm)
    {
      unsigned int head = parts.displacement - parts.modrm;
      unsigned int old = parts.immediate - parts.displacement;
      unsigned char sign = 0;

      memcpy (p, insn + parts.modrm, head);
      if (stretch.displacement)
	p[0] = (p[0] & 0x3f) | (stretch.displacement == 1 ? 0x40 : 0x80);
      p += head;
      memcpy (p, insn + parts.displacement, old);
      p += old;
      if (old == 1 && (p[-1] & 0x80))
	sign = 0xff;
      memset (p, sign, stretch.displacement);
      p += stretch.displacement;
    }
  memcpy (p, insn + parts.immediate, length - parts.immediate);
  p += length - parts.immediate;
  if (stretch.immediate)
    {
      memset (p, p[-1] & 0x80 ? 0xff : 0, 3);
      p += 3;
    }
  if (stretch.general && has_modrm)
    *p++ = 1;
  if (p - bytes != (ptrdiff_t) (length + size))
    abort ();
  memcpy (result, bytes, length + size);
  return true;
}

/* Bit N is set when INSN can be N bytes longer.  */

static unsigned int
zvm_stretch_sizes (const unsigned char *insn, unsigned int length,
		   bool has_modrm)
{
  unsigned int sizes = 0, n;

  for (n = 1; n <= ZVM_STRETCH_MAX; n++)
    if (zvm_stretch_insn (insn, length, has_modrm, n, NULL))
      sizes |= 1u << n;
  return sizes;
}
