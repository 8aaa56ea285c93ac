// SPDX-License-Identifier: Apache-2.0
// The linker says once why a function does not exist, and only when nothing
// else defines it and something needs it.
//
// RUN: %zvm-gcc -O2 %s -o %t 2>&1 | count 0
// RUN: %zvm-gcc -O2 -flto %s -o %t 2>&1 | count 0
// RUN: not %zvm-gcc -O2 -DMISSING %s -o %t 2>&1 | FileCheck %s
// RUN: not %zvm-gcc -O2 -DMISSING %s -o %t 2>&1 | grep -c 'fork() does not exist' | FileCheck %s --check-prefix=ONCE
// CHECK-NOT: wait() does not exist
// CHECK: fork() does not exist: a sandbox holds one process
// CHECK: undefined reference to `fork'
// CHECK: undefined reference to `fork'
// CHECK-NOT: vfork() does not exist
// ONCE: {{^1$}}

// A program's own functions with names that the libraries do not have.
int wait(int *status)
{
	return *status;
}

int connect(void)
{
	return 3;
}

#ifdef MISSING
int fork(void);

int again(void)
{
	return fork() + 1;
}
#else
int fork(void)
{
	return 4;
}

#define again fork
#endif

// A program that can do without asks so.
int vfork(void) __attribute__((weak));

int main(void)
{
	int status = 5;

	return wait(&status) + connect() + fork() + again() + (vfork ? vfork() : 0);
}
