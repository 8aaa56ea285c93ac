/* Target definitions for x86_64-nacl: ZeroVM guest programs.
   SPDX-License-Identifier: GPL-3.0-or-later WITH GCC-exception-3.1

   The rules that this file keeps are those of docs/abi.md in the ZeroVM
   tree.  The assembler confines every instruction; what GCC has to do is
   give it code in which the confinement is sound: aligned indirect targets,
   indirect branches through registers, no segment-relative TLS, no
   executable stack.  */

#undef TARGET_ZVM
#define TARGET_ZVM 1

/* Every function can be reached by an indirect call.  */
#undef FUNCTION_BOUNDARY
#define FUNCTION_BOUNDARY 256

/* Labels that an indirect branch can reach are marked by ix86_reorg.  */
#define LABEL_ALIGN(LABEL) \
  (LABEL_PRESERVE_P (LABEL) ? align_flags (5, 31) : align_labels)

/* A deleted label may still have its address taken; its address must look
   like that of any other code label.  */
#define ASM_OUTPUT_BEFORE_DELETED_LABEL(FILE) ASM_OUTPUT_ALIGN (FILE, 5)

/* A return in the register form overwrites r11, which -fipa-ra must know.  */
#define TARGET_ZVM_REGISTER_RETURN \
  (ix86_zvm_return_form == ZVM_RETURN_REGISTER)
#define RETURN_SCRATCH_REGNUM \
  (TARGET_ZVM_REGISTER_RETURN ? R11_REG : INVALID_REGNUM)

/* The thread pointer is a variable of the C library.  */
#undef TARGET_TLS_DIRECT_SEG_REFS_DEFAULT
#define TARGET_TLS_DIRECT_SEG_REFS_DEFAULT 0
#undef ZVM_THREAD_POINTER
#define ZVM_THREAD_POINTER "__zvm_tp"

/* int32_t is int, as on every other 32-bit Unix.  */
#undef STDINT_LONG32
#define STDINT_LONG32 0

#undef TARGET_OS_CPP_BUILTINS
#define TARGET_OS_CPP_BUILTINS()		\
  do						\
    {						\
      builtin_define ("__zvm__");		\
      builtin_define ("__nacl__");		\
      builtin_define ("__native_client__");	\
      if (TARGET_ZVM_REGISTER_RETURN)		\
	builtin_define ("__zvm_register_return__"); \
      builtin_define_std ("unix");		\
      builtin_assert ("system=unix");		\
      builtin_assert ("system=posix");		\
    }						\
  while (0)

#undef CPP_SPEC
#define CPP_SPEC "%{pthread:-D_REENTRANT}"

/* Flags that ask for another machine model end here, once, with the reason;
   -march=native has no meaning for a program that must give the same
   result on every machine.  */
#define ZVM_REFUSED_SPEC "\
%{m64:%e'-m64' is not available: guest programs are ILP32 with 64-bit registers} \
%{m32|m16:%e'-m32' is not available: guest programs are x86-64 code (ILP32)} \
%{march=native:%e'-march=native' is not available: a guest program runs the same on every machine, so name its level, as in -march=x86-64-v2} \
%{mtune=native:%e'-mtune=native' is not available when cross-compiling} \
%{shared:%e'-shared' is not available: guest programs are static} \
%{p|pg:%e'-pg' is not available: a guest program has no profiling timer (profile it with perf and zvm-perf-map)} \
%{coverage|fprofile-arcs|fprofile-generate*:%e'--coverage' and '-fprofile-generate' are not available: there is no libgcov for guest programs} \
%{%:sanitize(address):%e'-fsanitize=address' is not available: there is no libasan for guest programs (build for the host to use it)} \
%{%:sanitize(thread):%e'-fsanitize=thread' is not available: there is no libtsan for guest programs} \
%{%:sanitize(leak):%e'-fsanitize=leak' is not available: there is no liblsan for guest programs} \
%{%:sanitize(undefined):%e'-fsanitize=undefined' needs '-fsanitize-undefined-trap-on-error': there is no libubsan for guest programs} \
%{fopenmp|fopenacc:%e'-fopenmp' is not available: there is no libgomp for guest programs ('-fopenmp-simd' works)} \
%{fgnu-tm:%e'-fgnu-tm' is not available: there is no libitm for guest programs}"

#undef DRIVER_SELF_SPECS
#define DRIVER_SELF_SPECS ZVM_REFUSED_SPEC

/* Assembly sources keep the folder they are built in out of an object, too.  */
#undef ASM_SPEC
#define ASM_SPEC "%{mzvm-return=*:--zvm-return=%*} \
%{ffile-prefix-map=*:--debug-prefix-map %*}"

/* What is not reached costs validation at every start.  -Wl,--no-gc-sections
   comes later and wins.  */
#undef LINK_SPEC
#define LINK_SPEC "%{!r:--gc-sections}"

/* A program's address is fixed by the sandbox: -pie asks for nothing that
   could be given, and costs nothing to accept.  */
#undef LINK_PIE_SPEC
#define LINK_PIE_SPEC ""

#undef STARTFILE_SPEC
#define STARTFILE_SPEC "crt1.o%s crtbegin.o%s"

#undef ENDFILE_SPEC
#define ENDFILE_SPEC "crtend.o%s"

#undef LIB_SPEC
#define LIB_SPEC "--start-group -lc -lzrt --end-group"

/* Landing pads and unwind tables are found through crtbegin.o.  */
#undef USE_EH_FRAME_REGISTRY
#define USE_EH_FRAME_REGISTRY 1
