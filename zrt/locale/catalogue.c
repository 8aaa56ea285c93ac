/* SPDX-License-Identifier: Apache-2.0
 *
 * catopen, catgets, catclose: message catalogues as GNU's gencat writes them.
 * The file is a hash table, twice, in either byte order: triples of set (from
 * 1), message and offset into the strings behind the tables. `depth` planes of
 * `size` triples hold those that collide. Catalogues are looked for along
 * NLSPATH, by the language that LC_MESSAGES or LANG names.
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <nl_types.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC        0x960408deu
#define DEFAULT_PATH "/usr/share/locale/%L/%N:/usr/share/locale/%l/%N"

struct __zrt_catalogue {
	uint32_t size, depth; /* of the table */
	const uint32_t *table;
	const char *strings;
	size_t string_bytes;
	uint32_t file[];
};

static nl_catd load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct __zrt_catalogue *catalogue = NULL;
	uint64_t words;
	struct stat status;
	size_t bytes;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	    status.st_size >= 12 && status.st_size < INT32_MAX)
		catalogue =
		    malloc(sizeof(*catalogue) + (size_t)status.st_size + 1);
	if (!catalogue) {
		close(fd);
		return NULL;
	}
	bytes = (size_t)status.st_size;
	if (read(fd, catalogue->file, bytes) != (ssize_t)bytes)
		bytes = 0;
	close(fd);
	catalogue->size = bytes ? catalogue->file[1] : 0;
	catalogue->depth = bytes ? catalogue->file[2] : 0;
	words = (uint64_t)catalogue->size * catalogue->depth * 3;
	if (!bytes || catalogue->file[0] != MAGIC || !catalogue->size ||
	    words > bytes || 12 + 2 * 4 * words > bytes) {
		free(catalogue);
		errno = EINVAL;
		return NULL;
	}
	((char *)catalogue->file)[bytes] = '\0';
	catalogue->table = catalogue->file + 3;
	catalogue->strings = (const char *)(catalogue->table + 2 * words);
	catalogue->string_bytes = bytes - (12 + 2 * 4 * (size_t)words);
	return catalogue;
}

/* language[_territory][.codeset] with each part optional. */
static void put_language(FILE *path, char part, const char *language)
{
	size_t base = strcspn(language, "_.@");
	const char *territory = strchr(language, '_');
	const char *codeset = strchr(language, '.');

	switch (part) {
	case 'L':
		fputs(language, path);
		break;
	case 'l':
		fprintf(path, "%.*s", (int)base, language);
		break;
	case 't':
		if (territory)
			fprintf(path, "%.*s", (int)strcspn(territory + 1, ".@"),
			    territory + 1);
		break;
	case 'c':
		if (codeset)
			fprintf(path, "%.*s", (int)strcspn(codeset + 1, "@"),
			    codeset + 1);
		break;
	}
}

static nl_catd search(const char *name, const char *paths, const char *language)
{
	while (*paths) {
		char *text = NULL;
		size_t size;
		FILE *path = open_memstream(&text, &size);
		nl_catd found;

		if (!path)
			return NULL;
		for (; *paths && *paths != ':'; paths++) {
			if (*paths != '%' || !paths[1])
				fputc(*paths, path);
			else if (*++paths == 'N')
				fputs(name, path);
			else if (*paths == '%')
				fputc('%', path);
			else
				put_language(path, *paths, language);
		}
		if (fclose(path)) {
			free(text);
			return NULL;
		}
		found = load(*text ? text : name);
		free(text);
		if (found)
			return found;
		if (*paths)
			paths++;
	}
	errno = ENOENT;
	return NULL;
}

nl_catd catopen(const char *name, int flag)
{
	const char *paths = getenv("NLSPATH");
	const char *language = flag == NL_CAT_LOCALE
				   ? setlocale(LC_MESSAGES, NULL)
				   : getenv("LANG");
	nl_catd found;

	if (strchr(name, '/')) {
		found = load(name);
	} else {
		if (!paths || !*paths)
			paths = DEFAULT_PATH;
		found =
		    search(name, paths, language && *language ? language : "C");
	}
	return found ? found : (nl_catd)-1;
}

char *catgets(nl_catd catalogue, int set, int message, const char *otherwise)
{
	uint32_t at;

	if (catalogue == (nl_catd)-1) {
		errno = EBADF;
		return (char *)otherwise;
	}
	if (set < 0 || message < 0) {
		errno = ENOMSG;
		return (char *)otherwise;
	}
	set++;
	at = (uint32_t)set * (uint32_t)message % catalogue->size;
	for (uint32_t i = 0; i < catalogue->depth; i++, at += catalogue->size) {
		const uint32_t *entry = catalogue->table + 3 * at;

		if (entry[0] == (uint32_t)set &&
		    entry[1] == (uint32_t)message &&
		    entry[2] < catalogue->string_bytes)
			return (char *)catalogue->strings + entry[2];
	}
	errno = ENOMSG;
	return (char *)otherwise;
}

int catclose(nl_catd catalogue)
{
	if (catalogue == (nl_catd)-1) {
		errno = EBADF;
		return -1;
	}
	free(catalogue);
	return 0;
}
