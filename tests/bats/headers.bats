#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
# bats file_tags=slow
#
# Every public header compiles alone, in each standard, without a warning of
# its own.

sdk=$(realpath "${ZVM_SDK:-$BATS_TEST_DIRNAME/../../build/sdk}")

setup() {
    cd "$BATS_TEST_TMPDIR"
}

# Not for programs: parts of other headers, and what warns that it is old.
public_headers() {
    (cd "$sdk/x86_64-nacl/include" && find . -name '*.h' | sed 's|^\./||' | sort) |
        grep -vE '^(c\+\+|machine|ssp|bits)/|(^|/)_|^sys/tree\.h$'
}

# quiet STANDARD LANGUAGE
quiet() {
    local header failed=0 count=0
    while read -r header; do
        count=$((count + 1))
        printf '#include <%s>\nextern int unused;\n' "$header" |
            "$sdk/bin/zvm-gcc" -x "$2" -std="$1" -fsyntax-only -Wall -Wextra \
                -Wsystem-headers -Werror - 2>messages ||
            { echo "<$header>:"; head -n 4 messages; failed=1; }
    done < <(public_headers)
    [ "$count" -gt 90 ]
    [ "$failed" = 0 ]
}

@test "C90" { quiet c90 c; }
@test "C99" { quiet c99 c; }
@test "C17" { quiet c17 c; }
@test "GNU C17" { quiet gnu17 c; }
@test "C++11" { quiet c++11 c++; }
@test "C++20" { quiet c++20 c++; }

@test "a <sys/select.h> before the library's may include what it needs, as gnulib's does" {
    mkdir -p own/sys
    cat >own/sys/select.h <<'END'
#ifndef OWN
#define OWN
#include_next <sys/select.h>
#include <sys/types.h>
#include <sys/time.h>
#include <signal.h>
#endif
END
    for header in sys/types.h sys/select.h stdio.h sys/time.h signal.h stdlib.h; do
        printf '#include <%s>\n#include <sys/types.h>\npid_t unused;\n' "$header" |
            "$sdk/bin/zvm-gcc" -D_GNU_SOURCE -Iown -x c -fsyntax-only -Wall -Werror -
    done
}

# Every function that the headers of C declare to a strict program is C's.
@test "C17 sees no other functions" {
    local header
    for header in assert complex ctype errno fenv float inttypes iso646 limits locale math \
        setjmp signal stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib \
        stdnoreturn string tgmath threads time uchar wchar wctype; do
        echo "#include <$header.h>"
    done >all.c
    "$sdk/bin/zvm-gcc" -std=c17 -aux-info declared -fsyntax-only all.c
    sed -nE 's/^.* extern [^(]*[ *]([a-zA-Z]\w*) \(.*$/\1/p' declared | sort -u >there
    [ "$(wc -l <there)" -gt 450 ]
    # The host's library is the judge.
    gcc -std=c17 -aux-info judged -fsyntax-only all.c
    sed -nE 's/^.* extern [^(]*[ *]([a-zA-Z]\w*) \(.*$/\1/p' judged | sort -u >allowed
    run comm -23 there allowed
    echo "declared beside C's: $output"
    [ -z "$output" ]
}
