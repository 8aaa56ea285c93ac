/* SPDX-License-Identifier: Apache-2.0
 *
 * Loading of code at run time. Programs are static and validated whole before
 * they start: the functions are absent.
 */
#ifndef _DLFCN_H
#define _DLFCN_H

#include <sys/cdefs.h>

#define RTLD_LAZY   1
#define RTLD_NOW    2
#define RTLD_LOCAL  0
#define RTLD_GLOBAL 0x100
#if __GNU_VISIBLE
#define RTLD_NOLOAD  4
#define RTLD_NEXT    ((void *)-1)
#define RTLD_DEFAULT ((void *)0)
#endif

__BEGIN_DECLS
int dlclose(void *);
char *dlerror(void);
void *dlopen(const char *, int);
void *dlsym(void *__restrict, const char *__restrict);
__END_DECLS

#endif
