/* SPDX-License-Identifier: Apache-2.0
 *
 * Message catalogues.
 */
#ifndef _NL_TYPES_H
#define _NL_TYPES_H

#include <sys/_types.h>
#include <sys/cdefs.h>

typedef struct __zrt_catalogue *nl_catd;
#ifndef _NL_ITEM_DECLARED
typedef __nl_item nl_item;
#define _NL_ITEM_DECLARED
#endif

#define NL_SETD       1
#define NL_CAT_LOCALE 1

__BEGIN_DECLS
int catclose(nl_catd);
char *catgets(nl_catd, int, int, const char *);
nl_catd catopen(const char *, int);
__END_DECLS

#endif
