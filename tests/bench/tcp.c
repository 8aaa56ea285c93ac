/* SPDX-License-Identifier: Apache-2.0
 *
 * tcp listen PORT, tcp connect PORT FILE: one connection over the loopback
 * interface; the file goes in at one end and is thrown away at the other. For
 * tests/bench/links.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char buffer[1 << 18];

static int copy(int from, int to)
{
	ssize_t got;

	while ((got = read(from, buffer, sizeof(buffer))) > 0)
		if (write(to, buffer, (size_t)got) != got)
			return 1;
	return got < 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_in place = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int end = socket(AF_INET, SOCK_STREAM, 0), one = 1;

	if (argc < 3 || end < 0)
		return 2;
	place.sin_port = htons((unsigned short)atoi(argv[2]));
	if (argc == 3) {
		setsockopt(end, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
		if (bind(end, (void *)&place, sizeof(place)) != 0 ||
		    listen(end, 1) != 0) {
			perror("tcp listen");
			return 1;
		}
		return copy(
		    accept(end, NULL, NULL), open("/dev/null", O_WRONLY));
	}
	while (connect(end, (void *)&place, sizeof(place)) != 0) {
		close(end); /* not listening yet */
		usleep(1000);
		end = socket(AF_INET, SOCK_STREAM, 0);
	}
	return copy(open(argv[3], O_RDONLY), end);
}
