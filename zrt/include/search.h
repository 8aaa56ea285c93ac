/* SPDX-License-Identifier: Apache-2.0
 *
 * Hash tables, trees, lists and arrays to search in.
 */
#ifndef _SEARCH_H
#define _SEARCH_H

#include <stddef.h>
#include <sys/cdefs.h>

typedef struct entry {
	char *key;
	void *data;
} ENTRY;

typedef enum { FIND, ENTER } ACTION;

typedef enum { preorder, postorder, endorder, leaf } VISIT;

struct hsearch_data {
	struct internal_head *htable;
	size_t htablesize;
};

#ifndef __compar_fn_t_defined
#define __compar_fn_t_defined
typedef int (*__compar_fn_t)(const void *, const void *);
#endif

__BEGIN_DECLS
int hcreate(size_t);
void hdestroy(void);
ENTRY *hsearch(ENTRY, ACTION);
void insque(void *, void *);
void *lfind(const void *, const void *, size_t *, size_t, __compar_fn_t);
void *lsearch(const void *, void *, size_t *, size_t, __compar_fn_t);
void remque(void *);
void *tdelete(const void *__restrict, void **__restrict, __compar_fn_t);
void *tfind(const void *, void *const *, __compar_fn_t);
void *tsearch(const void *, void **, __compar_fn_t);
void twalk(const void *, void (*)(const void *, VISIT, int));
#if __GNU_VISIBLE || defined(_LIBC)
struct qelem {
	struct qelem *q_forw, *q_back;
	char q_data[1];
};
int hcreate_r(size_t, struct hsearch_data *);
void hdestroy_r(struct hsearch_data *);
int hsearch_r(ENTRY, ACTION, ENTRY **, struct hsearch_data *);
void tdestroy(void *, void (*)(void *));
#endif
__END_DECLS

#endif
