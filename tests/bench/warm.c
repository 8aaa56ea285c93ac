/* SPDX-License-Identifier: Apache-2.0
 *
 * A warm request beside the least that any server process could do for it:
 * accept, fork, three opens, a rename, exit. Both answer the same client, in
 * turns.
 *
 *   gcc -O2 -o build/warm tests/bench/warm.c && build/warm ZEROVM PROGRAM [N]
 *
 * PROGRAM calls the fork call and ends (tests/bats/fixtures/session.c, serve).
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char folder[] = "/tmp/zvm-warm-XXXXXX";

static void check(int ok, const char *what)
{
	if (ok)
		return;
	perror(what);
	exit(1);
}

static const char *path(const char *name)
{
	static char text[4][200];
	static int next;
	char *to = text[next++ % 4];

	snprintf(to, sizeof(text[0]), "%s/%s", folder, name);
	return to;
}

static struct sockaddr_un address_of(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path(name));
	return address;
}

/* One request of the bare server. */
static void serve_one(int client)
{
	char text[4096];
	int fds[3];

	check(read(client, text, sizeof(text)) > 0, "read");
	fds[0] = open(path("in"), O_RDONLY);
	fds[1] = open(path("bare.aside"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	fds[2] = open("/dev/null", O_WRONLY);
	check(fds[0] >= 0 && fds[1] >= 0 && fds[2] >= 0, "open");
	check(rename(path("bare.aside"), path("bare.out")) == 0, "rename");
	check(write(client, "0x000000", 8) == 8, "write");
	_exit(0);
}

static pid_t start_bare(void)
{
	struct sockaddr_un address = address_of("bare");
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	pid_t pid;

	check(bind(listener, (void *)&address, sizeof(address)) == 0 &&
		  listen(listener, 64) == 0,
	    "bind");
	pid = fork();
	if (pid != 0)
		return pid;
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		int client = accept(listener, NULL, NULL);

		if (fork() == 0)
			serve_one(client);
		close(client);
	}
}

static int manifest(const char *program, char *out, size_t room)
{
	return snprintf(out, room,
	    "Version = 2\nProgram = %s\nArgument = serve\nMemory = 32M\n"
	    "Job = %s\nChannel = /dev/stdin, from=%s\n"
	    "Channel = /dev/stdout, to=%s\nChannel = /dev/stderr, "
	    "to=/dev/null\n",
	    program, path("job"), path("in"), path("out"));
}

static void start_warm(const char *zerovm, const char *program)
{
	char text[2000];
	int size = manifest(program, text, sizeof(text));
	FILE *out = fopen(path("manifest"), "w");
	int status;

	check(out != NULL && fwrite(text, 1, (size_t)size, out) > 0 &&
		  fclose(out) == 0,
	    "manifest");
	if (fork() == 0) {
		execl(zerovm, zerovm, "--report=none", path("manifest"), NULL);
		perror(zerovm);
		_exit(1);
	}
	wait(&status);
	check(status == 0, "zerovm");
}

static double request(
    const struct sockaddr_un *address, const char *text, size_t size)
{
	struct timespec start, end;
	char answer[4096];
	int fd;
	ssize_t got, all = 0;

	clock_gettime(CLOCK_MONOTONIC, &start);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	check(connect(fd, (const void *)address, sizeof(*address)) == 0,
	    "connect");
	check(write(fd, text, size) == (ssize_t)size, "write");
	while ((got = read(fd, answer, sizeof(answer))) > 0)
		all += got;
	close(fd);
	clock_gettime(CLOCK_MONOTONIC, &end);
	check(all >= 8, "no answer");
	return (double)(end.tv_sec - start.tv_sec) * 1e6 +
	       (double)(end.tv_nsec - start.tv_nsec) / 1e3;
}

static pid_t server_of(const struct sockaddr_un *address)
{
	struct ucred peer = {0};
	socklen_t size = sizeof(peer);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	check(connect(fd, (const void *)address, sizeof(*address)) == 0 &&
		  getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
		  peer.pid > 1,
	    "server");
	close(fd);
	return peer.pid;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof(*values), compare);
	return values[count / 2];
}

int main(int argc, char **argv)
{
	int count = argc > 3 ? atoi(argv[3]) : 2000;
	double *bare = calloc((size_t)count, sizeof(double));
	double *warm = calloc((size_t)count, sizeof(double));
	struct sockaddr_un job, other;
	char text[2010], body[2000];
	char command[60];
	size_t size;
	pid_t server;

	if (argc < 3 || count < 1) {
		fprintf(stderr, "usage: warm ZEROVM PROGRAM [N]\n");
		return 2;
	}
	check(mkdtemp(folder) != NULL, "mkdtemp");
	check(close(open(path("in"), O_CREAT | O_WRONLY, 0600)) == 0, "in");
	server = start_bare();
	start_warm(argv[1], argv[2]);
	size = (size_t)manifest(argv[2], body, sizeof(body));
	snprintf(text, sizeof(text), "0x%06zx%s", size, body);
	size += 8;
	job = address_of("job");
	other = address_of("bare");
	for (int i = -50; i < count; i++) {
		double a = request(&other, text, size);
		double b = request(&job, text, size);

		if (i >= 0)
			bare[i] = a, warm[i] = b;
	}
	printf("bare server  %6.0f us\nwarm request %6.0f us\nratio        "
	       "%6.2f   (medians of %d requests in turns)\n",
	    median(bare, count), median(warm, count),
	    median(warm, count) / median(bare, count), count);
	kill(server, SIGKILL);
	kill(server_of(&job), SIGTERM);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command);
}
