// SPDX-License-Identifier: Apache-2.0
// A return in the register form overwrites r11: no value stays there across
// the call of a local function whose registers are known (-fipa-ra). The last
// line shows that this program would: there only the assembler knows the form.
// RUN: %zvm-gcc -O2 -mzvm-return=register %s -o %t && %zvm-run %t
// RUN: %zvm-gcc -O2 -flto -mzvm-return=register %s -o %t && %zvm-run %t
// RUN: %zvm-gcc -O2 %s -o %t && %zvm-run %t
// RUN: %zvm-gcc -O2 -Wa,--zvm-return=register -c %s -o %t.o
// RUN: %zvm-gcc -mzvm-return=register %t.o -o %t && not %zvm-run %t

static __attribute__((noinline)) unsigned mix(unsigned x)
{
	return x * 2654435761u ^ 5;
}

__attribute__((noipa)) static unsigned many(const unsigned *p)
{
	unsigned a = p[0], b = p[1], c = p[2], d = p[3], e = p[4];
	unsigned f = p[5], g = p[6], h = p[7], i = p[8], j = p[9];
	unsigned sum = mix(a);

	sum += mix(sum + b);
	return sum + a * 3 + b * 5 + c * 7 + d * 9 + e * 11 + f * 13 + g * 17 +
	       h * 19 + i * 21 + j * 23;
}

int main(void)
{
	static const unsigned zeros[10];
	static const unsigned weights[] = {3, 5, 7, 9, 11, 13, 17, 19, 21, 23};

	// Of the inputs that no call takes, each alone.
	for (int n = 2; n < 10; n++) {
		unsigned one[10] = {0};

		one[n] = 1;
		if (many(one) - many(zeros) != weights[n])
			return n;
	}
	return 0;
}
