#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# what: C library
# inputs: lock:newlib lock:musl newlib-patches toolchain/unpack.sh
# estimate: 60
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/../lib.sh"
"$root/toolchain/unpack.sh" newlib newlib-patches

# What an earlier run installed and this one would not must not stay. The
# C++ library's part of it is built again after this.
rm -rf "$work/obj/newlib" "$work/prefix/$target/include"
mkdir -p "$work/prefix/$target/lib"
find "$work/prefix/$target/lib" -type f ! -path '*/ldscripts/*' -delete
mkdir -p "$work/obj/newlib"
cd "$work/obj/newlib"
export PATH=$work/prefix/bin:$PATH
flags="-O2 -g -ffunction-sections -fdata-sections"
encodings=us_ascii,utf_8,utf_16,utf_16le,utf_16be,ucs_2,ucs_2le,ucs_2be
encodings=$encodings,ucs_4,ucs_4le,ucs_4be,big5,euc_jp,euc_kr,euc_tw
encodings=$encodings,cp775,cp850,cp852,cp855,cp866,koi8_r,koi8_ru,koi8_u,koi8_uni
for part in 1 2 3 4 5 6 7 8 9 10 11 13 14 15; do encodings=$encodings,iso_8859_$part; done
for page in 1250 1251 1252 1253 1254 1255 1256 1257 1258; do encodings=$encodings,win_$page; done
"$work/src/newlib/configure" --target=$target --prefix="$work/prefix" \
    --disable-libgloss --disable-nls \
    --disable-newlib-supplied-syscalls \
    --enable-newlib-reent-thread-local --enable-newlib-retargetable-locking \
    --enable-newlib-io-c99-formats --enable-newlib-io-long-long \
    --enable-newlib-io-long-double --enable-newlib-io-pos-args \
    --enable-newlib-mb --enable-newlib-global-stdio-streams \
    --enable-newlib-iconv --enable-newlib-iconv-encodings=$encodings \
    CFLAGS_FOR_TARGET="$flags -ffile-prefix-map=$work=/usr"
make -j"$JOBS" MAKEINFO=true all-target-newlib
make MAKEINFO=true install-target-newlib
