/* SPDX-License-Identifier: Apache-2.0
 *
 * Atomic objects of every size, those that the compiler leaves to the library
 * among them.
 */
#include <stdatomic.h>
#include <string.h>

#include "test.h"

typedef unsigned __int128 u128;

struct triple {
	int a, b, c;
};

static _Atomic u128 wide;
static _Atomic struct triple odd;
static _Atomic unsigned long long eight;
static atomic_flag flag = ATOMIC_FLAG_INIT;

int main(void)
{
	struct triple one = {1, 2, 3}, two = {4, 5, 6}, got;
	u128 big = (u128)1 << 100, expected;

	atomic_store(&wide, big);
	check(atomic_load(&wide) == big);
	check(atomic_fetch_add(&wide, 5) == big);
	check(atomic_fetch_sub(&wide, 4) == big + 5);
	check(atomic_fetch_or(&wide, 2) == big + 1);
	check(atomic_fetch_and(&wide, ~(u128)1) == big + 3);
	check(atomic_fetch_xor(&wide, big) == big + 2);
	check(atomic_exchange(&wide, 7) == 2);
	expected = 6;
	check(!atomic_compare_exchange_strong(&wide, &expected, 9));
	check(expected == 7);
	check(atomic_compare_exchange_strong(&wide, &expected, 9));
	check(atomic_load(&wide) == 9);

	atomic_store(&odd, one);
	got = atomic_exchange(&odd, two);
	check(memcmp(&got, &one, sizeof(got)) == 0);
	got = one;
	check(!atomic_compare_exchange_strong(&odd, &got, one));
	check(memcmp(&got, &two, sizeof(got)) == 0);
	check(atomic_compare_exchange_strong(&odd, &got, one));
	got = atomic_load(&odd);
	check(got.a == 1 && got.b == 2 && got.c == 3);

	atomic_store(&eight, 1ull << 40);
	check(atomic_fetch_add(&eight, 1) == 1ull << 40);
	check(atomic_is_lock_free(&eight));

	/* The functions, not the macros. */
	check(!(atomic_flag_test_and_set)(&flag));
	check((atomic_flag_test_and_set_explicit)(&flag, memory_order_acquire));
	(atomic_flag_clear_explicit)(&flag, memory_order_release);
	check(!(atomic_flag_test_and_set)(&flag));
	(atomic_flag_clear)(&flag);
	check(!atomic_flag_test_and_set(&flag));
	(atomic_thread_fence)(memory_order_seq_cst);
	(atomic_signal_fence)(memory_order_seq_cst);
	return 0;
}
