/* SPDX-License-Identifier: Apache-2.0
 *
 * What must not matter to a guest, changed: working directory, environment,
 * address layout, number of processors, priority, umask, stack limit.
 */
#include "zvm_run.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENVIRONMENT_SIZE 20000

/* The last processor that may be used, alone. */
static void use_one_processor(void)
{
	cpu_set_t allowed, one;
	int last = -1;

	if (sched_getaffinity(0, sizeof(allowed), &allowed) != 0)
		return;
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &allowed))
			last = cpu;
	if (last < 0)
		return;
	CPU_ZERO(&one);
	CPU_SET(last, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static void change_environment(void)
{
	char *value = run_checked(malloc(ENVIRONMENT_SIZE + 1));

	memset(value, 'x', ENVIRONMENT_SIZE);
	value[ENVIRONMENT_SIZE] = '\0';
	clearenv();
	setenv("ZVM_CHANGED_CONDITIONS", value, 1);
	setenv("TZ", "Asia/Kathmandu", 1);
	setenv("LC_ALL", "tr_TR.UTF-8", 1);
}

void run_under_changed_conditions(char **command)
{
	struct rlimit stack;
	int now = personality(0xffffffff);

	if (command[0] == NULL)
		run_fail("error: no command to run under changed conditions");
	change_environment();
	umask(077);
	use_one_processor();
	setpriority(PRIO_PROCESS, 0, 5);
	if (getrlimit(RLIMIT_STACK, &stack) == 0 && stack.rlim_cur > 1 << 20) {
		stack.rlim_cur = 1 << 20;
		setrlimit(RLIMIT_STACK, &stack);
	}
	if (now != -1)
		personality((unsigned long)(now ^ ADDR_NO_RANDOMIZE));
	if (chdir("/") == 0)
		execv(command[0], command);
	run_fail("error: %s: %s", command[0], strerror(errno));
}
