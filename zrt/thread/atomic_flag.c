/* SPDX-License-Identifier: Apache-2.0
 *
 * The functions behind <stdatomic.h>'s macros: fences and flags, for a program
 * that takes their address or undefines a macro.
 */
#include <stdatomic.h>

void(atomic_thread_fence)(memory_order order)
{
	atomic_thread_fence(order);
}

void(atomic_signal_fence)(memory_order order)
{
	atomic_signal_fence(order);
}

_Bool(atomic_flag_test_and_set)(volatile atomic_flag *flag)
{
	return atomic_flag_test_and_set(flag);
}

_Bool(atomic_flag_test_and_set_explicit)(
    volatile atomic_flag *flag, memory_order order)
{
	return atomic_flag_test_and_set_explicit(flag, order);
}

void(atomic_flag_clear)(volatile atomic_flag *flag)
{
	atomic_flag_clear(flag);
}

void(atomic_flag_clear_explicit)(volatile atomic_flag *flag, memory_order order)
{
	atomic_flag_clear_explicit(flag, order);
}
