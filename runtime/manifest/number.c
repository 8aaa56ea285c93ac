/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading numbers, times and escaped text.
 */
#include "number.h"

#include <string.h>

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* 0: not all digits of this base; -1: more than 64 bits. */
static int digits(const char *text, size_t size, unsigned base, uint64_t *out)
{
	uint64_t value = 0;

	if (size == 0)
		return 0;
	for (size_t i = 0; i < size; i++)
		if (digit_value(text[i]) >= (int)base)
			return 0;
	for (size_t i = 0; i < size; i++) {
		unsigned digit = (unsigned)digit_value(text[i]);

		if (value > (UINT64_MAX - digit) / base)
			return -1;
		value = value * base + digit;
	}
	*out = value;
	return 1;
}

static int is_hex(const char *text, size_t size)
{
	return size > 2 && text[0] == '0' && (text[1] | 32) == 'x';
}

const char *zvm_number_c(const char *text, size_t size, int64_t *result)
{
	uint64_t value;
	int ok;

	if (is_hex(text, size))
		ok = digits(text + 2, size - 2, 16, &value);
	else if (size > 1 && text[0] == '0')
		ok = digits(text + 1, size - 1, 8, &value);
	else
		ok = digits(text, size, 10, &value);
	if (ok == 0)
		return "a decimal, 0octal or 0xhex number";
	if (ok < 0 || value > INT64_MAX)
		return "a number below 2^63";
	*result = (int64_t)value;
	return NULL;
}

const char *zvm_number_u64(const char *text, size_t size, uint64_t *result)
{
	int ok;

	if (is_hex(text, size))
		ok = digits(text + 2, size - 2, 16, result);
	else if (size > 1 && text[0] == '0')
		return "a number without leading zeros";
	else
		ok = digits(text, size, 10, result);
	if (ok == 0)
		return "a decimal or 0xhex number";
	return ok < 0 ? "a number below 2^64" : NULL;
}

const char *zvm_number_count(const char *text, size_t size, int64_t *result)
{
	uint64_t value;
	const char *expected = zvm_number_u64(text, size, &value);

	if (expected != NULL)
		return expected;
	if (value > INT64_MAX)
		return "a number below 2^63";
	*result = (int64_t)value;
	return NULL;
}

const char *zvm_number_size(const char *text, size_t size, int64_t *result)
{
	static const char units[] = "KkMmGgTt";
	const char *unit = NULL;
	const char *expected;
	int shift = 0;

	if (size > 1 && !is_hex(text, size))
		unit = memchr(units, text[size - 1], sizeof(units) - 1);
	if (unit != NULL) {
		shift = 10 * (int)((unit - units) / 2 + 1);
		size--;
	}
	expected = zvm_number_count(text, size, result);
	if (expected != NULL)
		return "a number of bytes such as 65536, 64K, 10M or 1G";
	if (*result > INT64_MAX >> shift)
		return "a number of bytes below 2^63";
	*result <<= shift;
	return NULL;
}

/* "12.5" with at most `places` decimals, scaled to 10^places. */
static int decimal(const char *text, size_t size, int places, uint64_t *whole,
    uint64_t *fraction)
{
	const char *point = memchr(text, '.', size);
	size_t length = point != NULL ? (size_t)(point - text) : size;
	size_t decimals = point != NULL ? size - length - 1 : 0;

	if (digits(text, length, 10, whole) != 1)
		return 0;
	*fraction = 0;
	if (point == NULL)
		return 1;
	if (decimals > (size_t)places ||
	    digits(point + 1, decimals, 10, fraction) != 1)
		return 0;
	for (; decimals < (size_t)places; decimals++)
		*fraction *= 10;
	return 1;
}

const char *zvm_number_timeout(
    const char *text, size_t size, int64_t *milliseconds)
{
	uint64_t whole, fraction;

	if (!decimal(text, size, 3, &whole, &fraction))
		return "seconds, such as 10 or 0.5";
	if (whole > INT32_MAX || (whole == 0 && fraction == 0))
		return "seconds above 0 and below 2^31";
	*milliseconds = (int64_t)(whole * 1000 + fraction);
	return NULL;
}

