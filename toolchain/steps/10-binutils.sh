#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# what: assembler, linker and object tools
# inputs: lock:binutils toolchain/binutils toolchain/unpack.sh
# estimate: 120
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/../lib.sh"
"$root/toolchain/unpack.sh" binutils toolchain/binutils

rm -rf "$work/obj/binutils" "$work/prefix"
mkdir -p "$work/obj/binutils"
cd "$work/obj/binutils"
"$work/src/binutils/configure" --target=$target --prefix="$work/prefix" \
    --disable-nls --disable-werror --disable-gdb --disable-gdbserver --disable-sim \
    --disable-gprof --disable-gprofng --disable-gold --disable-libctf \
    --enable-plugins --enable-deterministic-archives \
    --without-zstd --without-debuginfod CFLAGS='-O2 -g0' CXXFLAGS='-O2 -g0'
make -j"$JOBS" MAKEINFO=true all
make MAKEINFO=true install
