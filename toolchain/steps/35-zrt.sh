#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# what: the system layer that libgcc and libstdc++ are configured against
# inputs: zrt/include zrt/abi zrt/posix.def zrt/zrt.mk zrt/own-names.py
# estimate: 10
#
# The C++ library's configure asks by linking which functions exist. The
# answers change only with the headers and posix.def, so only these are inputs;
# the objects themselves are built afresh into the SDK.
# shellcheck source=toolchain/lib.sh
. "$(dirname "$0")/../lib.sh"
rm -rf "$work/obj/zrt"

# Headers of an earlier run that are no more must not be found.
list=$work/zrt-headers
[ ! -f "$list" ] || (cd "$work/prefix/$target/include" && xargs -r rm -f <"$list")
(cd "$root/zrt/include" && find . -name '*.h') >"$list"
make -C "$root" -j"$JOBS" -f zrt/zrt.mk zrt SDK="$work/prefix" BUILD="$work/obj/zrt"
