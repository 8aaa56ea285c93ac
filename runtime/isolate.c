/* SPDX-License-Identifier: Apache-2.0
 *
 * isolate.h's layers. Only system calls that undo nothing: a layer that fails
 * half-way leaves the process with less than before, never with more.
 */
#include "isolate.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <linux/mount.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

/* Newer than the headers of some hosts; numbers of the kernel's interface. */
#ifndef LANDLOCK_ACCESS_FS_REFER
#define LANDLOCK_ACCESS_FS_REFER (1ull << 13)
#endif
#define ACCESS_FS_TRUNCATE  (1ull << 14)
#define ACCESS_FS_IOCTL_DEV (1ull << 15)
#define ACCESS_NET_TCP      3ull /* bind, connect */
#define SCOPE_ALL           3ull /* abstract sockets, signals */

/* struct landlock_ruleset_attr as of its sixth version; older kernels are
 * told a smaller size. */
struct ruleset {
	uint64_t files, network, scope;
};

static enum zvm_layer_state missing(char *why, size_t room, const char *call)
{
	snprintf(why, room, "%s: %s", call, strerror(errno));
	return ZVM_LAYER_MISSING;
}

static enum zvm_layer_state apply_landlock(char *why, size_t room)
{
	struct ruleset all = {.files = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1};
	size_t size = sizeof(all.files);
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0,
	    LANDLOCK_CREATE_RULESET_VERSION);
	int fd, done;

	if (version < 0)
		return missing(why, room, "landlock_create_ruleset");
	if (version >= 2)
		all.files |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= 3)
		all.files |= ACCESS_FS_TRUNCATE;
	if (version >= 4) {
		all.network = ACCESS_NET_TCP;
		size += sizeof(all.network);
	}
	if (version >= 5)
		all.files |= ACCESS_FS_IOCTL_DEV;
	if (version >= 6) {
		all.scope = SCOPE_ALL;
		size += sizeof(all.scope);
	}
	fd = (int)syscall(SYS_landlock_create_ruleset, &all, size, 0);
	if (fd < 0)
		return missing(why, room, "landlock_create_ruleset");
	done = (int)syscall(SYS_landlock_restrict_self, fd, 0);
	if (done != 0)
		missing(why, room, "landlock_restrict_self");
	close(fd);
	return done == 0 ? ZVM_LAYER_ON : ZVM_LAYER_MISSING;
}

static int drop_capabilities(void)
{
	struct __user_cap_header_struct header = {
	    .version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};

	return (int)syscall(SYS_capset, &header, none);
}

/* setgroups and the like go to the kernel directly: there is one thread, and
 * libc would look for more. In a user namespace of our own no id is mapped:
 * there the capabilities are all that root was. */
static enum zvm_layer_state apply_user(char *why, size_t room)
{
	int was_root = geteuid() == 0, dropped = 1;

	if (was_root) {
		dropped = syscall(SYS_setgroups, 0, NULL) == 0 &&
			  syscall(SYS_setresgid, NOBODY, NOBODY, NOBODY) == 0 &&
			  syscall(SYS_setresuid, NOBODY, NOBODY, NOBODY) == 0;
		if (!dropped)
			missing(why, room, "setresuid");
	}
	if (drop_capabilities() != 0)
		return missing(why, room, "capset");
	if (!dropped)
		return ZVM_LAYER_MISSING;
	if (was_root)
		return ZVM_LAYER_ON;
	snprintf(why, room, "the caller is user %d", (int)getuid());
	return ZVM_LAYER_NEEDLESS;
}

/* An empty read-only file system becomes the root and the only mount. The
 * other namespaces came with clone. */
static enum zvm_layer_state apply_namespaces(char *why, size_t room)
{
	int context, root = -1;

	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
		return missing(why, room, "mount(MS_PRIVATE)");
	context = (int)syscall(SYS_fsopen, "tmpfs", 0);
	if (context < 0)
		return missing(why, room, "fsopen(tmpfs)");
	if (syscall(
		SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) == 0)
		root = (int)syscall(SYS_fsmount, context, 0,
		    MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV |
			MOUNT_ATTR_NOEXEC);
	close(context);
	if (root < 0)
		return missing(why, room, "fsmount(tmpfs)");
	if (syscall(SYS_move_mount, root, "", AT_FDCWD, "/",
		MOVE_MOUNT_F_EMPTY_PATH) != 0 ||
	    fchdir(root) != 0) {
		missing(why, room, "move_mount");
		close(root);
		return ZVM_LAYER_MISSING;
	}
	close(root);
	/* The old root ends up on top of the new one, and is let go. */
	if (syscall(SYS_pivot_root, ".", ".") != 0)
		return missing(why, room, "pivot_root");
	if (umount2(".", MNT_DETACH) != 0 || chdir("/") != 0)
		return missing(why, room, "umount2");
	return ZVM_LAYER_ON;
}

