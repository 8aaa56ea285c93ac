/* The flags of a ZeroVM object's ELF header: which return form its returns
   have (docs/abi.md section 2).  The linker does not mix the two; a linked
   program has none, its note tells.
   SPDX-License-Identifier: GPL-3.0-or-later  */

#ifndef ELF_ZVM_H
#define ELF_ZVM_H

#define EF_ZVM_RETURN_MASKED 1
#define EF_ZVM_RETURN_REGISTER 2
#define EF_ZVM_RETURN (EF_ZVM_RETURN_MASKED | EF_ZVM_RETURN_REGISTER)

#endif
