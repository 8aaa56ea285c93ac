#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# A program may define any function itself: it never meets one of the C
# library's, and the library never calls it (zrt/own-names.py).

sdk=$(realpath "${ZVM_SDK:-$BATS_TEST_DIRNAME/../../build/sdk}")
guests=$BATS_TEST_DIRNAME/../guest

# A malloc of the program's own is the library's, too.
heap() {
    printf '%s\n' malloc calloc realloc free aligned_alloc memalign posix_memalign valloc \
        pvalloc malloc_usable_size malloc_trim
}

# Every public name of the C library, functions and variables.
setup_file() {
    cd "$BATS_FILE_TMPDIR"
    for library in libc.a libm.a libzrt.a; do
        "$sdk/bin/zvm-nm" --defined-only -g "$("$sdk/bin/zvm-gcc" -print-file-name="$library")"
    done 2>/dev/null | awk 'NF == 3 && $3 !~ /^(_|zvm_)/ { print $3 }' | sort -u >names
    [ "$(wc -l <names)" -gt 1300 ]
}

setup() {
    cd "$BATS_TEST_TMPDIR"
    names=$BATS_FILE_TMPDIR/names
}

# The compiler would warn of functions that are not what their names promise.
compile() {
    "$sdk/bin/zvm-gcc" -w -fno-builtin -D_GNU_SOURCE -c "$1"
}

# definitions <NAMES: a function for each that ends the session.
definitions() {
    sed 's/.*/void &(void) { __builtin_trap(); }/'
}

@test "of any two names a program may define one and use the other" {
    # Two different numbers differ in a bit.
    for ((bit = 1; bit < $(wc -l <"$names"); bit *= 2)); do
        awk "int(NR / $bit) % 2" "$names" >some
        grep -vxFf some "$names" >others
        for pair in "some others" "others some"; do
            read -r own library <<<"$pair"
            definitions <$own >own.c
            { sed 's/.*/extern char &[];/' $library
              echo 'char *table[] = {'; sed 's/$/,/' $library; echo '};'
              echo 'int main(void) { return table[0] == 0; }'; } >use.c
            compile own.c
            compile use.c
            "$sdk/bin/zvm-gcc" own.o use.o -o program -lm ||
                { echo "own: every name with bit $bit of its number ($pair)"; false; }
        done
    done
}

# shadowed GUEST: a test with everything else as functions of its own.
shadowed() {
    compile "$guests/$1.c"
    "$sdk/bin/zvm-nm" -g "$1.o" | awk '{ print $NF }' | cat - <(heap) >taken
    grep -vxFf taken "$names" | definitions >own.c
    [ "$(wc -l <own.c)" -gt 1000 ]
    compile own.c
    "$sdk/bin/zvm-gcc" "$1.o" own.o -o "$1" -lm
    "$sdk/bin/zvm-run" "$1"
}

@test "the library calls no function of the program's" {
    for guest in streams temporary-names text-conversions printf-floats locale-utf8 time-zones \
        regex-glob wordexp-words file-tree search-trees malloc-kinds signals complex-math; do
        echo "$guest"
        shadowed "$guest"
    done
}
