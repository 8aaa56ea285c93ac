#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# A crash report names function and line, whatever form the tables have, and
# stays a report when they are missing or broken.

# shellcheck disable=SC2154  # bin, out and err come from runtime.bash
load runtime.bash

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    cat >crash.c <<'C'
#include <string.h>

int *volatile where;
const char *volatile text;

__attribute__((noinline)) void store(int value)
{
	*where = value;
}

int main(int argc, char **argv)
{
	if (argc > 1)
		return (int)strlen(text);
	store(argc + (argv == 0));
	return 0;
}
C
}

build() {
    "$bin/zvm-gcc" -O1 "$@" crash.c -o crash
}

crash_says() { # PATTERN
    run_apart "$bin/zvm-run" crash
    [ "$status" = 139 ]
    # shellcheck disable=SC2053  # a pattern
    [[ $err == $1 ]] || { echo "$err"; false; }
}

named='zvm-run: crash: error: null pointer access to 0x0 at 0x2* in store+0x*'

@test "function and line, from tables of every version" {
    for version in 2 3 4 5; do
        build -gdwarf-$version
        crash_says "$named, crash.c:8 (SIGSEGV)"
    done
    "$bin/zvm-run" --report=json:r crash || true
    [ "$(python3 -c 'import json; f = json.load(open("r"))["fault"]
print(f["function"], f["file"], f["line"])')" = 'store crash.c 8' ]
}

@test "the same line as addr2line, in the C library too" {
    build -g
    run_apart "$bin/zvm-run" crash string
    [ "$status" = 139 ]
    address=$(sed -n 's/.* at \(0x2[0-9a-f]*\) in .*/\1/p' <<<"$err")
    expected=$("$bin/zvm-addr2line" -e crash "$address" | sed 's/ (.*//; s|.*/||')
    [ -n "$address" ]
    case $expected in
    *'?'*) [[ $err != *,* ]] ;;
    *) [[ $err == *"$expected (SIGSEGV)" ]] ;;
    esac
}

@test "without tables, or with compressed ones, the function alone" {
    build -g
    "$bin/zvm-strip" -g crash
    crash_says "$named (SIGSEGV)"
    build -g
    "$bin/zvm-objcopy" --compress-debug-sections crash
    crash_says "$named (SIGSEGV)"
}

@test "broken tables: the report stays, without a line or with a printable one" {
    build -g
    python3 - <<'PYTHON'
import struct
data = open("crash", "rb").read()
shoff, = struct.unpack_from("<I", data, 32)
count, names = struct.unpack_from("<HH", data, 48)
sections = [struct.unpack_from("<10I", data, shoff + 40 * i) for i in range(count)]
text = data[sections[names][4]:]
line = next(s for s in sections if text[s[0]:].startswith(b".debug_line\0"))
for number, (value, step) in enumerate([(0, 1), (0xff, 1), (0x80, 1), (0xff, 7), (0x1f, 5)]):
    broken = bytearray(data)
    for at in range(line[4], line[4] + line[5], step):
        broken[at] = value
    open(f"broken{number}", "wb").write(broken)
PYTHON
    for broken in broken*; do
        cp $broken crash
        crash_says "$named*(SIGSEGV)"
    done
}

@test "the process that reads lines is confined" {
    command -v strace
    build -g
    strace -f -o s "$bin/zvm-run" crash || true
    reader=$(sed -n 's/^\([0-9]*\) *seccomp(SECCOMP_SET_MODE_FILTER.*/\1/p' s | tail -n 1)
    after=$(sed -n "/^$reader *seccomp(/,\$p" s | sed 1d |
        sed -n "s/^$reader *\([a-z0-9_]*\)(.*/\1/p" | sort -u | tr '\n' ' ')
    [ "$after" = 'exit_group pread64 write ' ]
}
