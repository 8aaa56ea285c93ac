#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# what: compiler support library
# inputs: toolchain/steps/20-gcc.sh
# estimate: 25
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/../lib.sh"
cd "$work/obj/gcc"
rm -rf $target/libgcc $target/*/libgcc
PATH=$work/prefix/bin:$PATH make -j"$JOBS" MAKEINFO=true all-target-libgcc
PATH=$work/prefix/bin:$PATH make MAKEINFO=true install-target-libgcc
