/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree is walked component by component of the pattern: one without magic
 * is appended as it is, one with magic is compared with a directory's names.
 */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct search {
	glob_t *result;
	int flags;
	int (*complain)(const char *, int);
	char *path; /* what is expanded so far */
	size_t length;
	size_t room;
};

static int keep(struct search *search, const char *path)
{
	glob_t *result = search->result;
	size_t at = result->gl_offs + result->gl_pathc;
	char **grown = realloc(result->gl_pathv, (at + 2) * sizeof(*grown));
	char *copy;

	if (!grown)
		return GLOB_NOSPACE;
	if (!result->gl_pathv)
		memset(grown, 0, at * sizeof(*grown));
	result->gl_pathv = grown;
	grown[at] = NULL;
	copy = strdup(path);
	if (!copy)
		return GLOB_NOSPACE;
	grown[at] = copy;
	grown[at + 1] = NULL;
	result->gl_pathc++;
	return 0;
}

static int append(struct search *search, const char *text, size_t length)
{
	if (search->length + length + 1 > search->room) {
		size_t room = 2 * (search->length + length + 1);
		char *grown = realloc(search->path, room);

		if (!grown)
			return GLOB_NOSPACE;
		search->path = grown;
		search->room = room;
	}
	memcpy(search->path + search->length, text, length);
	search->length += length;
	search->path[search->length] = '\0';
	return 0;
}

static void cut(struct search *search, size_t length)
{
	search->length = length;
	if (search->path)
		search->path[length] = '\0';
}

static int status(struct search *search, bool follow, struct stat *status)
{
	const char *path = search->path;

	if (search->flags & GLOB_ALTDIRFUNC) {
		if (follow)
			return search->result->gl_stat(path, status);
		return search->result->gl_lstat(path, status);
	}
	return follow ? stat(path, status) : lstat(path, status);
}

static bool is_directory(struct search *search)
{
	struct stat found;

	return status(search, true, &found) == 0 && S_ISDIR(found.st_mode);
}

static bool has_magic(const char *pattern, size_t length, int flags)
{
	bool open = false;
	size_t i;

	for (i = 0; i < length; i++) {
		if (pattern[i] == '\\' && !(flags & GLOB_NOESCAPE) && i + 1 < length)
			i++;
		else if (pattern[i] == '*' || pattern[i] == '?' || (pattern[i] == ']' && open))
			return true;
		else if (pattern[i] == '[')
			open = true;
	}
	return false;
}

static int found(struct search *search)
{
	struct stat status_of;
	bool slash = search->length > 0 && search->path[search->length - 1] == '/';

	if (search->length == 0 || status(search, false, &status_of) != 0)
		return 0;
	if ((search->flags & GLOB_MARK) && !slash &&
	    (S_ISDIR(status_of.st_mode) ||
	     (S_ISLNK(status_of.st_mode) && is_directory(search)))) {
		if (append(search, "/", 1) != 0)
			return GLOB_NOSPACE;
	}
	return keep(search, search->path);
}

static int expand(struct search *search, const char *pattern);

/* The names of the directory of search->path against one component. */
static int scan(struct search *search, const char *component, const char *rest)
{
	bool own = !(search->flags & GLOB_ALTDIRFUNC);
	const char *directory = search->length > 0 ? search->path : ".";
	size_t base = search->length;
	int match_flags = (search->flags & GLOB_PERIOD ? 0 : FNM_PERIOD) |
			  (search->flags & GLOB_NOESCAPE ? FNM_NOESCAPE : 0);
	struct dirent *entry;
	int error = 0;
	void *stream;

	stream = own ? opendir(directory) : search->result->gl_opendir(directory);
	if (!stream) {
		if (errno == ENOTDIR)
			return 0;
		if ((search->complain && search->complain(directory, errno)) ||
		    (search->flags & GLOB_ERR))
			return GLOB_ABORTED;
		return 0;
	}
	while (error == 0) {
		errno = 0;
		entry = own ? readdir(stream) : search->result->gl_readdir(stream);
		if (!entry)
			break;
		if (fnmatch(component, entry->d_name, match_flags) != 0)
			continue;
		error = append(search, entry->d_name, strlen(entry->d_name));
		if (error == 0 && (!*rest || is_directory(search)))
			error = expand(search, rest);
		cut(search, base);
	}
	if (error == 0 && errno != 0 &&
	    ((search->complain && search->complain(directory, errno)) ||
	     (search->flags & GLOB_ERR)))
		error = GLOB_ABORTED;
	if (own)
		closedir(stream);
	else
		search->result->gl_closedir(stream);
	return error;
}

static int expand(struct search *search, const char *pattern)
{
	size_t base = search->length;
	size_t length, i;
	char *component;
	int error = 0;

	for (;;) {
		length = strspn(pattern, "/");
		error = append(search, pattern, length);
		pattern += length;
		length = strcspn(pattern, "/");
		if (error != 0 || length == 0 || has_magic(pattern, length, search->flags))
			break;
		for (i = 0; i < length && error == 0; i++) {
			if (pattern[i] == '\\' && !(search->flags & GLOB_NOESCAPE) &&
			    i + 1 < length)
				i++;
			error = append(search, pattern + i, 1);
		}
		pattern += length;
	}
	if (error == 0 && length == 0) {
		error = found(search);
	} else if (error == 0) {
		search->result->gl_flags |= GLOB_MAGCHAR;
		component = strndup(pattern, length);
		error = component ? scan(search, component, pattern + length) : GLOB_NOSPACE;
		free(component);
	}
	cut(search, base);
	return error;
}

