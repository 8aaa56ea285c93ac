/* SPDX-License-Identifier: Apache-2.0 */
#include <regex.h>
#include <string.h>

static const char *const messages[] = {
	[REG_OK] = "Success",
	[REG_NOMATCH] = "No match",
	[REG_BADPAT] = "Invalid regular expression",
	[REG_ECOLLATE] = "Unknown collating element",
	[REG_ECTYPE] = "Unknown character class",
	[REG_EESCAPE] = "Trailing backslash",
	[REG_ESUBREG] = "Back-reference to a group that does not exist",
	[REG_EBRACK] = "Missing ]",
	[REG_EPAREN] = "Missing or superfluous parenthesis",
	[REG_EBRACE] = "Missing }",
	[REG_BADBR] = "Invalid repetition count in {}",
	[REG_ERANGE] = "Invalid end of a range",
	[REG_ESPACE] = "Out of memory",
	[REG_BADRPT] = "Repetition of nothing",
};

size_t regerror(int error, const regex_t *expression, char *buffer, size_t size)
{
	const char *text = "Unknown error of a regular expression";
	size_t needed, kept;

	(void)expression;
	if (error >= 0 && (size_t)error < sizeof(messages) / sizeof(*messages))
		text = messages[error];
	needed = strlen(text) + 1;
	if (size > 0) {
		kept = needed < size ? needed - 1 : size - 1;
		memcpy(buffer, text, kept);
		buffer[kept] = '\0';
	}
	return needed;
}
