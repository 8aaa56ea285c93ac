/* SPDX-License-Identifier: Apache-2.0
 *
 * Locales of the image: the texts that POSIX calls locale definitions, as
 * Debian's package `locales` keeps them in /usr/share/i18n/locales. Read are
 * the categories LC_MONETARY, LC_NUMERIC, LC_TIME and LC_MESSAGES; characters
 * and their order are those of C.UTF-8. What was read stays for the session:
 * locale objects point to it.
 *
 * A part of locale.c.
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFINITIONS "/usr/share/i18n/locales/"
#define DEEPEST_COPY 8 /* `copy` of a `copy` ...: a circle would never end */

struct definition {
	struct definition *next;
	struct lc_monetary_T monetary;
	struct lc_numeric_T numeric;
	struct lc_time_T time;
	struct lc_messages_T messages;
	char name[];
};

struct reader {
	const char *at;
	char escape;
	char comment;
};

/* A keyword's values go to `count` pointers from `offset` on. */
struct keyword {
	const char *category;
	const char *name;
	size_t offset;
	int count;
	bool list; /* of numbers, kept as the bytes of one string */
};

#define FIELD(category, name, part, count, list)                               \
	{                                                                      \
		category, name, offsetof(struct definition, part), count, list \
	}
#define MONEY(name, list) FIELD("LC_MONETARY", #name, monetary.name, 1, list)

static const struct keyword keywords[] = {
	FIELD("LC_NUMERIC", "decimal_point", numeric.decimal_point, 1, false),
	FIELD("LC_NUMERIC", "thousands_sep", numeric.thousands_sep, 1, false),
	FIELD("LC_NUMERIC", "grouping", numeric.grouping, 1, true),
	FIELD("LC_TIME", "abday", time.wday, 7, false),
	FIELD("LC_TIME", "day", time.weekday, 7, false),
	FIELD("LC_TIME", "abmon", time.mon, 12, false),
	FIELD("LC_TIME", "mon", time.month, 12, false),
	FIELD("LC_TIME", "d_t_fmt", time.c_fmt, 1, false),
	FIELD("LC_TIME", "d_fmt", time.x_fmt, 1, false),
	FIELD("LC_TIME", "t_fmt", time.X_fmt, 1, false),
	FIELD("LC_TIME", "am_pm", time.am_pm, 2, false),
	FIELD("LC_TIME", "t_fmt_ampm", time.ampm_fmt, 1, false),
	FIELD("LC_TIME", "date_fmt", time.date_fmt, 1, false),
	FIELD("LC_MESSAGES", "yesexpr", messages.yesexpr, 1, false),
	FIELD("LC_MESSAGES", "noexpr", messages.noexpr, 1, false),
	FIELD("LC_MESSAGES", "yesstr", messages.yesstr, 1, false),
	FIELD("LC_MESSAGES", "nostr", messages.nostr, 1, false),
	MONEY(int_curr_symbol, false),
	MONEY(currency_symbol, false),
	MONEY(mon_decimal_point, false),
	MONEY(mon_thousands_sep, false),
	MONEY(mon_grouping, true),
	MONEY(positive_sign, false),
	MONEY(negative_sign, false),
	MONEY(int_frac_digits, true),
	MONEY(frac_digits, true),
	MONEY(p_cs_precedes, true),
	MONEY(p_sep_by_space, true),
	MONEY(n_cs_precedes, true),
	MONEY(n_sep_by_space, true),
	MONEY(p_sign_posn, true),
	MONEY(n_sign_posn, true),
	MONEY(int_p_cs_precedes, true),
	MONEY(int_p_sep_by_space, true),
	MONEY(int_n_cs_precedes, true),
	MONEY(int_n_sep_by_space, true),
	MONEY(int_p_sign_posn, true),
	MONEY(int_n_sign_posn, true),
};

/* The whole file, ended by a zero byte; NULL if it cannot be read. */
static char *read_definition(const char *name)
{
	char *text = NULL;
	struct stat status;
	ssize_t length;
	char *path;
	int fd;

	path = malloc(sizeof(DEFINITIONS) + strlen(name));
	if (!path)
		return NULL;
	strcpy(stpcpy(path, DEFINITIONS), name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	free(path);
	if (fd < 0)
		return NULL;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		text = malloc(status.st_size + 1);
	if (text) {
		length = read(fd, text, status.st_size);
		text[length < 0 ? 0 : length] = '\0';
	}
	close(fd);
	return text;
}

/* To the start of the next line; a line that ends with the escape goes on. */
static void skip_line(struct reader *reader)
{
	while (*reader->at && *reader->at != '\n') {
		if (*reader->at == reader->escape && reader->at[1])
			reader->at++;
		reader->at++;
	}
	if (*reader->at)
		reader->at++;
}

static void skip_blanks(struct reader *reader)
{
	for (;;) {
		if (*reader->at == ' ' || *reader->at == '\t')
			reader->at++;
		else if (*reader->at == reader->escape && reader->at[1] == '\n')
			reader->at += 2;
		else
			return;
	}
}

static bool word_is(struct reader *reader, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(reader->at, word, length) != 0 || !strchr(" \t\n", reader->at[length]))
		return false;
	reader->at += length;
	skip_blanks(reader);
	return true;
}

