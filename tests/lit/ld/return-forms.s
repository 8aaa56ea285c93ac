# SPDX-License-Identifier: Apache-2.0
#
# A program has one return form: objects of both are not linked together,
# neither directly, nor through ld -r, nor from an archive. Code without a
# return goes with both.
# RUN: %zvm-as %s --defsym returns=1 -o %t.masked
# RUN: %zvm-as %s --defsym returns=1 --zvm-return=register -o %t.register
# RUN: %zvm-as %s --defsym start=1 -o %t.start
# RUN: %zvm-readelf -h %t.masked | FileCheck --check-prefix=MASKED %s
# RUN: %zvm-readelf -h %t.register | FileCheck --check-prefix=REGISTER %s
# RUN: %zvm-readelf -h %t.start | FileCheck --check-prefix=NEITHER %s
# MASKED: Flags: 0x1
# REGISTER: Flags: 0x2
# NEITHER: Flags: 0x0
#
# RUN: %zvm-ld %t.start %t.register -o %t
# RUN: %zvm-readelf -h %t | FileCheck --check-prefix=NEITHER %s
# RUN: %zvm-objcopy --redefine-sym function=other %t.masked %t.other
# RUN: not %zvm-ld %t.start %t.register %t.other -o %t 2>&1 | FileCheck %s
# RUN: %zvm-ld -r %t.start %t.other -o %t.partial
# RUN: not %zvm-ld %t.partial %t.register -o %t 2>&1 | FileCheck %s
# RUN: not %zvm-ld -r %t.other %t.register -o %t 2>&1 | FileCheck %s
# RUN: rm -f %t.a
# RUN: %zvm-ar rc %t.a %t.register
# RUN: not %zvm-ld %t.start %t.other %t.a -o %t 2>&1 | FileCheck %s
# CHECK: register{{.*}} returns through registers and {{.*}} does not; compile and link all of the program with -mzvm-return=register, or nothing
	.text
.ifdef start
	.globl	_start
	.type	_start, @function
_start:
	jmp	function
.endif
.ifdef returns
	.globl	function
	.type	function, @function
function:
	ret
.endif
