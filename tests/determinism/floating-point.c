/* SPDX-License-Identifier: Apache-2.0
 *
 * A long chain of floating-point operations in three precisions and all
 * rounding modes: an error of one bit anywhere changes every number behind it.
 * LIBS: -lm
 */
#include <fenv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SIZE 48

#pragma STDC FENV_ACCESS ON

static double matrix[SIZE][SIZE], inverse[SIZE][SIZE];

static void fill(unsigned seed)
{
	for (int i = 0; i < SIZE; i++) {
		for (int j = 0; j < SIZE; j++) {
			seed = seed * 1103515245u + 12345u;
			matrix[i][j] = (double)(seed >> 8) / 16777216 - 0.5;
			inverse[i][j] = i == j;
		}
	}
}

static void invert(void)
{
	for (int k = 0; k < SIZE; k++) {
		double pivot = matrix[k][k];

		for (int j = 0; j < SIZE; j++) {
			matrix[k][j] /= pivot;
			inverse[k][j] /= pivot;
		}
		for (int i = 0; i < SIZE; i++) {
			double factor = matrix[i][k];

			if (i == k)
				continue;
			for (int j = 0; j < SIZE; j++) {
				matrix[i][j] -= factor * matrix[k][j];
				inverse[i][j] -= factor * inverse[k][j];
			}
		}
	}
}

int main(void)
{
	static const int modes[] = {
	    FE_TONEAREST, FE_UPWARD, FE_DOWNWARD, FE_TOWARDZERO};
	long double total = 0;
	float single = 0.1f;

	for (int mode = 0; mode < 4; mode++) {
		double sum = 0;

		fesetround(modes[mode]);
		fill((unsigned)mode + 1);
		invert();
		for (int i = 0; i < SIZE; i++) {
			double x = inverse[i][SIZE - 1 - i];

			sum += sin(x) * exp(-x * x) + log1p(fabs(x));
			total += sqrtl(fabsl((long double)x)) * cosl(total);
			single = single * 1.0001f + (float)x * 0x1p-126f;
		}
		printf("%d %a %La %a\n", mode, sum, total, (double)single);
	}
	fesetround(FE_TONEAREST);
	printf("%.17g %.20Lg\n", inverse[0][0], total);
	return 0;
}
