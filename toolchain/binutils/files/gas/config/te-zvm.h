/* SPDX-License-Identifier: GPL-3.0-or-later

   The assembler's target environment of x86_64-nacl: ELF, and code that is
   confined to the rules of docs/abi.md section 2 while it is assembled
   (config/tc-i386-zvm.c).  Chosen by em=zvm in configure.tgt.  */

#define TE_ZVM 1
#define LOCAL_LABELS_DOLLAR 1
#define LOCAL_LABELS_FB 1

#include "obj-format.h"
