#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What keeps the checking core reviewable and usable inside the gate: lines,
# object code, symbols it needs, registers it touches. Run from the top of the
# tree.
objects='build/validator/validate.o build/validator/table.o
	build/validator/rules.o build/validator/zvm_strict.o'
number=0
failed=0

check() { # CONDITION WHAT
	number=$((number + 1))
	if [ "$1" -eq 1 ]; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		failed=1
	fi
}

lines=$(cat validator/src/*.c validator/src/*.h | wc -l)
check "$((lines <= 1000))" "the core has $lines lines of C, at most 1000"
# shellcheck disable=SC2086
bytes=$(size $objects | awk 'NR > 1 { sum += $4 } END { print sum }')
check "$((bytes <= 65536))" "core and strict pass have $bytes bytes, at most 65536"
# shellcheck disable=SC2086
foreign=$(nm -u $objects | awk '$1 == "U" { print $2 }' | grep -v '^zvm_' |
	tr '\n' ' ')
check "$([ -z "$foreign" ] && echo 1 || echo 0)" "it calls nothing else ($foreign)"
# shellcheck disable=SC2086
code=$(objdump -d $objects)
wide=$(printf '%s\n' "$code" | grep -c -E '%([xyz]mm|mm[0-7]|st)')
instructions=$(printf '%s\n' "$code" | grep -c ':')
check "$((wide == 0 && instructions > 500))" \
	"none of its $instructions instructions uses a vector or x87 register ($wide)"
writable=$(nm build/validator/validate.o build/validator/table.o |
	grep -c ' [bBdD] ')
check "$((writable == 0))" "it has no writable data ($writable)"
echo "1..$number"
exit $failed
