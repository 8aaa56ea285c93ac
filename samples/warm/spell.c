/* SPDX-License-Identifier: Apache-2.0
 *
 * A warm server: the word list is read and sorted once; every request is a
 * fresh copy of the program at zvm_serve(), with its own text to check.
 * Prints the words of standard input that are not in /dev/words.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zvm.h>

static char **words;
static size_t count;

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void load(void)
{
	FILE *list = fopen("/dev/words", "r");
	char word[100];
	size_t room = 0;

	if (list == NULL) {
		perror("/dev/words");
		exit(1);
	}
	while (fscanf(list, "%99s", word) == 1) {
		if (count == room) {
			room = room * 2 + 1000;
			words = realloc(words, room * sizeof(*words));
		}
		if (words == NULL || (words[count] = strdup(word)) == NULL) {
			perror("words");
			exit(1);
		}
		count++;
	}
	fclose(list);
	qsort(words, count, sizeof(*words), compare);
}

static void check(char *word)
{
	if (bsearch(&word, words, count, sizeof(*words), compare) == NULL)
		puts(word);
}

int main(void)
{
	char word[100];
	size_t length = 0;
	int c;

	load();
	if (zvm_serve() != 0) {
		perror("zvm_serve: no Job in the manifest");
		return 1;
	}
	do {
		c = getchar();
		if (isalpha(c) && length < sizeof(word) - 1) {
			word[length++] = (char)tolower(c);
		} else if (length > 0) {
			word[length] = '\0';
			check(word);
			length = 0;
		}
	} while (c != EOF);
	return 0;
}
