/* SPDX-License-Identifier: Apache-2.0
 *
 * Processors and memory, as in GNU.
 */
#ifndef _SYS_SYSINFO_H
#define _SYS_SYSINFO_H

#include <sys/cdefs.h>

__BEGIN_DECLS
long get_avphys_pages(void);
int get_nprocs(void);
int get_nprocs_conf(void);
long get_phys_pages(void);
__END_DECLS

#endif