static int by_collation(const void *a, const void *b)
{
	return strcoll(*(char *const *)a, *(char *const *)b);
}

/* ~ or ~user at the start of the pattern: the rest of it, NULL for failure. */
static const char *home(struct search *search, const char *pattern, int *error)
{
	size_t length = strcspn(pattern, "/");
	const char *directory = NULL;
	struct passwd *entry;
	char *name;

	*error = 0;
	if (length == 1)
		directory = getenv("HOME");
	if (!directory) {
		name = strndup(length == 1 ? getlogin() : pattern + 1, length == 1 ? 256 : length - 1);
		if (!name) {
			*error = GLOB_NOSPACE;
			return NULL;
		}
		entry = getpwnam(name);
		free(name);
		if (!entry) {
			if (search->flags & GLOB_TILDE_CHECK) {
				*error = GLOB_NOMATCH;
				return NULL;
			}
			return pattern;
		}
		directory = entry->pw_dir;
	}
	*error = append(search, directory, strlen(directory));
	return *error == 0 ? pattern + length : NULL;
}

static int one_pattern(struct search *search, const char *pattern)
{
	glob_t *result = search->result;
	size_t before = result->gl_pathc;
	const char *rest = pattern;
	int error = 0;

	if ((search->flags & (GLOB_TILDE | GLOB_TILDE_CHECK)) && *pattern == '~')
		rest = home(search, pattern, &error);
	if (rest)
		error = expand(search, rest);
	cut(search, 0);
	if (error == 0 && !(search->flags & GLOB_NOSORT) && result->gl_pathc > before)
		qsort(result->gl_pathv + result->gl_offs + before, result->gl_pathc - before,
		      sizeof(*result->gl_pathv), by_collation);
	return error;
}

/* The , or } that ends an alternative of the brace that was opened. */
static const char *alternative_end(const char *p, int flags)
{
	int depth = 0;

	for (; *p; p++) {
		if (*p == '\\' && !(flags & GLOB_NOESCAPE) && p[1]) {
			p++;
		} else if (*p == '{') {
			depth++;
		} else if (*p == '}') {
			if (depth-- == 0)
				return p;
		} else if (*p == ',' && depth == 0) {
			return p;
		}
	}
	return NULL;
}

static int alternatives(struct search *search, const char *pattern)
{
	const char *open = NULL, *close, *from, *to;
	int error = 0;
	char *plain;

	if (search->flags & GLOB_BRACE) {
		for (open = pattern; *open && *open != '{'; open++) {
			if (*open == '\\' && !(search->flags & GLOB_NOESCAPE) && open[1])
				open++;
		}
		if (!*open || open[1] == '}')
			open = NULL;
	}
	close = open ? alternative_end(open + 1, search->flags) : NULL;
	while (close && *close == ',')
		close = alternative_end(close + 1, search->flags);
	if (!close)
		return one_pattern(search, pattern);
	for (from = open + 1; error == 0 && from <= close; from = to + 1) {
		to = alternative_end(from, search->flags);
		plain = malloc(strlen(pattern) + 1);
		if (!plain)
			return GLOB_NOSPACE;
		memcpy(plain, pattern, open - pattern);
		memcpy(plain + (open - pattern), from, to - from);
		strcpy(plain + (open - pattern) + (to - from), close + 1);
		error = alternatives(search, plain);
		free(plain);
	}
	return error;
}

int glob(const char *restrict pattern, int flags, int (*complain)(const char *, int),
	 glob_t *restrict result)
{
	struct search search = { .result = result, .flags = flags, .complain = complain };
	size_t before;
	int error;

	if (!(flags & GLOB_DOOFFS))
		result->gl_offs = 0;
	if (!(flags & GLOB_APPEND)) {
		result->gl_pathc = 0;
		result->gl_pathv = NULL;
	}
	result->gl_flags = flags & ~GLOB_MAGCHAR;
	before = result->gl_pathc;
	/* Even without a match the offsets and the end are there. */
	if (!result->gl_pathv) {
		result->gl_pathv = calloc(result->gl_offs + 1, sizeof(*result->gl_pathv));
		if (!result->gl_pathv)
			return GLOB_NOSPACE;
	}
	error = alternatives(&search, pattern);
	free(search.path);
	if (error != 0 || result->gl_pathc > before)
		return error;
	if ((flags & GLOB_NOCHECK) ||
	    ((flags & GLOB_NOMAGIC) && !(result->gl_flags & GLOB_MAGCHAR)))
		return keep(&search, pattern);
	return GLOB_NOMATCH;
}

void globfree(glob_t *result)
{
	size_t i;

	for (i = 0; result->gl_pathv && i < result->gl_pathc; i++)
		free(result->gl_pathv[result->gl_offs + i]);
	free(result->gl_pathv);
	result->gl_pathv = NULL;
	result->gl_pathc = 0;
}
