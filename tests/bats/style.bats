#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# tests/style finds what it is there to find; each planted file breaks one
# rule and nothing else.

style=${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}/tests/style

setup() {
    cd "$BATS_TEST_TMPDIR"
    cp "${ZVM_ROOT:-$BATS_TEST_DIRNAME/../..}/.clang-format" .
}

# finds REGEX FILE: exactly one finding in FILE, and it matches.
finds() {
    run "$style" "$PWD/$2"
    [ "$status" = 1 ]
    [[ ${lines[0]} =~ $1 ]] || { echo "$output"; false; }
    [[ ${lines[-1]} == *"1 files, 1 findings" ]] || { echo "$output"; false; }
}

spdx='/* SPDX-License-Identifier: Apache-2.0 */'

@test "a clean file passes" {
    printf '%s\nint number;\n' "$spdx" >good.c
    run "$style" "$PWD/good.c"
    [ "$status" = 0 ] || { echo "$output"; false; }
}

@test "C that clang-format would change" {
    printf '%s\nint  number ;\n' "$spdx" >bad.c
    finds 'bad.c:2: error: code should be clang-formatted' bad.c
}

@test "a C file without its licence line" {
    printf 'int number;\n' >bad.c
    finds 'no SPDX-License-Identifier' bad.c
}

@test "blanks at the end of a line, long lines, no final newline" {
    printf 'text \n' >blank.txt
    finds 'blank.txt:1: error: blanks at the end' blank.txt
    printf '%0101d\n' 0 >long.txt
    finds 'long.txt:1: error: 101 columns' long.txt
    printf 'text' >cut.txt
    finds 'no newline at the end' cut.txt
}

@test "a path of one machine and a registry's host" {
    printf 'see %s\n' "/root""/thing" >path.txt
    finds 'path of one machine' path.txt
    printf 'from %s\n' "pypi"".org" >host.txt
    finds 'names a package registry' host.txt
}

@test "a shell script that shellcheck warns about" {
    printf '#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n' >bad.sh
    printf 'unused=1\n' >>bad.sh
    finds 'SC2034' bad.sh
}
