/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers as text in all four rounding directions: what a number prints
 * exactly, and text a little above and below it, half way to the next one, at
 * the ends of the range and beyond. scanf and the wide functions too.
 *
 * FLAGS: -frounding-math
 * LIBS: -lm
 * NATIVE
 */
#include <fenv.h>
#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>
#include "test.h"

static const int directions[] = {
    FE_TONEAREST, FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO};

#define SCANF_TEXT 4000 /* newlib's scanf takes 5000 characters as a number */

static uint64_t state = 1;

static uint64_t bits64(void)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return (state >> 32) << 32 | state * 0x9e3779b97f4a7c15 >> 32;
}

/* Read `text` in one direction as each function does; all agree. */
#define READ(type, function, wide_function, format)                            \
	static type read_##type(const char *text, int direction)               \
	{                                                                      \
		static wchar_t wide[20000];                                    \
		char *end;                                                     \
		wchar_t *wide_end;                                             \
		type value, other;                                             \
                                                                               \
		for (size_t i = 0; i <= strlen(text); i++)                     \
			wide[i] = (unsigned char)text[i];                      \
		check(fesetround(direction) == 0);                             \
		value = function(text, &end);                                  \
		check(*end == '\0');                                           \
		other = wide_function(wide, &wide_end);                        \
		check(*wide_end == L'\0' && other == value);                   \
		if (strlen(text) < SCANF_TEXT)                                 \
			check(sscanf(text, format, &other) == 1 &&             \
			      other == value);                                 \
		check(fegetround() == direction);                              \
		check(fesetround(FE_TONEAREST) == 0);                          \
		return value;                                                  \
	}

typedef long double long_double;

READ(float, strtof, wcstof, "%f")
READ(double, strtod, wcstod, "%lf")
READ(long_double, strtold, wcstold, "%Lf")

/* Text between two neighbours: the nearest, and the others. */
#define BETWEEN(type, text, below, above, nearest)                             \
	for (int i = 0; i < 4; i++) {                                          \
		type got = read_##type(text, directions[i]);                   \
		type expected = directions[i] == FE_TONEAREST  ? (nearest)     \
				: directions[i] == FE_DOWNWARD ? (below)       \
				: directions[i] == FE_UPWARD   ? (above)       \
				: (above) <= 0                 ? (above)       \
							       : (below);                      \
                                                                               \
		if (got != expected || signbit(got) != signbit(expected))      \
			fprintf(stderr, "%s: %d: %La not %La\n", text, i,      \
			    (long double)got, (long double)expected);          \
		check(got == expected);                                        \
	}

/* `digits` is an exact decimal; put another digit behind its mantissa. */
static void append(char *text, char digit)
{
	char *e = strchr(text, 'e');

	memmove(e + 1, e, strlen(e) + 1);
	*e = digit;
}

/* The mantissa's last digit but for zeros goes down by one, a 9 follows. */
static void decrease(char *text)
{
	char *e = strchr(text, 'e'), *last = e - 1;

	while (*last == '0' || *last == '.') {
		if (*last == '0')
			*last = '9';
		last--;
	}
	--*last;
	append(text, '9');
}

#define AROUND(type, next, value)                                              \
	do {                                                                   \
		type here = (value), up = next(here, INFINITY);                \
		type down = next(here, -INFINITY);                             \
		static char text[20000];                                       \
		int digits = sizeof(text) - 100;                               \
                                                                               \
		if (sizeof(type) <= 8)                                         \
			digits = 1100;                                         \
		snprintf(                                                      \
		    text, sizeof(text), "%.*Le", digits, (long double)here);   \
		BETWEEN(type, text, here, here, here);                         \
		append(text, '1');                                             \
		if (here > 0) {                                                \
			BETWEEN(type, text, here, up, here);                   \
		} else {                                                       \
			BETWEEN(type, text, down, here, here);                 \
		}                                                              \
		snprintf(                                                      \
		    text, sizeof(text), "%.*Le", digits, (long double)here);   \
		decrease(text);                                                \
		if (here > 0) {                                                \
			BETWEEN(type, text, down, here, here);                 \
		} else {                                                       \
			BETWEEN(type, text, here, up, here);                   \
		}                                                              \
	} while (0)

/* Half way, told by a wider type: to the even one. */
#define HALF_WAY(type, wider, next, value)                                     \
	do {                                                                   \
		type low = (value), high = next(low, INFINITY);                \
		wider half = ((wider)low + high) / 2;                          \
		type even = (type)half;                                        \
		char text[1300];                                               \
                                                                               \
		snprintf(text, sizeof(text), "%.1200Le", (long double)half);   \
		BETWEEN(type, text, low, high, even);                          \
		append(text, '1');                                             \
		BETWEEN(type, text, low, high, low < 0 ? low : high);          \
	} while (0)

static float some_float(void)
{
	float value;

	do {
		uint32_t bits = (uint32_t)bits64();

		memcpy(&value, &bits, sizeof(bits));
	} while (!isfinite(value) || value == 0 || fabsf(value) == FLT_MAX);
	return value;
}

