#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# gdb and perf on a guest, as docs/debugging.md shows them.

# shellcheck disable=SC2154  # bin comes from runtime.bash
load runtime.bash

guest_program() {
    cat >deep.c <<'C'
#include <stdio.h>

struct point { int x, y; char *name; };

__attribute__((noinline)) static int area(struct point *p, int depth)
{
	if (depth == 0)
		return p->x * p->y;
	return area(p, depth - 1) + 1;
}

int main(int argc, char **argv)
{
	struct point p = {argc + 1, argc + 2, argv[0]};

	printf("%d\n", area(&p, 3));
	return 0;
}
C
    "$bin/zvm-gcc" -g -O0 deep.c -o deep
}

@test "--gdb stops in the guest's main, with its symbols" {
    command -v gdb || skip 'gdb is not installed'
    guest_program
    printf '%s\n' 'info line' 'break area if depth == 1' continue 'backtrace' 'print *p' \
        delete continue | "$bin/zvm-run" --gdb deep argument >log 2>&1
    grep -q 'Temporary breakpoint .*main (argc=2' log
    grep -q '#0  area (p=0x[0-9a-f]*, depth=1) at deep.c:7' log
    grep -q '#3  0x[0-9a-f]* in main (argc=2' log
    grep -q 'x = 3, y = 4, name = 0x[0-9a-f]* "deep"' log
    grep -q '^15$' log
}

@test "--gdb shows where a guest faults" {
    command -v gdb || skip 'gdb is not installed'
    cat >crash.c <<'C'
int main(int argc, char **argv)
{
	return *(volatile int *)(argc + 99);
}
C
    "$bin/zvm-gcc" -g crash.c -o crash
    printf '%s\n' continue 'backtrace' kill | "$bin/zvm-run" --gdb crash >log 2>&1
    grep -q 'SIGSEGV' log
    grep -q '#0  main (argc=1, argv=0x[0-9a-f]*) at crash.c:3' log
}

@test "--gdb needs the program as a host file" {
    run "$bin/zvm-run" --gdb nothing-here
    [ "$status" = 125 ]
    [[ $output == "zvm-run: error: --gdb reads symbols from a host file (got 'nothing-here'"* ]]
}

@test "zvm-perf-map names the guest's functions for perf" {
    perf record -q -e cpu-clock -o probe.data true 2>/dev/null || skip 'perf cannot record here'
    cat >busy.c <<'C'
__attribute__((noipa)) static unsigned spin(unsigned n)
{
	unsigned s = n;

	for (unsigned i = 0; i < n; i++)
		s = s * 31 + (s >> 3);
	return s;
}

int main(void)
{
	return spin(100000000) == 1;
}
C
    "$bin/zvm-gcc" -O2 busy.c -o busy
    perf record -q -e cpu-clock "$bin/zvm-run" busy
    map=$("$bin/zvm-perf-map" busy)
    perf report --stdio --no-children 2>/dev/null >report
    rm -f "$map"
    grep -v '^#' report | grep -m1 . | grep -q '\[\.\] spin'
}
