/* SPDX-License-Identifier: Apache-2.0
 *
 * From the entry point to main. The order matters: the heap must stand before
 * the thread block that is cut from it, the thread block before anything that
 * touches errno, the stack guard before the first protected function is
 * entered. This file and what it calls until then are compiled without the
 * stack protector.
 */
#include <stdlib.h>
#include "internal/zrt.h"

const struct zvm_boot *__zrt_boot;

extern char **environ;
extern int __zrt_argc;
extern char **__zrt_argv;

extern void __libc_init_array(void);
extern void __libc_fini_array(void);

const struct zvm_boot *zvm_boot_block(void)
{
	return __zrt_boot;
}

void __zrt_start(const struct zvm_boot *boot,
    int (*program)(int argc, char **argv, char **environment))
{
	__zrt_boot = boot;
	if (boot->abi_version != ZVM_ABI_VERSION) {
		__zrt_message("zrt: error: the runtime has another ABI "
			      "version than this program\n");
		zvm_exit(126, 0);
	}
	__zrt_heap_init();
	__zrt_guard_init();
	__zrt_tls_init();
	__zrt_environment_init();

	/* First in is last out: destructors run after every atexit function. */
	atexit(__libc_fini_array);
	__libc_init_array();
	exit(program(__zrt_argc, __zrt_argv, environ));
}
