/* SPDX-License-Identifier: Apache-2.0
 *
 * inet_addr, inet_aton, inet_ntoa: IPv4 addresses in the old notation, of one
 * to four numbers, each decimal, octal or hexadecimal. The last number fills
 * all the bytes that are left.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

int inet_aton(const char *text, struct in_addr *address)
{
	unsigned long long part;
	uint32_t value = 0;

	for (int count = 0;; count++) {
		char *end;

		if (!isdigit((unsigned char)*text))
			return 0;
		part = strtoull(text, &end, 0);
		text = end;
		if (*text != '.') {
			if (part > 0xffffffffu >> (8 * count))
				return 0;
			value |= (uint32_t)part;
			break;
		}
		if (count == 3 || part > 255)
			return 0;
		value |= (uint32_t)part << (24 - 8 * count);
		text++;
	}
	if (*text && !isspace((unsigned char)*text))
		return 0;
	address->s_addr = htonl(value);
	return 1;
}

in_addr_t inet_addr(const char *text)
{
	struct in_addr address;

	return inet_aton(text, &address) ? address.s_addr : INADDR_NONE;
}

char *inet_ntoa(struct in_addr address)
{
	static char text[INET_ADDRSTRLEN];

	return (char *)inet_ntop(AF_INET, &address, text, sizeof(text));
}
