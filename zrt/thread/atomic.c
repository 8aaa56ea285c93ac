/* SPDX-License-Identifier: Apache-2.0
 *
 * What the compiler calls for atomic objects that no instruction handles: 16
 * bytes, or any other size. Threads change only where they wait, so every
 * function here is atomic by itself, and lock-free. The names are the
 * compiler's own, so they are given in assembly.
 */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef unsigned __int128 u128;

void load_any(size_t size, const void *object, void *result, int order) __asm__(
    "__atomic_load");
void store_any(size_t size, void *object, const void *value, int order) __asm__(
    "__atomic_store");
void exchange_any(size_t size, void *object, const void *value, void *result,
    int order) __asm__("__atomic_exchange");
bool compare_any(size_t size, void *object, void *expected, const void *desired,
    int success, int failure) __asm__("__atomic_compare_exchange");
bool lock_free(size_t size, const void *object) __asm__(
    "__atomic_is_lock_free");

void load_any(size_t size, const void *object, void *result, int order)
{
	(void)order;
	memcpy(result, object, size);
}

void store_any(size_t size, void *object, const void *value, int order)
{
	(void)order;
	memcpy(object, value, size);
}

void exchange_any(
    size_t size, void *object, const void *value, void *result, int order)
{
	unsigned char *old = object, *to = result;
	const unsigned char *from = value;

	(void)order;
	/* result may be where value is. */
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = from[i];

		to[i] = old[i];
		old[i] = byte;
	}
}

bool compare_any(size_t size, void *object, void *expected, const void *desired,
    int success, int failure)
{
	(void)success, (void)failure;
	if (memcmp(object, expected, size) == 0) {
		memcpy(object, desired, size);
		return true;
	}
	memcpy(expected, object, size);
	return false;
}

bool lock_free(size_t size, const void *object)
{
	(void)size, (void)object;
	return true;
}

u128 load_16(const u128 *object, int order) __asm__("__atomic_load_16");
void store_16(u128 *object, u128 value, int order) __asm__("__atomic_store_16");
u128 exchange_16(u128 *object, u128 value, int order) __asm__(
    "__atomic_exchange_16");
bool compare_16(u128 *object, u128 *expected, u128 desired, int success,
    int failure) __asm__("__atomic_compare_exchange_16");

u128 load_16(const u128 *object, int order)
{
	(void)order;
	return *object;
}

void store_16(u128 *object, u128 value, int order)
{
	(void)order;
	*object = value;
}

u128 exchange_16(u128 *object, u128 value, int order)
{
	u128 old = *object;

	(void)order;
	*object = value;
	return old;
}

bool compare_16(
    u128 *object, u128 *expected, u128 desired, int success, int failure)
{
	u128 old = *object;

	(void)success, (void)failure;
	if (old == *expected) {
		*object = desired;
		return true;
	}
	*expected = old;
	return false;
}

/* Both results of each operation: the value before it and the one after. */
#define OPERATION(name, expression)                                            \
	u128 fetch_##name(u128 *object, u128 value, int order) __asm__(        \
	    "__atomic_fetch_" #name "_16");                                    \
	u128 name##_fetch(u128 *object, u128 value, int order) __asm__(        \
	    "__atomic_" #name "_fetch_16");                                    \
	u128 fetch_##name(u128 *object, u128 value, int order)                 \
	{                                                                      \
		u128 old = *object;                                            \
                                                                               \
		(void)order;                                                   \
		*object = (expression);                                        \
		return old;                                                    \
	}                                                                      \
	u128 name##_fetch(u128 *object, u128 value, int order)                 \
	{                                                                      \
		u128 old = *object;                                            \
                                                                               \
		(void)order;                                                   \
		return *object = (expression);                                 \
	}

OPERATION(add, old + value)
OPERATION(sub, old - value)
OPERATION(and, old &value)
OPERATION(or, old | value)
OPERATION(xor, old ^ value)
OPERATION(nand, ~(old &value))
