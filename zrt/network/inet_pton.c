/* SPDX-License-Identifier: Apache-2.0
 *
 * inet_pton and inet_ntop: addresses in the notation of RFC 4291 section 2.2,
 * written as RFC 5952 wants it.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Four decimal numbers without leading zeros, to the end of the text. */
static bool parse_v4(const char *text, uint8_t *result)
{
	for (int i = 0; i < 4; i++) {
		unsigned value = 0;
		int digits = 0;

		if (i && *text++ != '.')
			return false;
		for (; isdigit((unsigned char)*text); text++, digits++) {
			value = value * 10 + (unsigned)(*text - '0');
			if (value > 255 || (digits && value < 10))
				return false;
		}
		if (!digits)
			return false;
		result[i] = (uint8_t)value;
	}
	return !*text;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_v6(const char *text, uint8_t *result)
{
	uint8_t bytes[16] = {0};
	int used = 0, gap = -1;

	if (*text == ':' && *++text != ':')
		return false;
	while (*text) {
		const char *start = text;
		unsigned value = 0;

		if (*text == ':') {
			if (gap >= 0)
				return false;
			gap = used;
			text++;
			continue;
		}
		if (used == 16)
			return false;
		for (; hex_digit(*text) >= 0; text++) {
			if (text - start == 4)
				return false;
			value = value << 4 | (unsigned)hex_digit(*text);
		}
		if (*text == '.') {
			if (used > 12 || !parse_v4(start, bytes + used))
				return false;
			used += 4;
			break;
		}
		if (text == start)
			return false;
		bytes[used++] = (uint8_t)(value >> 8);
		bytes[used++] = (uint8_t)value;
		if (*text == ':' && !*++text)
			return false; /* a single colon at the end */
		else if (*text && text[-1] != ':')
			return false;
	}
	if (gap < 0 ? used != 16 : used == 16)
		return false;
	if (gap >= 0) {
		memmove(bytes + 16 - (used - gap), bytes + gap,
		    (size_t)(used - gap));
		memset(bytes + gap, 0, (size_t)(16 - used));
	}
	memcpy(result, bytes, sizeof(bytes));
	return true;
}

int inet_pton(int family, const char *restrict text, void *restrict address)
{
	uint8_t v4[4];

	switch (family) {
	case AF_INET:
		if (!parse_v4(text, v4))
			return 0;
		memcpy(address, v4, sizeof(v4));
		return 1;
	case AF_INET6:
		return parse_v6(text, address);
	default:
		errno = EAFNOSUPPORT;
		return -1;
	}
}

static void format_v6(const uint8_t *bytes, char *text)
{
	unsigned group[8];
	int gap = -1, longest = 1;

	for (int i = 0; i < 8; i++)
		group[i] = (unsigned)bytes[2 * i] << 8 | bytes[2 * i + 1];
	for (int i = 0, run = 0; i < 8; i++) {
		run = group[i] ? 0 : run + 1;
		if (run > longest) {
			longest = run;
			gap = i - run + 1;
		}
	}
	for (int i = 0; i < 8; i++) {
		if (i == gap) {
			text += sprintf(text, "::");
			i += longest - 1;
			continue;
		}
		if (i && i != gap + longest)
			*text++ = ':';
		/* ::ffff:a.b.c.d and ::a.b.c.d */
		if (i == 6 && gap == 0 &&
		    (longest == 6 || (longest == 5 && group[5] == 0xffff))) {
			sprintf(text, "%d.%d.%d.%d", bytes[12], bytes[13],
			    bytes[14], bytes[15]);
			return;
		}
		text += sprintf(text, "%x", group[i]);
	}
	*text = '\0';
}

const char *inet_ntop(int family, const void *restrict address,
    char *restrict text, socklen_t size)
{
	const uint8_t *bytes = address;
	char buffer[INET6_ADDRSTRLEN];

	switch (family) {
	case AF_INET:
		sprintf(buffer, "%d.%d.%d.%d", bytes[0], bytes[1], bytes[2],
		    bytes[3]);
		break;
	case AF_INET6:
		format_v6(bytes, buffer);
		break;
	default:
		errno = EAFNOSUPPORT;
		return NULL;
	}
	if (strlen(buffer) >= size) {
		errno = ENOSPC;
		return NULL;
	}
	return strcpy(text, buffer);
}
