/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory mappings: anonymous, and copies of files. Nothing becomes executable
 * (PROT_EXEC is ENOTSUP; <zvm.h> has zvm_jail). docs/zrt.md tells how shared
 * mappings of files meet read and write.
 */
#ifndef _SYS_MMAN_H
#define _SYS_MMAN_H

#include <stddef.h>
#include <sys/types.h>

#define PROT_NONE  0
#define PROT_READ  1
#define PROT_WRITE 2
#define PROT_EXEC  4

#define MAP_SHARED  0x01
#define MAP_PRIVATE 0x02
#define MAP_FIXED   0x10
#define MAP_FAILED  ((void *)-1)

#define MS_ASYNC      1
#define MS_INVALIDATE 2
#define MS_SYNC       4

#define MCL_CURRENT 1
#define MCL_FUTURE  2

#define POSIX_MADV_NORMAL     0
#define POSIX_MADV_RANDOM     1
#define POSIX_MADV_SEQUENTIAL 2
#define POSIX_MADV_WILLNEED   3
#define POSIX_MADV_DONTNEED   4

#if __MISC_VISIBLE
#define MAP_TYPE            0x0f
#define MAP_FILE            0
#define MAP_ANONYMOUS       0x20
#define MAP_ANON            MAP_ANONYMOUS
#define MAP_GROWSDOWN       0x00100
#define MAP_DENYWRITE       0x00800
#define MAP_EXECUTABLE      0x01000
#define MAP_LOCKED          0x02000
#define MAP_NORESERVE       0x04000
#define MAP_POPULATE        0x08000
#define MAP_NONBLOCK        0x10000
#define MAP_STACK           0x20000
#define MAP_FIXED_NOREPLACE 0x100000

#define MADV_NORMAL      0
#define MADV_RANDOM      1
#define MADV_SEQUENTIAL  2
#define MADV_WILLNEED    3
#define MADV_DONTNEED    4
#define MADV_FREE        8
#define MADV_REMOVE      9
#define MADV_DONTFORK    10
#define MADV_DOFORK      11
#define MADV_MERGEABLE   12
#define MADV_UNMERGEABLE 13
#define MADV_HUGEPAGE    14
#define MADV_NOHUGEPAGE  15
#define MADV_DONTDUMP    16
#define MADV_DODUMP      17

#define MREMAP_MAYMOVE 1
#define MREMAP_FIXED   2

#define MFD_CLOEXEC       1u
#define MFD_ALLOW_SEALING 2u
#endif

#ifdef __cplusplus
extern "C" {
#endif

void *mmap(
    void *address, size_t size, int access, int flags, int fd, off_t offset);
int munmap(void *address, size_t size);
int mprotect(void *address, size_t size, int access);
int msync(void *address, size_t size, int flags);
int mlock(const void *address, size_t size);
int munlock(const void *address, size_t size);
int mlockall(int flags);
int munlockall(void);
int posix_madvise(void *address, size_t size, int advice);
int shm_open(const char *name, int flags, mode_t mode);
int shm_unlink(const char *name);

#if __MISC_VISIBLE
int madvise(void *address, size_t size, int advice);
int mincore(void *address, size_t size, unsigned char *pages);
#endif
#if __GNU_VISIBLE
void *mremap(void *address, size_t old_size, size_t size, int flags, ...);
int memfd_create(const char *name, unsigned flags);
#endif

#ifdef __cplusplus
}
#endif

#endif
