/* SPDX-License-Identifier: Apache-2.0
 *
 * File names that match a pattern, sorted by strcoll().
 */
#ifndef _GLOB_H_
#define _GLOB_H_

#include <sys/cdefs.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

struct dirent;
struct stat;

typedef struct {
	size_t gl_pathc; /* paths found */
	char **gl_pathv; /* behind gl_offs null pointers, ended by another */
	size_t gl_offs;
	int gl_flags; /* those of the call, and GLOB_MAGCHAR */

	/* What GLOB_ALTDIRFUNC has glob() call instead of its own. */
	void (*gl_closedir)(void *);
	struct dirent *(*gl_readdir)(void *);
	void *(*gl_opendir)(const char *);
	int (*gl_lstat)(const char *__restrict, struct stat *__restrict);
	int (*gl_stat)(const char *__restrict, struct stat *__restrict);
} glob_t;

#define GLOB_ERR 0x0001
#define GLOB_MARK 0x0002
#define GLOB_NOSORT 0x0004
#define GLOB_DOOFFS 0x0008
#define GLOB_NOCHECK 0x0010
#define GLOB_APPEND 0x0020
#define GLOB_NOESCAPE 0x0040

/* Beside POSIX, as GNU has them. */
#define GLOB_PERIOD 0x0080 /* a leading period needs none in the pattern */
#define GLOB_MAGCHAR 0x0100 /* set in gl_flags: the pattern had * ? or [ */
#define GLOB_ALTDIRFUNC 0x0200
#define GLOB_BRACE 0x0400 /* {a,b} */
#define GLOB_NOMAGIC 0x0800 /* GLOB_NOCHECK for patterns without * ? [ */
#define GLOB_TILDE 0x1000 /* ~ and ~user */
#define GLOB_ONLYDIR 0x2000 /* directories alone are wanted */
#define GLOB_TILDE_CHECK 0x4000 /* GLOB_NOMATCH for an unknown user */

#define GLOB_NOSPACE 1
#define GLOB_ABORTED 2
#define GLOB_NOMATCH 3
#define GLOB_ABEND GLOB_ABORTED

int glob(const char *__restrict, int, int (*)(const char *, int),
	 glob_t *__restrict);
void globfree(glob_t *);

#ifdef __cplusplus
}
#endif

#endif
