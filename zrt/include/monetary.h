/* SPDX-License-Identifier: Apache-2.0
 *
 * Amounts of money as text.
 */
#ifndef _MONETARY_H
#define _MONETARY_H

#include <stddef.h>
#include <sys/_locale.h>
#include <sys/cdefs.h>
#include <sys/types.h>

__BEGIN_DECLS
ssize_t strfmon(char *__restrict, size_t, const char *__restrict, ...);
ssize_t strfmon_l(
    char *__restrict, size_t, locale_t, const char *__restrict, ...);
__END_DECLS

#endif
