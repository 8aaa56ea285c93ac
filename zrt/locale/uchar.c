/* SPDX-License-Identifier: Apache-2.0
 *
 * <uchar.h>. wchar_t is UTF-32, so the 32-bit functions are the wide ones. In
 * the 16-bit ones a character beyond U+FFFF takes two calls; the state in
 * between holds the other half of the pair and a mark that no multibyte state
 * has.
 */
#include <errno.h>
#include <stdint.h>
#include <uchar.h>

#define PAIR_LEFT (-2)

size_t c32rtomb(char *restrict text, char32_t c, mbstate_t *restrict state)
{
	static mbstate_t own;

	return wcrtomb(text, (wchar_t)c, state ? state : &own);
}

size_t mbrtoc32(char32_t *restrict c, const char *restrict text, size_t size,
    mbstate_t *restrict state)
{
	static mbstate_t own;
	wchar_t wide;
	size_t used;

	if (!state)
		state = &own;
	if (!text)
		return mbrtoc32(NULL, "", 1, state);
	used = mbrtowc(&wide, text, size, state);
	if (c && used <= size)
		*c = (char32_t)wide;
	return used;
}

size_t mbrtoc16(char16_t *restrict c, const char *restrict text, size_t size,
    mbstate_t *restrict state)
{
	static mbstate_t own;
	wchar_t wide;
	size_t used;

	if (!state)
		state = &own;
	if (!text)
		return mbrtoc16(NULL, "", 1, state);
	if (state->__count == PAIR_LEFT) {
		if (c)
			*c = (char16_t)state->__value.__wch;
		*state = (mbstate_t){0};
		return (size_t)-3;
	}
	used = mbrtowc(&wide, text, size, state);
	if (used > size)
		return used;
	if (wide > 0xffff) {
		uint32_t offset = (uint32_t)wide - 0x10000;

		state->__count = PAIR_LEFT;
		state->__value.__wch = 0xdc00 + (offset & 0x3ff);
		wide = (wchar_t)(0xd800 + (offset >> 10));
	}
	if (c)
		*c = (char16_t)wide;
	return used;
}

size_t c16rtomb(char *restrict text, char16_t c, mbstate_t *restrict state)
{
	static mbstate_t own;
	uint32_t wide = c;

	if (!state)
		state = &own;
	if (!text) {
		*state = (mbstate_t){0};
		return 1;
	}
	if (state->__count == PAIR_LEFT) {
		uint32_t high = state->__value.__wch;

		*state = (mbstate_t){0};
		if ((c & 0xfc00) != 0xdc00) {
			errno = EILSEQ;
			return (size_t)-1;
		}
		wide = 0x10000 + ((high & 0x3ff) << 10) + (c & 0x3ff);
	} else if ((c & 0xfc00) == 0xd800) {
		state->__count = PAIR_LEFT;
		state->__value.__wch = c;
		return 0;
	}
	return wcrtomb(text, (wchar_t)wide, state);
}
