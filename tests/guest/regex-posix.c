/* SPDX-License-Identifier: Apache-2.0
 *
 * Regular expressions: offsets of match and groups, every error, characters
 * of several bytes, the flags.
 *
 * NATIVE
 */
#include <locale.h>
#include <regex.h>
#include <string.h>
#include "test.h"

/* What a match is to be: pairs of offsets, "-" for none. */
static void match(const char *pattern, int flags, const char *string,
    int run_flags, const char *expected)
{
	regmatch_t groups[10];
	char got[200] = "-";
	regex_t expression;
	size_t length = 0, i;
	int error;

	error = regcomp(&expression, pattern, flags);
	if (error != 0) {
		snprintf(got, sizeof(got), "error %d", error);
	} else {
		if (regexec(&expression, string, 10, groups, run_flags) == 0) {
			for (i = 0; i <= expression.re_nsub; i++)
				length += sprintf(got + length, "(%d,%d)",
				    (int)groups[i].rm_so, (int)groups[i].rm_eo);
		}
		regfree(&expression);
	}
	if (strcmp(got, expected) != 0) {
		fprintf(stderr, "%s on %s: got %s, expected %s\n", pattern,
		    string, got, expected);
		exit(1);
	}
}

static void basic(const char *pattern, const char *string, const char *expected)
{
	match(pattern, 0, string, 0, expected);
}

static void extended(
    const char *pattern, const char *string, const char *expected)
{
	match(pattern, REG_EXTENDED, string, 0, expected);
}

static void refused(const char *pattern, int flags, int error)
{
	regex_t expression;
	char text[100];
	int got = regcomp(&expression, pattern, flags);

	if (got != error) {
		fprintf(stderr, "%s: got error %d, expected %d\n", pattern, got,
		    error);
		exit(1);
	}
	check(regerror(error, &expression, text, sizeof(text)) ==
	      strlen(text) + 1);
	check(strlen(text) > 5);
	check(regerror(error, &expression, text, 4) > 4 && strlen(text) == 3);
}

static void characters(void)
{
	check(setlocale(LC_ALL, "C.UTF-8"));
	extended("^.$", "\xc3\xa9", "(0,2)");
	extended("a.b",
	    "xa\xe2\x82\xac"
	    "b",
	    "(1,6)");
	extended("[\xc3\xa9\xc3\xa8]+", "ab\xc3\xa9\xc3\xa8z", "(2,6)");
#ifndef __GLIBC__ /* which has no order for these in C.UTF-8 */
	extended("[\xc3\xa0-\xc3\xbf]+", "ab\xc3\xa9\xc3\xa8z", "(2,6)");
	extended("[[.hyphen.]-0]+", "a-./0", "(1,5)");
#endif
	extended("[^a]", "a\xf0\x9f\x98\x80", "(1,5)");
	match("\xc3\x89T\xc3\x89", REG_ICASE, "\xc3\xa9t\xc3\xa9", 0, "(0,5)");
	extended("[[:alpha:]]+", "1\xc3\xa9\xc3\xa8!", "(1,5)");
	basic("\\(\xc3\xa9*\\)x\\1", "\xc3\xa9\xc3\xa9x\xc3\xa9\xc3\xa9",
	    "(0,9)(0,4)");
	/* A byte that is no character is not in the way of others. */
	extended("b",
	    "\xff\xfe"
	    "b",
	    "(2,3)");
	extended("a.b",
	    "a\xff"
	    "b",
	    "-");
	check(setlocale(LC_ALL, "C"));
}

static void parts(void)
{
	regmatch_t part[1] = {{2, 5}};
	regex_t expression;

	check(regcomp(&expression, "^b*$", 0) == 0);
	check(regexec(&expression, "aabbbcc", 1, part,
		  REG_STARTEND | REG_NOTBOL) == REG_NOMATCH);
	regfree(&expression);
	check(regcomp(&expression, "b*$", 0) == 0);
	part[0].rm_so = 2;
	part[0].rm_eo = 5;
	check(regexec(&expression, "aabbbcc", 1, part, REG_STARTEND) == 0);
	check(part[0].rm_so == 2 && part[0].rm_eo == 5);
	regfree(&expression);
	check(regcomp(&expression, "a", REG_NOSUB) == 0);
	check(regexec(&expression, "cba", 0, NULL, 0) == 0);
	regfree(&expression);
}

