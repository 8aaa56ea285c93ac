/* SPDX-License-Identifier: Apache-2.0
 *
 * Code made at run time: an expression of x is compiled to machine code, which
 * the runtime validates before it may run.
 *
 *   zvm-run build/samples/jit 'x*x - 3*(x+1)' 0 1 10
 *
 * The rules for code are those for a program (docs/abi.md section 2): no
 * instruction crosses a 32-byte bundle, and a function returns by the masked
 * return. "!" in an expression emits a system call, to see it refused.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <zvm.h>

#define ROOM   65536u
#define BUNDLE 32u

static unsigned char *code;
static size_t used;
static const char *at;

static void fail(const char *what)
{
	fprintf(stderr, "jit: error: %s (at '%s')\n", what, at);
	exit(2);
}

/* One instruction, or a group that must stay together. */
static void emit(const char *bytes, size_t size)
{
	while (used % BUNDLE + size > BUNDLE)
		code[used++] = 0x90;
	if (used + 2 * BUNDLE > ROOM)
		fail("the expression is too long");
	memcpy(code + used, bytes, size);
	used += size;
}

#define EMIT(bytes) emit(bytes, sizeof(bytes) - 1)

static void sum(void);

static int next(char wanted)
{
	while (isspace((unsigned char)*at))
		at++;
	return *at == wanted && at++;
}

static void atom(void)
{
	char move[5] = {'\xb8'}; /* mov $number,%eax */
	char *end;
	int number;

	if (next('(')) {
		sum();
		if (!next(')'))
			fail("expected ')'");
	} else if (next('-')) {
		atom();
		EMIT("\xf7\xd8"); /* neg %eax */
	} else if (next('x')) {
		EMIT("\x89\xf8"); /* mov %edi,%eax */
	} else if (next('!')) {
		EMIT("\x0f\x05"); /* syscall */
	} else {
		number = (int)strtol(at, &end, 10);
		if (end == at)
			fail("expected a number, x or '('");
		at = end;
		memcpy(move + 1, &number, sizeof(number));
		emit(move, sizeof(move));
	}
}

/* The left side waits on the stack and comes back in %ecx. */
static void product(void)
{
	atom();
	while (next('*')) {
		EMIT("\x50"); /* push %rax */
		atom();
		EMIT("\x59");         /* pop %rcx */
		EMIT("\x0f\xaf\xc1"); /* imul %ecx,%eax */
	}
}

static void sum(void)
{
	int minus;

	product();
	while ((minus = next('-')) || next('+')) {
		EMIT("\x50");
		product();
		EMIT("\x59");
		if (minus)
			EMIT("\xf7\xd8");
		EMIT("\x01\xc8"); /* add %ecx,%eax */
	}
}

int main(int argc, char **argv)
{
	int (*function)(int);
	int32_t verdict;

	if (argc < 2) {
		fprintf(stderr, "usage: jit EXPRESSION [X]...\n");
		return 2;
	}
	code = mmap(NULL, ROOM, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (code == MAP_FAILED) {
		perror("jit: error: mmap");
		return 1;
	}
	memset(code, 0xf4, ROOM); /* hlt: the rest of the jail */
	at = argv[1];
	sum();
	if (!next('\0'))
		fail("expected an operator");
	EMIT("\x48\x81\x24\x24\xe0\xff\xff\x7f\xc3"); /* andq; ret */

	verdict = zvm_jail(code, ROOM);
	if (verdict != 0) {
		if (verdict > 0)
			fprintf(stderr, "jit: error: refused at byte %d\n",
			    (int)(verdict - (int32_t)(uintptr_t)code));
		else
			fprintf(stderr, "jit: error: jail: %d\n", (int)verdict);
		return 1;
	}
	memcpy(&function, &code, sizeof(function));
	for (int i = 2; i < argc; i++)
		printf("%d\n", function(atoi(argv[i])));
	return 0;
}
