#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# what: strip, names, licences
# inputs: toolchain/sources.lock
# estimate: 10
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/../lib.sh"
cd "$work/prefix"

# Manuals are Debian's to ship; what else goes is for building GCC itself, or
# names this build's folders: libtool's .la files, copies of the linker's
# built-in scripts, the debugger's start-up script of a shared library.
rm -rf share/man share/info lib/ldscripts $target/lib/ldscripts
rm -rf lib/gcc/$target/*/plugin lib/gcc/$target/*/install-tools
rm -rf libexec/gcc/$target/*/install-tools bin/*lto-dump
# newlib's headers for systems that bring the other half of them.
rm -f $target/include/{utmp.h,regdef.h,sys/custom_file.h}
find . \( -name '*.la' -o -name '*-gdb.py' \) -delete
find bin $target/bin libexec -type f | while read -r file; do
    case $(head -c 4 "$file" | od -An -c) in *177*E*L*F*) strip --strip-unneeded "$file" ;; esac
done

# The second set of libraries is for the few hosts that demand it; without
# debug information it takes a fifth of the first.
find . -path '*/register-return/*' -name '*.a' -exec "bin/$target-strip" -g {} +

for file in bin/$target-*; do
    name=${file#bin/$target-}
    ln -sf "$target-$name" "bin/zvm-$name"
done

mkdir -p share/licences
cp "$work/src/binutils/COPYING3" share/licences/GPL-3.0
cp "$work/src/gcc/COPYING.RUNTIME" share/licences/GCC-exception-3.1
cp "$work/src/newlib/COPYING.NEWLIB" share/licences/newlib
cp "$work/src/newlib/COPYING.MUSL" share/licences/musl
