/* SPDX-License-Identifier: Apache-2.0
 *
 * argv and environ. The boot block is read-only, and programs write to both
 * (getopt permutes, setproctitle and strtok scribble), so they are copied to
 * the heap. A missing argv[0] becomes an empty string: many programs read it
 * unasked.
 */
#include <string.h>
#include <unistd.h>
#include "internal/config.h"
#include "internal/fs.h"
#include "internal/zrt.h"

extern char **environ;

int __zrt_argc;
char **__zrt_argv;

static void *allocate(size_t size)
{
	void *memory = _sbrk((ptrdiff_t)((size + 15) & -16u));

	if (memory == (void *)-1) {
		__zrt_message("zrt: error: the memory granted to this session "
			      "does not hold its arguments\n");
		__zrt_die(9);
	}
	return memory;
}

static char **copy_strings(zvm_gptr from, uint32_t count)
{
	const zvm_gptr *source = (const zvm_gptr *)from;
	char **result = allocate((count + 1) * sizeof(*result));
	size_t bytes = 0;

	for (uint32_t i = 0; i < count; i++)
		bytes += strlen((const char *)source[i]) + 1;

	char *text = allocate(bytes);

	for (uint32_t i = 0; i < count; i++) {
		size_t size = strlen((const char *)source[i]) + 1;

		result[i] = memcpy(text, (const char *)source[i], size);
		text += size;
	}
	result[count] = NULL;
	return result;
}

/* Over a variable of that name, or after the last one. */
static void set(const char *name_and_value)
{
	size_t length = strcspn(name_and_value, "=") + 1, count = 0;
	char **larger;

	for (; environ[count]; count++) {
		if (strncmp(environ[count], name_and_value, length) == 0) {
			environ[count] = (char *)name_and_value;
			return;
		}
	}
	larger = allocate((count + 2) * sizeof(*larger));
	memcpy(larger, environ, count * sizeof(*larger));
	larger[count] = (char *)name_and_value;
	larger[count + 1] = NULL;
	environ = larger;
}

/* The same session with another start of its clock. */
static void set_clock(void)
{
	static struct zvm_boot boot;
	int64_t seconds;

	if (!__zrt_config_time(&seconds))
		return;
	boot = *__zrt_boot;
	boot.clock_seconds = seconds;
	boot.clock_nanoseconds = 0;
	__zrt_boot = &boot;
}

void __zrt_environment_init(void)
{
	static char nothing[1];
	static char *no_arguments[] = {nothing, NULL};

	__zrt_config_init();
	set_clock();
	__zrt_argv = __zrt_config_arguments(&__zrt_argc);
	if (!__zrt_argv) {
		__zrt_argc = (int)__zrt_boot->argc;
		__zrt_argv = copy_strings(__zrt_boot->argv, __zrt_boot->argc);
	}
	if (__zrt_argc == 0) {
		__zrt_argc = 1;
		__zrt_argv = no_arguments;
	}
	environ = copy_strings(__zrt_boot->envp, __zrt_boot->envc);
	__zrt_config_environment(set);
	if (__zrt_config_has_mounts())
		__zrt_tree_init();
}
