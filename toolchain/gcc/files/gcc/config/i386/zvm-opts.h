/* What zvm.opt needs in every file that sees the options.
   SPDX-License-Identifier: GPL-3.0-or-later WITH GCC-exception-3.1  */

#ifndef ZVM_OPTS_H
#define ZVM_OPTS_H

/* How the assembler writes a return: docs/abi.md section 2 in the ZeroVM
   tree.  */
enum zvm_return_form
{
  ZVM_RETURN_MASKED,
  ZVM_RETURN_REGISTER
};

#endif
