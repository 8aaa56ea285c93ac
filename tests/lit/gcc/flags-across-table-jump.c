// SPDX-License-Identifier: Apache-2.0
// The masked jump through a switch's table changes the flags: a comparison
// before it must be made again behind it. Without a range check nothing stands
// between the two.
// RUN: %zvm-gcc -O2 %s -o %t && %zvm-run %t
// RUN: %zvm-gcc -O3 %s -o %t && %zvm-run %t
// RUN: %zvm-gcc -O2 -DCOMPUTED %s -o %t && %zvm-run %t

#define NOINLINE __attribute__((noinline, noipa))

static NOINLINE int other(int x)
{
	return x + 100;
}

#ifdef COMPUTED
static NOINLINE int order(int c, int a, int b, unsigned op)
{
	static const void *const to[] = { &&lt, &&le, &&same, &&one, &&gt, &&ge };

	other(a);
	if (c == 0)
		return 7;
	goto *to[op];
lt:
	if (c < 0)
		return 1;
	return other(b);
le:
	if (c <= 0)
		return 1;
	return other(b);
same:
	return other(b);
one:
	return 1;
gt:
	if (c > 0)
		return 1;
	return other(b);
ge:
	if (c >= 0)
		return 1;
	return other(b);
}
#else
static NOINLINE int order(int c, int a, int b, unsigned op)
{
	other(a);
	if (c == 0)
		return 7;
	switch (op) {
	case 0:
		if (c < 0)
			return 1;
		return other(b);
	case 1:
		if (c <= 0)
			return 1;
		return other(b);
	case 2:
		return other(b);
	case 3:
		return 1;
	case 4:
		if (c > 0)
			return 1;
		return other(b);
	case 5:
		if (c >= 0)
			return 1;
		return other(b);
	default:
		__builtin_unreachable();
	}
}
#endif

int main(void)
{
	static const int below[] = { 1, 1, 105, 1, 105, 105 };
	static const int above[] = { 105, 105, 105, 1, 1, 1 };

	for (unsigned op = 0; op < 6; op++)
		if (order(-3, 2, 5, op) != below[op] ||
		    order(3, 2, 5, op) != above[op] || order(0, 2, 5, op) != 7)
			return 1 + op;
	return 0;
}
