/* SPDX-License-Identifier: Apache-2.0
 *
 * printf of floating numbers in each rounding mode, the digits of %a too; few
 * digits of random numbers are those of their many, rounded.
 *
 * NATIVE
 * LIBS: -lm
 * FLAGS: -frounding-math -Wno-format-truncation
 */
#include <fenv.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>
#include "test.h"

static const struct {
	const char *format;
	double value;
	const char *nearest, *up, *down, *zero;
} cases[] = {
    {"%.1a", 0x1.555p+4, "0x1.5p+4", "0x1.6p+4", "0x1.5p+4", "0x1.5p+4"},
    {"%.1a", -0x1.555p+4, "-0x1.5p+4", "-0x1.5p+4", "-0x1.6p+4", "-0x1.5p+4"},
    {"%.2a", 0x1.ffffp+3, "0x2.00p+3", "0x2.00p+3", "0x1.ffp+3", "0x1.ffp+3"},
    {"%.0a", 0x1.8p+0, "0x2p+0", "0x2p+0", "0x1p+0", "0x1p+0"},
    {"%.3a", 0x1.0008p+0, "0x1.000p+0", "0x1.001p+0", "0x1.000p+0",
	"0x1.000p+0"},
    {"%.1f", 0.25, "0.2", "0.3", "0.2", "0.2"},
    {"%.1f", -0.35, "-0.3", "-0.3", "-0.4", "-0.3"},
    {"%.0f", 2.5, "2", "3", "2", "2"},
    {"%.0f", 0.1, "0", "1", "0", "0"},
    {"%.3f", 1e-9, "0.000", "0.001", "0.000", "0.000"},
    {"%.2f", -1e-9, "-0.00", "-0.00", "-0.01", "-0.00"},
    {"%.2e", 1.125e10, "1.12e+10", "1.13e+10", "1.12e+10", "1.12e+10"},
    {"%.3g", 999.5, "1e+03", "1e+03", "999", "999"},
    {"%g", 0.5, "0.5", "0.5", "0.5", "0.5"},
};

static void check_mode(int mode, const char *(*text)(int))
{
	char narrow[40];
	wchar_t wide[40], format[10];

	check(fesetround(mode) == 0);
	for (int i = 0; i < (int)(sizeof(cases) / sizeof(cases[0])); i++) {
		snprintf(
		    narrow, sizeof(narrow), cases[i].format, cases[i].value);
		if (strcmp(narrow, text(i)))
			fprintf(stderr, "case %d: %s\n", i, narrow);
		check(strcmp(narrow, text(i)) == 0);
		swprintf(format, 10, L"%s", cases[i].format);
		swprintf(wide, 40, format, cases[i].value);
		snprintf(narrow, sizeof(narrow), "%ls", wide);
		check(strcmp(narrow, text(i)) == 0);
	}
}

static const char *nearest(int i)
{
	return cases[i].nearest;
}

static const char *up(int i)
{
	return cases[i].up;
}

static const char *down(int i)
{
	return cases[i].down;
}

static const char *zero(int i)
{
	return cases[i].zero;
}

/* DIGITS of them, of a text as "d.ddd...e+xx" with many more; no ties. */
static void round_text(const char *exact, int digits, char *text, size_t size)
{
	char kept[40] = {'0', exact[0]};
	int exponent = atoi(strchr(exact, 'e') + 1), at = digits;

	memcpy(kept + 2, exact + 2, (size_t)digits);
	if (kept[digits + 1] >= '5') {
		while (kept[at] == '9')
			kept[at--] = '0';
		kept[at]++;
	}
	at = kept[0] == '0';
	snprintf(text, size, "%c.%.*se%+03d", kept[at], digits - 1,
	    kept + at + 1, exponent + !at);
}

static void few_digits(void)
{
	char exact[100], few[40], expected[60];
	uint64_t state = 88172645463325252ULL;

	for (int i = 0; i < 20000; i++) {
		double value;
		int digits = 2 + i % 12;

		state ^= state << 13;
		state ^= state >> 7;
		state ^= state << 17;
		uint64_t bits = state & ~(1ULL << 63);

		memcpy(&value, &bits, sizeof(value));
		if (bits >> 52 == 0x7ff)
			continue;
		snprintf(exact, sizeof(exact), "%.70e", value);
		snprintf(few, sizeof(few), "%.*e", digits - 1, value);
		round_text(exact, digits, expected, sizeof(expected));
		if (strcmp(few, expected))
			fprintf(
			    stderr, "%s: %s, not %s\n", exact, few, expected);
		check(strcmp(few, expected) == 0);
	}
}

int main(void)
{
	few_digits();
	check_mode(FE_TONEAREST, nearest);
	check_mode(FE_UPWARD, up);
	check_mode(FE_DOWNWARD, down);
	check_mode(FE_TOWARDZERO, zero);
	return 0;
}
