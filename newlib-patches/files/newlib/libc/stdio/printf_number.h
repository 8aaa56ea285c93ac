/* SPDX-License-Identifier: Apache-2.0
 *
 * Numbers of printf.
 */
#include <locale.h>
#include <math.h>
#include "../machine/x86_64/rounding.h"

struct number {
	char prefix[4]; /* sign, 0x */
	const char *digits;
	int count; /* of digits; zeros stand for those that are missing */
	long long leading; /* zeros of an integer's precision */
	int whole;         /* digits before the point */
	bool point;
	long long zeros; /* between the point and the first digit behind it */
	long long
	    fraction; /* characters behind the point, the zeros among them */
	char exponent[8];
};

/* Does a separator stand before this many last digits of the whole part? */
static bool is_boundary(const char *grouping, int digits)
{
	for (int sum = 0; *grouping > 0 && *grouping != CHAR_MAX;) {
		sum += *grouping;
		if (sum >= digits)
			return sum == digits;
		if (grouping[1])
			grouping++;
	}
	return false;
}

#if WIDE
static const CHAR *local_text(const char *text, CHAR wide[2])
{
	mbstate_t state = {0};

	if (mbrtowc(wide, text, MB_LEN_MAX, &state) > MB_LEN_MAX)
		wide[0] = '.';
	wide[1] = 0;
	return wide;
}
#else
#define local_text(text, wide) ((void)(wide), (text))
#endif

static int put_number(
    struct output *out, const struct spec *spec, const struct number *number)
{
	struct lconv *locale = localeconv();
	CHAR point_wide[2], separator_wide[2];
	const CHAR *point = local_text(locale->decimal_point, point_wide);
	const CHAR *separator =
	    local_text(locale->thousands_sep, separator_wide);
	bool grouped = spec->flags & GROUPED && *separator;
	int exponent = (int)strlen(number->exponent);
	int have =
	    number->count < number->whole ? number->count : number->whole;
	int behind = number->count - have;
	int start = out->count;
	long long length =
	    number->leading + number->whole + number->fraction + exponent;

	if (number->point)
		length += LENGTH(point);
	for (int left = 1; grouped && left < number->whole; left++)
		if (is_boundary(locale->grouping, left))
			length += LENGTH(separator);
	if (open_field(out, spec, number->prefix, length) ||
	    pad(out, '0', number->leading))
		return -1;
	if (grouped) {
		for (int left = number->whole; left > 0; left--) {
			int i = number->whole - left;

			if (i > 0 && is_boundary(locale->grouping, left) &&
			    put(out, separator, LENGTH(separator)))
				return -1;
			if (put_ascii(
				out, i < have ? &number->digits[i] : "0", 1))
				return -1;
		}
	} else if (put_ascii(out, number->digits, have) ||
		   pad(out, '0', number->whole - have)) {
		return -1;
	}
	if (number->point &&
	    (put(out, point, LENGTH(point)) || pad(out, '0', number->zeros) ||
		put_ascii(out, number->digits + have, behind) ||
		pad(out, '0', number->fraction - number->zeros - behind)))
		return -1;
	if (put_ascii(out, number->exponent, exponent))
		return -1;
	return close_field(out, spec, start);
}

/* The digits end before END. */
static char *decimal_digits(char *end, unsigned long long value)
{
	static const char pairs[] =
	    "00010203040506070809101112131415161718192021222324"
	    "25262728293031323334353637383940414243444546474849"
	    "50515253545556575859606162636465666768697071727374"
	    "75767778798081828384858687888990919293949596979899";

	for (; value >= 100; value /= 100) {
		end -= 2;
		memcpy(end, &pairs[2 * (value % 100)], 2);
	}
	*--end = pairs[2 * value + 1];
	if (value >= 10)
		*--end = pairs[2 * value];
	return end;
}

static char *binary_digits(
    char *end, unsigned long long value, int bits, const char *digits)
{
	do
		*--end = digits[value & ((1 << bits) - 1)];
	while (value >>= bits);
	return end;
}

