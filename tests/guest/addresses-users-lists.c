/* SPDX-License-Identifier: Apache-2.0
 *
 * inet_pton and its kin, the user database, lists and linear search, limits
 * of the process, terminals that are none.
 *
 * NATIVE
 */
#include <arpa/inet.h>
#include <grp.h>
#include <libgen.h>
#include <pwd.h>
#include <search.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <termios.h>
#include <uchar.h>
#include <locale.h>
#include <unistd.h>
#include "test.h"

static void address6(const char *text, const char *expected)
{
	struct in6_addr address;
	char back[INET6_ADDRSTRLEN];
	int good = inet_pton(AF_INET6, text, &address);

	check(good == (expected != NULL));
	if (!expected)
		return;
	check(inet_ntop(AF_INET6, &address, back, sizeof(back)) == back);
	if (strcmp(back, expected))
		fprintf(stderr, "%s: %s\n", text, back);
	check(strcmp(back, expected) == 0);
}

static void addresses(void)
{
	struct in_addr address;
	char text[INET_ADDRSTRLEN];

	check(inet_pton(AF_INET, "192.0.2.255", &address) == 1);
	check(address.s_addr == htonl(0xc00002ff));
	check(inet_pton(AF_INET, "1.2.3", &address) == 0);
	check(inet_pton(AF_INET, "1.2.3.256", &address) == 0);
	check(inet_pton(AF_INET, "1.2.3.04", &address) == 0);
	check(inet_aton("0x7f.1", &address) &&
	      address.s_addr == htonl(0x7f000001));
	check(inet_addr("10.0x10.07") == htonl(0x0a100007));
	check(inet_addr("256.1.1.1") == INADDR_NONE);
	check(!inet_ntop(AF_INET, &address, text, 5) && errno == ENOSPC);
	check(inet_pton(99, "", &address) == -1 && errno == EAFNOSUPPORT);
	address6("::", "::");
	address6("::1", "::1");
	address6("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
	address6("2001:0db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
	address6("::ffff:1.2.3.4", "::ffff:1.2.3.4");
	address6("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0");
	address6("fe80::1:0:0:0", "fe80::1:0:0:0");
	address6(":1", NULL);
	address6("1::2::3", NULL);
	address6("1:2:3:4:5:6:7:8:9", NULL);
	address6("1:2:3:4:5:6:7:", NULL);
	address6("12345::", NULL);
	address6("::1.2.3", NULL);
	check(htons(0x1234) == 0x3412 && ntohl(0x01020304) == 0x04030201);
}

static void users(void)
{
	struct passwd *user = getpwuid(0), entry, *found;
	struct group *group = getgrgid(0);
	char buffer[1024];
	int count = 0;

	check(user && strcmp(user->pw_name, "root") == 0);
	check(group && strcmp(group->gr_name, "root") == 0);
	check(getpwnam_r("root", &entry, buffer, sizeof(buffer), &found) == 0);
	check(found == &entry && entry.pw_uid == 0);
	check(
	    getpwnam_r("root", &entry, buffer, 4, &found) == ERANGE && !found);
	errno = 0;
	check(!getpwnam("no-such-user") && errno == 0);
	check(!getgrnam("no-such-group"));
	setpwent();
	while (getpwent())
		count++;
	endpwent();
	check(count > 0);
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void searching(void)
{
	struct element {
		struct element *next, *previous;
	} a, b, c;
	int table[4] = {5, 3}, key = 7;
	size_t count = 2;

	insque(&a, NULL);
	insque(&c, &a);
	insque(&b, &a);
	check(a.next == &b && b.next == &c && c.previous == &b && !c.next);
	remque(&b);
	check(a.next == &c && c.previous == &a);
	check(!lfind(&key, table, &count, sizeof(int), compare));
	check(lsearch(&key, table, &count, sizeof(int), compare) == &table[2]);
	check(count == 3 && lfind(&key, table, &count, sizeof(int), compare));
}

static void process(void)
{
	struct utsname name;
	struct rlimit limit;
	struct rusage usage;
	struct termios terminal;
	char path[] = "/a/b/", path2[] = "/a/b/";
	FILE *file = tmpfile();

	check(uname(&name) == 0 && *name.sysname && *name.machine);
	check(getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur > 16);
	check(limit.rlim_cur <= limit.rlim_max);
	check_error(getrlimit(-1, &limit), EINVAL);
	check(getrusage(RUSAGE_SELF, &usage) == 0);
	check(file);
	check_error(tcgetattr(fileno(file), &terminal), ENOTTY);
	check_error(tcgetattr(987, &terminal), EBADF);
	check(cfsetospeed(&terminal, B9600) == 0 &&
	      cfgetospeed(&terminal) == B9600);
	check(strcmp(basename(path), "b") == 0 &&
	      strcmp(dirname(path2), "/a") == 0);
	fclose(file);
}

static void utf16(void)
{
	mbstate_t state = {0};
	char16_t c;
	char text[8];

	check(setlocale(LC_ALL, "C.UTF-8"));
	check(mbrtoc16(&c, "\xf0\x9f\x98\x80", 4, &state) == 4 && c == 0xd83d);
	check(mbrtoc16(&c, "", 0, &state) == (size_t)-3 && c == 0xde00);
	check(c16rtomb(text, 0xd83d, &state) == 0);
	check(c16rtomb(text, 0xde00, &state) == 4);
	check(memcmp(text, "\xf0\x9f\x98\x80", 4) == 0);
}

int main(void)
{
	addresses();
	users();
	searching();
	process();
	utf16();
	return 0;
}
