#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# objdump as oracle over a slice of all encodings, chosen by the commit, so
# that successive commits cover them all. `make validator-exhaustive` runs the
# whole. Run from the top of the tree.
slices=16
commit=$(git rev-parse --short=8 HEAD 2>/dev/null) || commit=0
slice=$((0x$commit % slices))
echo "# commit $commit: slice $slice of $slices"
exec python3 tests/validator/objdump_oracle.py build/tests/unit/validator_zydis \
	--all "--slice=$slice/$slices"
