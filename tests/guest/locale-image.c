/* SPDX-License-Identifier: Apache-2.0
 *
 * A locale of the image: its definition decides about numbers, money, dates
 * and answers; names without one are refused.
 */
#include <langinfo.h>
#include <limits.h>
#include <locale.h>
#include <monetary.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <wchar.h>
#include "test.h"

#define FOLDER "/usr/share/i18n/locales"

static const char german[] =
    "comment_char %\n"
    "escape_char /\n"
    "% a comment\n"
    "LC_MONETARY\n"
    "int_curr_symbol \"EUR \"\n"
    "currency_symbol \"<U20AC>\"\n"
    "mon_decimal_point \",\"\n"
    "mon_thousands_sep \".\"\n"
    "mon_grouping 3;3\n"
    "positive_sign \"\"\n"
    "negative_sign \"-\"\n"
    "int_frac_digits 2\n"
    "frac_digits 2\n"
    "p_cs_precedes 0\n"
    "p_sep_by_space 1\n"
    "n_cs_precedes 0\n"
    "n_sep_by_space 1\n"
    "p_sign_posn 1\n"
    "n_sign_posn 1\n"
    "int_p_cs_precedes 1\n"
    "int_n_sign_posn 4\n"
    "END LC_MONETARY\n"
    "LC_NUMERIC\n"
    "decimal_point \",\"\n"
    "thousands_sep \".\"\n"
    "grouping 3;3\n"
    "END LC_NUMERIC\n"
    "LC_TIME\n"
    "abday \"So\";\"Mo\";\"Di\";\"Mi\";/\n"
    "      \"Do\";\"Fr\";\"Sa\"\n"
    "day \"Sonntag\";\"Montag\";\"Dienstag\";\"Mittwoch\";/\n"
    "    \"Donnerstag\";\"Freitag\";\"Samstag\"\n"
    "abmon \"Jan\";\"Feb\";\"M<U00E4>r\";\"Apr\";\"Mai\";\"Jun\";/\n"
    "      \"Jul\";\"Aug\";\"Sep\";\"Okt\";\"Nov\";\"Dez\"\n"
    "mon \"Januar\";\"Februar\";\"M\xc3\xa4rz\";\"April\";\"Mai\";\"Juni\";/\n"
    "    "
    "\"Juli\";\"August\";\"September\";\"Oktober\";\"November\";\"Dezember\"\n"
    "d_t_fmt \"%a %d %b %Y %T %Z\"\n"
    "d_fmt \"%d.%m.%Y\"\n"
    "t_fmt \"%T\"\n"
    "am_pm \"\";\"\"\n"
    "t_fmt_ampm \"\"\n"
    "END LC_TIME\n"
    "LC_MESSAGES\n"
    "yesexpr \"^[+1jJyY]\"\n"
    "noexpr \"^[-0nN]\"\n"
    "END LC_MESSAGES\n";

static const char copies[] = "LC_MONETARY\ncopy \"de_DE\"\nEND LC_MONETARY\n"
			     "LC_NUMERIC\ncopy \"de_DE\"\nEND LC_NUMERIC\n"
			     "LC_TIME\ncopy \"de_DE\"\nEND LC_TIME\n"
			     "LC_MESSAGES\ncopy \"de_DE\"\nEND LC_MESSAGES\n";

static const char circle[] = "LC_MONETARY\ncopy \"de_XX\"\nEND LC_MONETARY\n";

