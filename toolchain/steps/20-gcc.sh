#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# what: C and C++ compilers
# inputs: lock:gcc toolchain/gcc toolchain/unpack.sh
# estimate: 960
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/../lib.sh"
"$root/toolchain/unpack.sh" gcc toolchain/gcc

rm -rf "$work/obj/gcc"
mkdir -p "$work/obj/gcc"
cd "$work/obj/gcc"
flags="-O2 -g -ffile-prefix-map=$work=/usr"
PATH=$work/prefix/bin:$PATH "$work/src/gcc/configure" --target=$target \
    --prefix="$work/prefix" --with-pkgversion=ZeroVM \
    --enable-languages=c,c++,lto --enable-checking=release --disable-bootstrap \
    --disable-frame-pointer \
    --enable-initfini-array --enable-threads=posix --enable-tls \
    --disable-shared --enable-multilib --disable-nls --disable-libssp \
    --disable-libquadmath --disable-libgomp --disable-libatomic \
    --disable-libsanitizer --disable-libvtv --disable-libitm --disable-libcc1 \
    --disable-decimal-float \
    --without-zstd --without-isl \
    --enable-clocale=newlib --disable-libstdcxx-pch \
    --enable-libstdcxx-time=yes --enable-libstdcxx-filesystem-ts=yes \
    CFLAGS='-O2 -g0' CXXFLAGS='-O2 -g0' \
    CFLAGS_FOR_TARGET="$flags" \
    CXXFLAGS_FOR_TARGET="$flags -ffunction-sections -fdata-sections"
# The SDK needs nothing of the machine it stands on but the C library.
static="-Wl,-Bstatic -lmpc -lmpfr -lgmp -Wl,-Bdynamic"
make -j"$JOBS" MAKEINFO=true HOST_GMPLIBS="$static" all-gcc
# Debian's archive has the manual cut out; the rule that compares it with the
# sources, which only installing reaches, must find its stamp.
touch gcc/s-tm-texi
make MAKEINFO=true HOST_GMPLIBS="$static" install-gcc