int main(void)
{
	extended("a|ab|abc", "xabcd", "(1,4)");
	extended("(a|ab)(c|bcd)(d*)", "abcd", "(0,4)(0,1)(1,4)(4,4)");
	extended("(a*)(b|ab)", "aab", "(0,3)(0,2)(2,3)");
	extended("x{2,3}", "xxxxx", "(0,3)");
	extended("(ab){2}", "ababab", "(0,4)(2,4)");
	extended("a{0}b", "ab", "(1,2)");
	extended("()", "x", "(0,0)(0,0)");
	extended("(a)|(b)", "b", "(0,1)(-1,-1)(0,1)");
	extended("^(a|b)*$", "abba", "(0,4)(3,4)");
	extended("a+?b|c$", "c", "(0,1)");
	extended("[]a]+", "a]b", "(0,2)");
	extended("[^]a]+", "a]bc", "(2,4)");
	extended("[a-]+", "-a-b", "(0,3)");
	extended("[[.-.]-0]+", "a-./0", "(1,5)");
	extended("[[.-.]]", "a-", "(1,2)");
	extended("[[=a=]b]+", "cab", "(1,3)");
	extended("[[:digit:][:upper:]]+", "aB2c", "(1,3)");
	extended("(a*)\\1", "aaaa", "(0,4)(0,2)");
	extended("\\bword\\b", "a word.", "(2,6)");
	extended("\\.", "a.", "(1,2)");
	basic("\\(a*\\)b\\1", "aabaa", "(0,5)(0,2)");
	basic("\\(a\\)*b\\1", "b", "-");
	basic("a\\{2\\}", "baaa", "(1,3)");
	basic("a\\|b", "xb", "(1,2)");
	basic("a\\+", "xaa", "(1,3)");
	basic("*a", "x*a", "(1,3)");
	basic("\\(*a\\)", "*a", "(0,2)(0,2)");
	basic("^*a", "*a", "(0,2)");
	basic("a^b$c", "a^b$c", "(0,5)");
	basic("a|b", "a|b", "(0,3)");
	basic("\\(^a\\)b", "ab", "(0,2)(0,1)");
	match("^b", REG_NEWLINE, "a\nb", 0, "(2,3)");
	match("a$", REG_NEWLINE, "a\nb", 0, "(0,1)");
	match("a.b", REG_NEWLINE, "a\nb", 0, "-");
	match("a[^x]b", REG_NEWLINE, "a\nb", 0, "-");
	match("a.b", 0, "a\nb", 0, "(0,3)");
	match("^a", 0, "a", REG_NOTBOL, "-");
	match("a$", 0, "a", REG_NOTEOL, "-");
	match("ABC", REG_ICASE, "xabc", 0, "(1,4)");
	match("[^a]", REG_ICASE, "Ab", 0, "(1,2)");
	match("\\(a\\)\\1", REG_ICASE, "aA", 0, "(0,2)(0,1)");

	refused("(a", REG_EXTENDED, REG_EPAREN);
	refused("\\(a", 0, REG_EPAREN);
	refused("a\\)", 0, REG_EPAREN);
	refused("[a", 0, REG_EBRACK);
	refused("[[:nothing:]]", 0, REG_ECTYPE);
	refused("[[.nothing.]]", 0, REG_ECOLLATE);
	refused("[b-a]", 0, REG_ERANGE);
	refused("a\\", 0, REG_EESCAPE);
	refused("\\(a\\)\\2", 0, REG_ESUBREG);
	refused("a\\{1", 0, REG_EBRACE);
	refused("a\\{2,1\\}", 0, REG_BADBR);
	refused("a\\{x\\}", 0, REG_BADBR);
	refused("*a", REG_EXTENDED, REG_BADRPT);
	characters();
	parts();
	return 0;
}
