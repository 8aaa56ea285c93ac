/* SPDX-License-Identifier: Apache-2.0
 *
 * The floating-point environment of the ZeroVM target: the x87 control word,
 * MXCSR, and the exception flags of both units in the place of MXCSR's. The
 * unit's other registers hold addresses, which no program gets to see.
 */
#ifndef _SYS_FENV_H
#define _SYS_FENV_H 1

#include <sys/cdefs.h>
#include <sys/_types.h>

__BEGIN_DECLS

typedef struct _fenv_t {
	unsigned int _x87_control;
	unsigned int _sse_control; /* with the flags of both units */
} fenv_t;

typedef __uint32_t fexcept_t;

#define FE_INVALID   0x01
#define FE_DIVBYZERO 0x04
#define FE_OVERFLOW  0x08
#define FE_UNDERFLOW 0x10
#define FE_INEXACT   0x20
#define FE_ALL_EXCEPT                                                          \
	(FE_INVALID | FE_DIVBYZERO | FE_OVERFLOW | FE_UNDERFLOW | FE_INEXACT)

#define FE_TONEAREST  0
#define FE_DOWNWARD   1
#define FE_UPWARD     2
#define FE_TOWARDZERO 3

extern const fenv_t *_fe_dfl_env;
#define FE_DFL_ENV (_fe_dfl_env)

#if __GNU_VISIBLE
/* Every exception but the denormal one ends the session with SIGFPE. */
extern const fenv_t *_fe_nomask_env;
#define FE_NOMASK_ENV (_fe_nomask_env)

int feenableexcept(int __exceptions);
int fedisableexcept(int __exceptions);
int fegetexcept(void);
#endif

__END_DECLS

#endif