static void add_sign(const struct spec *spec, bool negative, char *prefix)
{
	if (negative)
		*prefix = '-';
	else if (spec->flags & PLUS)
		*prefix = '+';
	else if (spec->flags & BLANK)
		*prefix = ' ';
}

static int put_integer(
    struct output *out, struct spec *spec, long long argument)
{
	int unused = 64 - 8 * spec->bytes;
	unsigned long long value =
	    (unsigned long long)argument << unused >> unused;
	struct number number = {0};
	char buffer[64], *end = buffer + sizeof(buffer), *digits = NULL;
	bool prefixed = spec->flags & ALTERNATE && value;

	switch (spec->conversion) {
	case 'd':
	case 'i':
		argument =
		    (long long)((unsigned long long)argument << unused) >>
		    unused;
		value = argument < 0 ? -(unsigned long long)argument
				     : (unsigned long long)argument;
		add_sign(spec, argument < 0, number.prefix); /* fallthrough */
	case 'u':
		digits = decimal_digits(end, value);
		break;
	case 'o':
		digits = binary_digits(end, value, 3, "01234567");
		break;
	case 'b':
	case 'B':
		digits = binary_digits(end, value, 1, "01");
		break;
	case 'p':
		prefixed = true; /* fallthrough */
	case 'x':
		digits = binary_digits(end, value, 4, "0123456789abcdef");
		break;
	case 'X':
		digits = binary_digits(end, value, 4, "0123456789ABCDEF");
		break;
	}
	if (spec->precision == 0 && value == 0)
		digits = end;
	number.digits = digits;
	number.count = number.whole = (int)(end - digits);
	if (spec->precision >= 0) {
		spec->flags &= ~ZEROS;
		if (spec->precision > number.count)
			number.leading = spec->precision - number.count;
	}
	if (spec->conversion == 'o' && spec->flags & ALTERNATE &&
	    !number.leading && (digits == end || *digits != '0'))
		number.leading = 1;
	if (spec->conversion != 'd' && spec->conversion != 'i' &&
	    spec->conversion != 'u') {
		spec->flags &= ~GROUPED;
		if (prefixed && spec->conversion != 'o') {
			number.prefix[0] = '0';
			number.prefix[1] =
			    spec->conversion == 'p' ? 'x' : spec->conversion;
		}
	}
	if (spec->flags & GROUPED)
		return put_number(out, spec, &number);

	int start = out->count;

	if (open_field(
		out, spec, number.prefix, number.leading + number.count) ||
	    pad(out, '0', number.leading) ||
	    put_ascii(out, digits, number.count))
		return -1;
	return close_field(out, spec, start);
}

#ifndef INTEGER_ONLY

/* No long double has more digits behind its point, nor more of them at all. */
#define MOST_DIGITS 16446

char *_ldtoa_r(struct _reent *, long double, int, int, int *, int *, char **);

static void set_exponent(
    struct number *number, char letter, int exponent, int least)
{
	char buffer[8], *end = buffer + sizeof(buffer);
	char *digits = decimal_digits(end, exponent < 0 ? -exponent : exponent);
	char *to = number->exponent;

	if (end - digits < least)
		*--digits = '0';
	*to++ = letter;
	*to++ = exponent < 0 ? '-' : '+';
	memcpy(to, digits, end - digits);
}

/* Does the rounding mode take a number whose kept digits are ODD, of this sign,
   up when REST, in units of which HALF is the middle, is dropped? */
static bool rounds_up(bool odd, bool negative, uint64_t rest, uint64_t half)
{
	switch (rounding()) {
	case 0:
		return false;
	case 2:
		return rest && !negative;
	case 3:
		return rest && negative;
	default:
		return rest > half || (rest == half && odd);
	}
}

/* One digit 1, or 0 of zero, before the point; all of the exponent is behind p.
 */
static int put_hexadecimal(struct output *out, const struct spec *spec,
    struct number *number, long double value)
{
	union {
		long double value;
		struct {
			uint64_t mantissa;
			uint16_t exponent;
		} parts;
	} of = {.value = value};
	uint64_t mantissa = of.parts.mantissa;
	int exponent = of.parts.exponent & 0x7fff;
	bool upper = spec->conversion == 'A',
	     negative = of.parts.exponent >> 15;
	char digits[17];
	int lead = 0, count = 16;
	size_t sign = strlen(number->prefix);