/* A quoted text of at most `room` bytes and its end; <U20AC> is a character. */
static bool quoted(struct reader *reader, char *text, size_t room)
{
	mbstate_t state = { 0 };
	size_t length = 0;
	char *end;
	long code;

	skip_blanks(reader);
	if (*reader->at != '"')
		return false;
	reader->at++;
	while (*reader->at && *reader->at != '"' && *reader->at != '\n') {
		if (length + 8 > room)
			return false;
		if (*reader->at == reader->escape && reader->at[1] == '\n') {
			reader->at += 2;
		} else if (reader->at[0] == '<' && reader->at[1] == 'U') {
			code = strtol(reader->at + 2, &end, 16);
			if (*end != '>')
				return false;
			length += __utf8_wctomb(_REENT, text + length, code, &state);
			reader->at = end + 1;
		} else {
			if (*reader->at == reader->escape && reader->at[1])
				reader->at++;
			text[length++] = *reader->at++;
		}
	}
	text[length] = '\0';
	if (*reader->at != '"')
		return false;
	reader->at++;
	return true;
}

/* Whether another value follows the one that was read. */
static bool more(struct reader *reader)
{
	skip_blanks(reader);
	if (*reader->at != ';')
		return false;
	reader->at++;
	skip_blanks(reader);
	return true;
}

static bool read_values(struct reader *reader, const struct keyword *keyword, const char **values)
{
	char text[512];
	size_t length = 0;
	int i = 0;

	if (keyword->list) {
		do {
			long number = strtol(reader->at, (char **)&reader->at, 10);

			text[length++] = number < 0 ? CHAR_MAX : (char)number;
		} while (more(reader) && length + 1 < sizeof(text));
		text[length] = '\0';
		/* A number of one byte may be zero: it is no end. */
		values[0] = malloc(length + 1);
		if (!values[0])
			return false;
		memcpy((char *)values[0], text, length + 1);
		return true;
	}
	do {
		if (!quoted(reader, text, sizeof(text)))
			return false;
		values[i] = strdup(text);
		if (!values[i])
			return false;
		i++;
	} while (i < keyword->count && more(reader));
	return i == keyword->count;
}

static bool read_category(struct definition *definition, const char *category, const char *name,
			  int depth)
{
	struct reader reader = { .escape = '\\', .comment = '#' };
	char *text = read_definition(name);
	bool inside = false;
	bool good = text != NULL;
	char other[ENCODING_LEN + 16];
	size_t i;

	reader.at = text;
	while (good && *reader.at) {
		if (!inside && word_is(&reader, "escape_char"))
			reader.escape = *reader.at;
		else if (!inside && word_is(&reader, "comment_char"))
			reader.comment = *reader.at;
		else if (!inside)
			inside = word_is(&reader, category);
		else if (word_is(&reader, "END"))
			break;
		else if (word_is(&reader, "copy"))
			good = depth < DEEPEST_COPY && quoted(&reader, other, sizeof(other)) &&
			       !strchr(other, '/') &&
			       read_category(definition, category, other, depth + 1);
		skip_blanks(&reader);
		for (i = 0; inside && i < sizeof(keywords) / sizeof(*keywords); i++) {
			const struct keyword *keyword = &keywords[i];

			if (strcmp(keyword->category, category) == 0 &&
			    word_is(&reader, keyword->name)) {
				good = read_values(&reader, keyword,
						   (const char **)((char *)definition +
								   keyword->offset));
				break;
			}
		}
		skip_line(&reader);
	}
	free(text);
	return good && inside;
}

/* The locale LANG_TERRITORY[.CODESET][@MODIFIER], without its codeset; NULL if
 * the image has none of that name or it cannot be read. */
static const struct definition *find_definition(const char *locale)
{
	static struct definition *known;
	struct definition *definition;
	char name[ENCODING_LEN + 1];
	char *codeset;

	if (strchr(locale, '/') || strlen(locale) > ENCODING_LEN)
		return NULL;
	strcpy(name, locale);
	codeset = strchr(name, '.');
	if (codeset) {
		const char *modifier = strchr(codeset, '@');

		memmove(codeset, modifier ? modifier : "",
			strlen(modifier ? modifier : "") + 1);
	}
	for (definition = known; definition; definition = definition->next) {
		if (strcmp(definition->name, name) == 0)
			return definition;
	}
	definition = malloc(sizeof(*definition) + strlen(name) + 1);
	if (!definition)
		return NULL;
	definition->monetary = _C_monetary_locale;
	definition->numeric = _C_numeric_locale;
	definition->time = _C_time_locale;
	definition->messages = _C_messages_locale;
	strcpy(definition->name, name);
	if (!read_category(definition, "LC_MONETARY", name, 0) ||
	    !read_category(definition, "LC_NUMERIC", name, 0) ||
	    !read_category(definition, "LC_TIME", name, 0) ||
	    !read_category(definition, "LC_MESSAGES", name, 0)) {
		free(definition);
		return NULL;
	}
	definition->next = known;
	known = definition;
	return definition;
}
