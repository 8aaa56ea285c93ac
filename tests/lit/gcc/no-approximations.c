// SPDX-License-Identifier: Apache-2.0
// Even -Ofast gives no instruction whose result differs between processors.
// RUN: %zvm-gcc -Ofast -c %s -o %t.o
// RUN: %zvm-objdump -d %t.o | FileCheck %s

float inverse_root(float x)
{
	return 1.0f / __builtin_sqrtf(x);
}
void inverse(float *x)
{
	for (int i = 0; i < 64; i++)
		x[i] = 1.0f / x[i];
}
long double sine(long double x)
{
	return __builtin_sinl(x);
}

// CHECK-NOT: {{rcp[ps]s|rsqrt[ps]s|fsin|fcos|fptan|fyl2x}}
// CHECK: {{div[ps]s}}
// CHECK-NOT: {{rcp[ps]s|rsqrt[ps]s|fsin|fcos|fptan|fyl2x}}
