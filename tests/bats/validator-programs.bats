#!/usr/bin/env bats
# SPDX-License-Identifier: Apache-2.0
#
# The validator over programs that the toolchain made: what it emits is
# accepted, and a second implementation of the rules agrees on it and on
# thousands of broken copies of its bundles.
# bats file_tags=slow

setup() {
	cd "$BATS_TEST_TMPDIR"
	bin=$ZVM_SDK/bin
}

@test "two implementations of the rules agree on a program and its mutations" {
	"$bin/zvm-gcc" -O2 -o hello "$ZVM_ROOT/samples/hello/hello.c"
	cd "$ZVM_ROOT"
	run python3 tests/validator/agree.py "$bin/zvm-validate" 6 1 \
		"$BATS_TEST_TMPDIR/hello"
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == 1..7 ]]
}

@test "the comparison can fail: a rule is missing in the second implementation" {
	"$bin/zvm-gcc" -O2 -o hello "$ZVM_ROOT/samples/hello/hello.c"
	mkdir -p tests/validator zrt/abi docs
	cp "$ZVM_ROOT/tests/validator/agree.py" tests/validator/
	cp "$ZVM_ROOT/zrt/abi/gate.def" zrt/abi/
	cp "$ZVM_ROOT/docs/abi.md" docs/
	sed 's/ if 0x67 in i.legacy:/ if True:/' \
		"$ZVM_ROOT/tests/validator/second_opinion.py" \
		>tests/validator/second_opinion.py
	run cmp tests/validator/second_opinion.py \
		"$ZVM_ROOT/tests/validator/second_opinion.py"
	[ "$status" -eq 1 ]
	run python3 tests/validator/agree.py "$bin/zvm-validate" 2 1 hello
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"only the first refuses"*"memory"* ]]
}

@test "the second implementation reads its instructions from docs/abi.md" {
	"$bin/zvm-gcc" -O2 -o hello "$ZVM_ROOT/samples/hello/hello.c"
	mkdir -p tests/validator zrt/abi docs
	cp "$ZVM_ROOT"/tests/validator/{agree,second_opinion}.py tests/validator/
	cp "$ZVM_ROOT/zrt/abi/gate.def" zrt/abi/
	sed 's/ movsxd movzx / movzx /' "$ZVM_ROOT/docs/abi.md" >docs/abi.md
	run python3 tests/validator/agree.py "$bin/zvm-validate" 0 1 hello
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *"only the second refuses"*"table"* ]]
}