static double some_double(void)
{
	double value;

	do {
		uint64_t bits = bits64();

		memcpy(&value, &bits, sizeof(bits));
	} while (!isfinite(value) || value == 0 || fabs(value) == DBL_MAX);
	return value;
}

/* Text that is short is where quick ways lurk. */
static void short_text(void)
{
	BETWEEN(double, "0.1", 0x1.9999999999999p-4, 0x1.999999999999ap-4,
	    0x1.999999999999ap-4);
	BETWEEN(double, "-0.1", -0x1.999999999999ap-4, -0x1.9999999999999p-4,
	    -0x1.999999999999ap-4);
	BETWEEN(float, "0.1", 0x1.999998p-4f, 0x1.99999ap-4f, 0x1.99999ap-4f);
	BETWEEN(long_double, "0.1", 0xc.cccccccccccccccp-7L,
	    0xc.ccccccccccccccdp-7L, 0xc.ccccccccccccccdp-7L);
	BETWEEN(double, "1e23", 0x1.52d02c7e14af6p+76, 0x1.52d02c7e14af7p+76,
	    0x1.52d02c7e14af6p+76);
	BETWEEN(double, "123e18", 123e18, 123e18, 123e18);
	BETWEEN(double, "1.5", 1.5, 1.5, 1.5);
	BETWEEN(double, "9007199254740993", 9007199254740992.,
	    9007199254740994., 9007199254740992.);
	BETWEEN(double, "0x1.00000000000008p0", 1, 1 + DBL_EPSILON, 1);
	BETWEEN(double, "0x1.000000000000081p0", 1, 1 + DBL_EPSILON,
	    1 + DBL_EPSILON);
	BETWEEN(float, "-0x1.000001p0", -1 - FLT_EPSILON, -1.0f, -1.0f);
	BETWEEN(double, "0", 0, 0, 0);
	BETWEEN(double, "-0", -0., -0., -0.);
}

/* The same digits with so many zeros that no quick way is left. */
static void quick_and_slow(void)
{
	int digits = 1 + (int)(bits64() % 20), exponent = (int)(bits64() % 80);
	char text[40], padded[1000];

	text[0] = '-';
	for (int i = 1; i <= digits; i++)
		text[i] = (char)('0' + bits64() % 10);
	text[digits + 1] = '\0';
	snprintf(
	    padded, sizeof(padded), "%s.%0800de%d", text, 0, exponent - 40);
	snprintf(text + digits + 1, 8, "e%d", exponent - 40);
	for (int i = 0; i < 4; i++)
		for (int sign = 0; sign < 2; sign++) {
			const char *a = text + sign, *b = padded + sign;
			int to = directions[i];

			check(read_float(a, to) == read_float(b, to));
			check(read_double(a, to) == read_double(b, to));
			check(
			    read_long_double(a, to) == read_long_double(b, to));
		}
}

static void ends(void)
{
	BETWEEN(double, "1e400", DBL_MAX, INFINITY, INFINITY);
	BETWEEN(double, "-1e400", -INFINITY, -DBL_MAX, -INFINITY);
	BETWEEN(float, "1e39", FLT_MAX, INFINITY, INFINITY);
	BETWEEN(float, "-1e39", -INFINITY, -FLT_MAX, -INFINITY);
	BETWEEN(long_double, "1e5000", LDBL_MAX, INFINITY, INFINITY);
	BETWEEN(double, "0x1p1024", DBL_MAX, INFINITY, INFINITY);
	BETWEEN(double, "1e-400", 0, 0x1p-1074, 0);
	BETWEEN(double, "-1e-400", -0x1p-1074, -0., -0.);
	BETWEEN(float, "1e-60", 0, 0x1p-149f, 0);
	BETWEEN(float, "-1e-60", -0x1p-149f, -0.f, -0.f);
	BETWEEN(long_double, "1e-5000", 0, 0x1p-16445L, 0);
	BETWEEN(double, "0x1p-1080", 0, 0x1p-1074, 0);
	BETWEEN(double, "2.4e-324", 0, 0x1p-1074, 0);
	BETWEEN(double, "2.5e-324", 0, 0x1p-1074, 0x1p-1074);
	AROUND(double, nextafter, DBL_MAX);
	AROUND(double, nextafter, -DBL_MAX);
	AROUND(float, nextafterf, FLT_MAX);
	AROUND(double, nextafter, DBL_MIN);
	AROUND(double, nextafter, -DBL_MIN);
	AROUND(double, nextafter, 0x1p-1073);
	AROUND(float, nextafterf, FLT_MIN);
	AROUND(float, nextafterf, 0x1p-148f);
	AROUND(long_double, nextafterl, LDBL_MIN);
}

int main(void)
{
	short_text();
	ends();
	for (int i = 0; i < 60; i++)
		quick_and_slow();
	for (int i = 0; i < 50; i++) {
		AROUND(float, nextafterf, some_float());
		HALF_WAY(float, double, nextafterf, some_float());
		AROUND(double, nextafter, some_double());
		HALF_WAY(double, long double, nextafter, some_double());
	}
	for (int i = 0; i < 4; i++)
		AROUND(long_double, nextafterl,
		    some_double() * (long double)some_double());
	return 0;
}