static void define(const char *name, const char *text)
{
	char path[100];
	FILE *file;

	snprintf(path, sizeof(path), FOLDER "/%s", name);
	file = fopen(path, "w");
	check(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void used(void)
{
	struct tm date = {
	    .tm_year = 126, .tm_mon = 2, .tm_mday = 5, .tm_wday = 4};
	struct lconv *conventions = localeconv();
	wchar_t wide[40], *wide_end;
	char text[100], *end;

	check(strcmp(conventions->decimal_point, ",") == 0);
	check(strcmp(conventions->grouping, "\3\3") == 0);
	check(strcmp(conventions->currency_symbol, "\xe2\x82\xac") == 0);
	check(conventions->frac_digits == 2 && conventions->p_cs_precedes == 0);
	check(conventions->int_p_cs_precedes == 1 &&
	      conventions->int_n_sign_posn == 4);
	/* What is not defined is as for the local symbol. */
	check(conventions->int_n_cs_precedes == 0 &&
	      conventions->int_p_sign_posn == 1 &&
	      conventions->int_p_sep_by_space == 1);
	snprintf(text, sizeof(text), "%.2f", 1234.5);
	check(strcmp(text, "1234,50") == 0);
	check(strtod("1,5x", &end) == 1.5 && *end == 'x');
	check(wcstod(L"1,5x", &wide_end) == 1.5 && *wide_end == L'x');
	check(
	    swprintf(wide, 40, L"%.1f", 2.5) == 3 && wcscmp(wide, L"2,5") == 0);
	check(strfmon(text, sizeof(text), "%n", 1234567.891) > 0);
	check(strcmp(text, "1.234.567,89 \xe2\x82\xac") == 0);
	check(strftime(text, sizeof(text), "%A, %x, %b %B", &date) > 0);
	check(strcmp(text, "Donnerstag, 05.03.2026, M\xc3\xa4r M\xc3\xa4rz") ==
	      0);
	check(wcsftime(wide, 40, L"%b", &date) == 3 && wide[1] == 0xe4);
	check(strcmp(nl_langinfo(YESEXPR), "^[+1jJyY]") == 0);
	check(strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
	check(strcmp(nl_langinfo(DAY_2), "Montag") == 0);
}

int main(void)
{
	struct lconv *conventions;
	locale_t object, copy;

	check(setlocale(LC_ALL, "de_DE.UTF-8") == NULL);
	check(!newlocale(LC_ALL_MASK, "de_DE.UTF-8", NULL) && errno == ENOENT);
	check(setlocale(LC_ALL, "C.ISO-8859-1") == NULL);
	check(mkdir("/usr", 0755) == 0 || errno == EEXIST);
	check(mkdir("/usr/share", 0755) == 0 || errno == EEXIST);
	check(mkdir("/usr/share/i18n", 0755) == 0 || errno == EEXIST);
	check(mkdir(FOLDER, 0755) == 0);
	define("de_DE", german);
	define("de_AT@euro", copies);
	define("de_XX", circle);
	define("de_CH", "LC_MONETARY\ncurrency_symbol nonsense\n");

	check(setlocale(LC_ALL, "de_DE.UTF-8"));
	check(strcmp(setlocale(LC_ALL, NULL), "de_DE.UTF-8") == 0);
	used();
	check(setlocale(LC_NUMERIC, "C"));
	check(strcmp(localeconv()->decimal_point, ".") == 0);
	check(strcmp(localeconv()->mon_decimal_point, ",") == 0);
	check(setlocale(LC_ALL, "C"));
	conventions = localeconv();
	check(strcmp(conventions->grouping, "") == 0 &&
	      conventions->frac_digits == CHAR_MAX &&
	      conventions->int_p_cs_precedes == CHAR_MAX);

	check(setlocale(LC_ALL, "de_XX.UTF-8") == NULL);
	check(setlocale(LC_ALL, "de_CH.UTF-8") == NULL);
	check(setlocale(LC_ALL, "de_DE.ISO-8859-1") == NULL);
	check(strcmp(setlocale(LC_ALL, NULL), "C") == 0);

	object = newlocale(LC_ALL_MASK, "de_AT.utf8@euro", NULL);
	check(object);
	copy = duplocale(object);
	check(copy && strcmp(nl_langinfo_l(MON_3, copy), "M\xc3\xa4rz") == 0);
	freelocale(object);
	object = newlocale(LC_NUMERIC_MASK, "C", copy);
	check(object && strcmp(nl_langinfo_l(RADIXCHAR, object), ".") == 0);
	check(strcmp(nl_langinfo_l(DAY_1, object), "Sonntag") == 0);
	check(uselocale(object) &&
	      strcmp(localeconv()->mon_thousands_sep, ".") == 0);
	uselocale(LC_GLOBAL_LOCALE);
	check(strcmp(localeconv()->mon_thousands_sep, "") == 0);
	object = newlocale(LC_ALL_MASK, "de_DE", NULL);
	uselocale(object);
	used();
	return 0;
}
