/* SPDX-License-Identifier: Apache-2.0
 *
 * zvm-run's command line. Its own options stand before the program; all
 * behind it belongs to the guest.
 */
#include "zvm_run.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/manifest/number.h"

static const char usage[] =
    "usage: zvm-run [OPTION]... PROGRAM [ARGUMENT]...\n"
    "Runs PROGRAM, built with zvm-gcc or zvm-g++, confined.\n"
    "\n"
    "  --timeout SECONDS   end it after that time (default: never)\n"
    "  --memory SIZE       its memory, such as 64M (default: 1G)\n"
    "  --env NAME=TEXT     an environment variable (may be repeated; default:\n"
    "                      HOME=/, PATH=/bin and LANG=C.UTF-8, nothing else)\n"
    "  --seed NUMBER       what its random numbers start from (default: 0)\n"
    "  --clock TIME        when it starts, as it sees it: seconds since 1970\n"
    "                      or 2000-01-01T00:00:00Z (the default)\n"
    "  --report=json[:FILE]  a report on standard error or in FILE\n"
    "  --print-manifest    print the manifest for zerovm and run nothing\n"
    "  --help, --version\n"
    "\n"
    "An argument @PATH gives the program that host file to read and becomes\n"
    "its name there, /dev/in/NAME; @+PATH gives it to read and write, as\n"
    "/dev/rw/NAME. Write @@ for an argument that starts with @.\n"
    "\n"
    "Examples:\n"
    "  zvm-run hello a b\n"
    "  zvm-run --timeout 10 sort @words.txt > sorted.txt\n"
    "\n"
    "Exit status: the program's own, or 124 time limit, 125 usage or "
    "manifest,\n"
    "126 program refused, 127 not found, 128+N as if by signal N.\n";

void zvm_run_fail(const char *format, ...)
{
	va_list args;

	fputs("zvm-run: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(125);
}

enum {
	TIMEOUT = 1,
	MEMORY,
	ENVIRONMENT,
	SEED,
	CLOCK,
	REPORT,
	PRINT_MANIFEST,
	HELP,
	VERSION
};

static const struct option options[] = {
    {"timeout", required_argument, NULL, TIMEOUT},
    {"memory", required_argument, NULL, MEMORY},
    {"env", required_argument, NULL, ENVIRONMENT},
    {"seed", required_argument, NULL, SEED},
    {"clock", required_argument, NULL, CLOCK},
    {"report", required_argument, NULL, REPORT},
    {"print-manifest", no_argument, NULL, PRINT_MANIFEST},
    {"help", no_argument, NULL, HELP},
    {"version", no_argument, NULL, VERSION},
    {NULL, 0, NULL, 0},
};

static const char *number(int option, const char *text, const char *expected)
{
	if (expected == NULL)
		return text;
	zvm_run_fail("error: wrong --%s (got '%s', expected %s)",
	    options[option - 1].name, text, expected);
}

static void take_option(struct zvm_run *run, int option)
{
	size_t size = optarg != NULL ? strlen(optarg) : 0;
	uint32_t nanoseconds;
	uint64_t unused;
	int64_t value;

	switch (option) {
	case TIMEOUT:
		run->timeout = number(
		    option, optarg, zvm_number_timeout(optarg, size, &value));
		break;
	case MEMORY:
		run->memory = number(
		    option, optarg, zvm_number_size(optarg, size, &value));
		if (value == 0 || value > 0x100000000)
			number(option, optarg, "more than 0 and at most 4G");
		break;
	case ENVIRONMENT:
		if (optarg[0] == '=' || strchr(optarg, '=') == NULL)
			number(option, optarg, "NAME=TEXT");
		run->environment[run->environment_count++] = optarg;
		break;
	case SEED:
		run->seed = number(
		    option, optarg, zvm_number_u64(optarg, size, &unused));
		break;
	case CLOCK:
		run->clock = number(option, optarg,
		    zvm_number_clock(optarg, size, &value, &nanoseconds));
		break;
	case REPORT:
		run->report = optarg;
		break;
	case PRINT_MANIFEST:
		run->print_manifest = 1;
		break;
	case HELP:
		fputs(usage, stdout);
		exit(0);
	case VERSION:
		printf("zvm-run (ZeroVM) %s\n", ZVM_VERSION);
		exit(0);
	}
}

static void read_command_line(struct zvm_run *run, int argc, char **argv)
{
	int option;

	run->environment = calloc((size_t)argc, sizeof(char *));
	if (run->environment == NULL)
		zvm_run_fail("error: out of memory");
	opterr = 0;
	while ((option = getopt_long(argc, argv, "+:", options, NULL)) != -1) {
		if (option == ':')
			zvm_run_fail("error: %s needs a value; zvm-run --help",
			    argv[optind - 1]);
		if (option == '?')
			zvm_run_fail(
			    "error: unknown option '%s'; options of "
			    "zvm-run stand before the program, zvm-run --help",
			    argv[optind - 1]);
		take_option(run, option);
	}
	if (optind == argc)
		zvm_run_fail("error: no program; zvm-run --help");
	run->program = argv[optind];
	if (run->program[0] == '\0')
		zvm_run_fail("error: the program's name is empty");
	run->arguments = argv + optind + 1;
}

/* A manifest in descriptor 0, 1 or 2 would be the guest's input or output. */
static void open_standard_descriptors(void)
{
	for (int wanted = 0; wanted <= 2; wanted++)
		if (fcntl(wanted, F_GETFD) < 0 &&
		    open("/dev/null", O_RDWR) != wanted)
			zvm_run_fail("error: /dev/null: %s", strerror(errno));
}

/* The zerovm in the directory where this very program is. */
static char *find_zerovm(void)
{
	static char path[4096 + sizeof("zerovm")];
	ssize_t size = readlink("/proc/self/exe", path, 4096);
	char *slash;

	path[size > 0 && size < 4096 ? size : 0] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL)
		zvm_run_fail("error: cannot tell where zvm-run is; /proc must "
			     "be mounted");
	strcpy(slash + 1, "zerovm");
	return path;
}

__attribute__((noreturn)) static void become_zerovm(
    const struct zvm_run *run, int manifest_fd)
{
	char manifest_option[40], *report_option = NULL;
	char *path = find_zerovm();

	snprintf(manifest_option, sizeof(manifest_option), "--manifest-fd=%d",
	    manifest_fd);
	if (asprintf(&report_option, "--report=%s",
		run->report != NULL ? run->report : "none") < 0)
		zvm_run_fail("error: out of memory");
	execl(path, "zerovm", "--front", manifest_option, report_option,
	    (char *)NULL);
	zvm_run_fail("%s: error: %s", path, strerror(errno));
}

int main(int argc, char **argv)
{
	struct zvm_run run = {
	    .memory = "1G", .seed = "0", .clock = "2000-01-01T00:00:00Z"};
	FILE *out;
	int fd;

	open_standard_descriptors();
	read_command_line(&run, argc, argv);
	if (run.print_manifest) {
		zvm_run_manifest(&run, 1, stdout);
		if (fflush(stdout) != 0)
			zvm_run_fail(
			    "error: standard output: %s", strerror(errno));
		return 0;
	}
	fd = memfd_create("manifest", 0);
	out = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (out == NULL)
		zvm_run_fail(
		    "error: cannot hold a manifest: %s", strerror(errno));
	zvm_run_manifest(&run, 0, out);
	if (fflush(out) != 0 || lseek(fd, 0, SEEK_SET) != 0)
		zvm_run_fail(
		    "error: cannot hold a manifest: %s", strerror(errno));
	become_zerovm(&run, fd);
}