/* Days from 1970-01-01 to a date of the Gregorian calendar, year >= 1970. */
static int64_t days_since_1970(int64_t year, int month, int day)
{
	int64_t y = month > 2 ? year : year - 1;
	int64_t shifted = month > 2 ? month - 3 : month + 9; /* from March */

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * shifted + 2) / 5 +
	       day - 719469;
}

static int date(const char *text, size_t size, int64_t *seconds)
{
	static const char pattern[] = "dddd-dd-ddTdd:dd:ddZ";
	static const uint8_t lengths[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int field[6] = {0}, n = 0, leap;

	if (size != sizeof(pattern) - 1)
		return 0;
	for (size_t i = 0; i < size; i++) {
		if (pattern[i] != 'd') {
			if (text[i] != pattern[i])
				return 0;
			n++;
		} else if (text[i] >= '0' && text[i] <= '9') {
			field[n] = field[n] * 10 + (text[i] - '0');
		} else {
			return 0;
		}
	}
	leap =
	    field[0] % 4 == 0 && (field[0] % 100 != 0 || field[0] % 400 == 0);
	if (field[0] < 1970 || field[1] < 1 || field[1] > 12 || field[2] < 1 ||
	    field[2] > lengths[field[1] - 1] + (field[1] == 2 && leap) ||
	    field[3] > 23 || field[4] > 59 || field[5] > 59)
		return 0;
	*seconds = days_since_1970(field[0], field[1], field[2]) * 86400 +
		   field[3] * 3600 + field[4] * 60 + field[5];
	return 1;
}

const char *zvm_number_clock(
    const char *text, size_t size, int64_t *seconds, uint32_t *nanoseconds)
{
	uint64_t whole, fraction;

	*nanoseconds = 0;
	if (date(text, size, seconds))
		return NULL;
	if (!decimal(text, size, 9, &whole, &fraction) || whole > INT64_MAX)
		return "seconds since 1970, or a time such as "
		       "2000-01-01T00:00:00Z";
	*seconds = (int64_t)whole;
	*nanoseconds = (uint32_t)fraction;
	return NULL;
}

const char *zvm_text_unescape(
    const char *text, size_t size, char *out, size_t *length)
{
	static const char names[] = "ntr\\,";
	static const char bytes[] = "\n\t\r\\,";
	size_t n = 0;

	for (size_t i = 0; i < size; i++) {
		const char *name;
		char c = text[i];

		if (c == '\\' && size - i > 3 && text[i + 1] == 'x' &&
		    digit_value(text[i + 2]) < 16 &&
		    digit_value(text[i + 3]) < 16) {
			c = (char)(digit_value(text[i + 2]) * 16 +
				   digit_value(text[i + 3]));
			i += 3;
		} else if (c == '\\') {
			if (size - i < 2 || text[i + 1] == '\0')
				return "a letter behind the backslash";
			name = strchr(names, text[i + 1]);
			if (name == NULL)
				return "one of \\\\ \\n \\t \\r \\, \\xHH";
			c = bytes[name - names];
			i++;
		}
		if (c == '\0')
			return "text without a NUL byte";
		out[n++] = c;
	}
	out[n] = '\0';
	*length = n;
	return NULL;
}

void zvm_text_escape(const char *text, int commas, char *out)
{
	static const char hex[] = "0123456789abcdef";

	for (const char *p = text; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;

		if (c == '\\' || (commas && c == ',')) {
			*out++ = '\\';
			*out++ = (char)c;
		} else if (c < 0x20 || c == 0x7f ||
			   (c == ' ' && (p == text || p[1] == '\0'))) {
			*out++ = '\\';
			*out++ = 'x';
			*out++ = hex[c >> 4];
			*out++ = hex[c & 15];
		} else {
			*out++ = (char)c;
		}
	}
	*out = '\0';
}
