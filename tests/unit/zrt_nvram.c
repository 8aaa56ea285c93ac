/* SPDX-License-Identifier: Apache-2.0
 *
 * The parser of /dev/nvram on the host: records, escapes, every error with
 * its line, mutated texts.
 */
#include "tap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "config/nvram.h"

static struct nvram_record *parse(const char *text, size_t size, size_t *count,
    struct nvram_error *error, char **copy)
{
	*copy = malloc(size + 1);
	memcpy(*copy, text, size);
	(*copy)[size] = 'x'; /* may be anything */
	return __zrt_nvram_parse(*copy, size, count, error);
}

static void right(void)
{
	static const char text[] =
	    "# a comment\n\n[env]\r\n name = A , value = b\\x2c c \r\n"
	    "value=,name=EMPTY\n"
	    "[fstab]\nchannel=/dev/root.0, mountpoint=/, access=ro\n"
	    "[args]\nargs=a \"b\\x20c\"\n[env]\nname=X,value=a=b";
	struct nvram_error error;
	struct nvram_record *records;
	size_t count;
	char *copy;

	records = parse(text, sizeof(text) - 1, &count, &error, &copy);
	if (!tap_ok(records && count == 5, "a text of five records")) {
		printf("# line %d: %s\n", error.line, error.what);
		return;
	}
	tap_ok(records[0].section == NVRAM_ENV && records[0].line == 4 &&
		   strcmp(records[0].values[0], "A") == 0 &&
		   strcmp(records[0].values[1], "b, c") == 0,
	    "blanks around values go, escapes are undone");
	tap_ok(strcmp(records[1].values[1], "") == 0, "an empty value");
	tap_ok(records[2].section == NVRAM_FSTAB && !records[2].values[3],
	    "a key that may be left out");
	tap_ok(strcmp(records[3].values[0], "a \"b\\x20c\"") == 0,
	    "arguments keep their escapes");
	tap_ok(strcmp(records[4].values[1], "a=b") == 0, "the first = divides");
	free(records);
	free(copy);
	records = parse("", 0, &count, &error, &copy);
	tap_ok(records && count == 0, "an empty text");
	free(records);
	free(copy);
}

static void all_bytes(void)
{
	struct nvram_error error;
	struct nvram_record *records;
	char text[64], *copy;
	size_t count;
	int good = 0;

	for (int byte = 1; byte < 256; byte++) {
		int size = snprintf(
		    text, sizeof(text), "[env]\nname=N,value=\\x%02x", byte);

		records = parse(text, (size_t)size, &count, &error, &copy);
		if (records && (uint8_t)records[0].values[1][0] == byte &&
		    records[0].values[1][1] == '\0')
			good++;
		free(records);
		free(copy);
	}
	tap_equal(good, 255, "every byte can be written as an escape");
}

static void wrong(const char *text, int line, const char *message)
{
	struct nvram_error error;
	size_t count;
	char *copy;
	struct nvram_record *records =
	    parse(text, strlen(text), &count, &error, &copy);

	if (!tap_ok(
		!records && error.line == line && strstr(error.what, message),
		"line %d: %s", line, message))
		printf("# got line %d: %s\n", error.line,
		    records ? "no error" : error.what);
	free(records);
	free(copy);
}

static void mutations(void)
{
	static const char text[] =
	    "[env]\nname=A,value=b\\x2c\n[args]\nargs=x \"y\"\n[fstab]\n"
	    "channel=/dev/r,mountpoint=/,access=ro,source=/a\\x41\n";
	uint64_t state = 88172645463325252u;
	size_t total = 0;

	for (int i = 0; i < 200000; i++) {
		struct nvram_error error;
		struct nvram_record *records;
		char mutant[sizeof(text)], *copy;
		size_t count;

		memcpy(mutant, text, sizeof(text));
		for (int n = i % 4; n >= 0; n--) {
			state ^= state << 13;
			state ^= state >> 7;
			state ^= state << 17;
			mutant[state % (sizeof(text) - 1)] =
			    i % 2 ? "[]=,\\\n\"# x"[state >> 33 & 7]
				  : (char)(state >> 40);
		}
		records =
		    parse(mutant, sizeof(text) - 1, &count, &error, &copy);
		for (size_t j = 0; records && j < count; j++)
			total += strlen(records[j].values[0]);
		free(records);
		free(copy);
	}
	tap_ok(total != 0, "200,000 mutated texts do no harm");
}

int main(void)
{
	right();
	all_bytes();
	wrong("name=A,value=b", 1, "before any section");
	wrong("\n[what]\n", 2, "unknown section");
	wrong("[env\n", 1, "without its ]");
	wrong("[env]\nname=A,value=a,b", 2, "no key=value");
	wrong("[env]\nname=A,value=a,name=B", 2, "the same key twice");
	wrong("[env]\nname=A,value=b,extra=c", 2, "unknown key");
	wrong("[env]\nname=A", 2, "a record without a key");
	wrong("[env]\nname=A,value=\\x0g", 2, "bad escape");
	wrong("[env]\nname=A,value=\\x00", 2, "bad escape");
	wrong("[env]\nname=A,value=\\n", 2, "bad escape");
	wrong("[fstab]\nchannel=/dev/r,access=ro", 2, "without a key");
	mutations();
	return tap_done();
}
