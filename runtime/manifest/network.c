/* SPDX-License-Identifier: Apache-2.0
 *
 * Sources on the network: tcp:HOST:PORT with an address in figures, and
 * tcp:NODE: for a session that the name server knows.
 */
#include <arpa/inet.h>
#include <string.h>

#include "number.h"
#include "parser.h"

static const char *const schemes[] = {
    "tcp:", "udp:", "ipc:", "inproc:", "pgm:", "epgm:", "opaque:"};

const char *network_scheme(struct span source)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t size = strlen(schemes[i]);

		if (source.size >= size &&
		    memcmp(source.at, schemes[i], size) == 0)
			return schemes[i];
	}
	return NULL;
}

static int read_number(struct span text, int64_t most, int64_t *result)
{
	return zvm_number_count(text.at, text.size, result) == NULL &&
	       *result >= 1 && *result <= most;
}

static int read_address(struct span host, struct zvm_network *to)
{
	char text[INET6_ADDRSTRLEN] = "";

	if (host.size == 0 || host.size >= sizeof(text))
		return 0;
	if (host.at[0] != '[') {
		memcpy(text, host.at, host.size);
		to->kind = ZVM_NETWORK_IPV4;
		return inet_pton(AF_INET, text, to->address) == 1;
	}
	if (host.at[host.size - 1] != ']')
		return 0;
	memcpy(text, host.at + 1, host.size - 2);
	to->kind = ZVM_NETWORK_IPV6;
	return inet_pton(AF_INET6, text, to->address) == 1;
}

/* "HOST:PORT", or NODE: where that may be. */
static int read_place(struct span text, int node, struct zvm_network *to)
{
	struct span host = text, port;
	int64_t number;

	memset(to, 0, sizeof(*to));
	while (host.size > 0 && host.at[host.size - 1] != ':')
		host.size--;
	if (host.size == 0)
		return 0;
	port.at = host.at + host.size;
	port.size = text.size - host.size--;
	if (node && port.size == 0 && read_number(host, INT32_MAX, &number)) {
		to->kind = ZVM_NETWORK_NODE;
		to->node = (uint32_t)number;
		return 1;
	}
	if (!read_number(port, UINT16_MAX, &number))
		return 0;
	to->port = (uint16_t)number;
	return read_address(host, to);
}

int parse_network_source(
    struct parser *parser, struct span value, struct zvm_network *to)
{
	struct span place = {value.at + 4, value.size - 4};

	if (strcmp(network_scheme(value), "tcp:") != 0)
		return parser_error(parser, value.at, ZVM_END_CHANNEL,
		    "a network source of an unknown kind (got '%.*s', expected "
		    "tcp:HOST:PORT)",
		    SPAN_ARGS(value));
	if (read_place(place, 1, to))
		return 1;
	return parser_error(parser, value.at, ZVM_END_MANIFEST,
	    "wrong network source (got '%.*s', expected tcp:HOST:PORT with an "
	    "address such as 10.0.0.1 or [fe80::1], or tcp:NODE: with a "
	    "NameServer)",
	    SPAN_ARGS(value));
}

int parse_name_server(struct span value, struct zvm_network *to)
{
	struct span place = {value.at + 4, value.size - 4};

	return value.size > 4 && memcmp(value.at, "udp:", 4) == 0 &&
	       read_place(place, 0, to) && to->kind == ZVM_NETWORK_IPV4;
}
