/* SPDX-License-Identifier: Apache-2.0
 *
 * The JSON of reports: members, arrays, escapes, and text that is none.
 */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "sdk-scripts/libzvm/json.h"

static const char report[] =
    "{\"a\": \"x\\\"y\\\\\", \"a2\": -5, \"n\": null, \"f\": 12.25,"
    " \"list\": [{\"name\": \"one\"}, {\"name\": \"t\\u0077o\", \"v\": [1]}],"
    " \"empty\": [], \"last\": \"caf\303\251\"}\n";

static void string_is(const char *value, const char *wanted, const char *what)
{
	char *got = json_string(value);

	tap_ok(wanted == NULL ? got == NULL
			      : got != NULL && strcmp(got, wanted) == 0,
	    "%s", what);
	free(got);
}

static void members(void)
{
	const char *list = json_member(report, "list"), *at;

	string_is(json_member(report, "a"), "x\"y\\", "a string");
	string_is(json_member(report, "n"), NULL, "null is no string");
	string_is(json_member(report, "name"), NULL, "inner members are not");
	string_is(json_member(report, "last"), "caf\303\251", "UTF-8");
	tap_equal(json_number(json_member(report, "f")) * 100, 1225, "12.25");
	tap_equal(json_number(NULL), 0, "no number");
	tap_ok(json_first(json_member(report, "empty")) == NULL, "no element");
	at = json_first(list);
	string_is(json_member(at, "name"), "one", "the first element");
	at = json_next(at);
	string_is(json_member(at, "name"), "two", "the second element");
	tap_ok(json_next(at) == NULL, "there is no third");
}

/* Every prefix, and every byte replaced: nothing is read outside. */
static void broken_text(void)
{
	static const char marks[] = "\"\\{}[],:0 \n";
	size_t size = strlen(report);
	int found = 0;

	for (size_t cut = 0; cut <= size; cut++) {
		for (size_t mark = 0; mark < sizeof(marks); mark++) {
			char *text = strndup(report, size);

			if (marks[mark] == '\0')
				text[cut] = '\0';
			else if (cut < size)
				text[cut] = marks[mark];
			text = realloc(text, strlen(text) + 1);
			found += json_member(text, "last") != NULL;
			for (const char *at =
				 json_first(json_member(text, "list"));
			     at != NULL; at = json_next(at))
				free(json_string(json_member(at, "name")));
			free(text);
		}
	}
	tap_ok(found > 0, "broken text is walked over (%d ends seen)", found);
}

static void depth(void)
{
	char deep[300];

	memset(deep, '[', sizeof(deep));
	memcpy(deep, "{\"a\": ", 6);
	deep[sizeof(deep) - 1] = '\0';
	tap_ok(json_member(deep, "b") == NULL, "nesting is bounded");
}

int main(void)
{
	members();
	broken_text();
	depth();
	return tap_done();
}
