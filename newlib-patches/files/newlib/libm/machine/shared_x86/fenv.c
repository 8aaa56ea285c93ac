/* SPDX-License-Identifier: Apache-2.0
 *
 * <fenv.h> with what the sandbox admits: fnstcw, fldcw, fnstsw, fnclex,
 * stmxcsr, ldmxcsr. fnstenv and fldenv are refused because they show code and
 * data addresses, so x87's sticky flags can be read and cleared, but not set.
 *
 * Therefore every flag that this file sets or keeps lives in MXCSR, and the
 * flags of the program are the union of both. Invariant: control bits (masks,
 * rounding) are the same in both units.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fenv.h>

#define MASK_SHIFT   7  /* of MXCSR's masks over its flags */
#define X87_ROUNDING 10 /* position of the two bits */
#define SSE_ROUNDING 13
#define X87_DEFAULT  0x37fu
#define SSE_DEFAULT  0x1f80u
#define ALL          ((unsigned)FE_ALL_EXCEPT)
#define DENORMAL     2u

static const fenv_t trapping_environment = {
    X87_DEFAULT & ~ALL, SSE_DEFAULT & ~(ALL << MASK_SHIFT)};

const fenv_t *_fe_nomask_env = &trapping_environment;

static inline unsigned x87_control(void)
{
	unsigned short word;

	__asm__ volatile("fnstcw %0" : "=m"(word));
	return word;
}

/* The mask drops the condition codes right away, in the same bundle: some may be
 * undefined, which the validator's strict pass lets nobody read. */
static inline unsigned x87_flags(void)
{
	unsigned word;

	__asm__ volatile(".p2align 5\n\tfnstsw %%ax\n\tand %1, %0"
			 : "=a"(word)
			 : "i"(ALL | DENORMAL)
			 : "cc");
	return word;
}

static inline unsigned sse_control(void)
{
	unsigned word;

	__asm__ volatile("stmxcsr %0" : "=m"(word));
	return word;
}

static inline void set_sse(unsigned word)
{
	__asm__ volatile("ldmxcsr %0" : : "m"(word));
}

/* The flags go first: a pending exception that the new control word unmasks
 * would otherwise strike at once. */
static inline void set_x87(unsigned control)
{
	unsigned short word = (unsigned short)control;

	__asm__ volatile("fnclex\n\tfldcw %0" : : "m"(word));
}

static inline unsigned all_flags(void)
{
	return (x87_flags() | sse_control()) & ALL;
}

/* Make the flags exactly these. */
static void set_flags(unsigned flags)
{
	__asm__ volatile("fnclex");
	set_sse((sse_control() & ~ALL) | flags);
}

int fegetenv(fenv_t *environment)
{
	environment->_x87_control = x87_control();
	environment->_sse_control = sse_control() | (x87_flags() & ALL);
	return 0;
}

int fesetenv(const fenv_t *environment)
{
	set_x87(environment->_x87_control);
	set_sse(environment->_sse_control);
	return 0;
}

int feholdexcept(fenv_t *environment)
{
	fegetenv(environment);
	set_x87(environment->_x87_control | ALL | DENORMAL);
	set_sse((environment->_sse_control & ~ALL) | (ALL | DENORMAL)
							 << MASK_SHIFT);
	return 0;
}

int feupdateenv(const fenv_t *environment)
{
	unsigned raised = all_flags();

	fesetenv(environment);
	return feraiseexcept((int)raised);
}

int feclearexcept(int exceptions)
{
	if ((unsigned)exceptions & ~ALL)
		return EINVAL;
	set_flags(all_flags() & ~(unsigned)exceptions);
	return 0;
}

int fetestexcept(int exceptions)
{
	return (int)(all_flags() & (unsigned)exceptions);
}

int fegetexceptflag(fexcept_t *flags, int exceptions)
{
	if ((unsigned)exceptions & ~ALL)
		return EINVAL;
	*flags = all_flags() & (unsigned)exceptions;
	return 0;
}

int fesetexceptflag(const fexcept_t *flags, int exceptions)
{
	unsigned chosen = (unsigned)exceptions;

	if (chosen & ~ALL)
		return EINVAL;
	set_flags((all_flags() & ~chosen) | (*flags & chosen));
	return 0;
}

/* Setting a flag does not trap; an operation that earns it does. */
static void provoke(unsigned exception)
{
	static const volatile double zero = 0, one = 1, huge = 0x1p1023,
				     tiny = 0x1p-1022, third = 3;
	volatile double result;

	switch (exception) {
	case FE_INVALID:
		result = zero / zero;
		break;
	case FE_DIVBYZERO:
		result = one / zero;
		break;
	case FE_OVERFLOW:
		result = huge * huge;
		break;
	case FE_UNDERFLOW:
		result = tiny * tiny;
		break;
	default:
		result = one / third;
		break;
	}
	(void)result;
}

int feraiseexcept(int exceptions)
{
	unsigned chosen = (unsigned)exceptions;
	unsigned trapping = chosen & (unsigned)fegetexcept();

	if (chosen & ~ALL)
		return EINVAL;
	set_sse(sse_control() | (chosen & ~trapping));
	for (unsigned bit = 1; bit <= FE_INEXACT; bit <<= 1) {
		if (trapping & bit)
			provoke(bit);
	}
	return 0;
}

int fegetround(void)
{
	return (int)(x87_control() >> X87_ROUNDING & 3);
}

int fesetround(int direction)
{
	unsigned bits = (unsigned)direction, flags;

	if (bits > 3)
		return EINVAL;
	flags = all_flags();
	set_x87((x87_control() & ~(3u << X87_ROUNDING)) | bits << X87_ROUNDING);
	set_sse((sse_control() & ~(3u << SSE_ROUNDING)) | bits << SSE_ROUNDING |
		flags);
	return 0;
}

int fegetexcept(void)
{
	return (int)(~x87_control() & ALL);
}

/* Clear or set the masks of these exceptions; the old enabled set. */
static int set_masks(int exceptions, unsigned masked)
{
	unsigned chosen = (unsigned)exceptions, flags;
	int old = fegetexcept();

	if (chosen & ~ALL)
		return -1;
	flags = all_flags();
	set_x87((x87_control() & ~chosen) | (chosen & masked));
	set_sse((sse_control() & ~(chosen << MASK_SHIFT)) |
		(chosen & masked) << MASK_SHIFT | flags);
	return old;
}

int feenableexcept(int exceptions)
{
	return set_masks(exceptions, 0);
}

int fedisableexcept(int exceptions)
{
	return set_masks(exceptions, ~0u);
}
