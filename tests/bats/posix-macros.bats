#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# Macros of POSIX: each header has its own, and what <unistd.h> and <limits.h>
# announce agrees with what the program is told when it runs.

sdk=$(realpath "${ZVM_SDK:-$BATS_TEST_DIRNAME/../../build/sdk}")

setup() {
    cd "$BATS_TEST_TMPDIR"
}

# Macros, or enumerators and objects, which the standard allows for some.
@test "every name that POSIX wants of a header is there" {
    local header names name
    grep -v '^#' "$BATS_TEST_DIRNAME/fixtures/posix-macros.txt" >table
    while read -r header names; do
        echo "#include <$header>"
        for name in $names; do
            printf '#ifndef %s\n__typeof__(%s) *use_%s;\n#endif\n' "$name" "$name" "$name"
        done
    done <table >names.c
    [ "$(wc -l <names.c)" -gt 2500 ]
    "$sdk/bin/zvm-gcc" -D_XOPEN_SOURCE=700 -fsyntax-only names.c
}

# agree HEADER PREFIX SYSCONF-PREFIX AT-LEAST: of the header's macros that have a
# name for sysconf, all that are defined with a value above 0.
agree() {
    echo '#include <unistd.h>' | "$sdk/bin/zvm-gcc" -E -dM -x c - |
        sed -nE "s/^#define (_SC_$3)([A-Z0-9_]+) .*/\2/p" | grep -v '^2_' | sort -u >named
    {
        printf '#include <%s>\n#include <stdio.h>\n#include <unistd.h>\n' "$1"
        echo 'static int failed;'
        echo 'static void compare(const char *name, long long macro, long long told)'
        echo '{ if (macro > 0 && macro != told) failed = 1,'
        echo '  printf("%s: got %lld, expected %lld\n", name, told, macro); }'
        echo 'int main(void) {'
        while read -r name; do
            printf '#ifdef %s%s\ncompare("%s", %s%s + 0LL, sysconf(_SC_%s%s));\n#endif\n' \
                "$2" "$name" "$name" "$2" "$name" "$3" "$name"
        done <named
        echo 'return failed; }'
    } >agree.c
    [ "$(grep -c compare agree.c)" -gt "$4" ]
    "$sdk/bin/zvm-gcc" agree.c -o agree
    "$sdk/bin/zvm-run" ./agree
}

@test "options: <unistd.h> and sysconf agree" {
    agree unistd.h _POSIX_ '' 100
    agree unistd.h _POSIX2_ 2_ 10
}

@test "limits: <limits.h> and sysconf agree" { agree limits.h '' '' 100; }
