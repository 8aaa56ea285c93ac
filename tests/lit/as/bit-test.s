# SPDX-License-Identifier: Apache-2.0
#
# Rule bittest: memory with the bit number in a register.
# RUN: not %zvm-as %s -o /dev/null 2>&1 | FileCheck %s
	.text
# CHECK: [[#@LINE+1]]: Error: 'bt' is not allowed in a ZeroVM program: with memory and the bit number in a register
	bt %eax,(%rdi)
# CHECK: [[#@LINE+1]]: Error: 'bts' is not allowed in a ZeroVM program: with memory and the bit number in a register
	bts %eax,(%rdi)
# CHECK: [[#@LINE+1]]: Error: 'btr' is not allowed in a ZeroVM program: with memory and the bit number in a register
	btr %eax,(%rdi)
# CHECK: [[#@LINE+1]]: Error: 'btc' is not allowed in a ZeroVM program: with memory and the bit number in a register
	btc %eax,(%rdi)