enum zvm_layer_state zvm_layer_apply(
    enum zvm_layer layer, char *why, size_t room)
{
	switch (layer) {
	case ZVM_LAYER_NAMESPACES:
		return apply_namespaces(why, room);
	case ZVM_LAYER_USER:
		return apply_user(why, room);
	case ZVM_LAYER_LANDLOCK:
		return apply_landlock(why, room);
	default:
		snprintf(why, room, "no such layer");
		return ZVM_LAYER_MISSING;
	}
}

static const struct {
	enum zvm_isolation level;
	const char *name, *line;
} layers[] = {
#define ZVM_LAYER(id, level, name, line) {ZVM_ISOLATE_##level, name, line},
#include "isolation.def"
};

int zvm_isolate_clone_flags(enum zvm_isolation level)
{
	if (level < ZVM_ISOLATE_FULL)
		return 0;
	return (geteuid() != 0 ? CLONE_NEWUSER : 0) | CLONE_NEWNS |
	       CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS |
	       CLONE_NEWCGROUP;
}

int zvm_isolate(enum zvm_isolation level, struct zvm_problem *problem)
{
	char why[120];

	for (int layer = 0; layer < ZVM_LAYER_COUNT; layer++) {
		if (layers[layer].level > level)
			continue;
		if (zvm_layer_apply(layer, why, sizeof(why)) !=
			ZVM_LAYER_MISSING ||
		    level < ZVM_ISOLATE_FULL)
			continue;
		zvm_problem(problem, ZVM_END_HOST,
		    "error: --isolate=full: the layer '%s' cannot be had: %s",
		    layers[layer].name, why);
		zvm_problem_hint(problem,
		    "'zerovm --explain-isolation' shows what there is here");
		return 0;
	}
	return 1;
}

/* One line of the explanation, found out by a process that tries it. */
static void explain_layer(FILE *out, enum zvm_layer layer)
{
	static const char *const states[] = {
	    [ZVM_LAYER_ON] = "in force",
	    [ZVM_LAYER_NEEDLESS] = "needless",
	    [ZVM_LAYER_MISSING] = "missing",
	};
	char why[120] = "";
	enum zvm_layer_state state = ZVM_LAYER_MISSING;
	int status = 0, answer[2];
	pid_t child;

	fflush(out);
	if (pipe2(answer, O_CLOEXEC) != 0) {
		missing(why, sizeof(why), "pipe2");
		goto print;
	}
	child = (pid_t)syscall(SYS_clone,
	    SIGCHLD | zvm_isolate_clone_flags(layers[layer].level), NULL, NULL,
	    NULL, NULL);
	if (child == 0) {
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		state = zvm_layer_apply(layer, why, sizeof(why));
		if (write(answer[1], why, sizeof(why)) != sizeof(why))
			_exit(ZVM_LAYER_MISSING);
		_exit((int)state);
	}
	if (child < 0) {
		missing(why, sizeof(why), "clone");
	} else {
		close(answer[1]);
		answer[1] = -1;
		if (read(answer[0], why, sizeof(why)) != sizeof(why))
			why[0] = '\0';
		waitpid(child, &status, 0);
		if (WIFEXITED(status))
			state = (enum zvm_layer_state)WEXITSTATUS(status);
	}
	close(answer[0]);
	if (answer[1] >= 0)
		close(answer[1]);
print:
	fprintf(out, "%-11s %-9s %-9s %s%s%s%s\n", layers[layer].name,
	    layers[layer].level == ZVM_ISOLATE_FULL ? "full" : "standard",
	    states[state], layers[layer].line, why[0] != '\0' ? " (" : "", why,
	    why[0] != '\0' ? ")" : "");
}

void zvm_isolate_explain(FILE *out)
{
	fprintf(out,
	    "LAYER       LEVEL     HERE      WHAT IT DOES\n"
	    "validator   always    in force  every instruction stays in the "
	    "guest's addresses\n"
	    "filter      always    %-9s a handful of system calls, only from "
	    "trusted addresses\n"
	    "privileges  always    in force  no new privileges; dies with its "
	    "supervisor\n"
	    "limits      always    in force  no files, processes, core dumps "
	    "or locked memory\n",
	    prctl(PR_GET_SECCOMP) >= 0 ? "in force" : "missing");
	for (int layer = 0; layer < ZVM_LAYER_COUNT; layer++)
		explain_layer(out, layer);
}
