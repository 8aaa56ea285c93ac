/* SPDX-License-Identifier: Apache-2.0
 *
 * getopt, getopt_long, getopt_long_only with what GNU adds: operands are moved
 * behind the options unless POSIXLY_CORRECT is set or the options begin with
 * '+'; with '-' an operand is the argument of an option 1.
 */
#include <getopt.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *optarg;
int optind = 1;
int opterr = 1;
int optopt = '?';

/* The next letter of a group like -abc; NULL between elements. */
static char *group;

struct call {
	int argc;
	char *const *argv;
	const char *letters;
	const struct option *names;
	int *index;
	bool only; /* getopt_long_only: a name may follow one dash */
	bool colon; /* no messages, ':' for a missing argument */
	bool in_order;
};

#define NOT_A_NAME (-2)

/* The strings, a NULL behind the last, after the program's name. */
static void complain(const struct call *call, ...)
{
	const char *piece;
	va_list pieces;

	if (!opterr || call->colon)
		return;
	fputs(call->argv[0], stderr);
	va_start(pieces, call);
	while ((piece = va_arg(pieces, const char *)) != NULL)
		fputs(piece, stderr);
	va_end(pieces);
	fputs("\n", stderr);
}

static int missing(const struct call *call)
{
	return call->colon ? ':' : '?';
}

static bool alike(const struct option *a, const struct option *b)
{
	return a->has_arg == b->has_arg && a->flag == b->flag && a->val == b->val;
}

/* `text` is NAME or NAME=ARGUMENT; optind is behind the element it is in. */
static int long_option(const struct call *call, char *text, const char *prefix, bool or_letter)
{
	size_t length = strcspn(text, "=");
	const struct option *found = NULL;
	const struct option *name;
	bool ambiguous = false;

	for (name = call->names; name->name; name++) {
		if (strncmp(name->name, text, length) != 0)
			continue;
		if (name->name[length] == '\0') {
			found = name;
			ambiguous = false;
			break;
		}
		if (!found)
			found = name;
		else if (call->only || !alike(found, name))
			ambiguous = true;
	}
	if (!found && or_letter)
		return NOT_A_NAME;
	if (!found || ambiguous) {
		complain(call, found ? ": option '" : ": unrecognized option '", prefix, text,
			 found ? "' is ambiguous" : "'", NULL);
		optopt = 0;
		return '?';
	}
	if (text[length] == '=') {
		if (found->has_arg == no_argument) {
			complain(call, ": option '", prefix, found->name,
				 "' doesn't allow an argument", NULL);
			optopt = found->val;
			return '?';
		}
		optarg = text + length + 1;
	} else if (found->has_arg == required_argument) {
		if (optind >= call->argc) {
			complain(call, ": option '", prefix, found->name,
				 "' requires an argument", NULL);
			optopt = found->val;
			return missing(call);
		}
		optarg = call->argv[optind++];
	}
	if (call->index)
		*call->index = found - call->names;
	if (!found->flag)
		return found->val;
	*found->flag = found->val;
	return 0;
}

static int short_option(const struct call *call)
{
	char letter[2] = { *group++, '\0' };
	const char *known = strchr(call->letters, letter[0]);
	char *rest = *group ? group : NULL;

	if (!rest) {
		group = NULL;
		optind++;
	}
	if (!known || letter[0] == ':' || letter[0] == ';') {
		complain(call, ": invalid option -- '", letter, "'", NULL);
		optopt = (unsigned char)letter[0];
		return '?';
	}
	if (known[1] != ':' && !(known[0] == 'W' && known[1] == ';' && call->names))
		return (unsigned char)letter[0];

	/* The argument is the rest of the element or, if needed, the next one. */
	if (rest) {
		group = NULL;
		optind++;
		optarg = rest;
	} else if (known[1] == ':' && known[2] == ':') {
		return (unsigned char)letter[0];
	} else if (optind >= call->argc) {
		complain(call, ": option requires an argument -- '", letter, "'", NULL);
		optopt = (unsigned char)letter[0];
		return missing(call);
	} else {
		optarg = call->argv[optind++];
	}
	if (known[1] == ';') {
		char *name = optarg;

		optarg = NULL;
		return long_option(call, name, "-W ", false);
	}
	return (unsigned char)letter[0];
}

/* The option that argv[optind] is or holds the next letter of. */
static int next_option(const struct call *call)
{
	char *element = call->argv[optind];
	int option;

	if (element[0] != '-' || element[1] == '\0') {
		if (!call->in_order)
			return -1;
		optarg = element;
		optind++;
		return 1;
	}
	if (!group && strcmp(element, "--") == 0) {
		optind++;
		return -1;
	}
	if (!group && call->names && element[1] == '-') {
		optind++;
		return long_option(call, element + 2, "--", false);
	}
	if (!group && call->names && call->only &&
	    (element[2] || !strchr(call->letters, element[1]))) {
		optind++;
		option = long_option(call, element + 1, "-",
				     strchr(call->letters, element[1]) != NULL);
		if (option != NOT_A_NAME)
			return option;
		optind--;
	}
	if (!group)
		group = element + 1;
	return short_option(call);
}

/* The elements from `from` to before `to` go in front of those from `at` on. */
static void move_forward(char **argv, int at, int from, int to)
{
	while (from < to) {
		char *element = argv[from];

		memmove(argv + at + 1, argv + at, (from - at) * sizeof(*argv));
		argv[at++] = element;
		from++;
	}
}

static int parse(int argc, char *const *argv, const char *letters, const struct option *names,
		 int *index, bool only)
{
	struct call call = { argc, argv, letters, names, index, only, false, false };
	bool permute = getenv("POSIXLY_CORRECT") == NULL;
	int operands, option, first;

	if (optind == 0) {
		optind = 1;
		group = NULL;
	}
	if (*call.letters == '+' || *call.letters == '-') {
		call.in_order = *call.letters == '-';
		permute = false;
		call.letters++;
	}
	if (*call.letters == ':') {
		call.colon = true;
		call.letters++;
	}
	optarg = NULL;
	operands = first = optind;
	if (permute) {
		while (first < argc && argv[first] &&
		       (argv[first][0] != '-' || argv[first][1] == '\0'))
			first++;
	}
	if (first >= argc || !argv[first])
		return -1;
	optind = first;
	option = next_option(&call);
	/* A group that is not used up stays where it is until it is. */
	if (first > operands) {
		move_forward((char **)argv, operands, first, optind);
		optind = operands + (optind - first);
	}
	return option;
}

int getopt(int argc, char *const argv[], const char *letters)
{
	return parse(argc, argv, letters, NULL, NULL, false);
}

int getopt_long(int argc, char *const argv[], const char *letters, const struct option *names,
		int *index)
{
	return parse(argc, argv, letters, names, index, false);
}

int getopt_long_only(int argc, char *const argv[], const char *letters, const struct option *names,
		     int *index)
{
	return parse(argc, argv, letters, names, index, true);
}
