/* SPDX-License-Identifier: Apache-2.0
 *
 * wordexp: fields, quotes, parameters, arithmetic, and what it refuses. (No
 * comparison with the host: its library runs a shell for commands and differs
 * in empty fields.)
 */
#include <string.h>
#include <wordexp.h>
#include "test.h"

static void expands(const char *text, const char *expected)
{
	char joined[256] = "";
	wordexp_t words;

	check(wordexp(text, &words, 0) == 0);
	for (size_t i = 0; i < words.we_wordc; i++) {
		strcat(joined, "[");
		strcat(joined, words.we_wordv[i]);
		strcat(joined, "]");
	}
	check(!words.we_wordv[words.we_wordc]);
	if (strcmp(joined, expected))
		fprintf(stderr, "%s: %s\n", text, joined);
	check(strcmp(joined, expected) == 0);
	wordfree(&words);
}

static void fails(const char *text, int flags, int error)
{
	wordexp_t words;

	check(wordexp(text, &words, flags) == error);
}

int main(void)
{
	wordexp_t words = {.we_offs = 2};

	setenv("X", "a b  c", 1);
	setenv("Y", "", 1);
	setenv("P", "/usr/lib/foo.tar.gz", 1);
	setenv("HOME", "/home/me", 1);
	unsetenv("Z");
	expands("one two\t'three four'", "[one][two][three four]");
	expands("\"$X\" $X a${X}b", "[a b  c][a][b][c][aa][b][cb]");
	expands("${Z:-de fault} ${Y:-n} ${Y-n}x ${#X}", "[de][fault][n][x][6]");
	expands("\"${X:+yes no}\" ${X:+yes no} ${Z+no}", "[yes no][yes][no]");
	expands("${P%.*} ${P%%.*} ${P#*/} ${P##*/}",
	    "[/usr/lib/foo.tar][/usr/lib/foo][usr/lib/foo.tar.gz][foo.tar.gz]");
	expands("${Q:=value} $Q", "[value][value]");
	expands("~/q ~nobody-of-this-name/x a~",
	    "[/home/me/q][~nobody-of-this-name/x][a~]");
	expands("$((1+2*3)) $(( (4-1)*2 )) \"$((7%4 << 2))\"", "[7][6][12]");
	expands("$Y \"$Y\" '' \\$X a'b'\"c\"d", "[][][$X][abcd]");
	expands("*no-such-file* '*'", "[*no-such-file*][*]");
	setenv("IFS", ":", 1);
	setenv("L", "a::b c:", 1);
	expands("$L", "[a][][b c]");
	unsetenv("IFS");

	fails("`ls`", 0, WRDE_CMDSUB);
	fails("\"$(ls)\"", WRDE_NOCMD, WRDE_CMDSUB);
	fails("a|b", 0, WRDE_BADCHAR);
	fails("a\nb", 0, WRDE_BADCHAR);
	fails("'open", 0, WRDE_SYNTAX);
	fails("${X", 0, WRDE_SYNTAX);
	fails("$((1/0))", 0, WRDE_SYNTAX);
	fails("$Z", WRDE_UNDEF, WRDE_BADVAL);

	check(wordexp("a b", &words, WRDE_DOOFFS) == 0);
	check(wordexp("c", &words, WRDE_DOOFFS | WRDE_APPEND) == 0);
	check(words.we_wordc == 3 && !words.we_wordv[0] && !words.we_wordv[1]);
	check(strcmp(words.we_wordv[4], "c") == 0 && !words.we_wordv[5]);
	wordfree(&words);
	return 0;
}
