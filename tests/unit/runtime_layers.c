/* SPDX-License-Identifier: Apache-2.0
 *
 * Every layer alone: a process that has given up nothing else tries what an
 * escaped guest would try. Each attempt is first shown to work without the
 * layer. (The filter's turn is in runtime_confined.c; a guest's, with every
 * layer, in tests/bats/layers.bats.)
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../runtime/child.h"
#include "../../runtime/isolate.h"
#include "tap.h"

static int listener_port;
static pid_t bystander;

static int opens_a_file(void)
{
	return open("/etc/passwd", O_RDONLY) >= 0;
}

static int opens_roots_file(void)
{
	return open("/etc/shadow", O_RDONLY) >= 0;
}

static int makes_a_file(void)
{
	return open("/tmp/zvm-layer-test", O_CREAT | O_RDWR, 0600) >= 0;
}

static int connects(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)listener_port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd >= 0 &&
	       connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
}

static int signals_another_process(void)
{
	return kill(bystander, 0) == 0;
}

/* Only root may, once nobody has become somebody else. */
static int signals_roots_process(void)
{
	return kill(1, 0) == 0;
}

static int mounts(void)
{
	return mount("none", "/tmp", "tmpfs", 0, NULL) == 0;
}

static int starts_a_process(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	if (child > 0)
		waitpid(child, NULL, 0);
	return child > 0;
}

/* Whether the action works in a process behind this layer alone; -1 when the
 * layer could not be had. A layer of -1 is none, -2 the limits. */
static int works(int (*action)(void), int layer)
{
	struct zvm_problem problem = {0};
	int flags = SIGCHLD, status;
	char why[120];
	pid_t child;

	if (layer == ZVM_LAYER_NAMESPACES)
		flags |= zvm_isolate_clone_flags(ZVM_ISOLATE_FULL);
	else if (layer == -1) /* what mounts() mounts goes with the process */
		flags |= geteuid() == 0 ? CLONE_NEWNS : 0;
	child = (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
	if (child < 0)
		return -1;
	if (child == 0) {
		if (layer == -1)
			mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		if (layer == -2 && !zvm_confine_limits(0, 0, &problem))
			_exit(2);
		if (layer >= 0 && zvm_layer_apply((enum zvm_layer)layer, why,
				      sizeof(why)) == ZVM_LAYER_MISSING)
			_exit(2);
		_exit(action() ? 1 : 0);
	}
	if (waitpid(child, &status, 0) != child || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status) == 2 ? -1 : WEXITSTATUS(status);
}

static void stops(
    int layer, const char *name, int (*action)(void), const char *what)
{
	int before = works(action, -1), behind = works(action, layer);

	if (before != 1 || behind < 0) {
		printf("ok %u - %s: %s # SKIP %s\n", ++tap_count, name, what,
		    before != 1 ? "this caller cannot do it anyway"
				: "this kernel does not give the layer");
		return;
	}
	tap_ok(behind == 0, "%s alone stops: %s", name, what);
}

static int listen_somewhere(void)
{
	struct sockaddr_in address = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&address, size) != 0 ||
	    listen(fd, 16) != 0 ||
	    getsockname(fd, (struct sockaddr *)&address, &size) != 0)
		return -1;
	listener_port = ntohs(address.sin_port);
	return fd;
}

int main(void)
{
	int listener = listen_somewhere();

	bystander = fork();
	if (bystander == 0) {
		pause();
		_exit(0);
	}
	stops(ZVM_LAYER_LANDLOCK, "landlock", opens_a_file, "open for reading");
	stops(ZVM_LAYER_LANDLOCK, "landlock", makes_a_file, "make a file");
	stops(ZVM_LAYER_LANDLOCK, "landlock", mounts, "mount");
	stops(ZVM_LAYER_LANDLOCK, "landlock", connects, "connect");
	stops(ZVM_LAYER_LANDLOCK, "landlock", signals_another_process,
	    "signal another process");
	stops(ZVM_LAYER_NAMESPACES, "namespaces", opens_a_file,
	    "open for reading");
	stops(ZVM_LAYER_NAMESPACES, "namespaces", makes_a_file, "make a file");
	stops(ZVM_LAYER_NAMESPACES, "namespaces", connects, "connect");
	stops(ZVM_LAYER_NAMESPACES, "namespaces", signals_another_process,
	    "signal another process");
	stops(ZVM_LAYER_USER, "user id", opens_roots_file, "open root's file");
	stops(ZVM_LAYER_USER, "user id", mounts, "mount");
	stops(ZVM_LAYER_USER, "user id", signals_roots_process,
	    "signal root's process");
	stops(-2, "limits", opens_a_file, "open for reading");
	if (geteuid() != 0) /* root may start processes beyond the limit */
		stops(-2, "limits", starts_a_process, "start a process");
	kill(bystander, SIGKILL);
	waitpid(bystander, NULL, 0);
	close(listener);
	unlink("/tmp/zvm-layer-test");
	return tap_done();
}
