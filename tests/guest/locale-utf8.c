/* SPDX-License-Identifier: Apache-2.0
 *
 * LANG=C.UTF-8 makes the character functions speak UTF-8; in the locale C
 * there is nothing beyond ASCII.
 *
 * NATIVE
 */
#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>
#include "test.h"

/* Whether any class has the character, or it has another case. */
static int is_something(wint_t c)
{
	static const char *const classes[] = {"alnum", "alpha", "blank",
	    "cntrl", "digit", "graph", "lower", "print", "punct", "space",
	    "upper", "xdigit"};
	int found = iswalnum(c) || iswalpha(c) || iswblank(c) || iswcntrl(c) ||
		    iswdigit(c) || iswgraph(c) || iswlower(c) || iswprint(c) ||
		    iswpunct(c) || iswspace(c) || iswupper(c) || iswxdigit(c);

	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		found |= !!iswctype(c, wctype(classes[i]));
	return found || towupper(c) != c || towlower(c) != c;
}

int main(void)
{
	wchar_t wide[20];
	char text[40];

	check(strcmp(setlocale(LC_ALL, NULL), "C") == 0);
	for (wint_t c = 128; c < 0x2100; c++)
		check(!is_something(c));
	check(is_something('a') && is_something(127) && !is_something(WEOF));
	check(setlocale(LC_ALL, "C.UTF-8"));
	check(is_something(0xe9) && is_something(0x2028) && is_something('a'));
	check(MB_CUR_MAX >= 4);
	check(strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
	check(mbstowcs(wide, "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 20) == 4);
	check(wide[1] == 0xe9 && wide[2] == 0x20ac && wide[3] == 0x1f600);
	check(wcstombs(text, wide, sizeof(text)) == 10);
	check(snprintf(text, sizeof(text), "%ls", wide) == 10);
	check(towupper(0xe9) == 0xc9 && iswalpha(0xe9));
	check(mbstowcs(wide, "\xff", 20) == (size_t)-1 && errno == EILSEQ);
	check(!setlocale(LC_ALL, "xx_YY.nonsense"));
	return 0;
}
