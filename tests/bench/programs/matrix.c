/* SPDX-License-Identifier: Apache-2.0
 * Floating point in tight loops: a matrix product. */
#include <stdio.h>

enum { N = 640 };
static double a[N][N], b[N][N], c[N][N];

int main(void)
{
	double sum = 0;

	for (int i = 0; i < N; i++)
		for (int j = 0; j < N; j++) {
			a[i][j] = (i * j + 1) % 17 / 17.0;
			b[i][j] = (i * (j + 3)) % 13 / 13.0;
		}
	for (int round = 0; round < 4; round++)
		for (int i = 0; i < N; i++)
			for (int k = 0; k < N; k++)
				for (int j = 0; j < N; j++)
					c[i][j] += a[i][k] * b[k][j];
	for (int i = 0; i < N; i++)
		for (int j = 0; j < N; j++)
			sum += c[i][j];
	printf("%.6f\n", sum);
	return 0;
}
