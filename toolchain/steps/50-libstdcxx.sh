#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# what: C++ library
# inputs: toolchain/steps/20-gcc.sh
# estimate: 150
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/../lib.sh"
cd "$work/obj/gcc"
rm -rf $target/libstdc++-v3 $target/*/libstdc++-v3
PATH=$work/prefix/bin:$PATH make -j"$JOBS" MAKEINFO=true all-target-libstdc++-v3
PATH=$work/prefix/bin:$PATH make MAKEINFO=true install-target-libstdc++-v3
