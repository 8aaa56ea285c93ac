// SPDX-License-Identifier: Apache-2.0
// A program whose main stands in an archive before the C library links and runs.
// RUN: %zvm-gcc -O2 -c %s -o %t.o && rm -f %t.a && %zvm-ar rcs %t.a %t.o
// RUN: %zvm-gcc %t.a -o %t && %zvm-run %t
int main(void)
{
	return 0;
}
