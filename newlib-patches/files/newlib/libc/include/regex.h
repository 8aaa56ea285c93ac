/* SPDX-License-Identifier: Apache-2.0
 *
 * Regular expressions, basic and extended, over the characters of the current
 * locale. The leftmost of the longest matches is found in time linear in the
 * string, unless the expression has back-references.
 *
 * Beside POSIX: \| \+ \? in basic expressions; back-references in extended
 * ones; \w \W \s \S \d \D, \b \B \< \>; REG_STARTEND. A byte that belongs to
 * no character is matched by nothing but itself.
 */
#ifndef _REGEX_H_
#define _REGEX_H_

#include <sys/cdefs.h>
#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int regoff_t;

typedef struct re_pattern_buffer {
	size_t re_nsub; /* parenthesized subexpressions */
	void *__opaque;
} regex_t;

typedef struct {
	regoff_t rm_so; /* bytes from the start of the string to the match */
	regoff_t rm_eo; /* and to the first byte behind it */
} regmatch_t;

/* For regcomp. */
#define REG_BASIC 0
#define REG_EXTENDED 1
#define REG_ICASE 2
#define REG_NEWLINE 4
#define REG_NOSUB 8

/* For regexec. REG_STARTEND: pmatch[0] holds which bytes of the string are
 * to be matched; ^ and $ are its ends, offsets count from the string. */
#define REG_NOTBOL 1
#define REG_NOTEOL 2
#define REG_STARTEND 4

enum {
	REG_OK,
	REG_NOMATCH,
	REG_BADPAT,
	REG_ECOLLATE,
	REG_ECTYPE,
	REG_EESCAPE,
	REG_ESUBREG,
	REG_EBRACK,
	REG_EPAREN,
	REG_EBRACE,
	REG_BADBR,
	REG_ERANGE,
	REG_ESPACE,
	REG_BADRPT,
};

#define REG_NOERROR REG_OK

/* Programs ask with #ifdef. */
#define REG_NOMATCH REG_NOMATCH
#define REG_BADPAT REG_BADPAT
#define REG_ECOLLATE REG_ECOLLATE
#define REG_ECTYPE REG_ECTYPE
#define REG_EESCAPE REG_EESCAPE
#define REG_ESUBREG REG_ESUBREG
#define REG_EBRACK REG_EBRACK
#define REG_EPAREN REG_EPAREN
#define REG_EBRACE REG_EBRACE
#define REG_BADBR REG_BADBR
#define REG_ERANGE REG_ERANGE
#define REG_ESPACE REG_ESPACE
#define REG_BADRPT REG_BADRPT

int regcomp(regex_t *__restrict, const char *__restrict, int);
int regexec(const regex_t *__restrict, const char *__restrict, size_t,
	    regmatch_t[__restrict_arr], int);
size_t regerror(int, const regex_t *__restrict, char *__restrict, size_t);
void regfree(regex_t *);

#ifdef __cplusplus
}
#endif

#endif