	number->prefix[sign] = '0';
	number->prefix[sign + 1] = upper ? 'X' : 'x';
	if (mantissa) {
		int shift = __builtin_clzll(mantissa);

		lead = 1;
		exponent = (exponent ? exponent : 1) - 16383 - shift;
		mantissa = mantissa << shift << 1;
	} else {
		exponent = 0;
	}
	if (spec->precision == 0) {
		lead += rounds_up(lead & 1, negative, mantissa, 1ULL << 63);
		mantissa = 0;
	} else if (spec->precision > 0 && spec->precision < 16) {
		int dropped = 64 - 4 * spec->precision;
		uint64_t kept = mantissa >> dropped,
			 rest = mantissa & ((1ULL << dropped) - 1);

		kept +=
		    rounds_up(kept & 1, negative, rest, 1ULL << (dropped - 1));
		lead += (int)(kept >> (64 - dropped));
		mantissa = kept << dropped;
	}
	digits[0] = '0' + lead;
	for (int i = 0; i < 16; i++)
		digits[i + 1] =
		    (upper ? "0123456789ABCDEF"
			   : "0123456789abcdef")[mantissa >> (60 - 4 * i) & 15];
	while (count > 0 && digits[count] == '0')
		count--;
	number->digits = digits;
	number->count = count + 1;
	number->whole = 1;
	number->fraction = spec->precision < 0 ? count : spec->precision;
	number->point = number->fraction > 0 || spec->flags & ALTERNATE;
	set_exponent(number, upper ? 'P' : 'p', exponent, 1);
	return put_number(out, spec, number);
}

static int put_decimal(struct output *out, const struct spec *spec,
    struct number *number, long double value)
{
	char letter = (char)spec->conversion, style = letter | 0x20;
	bool all = style != 'g' || spec->flags & ALTERNATE;
	int precision = spec->precision < 0 ? 6 : spec->precision, point,
	    negative;
	char *end;

	if (style == 'g' && precision == 0)
		precision = 1;

	int wanted = precision < MOST_DIGITS ? precision : MOST_DIGITS;

	number->digits = _ldtoa_r(out->reent, value, style == 'f' ? 3 : 2,
	    style == 'e' ? wanted + 1 : wanted, &point, &negative, &end);
	if (!number->digits) {
		errno = ENOMEM;
		return -1;
	}
	number->count = (int)(end - number->digits);
	if (style == 'g') {
		bool plain = point > -4 && point <= precision;

		style = plain ? 'f' : 'e';
		letter = plain ? letter - 1 : letter - 2;
		if (all)
			precision -= plain ? point : 1;
		else
			precision = number->count - (plain ? point : 1);
		if (precision < 0)
			precision = 0;
	}
	if (style == 'e') {
		number->whole = 1;
		set_exponent(number, letter, point - 1, 2);
	} else if (point > 0) {
		number->whole = point;
	} else {
		/* The digits begin behind "0." and this many zeros. */
		number->zeros = -point < precision ? -point : precision;
		number->leading = 1;
	}
	number->fraction = precision;
	number->point = precision > 0 || spec->flags & ALTERNATE;
	return put_number(out, spec, number);
}

static int put_floating(
    struct output *out, struct spec *spec, long double value)
{
	struct number number = {0};

	add_sign(spec, signbit(value), number.prefix);
	if (!isfinite(value)) {
		bool upper = spec->conversion < 'a';
		int start = out->count;

		spec->flags &= ~ZEROS;
		if (open_field(out, spec, number.prefix, 3) ||
		    put_ascii(out,
			isnan(value) ? (upper ? "NAN" : "nan")
				     : (upper ? "INF" : "inf"),
			3))
			return -1;
		return close_field(out, spec, start);
	}
	if (spec->conversion == 'a' || spec->conversion == 'A')
		return put_hexadecimal(out, spec, &number, value);
	return put_decimal(out, spec, &number, value);
}

#endif
