/* SPDX-License-Identifier: Apache-2.0
 * NATIVE
 *
 * Every way to reach code by a computed address: jump tables, computed goto
 * with tables in memory, function pointers, nonlocal goto, __builtin_setjmp,
 * qsort callbacks, constructors.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition)                                                       \
	do {                                                                   \
		if (!(condition)) {                                            \
			printf("line %d: %s\n", __LINE__, #condition);         \
			exit(1);                                               \
		}                                                              \
	} while (0)

static int switched(int n)
{
	switch (n) {
	case -3:
		return 1;
	case -2:
		return n * 5;
	case -1:
		return n + 17;
	case 0:
		return switched(3) + 1;
	case 1:
		return n ^ 77;
	case 2:
		return 8;
	case 3:
		return n << 4;
	case 100:
		return 9;
	default:
		return -n;
	}
}

enum { PUSH, ADD, MULTIPLY, REPEAT, STOP };

/* A threaded interpreter, as Lua's and Python's are. */
static int interpret(const int *code)
{
	static const void *const labels[] = {
	    &&push, &&add, &&multiply, &&repeat, &&stop};
	int stack[16], *top = stack, left = 3;
	const int *at = code;

	goto *labels[*at++];
push:
	*top++ = *at++;
	goto *labels[*at++];
add:
	top--;
	top[-1] += top[0];
	goto *labels[*at++];
multiply:
	top--;
	top[-1] *= top[0];
	goto *labels[*at++];
repeat:
	if (left-- > 0)
		at = code + 2;
	goto *labels[*at++];
stop:
	return top[-1];
}

static int compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;

	return (x > y) - (x < y);
}

static jmp_buf environment;

__attribute__((noinline)) static void jump(int value)
{
	longjmp(environment, value);
}

static int jumped(int value)
{
	volatile int count = 0;
	int got = setjmp(environment);

	count++;
	if (got < 3)
		jump(got + 1);
	return got * 100 + count * 10 + value;
}

static void *builtin_environment[5];

__attribute__((noinline)) static void builtin_jump(void)
{
	__builtin_longjmp(builtin_environment, 1);
}

__attribute__((noinline)) static int builtin_jumped(int value)
{
	volatile int kept = value;

	if (__builtin_setjmp(builtin_environment) == 0)
		builtin_jump();
	return kept + 1;
}

static int constructed;
__attribute__((constructor)) static void construct(void)
{
	constructed = 5;
}

typedef int (*function)(int);
static int negate(int n)
{
	return -n;
}
static function table[] = {switched, negate, abs};
/* Kept from the optimiser. */
static volatile int which;

int main(void)
{
	static const int program[] = {
	    PUSH, 2, PUSH, 3, ADD, PUSH, 2, MULTIPLY, REPEAT, STOP};
	int numbers[] = {5, -2, 9, 0, 7, 7, -11}, sum = 0;

	for (int i = -4; i < 8; i++)
		sum = sum * 3 + switched(i);
	printf("%d\n", sum);
	CHECK(switched(100) == 9);
	printf("%d\n", interpret(program));
	qsort(numbers, 7, sizeof(int), compare);
	CHECK(numbers[0] == -11 && numbers[3] == 5 && numbers[6] == 9);
	printf("%d\n", jumped(7));
	CHECK(builtin_jumped(41) == 42);
	CHECK(constructed == 5);
	sum = 0;
	for (which = 0; which < 3; which++)
		sum = sum * 100 + table[which](-3);
	CHECK(sum == 10303);
	puts("indirect jumps");
	return 0;
}
