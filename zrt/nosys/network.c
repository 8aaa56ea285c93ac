/* SPDX-License-Identifier: Apache-2.0
 *
 * -lnosys: names of hosts, services and protocols. None is known.
 */
#include <net/if.h>
#include <errno.h>
#include <netdb.h>
#include <stddef.h>

int getaddrinfo(const char *restrict, const char *restrict,
    const struct addrinfo *restrict, struct addrinfo **restrict)
{
	return EAI_FAIL;
}

void freeaddrinfo(struct addrinfo *)
{
}

int getnameinfo(const struct sockaddr *restrict, socklen_t, char *restrict,
    socklen_t, char *restrict, socklen_t, int)
{
	return EAI_FAIL;
}

const char *gai_strerror(int)
{
	return "the sandbox knows no names of hosts";
}

struct hostent *gethostbyaddr(const void *, socklen_t, int)
{
	return NULL;
}

struct hostent *gethostbyname(const char *)
{
	return NULL;
}

struct servent *getservbyname(const char *, const char *)
{
	return NULL;
}

struct servent *getservbyport(int, const char *)
{
	return NULL;
}

struct protoent *getprotobyname(const char *)
{
	return NULL;
}

struct protoent *getprotobynumber(int)
{
	return NULL;
}

unsigned if_nametoindex(const char *)
{
	errno = ENXIO;
	return 0;
}

char *if_indextoname(unsigned, char *)
{
	errno = ENXIO;
	return NULL;
}
