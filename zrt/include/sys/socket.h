/* SPDX-License-Identifier: Apache-2.0
 *
 * Sockets inside the process: of AF_UNIX. What would lead outside is refused
 * (EAFNOSUPPORT).
 */
#ifndef _SYS_SOCKET_H
#define _SYS_SOCKET_H

#include <stddef.h>
#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/uio.h>

typedef unsigned short sa_family_t;
#ifndef _SOCKLEN_T_DECLARED
typedef __socklen_t socklen_t;
#define _SOCKLEN_T_DECLARED
#endif

struct sockaddr {
	sa_family_t sa_family;
	char sa_data[14];
};

/* Large enough and aligned for every address. */
struct sockaddr_storage {
	sa_family_t ss_family;
	char __ss_padding[126 - sizeof(long long)];
	long long __ss_align;
};

struct msghdr {
	void *msg_name;
	socklen_t msg_namelen;
	struct iovec *msg_iov;
	int msg_iovlen;
	void *msg_control;
	socklen_t msg_controllen;
	int msg_flags;
};

struct cmsghdr {
	socklen_t cmsg_len; /* header included */
	int cmsg_level;
	int cmsg_type;
};

#define __CMSG_ROUND(size)                                                     \
	(((size) + sizeof(size_t) - 1) & ~(sizeof(size_t) - 1))
#define CMSG_SPACE(size)                                                       \
	(__CMSG_ROUND(sizeof(struct cmsghdr)) + __CMSG_ROUND(size))
#define CMSG_LEN(size) (__CMSG_ROUND(sizeof(struct cmsghdr)) + (size))
#define CMSG_DATA(header)                                                      \
	((unsigned char *)(header) + __CMSG_ROUND(sizeof(struct cmsghdr)))
#define CMSG_FIRSTHDR(message)                                                 \
	((message)->msg_controllen >= sizeof(struct cmsghdr)                   \
		? (struct cmsghdr *)(message)->msg_control                     \
		: (struct cmsghdr *)0)
#define CMSG_NXTHDR(message, header)                                           \
	((size_t)((char *)(message)->msg_control + (message)->msg_controllen - \
		  (char *)(header)) <                                          \
		    __CMSG_ROUND((header)->cmsg_len) + sizeof(struct cmsghdr)  \
		? (struct cmsghdr *)0                                          \
		: (struct cmsghdr *)((char *)(header) +                        \
				     __CMSG_ROUND((header)->cmsg_len)))

/* Descriptors: the receiver gets its own for each of the open files. */
#define SCM_RIGHTS 1

struct linger {
	int l_onoff;
	int l_linger;
};

#if __GNU_VISIBLE
/* SO_PEERCRED: who connected. */
struct ucred {
	pid_t pid;
	uid_t uid;
	gid_t gid;
};
#endif

#define SOCK_STREAM    1
#define SOCK_DGRAM     2
#define SOCK_RAW       3
#define SOCK_SEQPACKET 5
#define SOCK_NONBLOCK  04000
#define SOCK_CLOEXEC   02000000

#define AF_UNSPEC 0
#define AF_UNIX   1
#define AF_LOCAL  AF_UNIX
#define AF_INET   2
#define AF_INET6  10
#define PF_UNSPEC AF_UNSPEC
#define PF_UNIX   AF_UNIX
#define PF_LOCAL  AF_LOCAL
#define PF_INET   AF_INET
#define PF_INET6  AF_INET6

#define SOL_SOCKET 1

#define SO_DEBUG      1
#define SO_REUSEADDR  2
#define SO_TYPE       3
#define SO_ERROR      4
#define SO_DONTROUTE  5
#define SO_BROADCAST  6
#define SO_SNDBUF     7
#define SO_RCVBUF     8
#define SO_KEEPALIVE  9
#define SO_OOBINLINE  10
#define SO_LINGER     13
#define SO_REUSEPORT  15
#define SO_PEERCRED   17
#define SO_RCVLOWAT   18
#define SO_SNDLOWAT   19
#define SO_RCVTIMEO   20
#define SO_SNDTIMEO   21
#define SO_ACCEPTCONN 30
#define SO_PROTOCOL   38
#define SO_DOMAIN     39

#define SOMAXCONN 4096

#define MSG_OOB       0x1
#define MSG_PEEK      0x2
#define MSG_DONTROUTE 0x4
#define MSG_CTRUNC    0x8
#define MSG_TRUNC     0x20
#define MSG_DONTWAIT  0x40
#define MSG_EOR       0x80
#define MSG_WAITALL   0x100
#define MSG_NOSIGNAL  0x4000
#if __GNU_VISIBLE
#define MSG_CMSG_CLOEXEC 0x40000000
#endif

#define SHUT_RD   0
#define SHUT_WR   1
#define SHUT_RDWR 2

__BEGIN_DECLS
int accept(int, struct sockaddr *__restrict, socklen_t *__restrict);
#if __GNU_VISIBLE
int accept4(int, struct sockaddr *__restrict, socklen_t *__restrict, int);
#endif
int bind(int, const struct sockaddr *, socklen_t);
int connect(int, const struct sockaddr *, socklen_t);
int getpeername(int, struct sockaddr *__restrict, socklen_t *__restrict);
int getsockname(int, struct sockaddr *__restrict, socklen_t *__restrict);
int getsockopt(int, int, int, void *__restrict, socklen_t *__restrict);
int listen(int, int);
ssize_t recv(int, void *, size_t, int);
ssize_t recvfrom(int, void *__restrict, size_t, int,
    struct sockaddr *__restrict, socklen_t *__restrict);
ssize_t recvmsg(int, struct msghdr *, int);
ssize_t send(int, const void *, size_t, int);
ssize_t sendmsg(int, const struct msghdr *, int);
ssize_t sendto(
    int, const void *, size_t, int, const struct sockaddr *, socklen_t);
int setsockopt(int, int, int, const void *, socklen_t);
int shutdown(int, int);
int sockatmark(int);
int socket(int, int, int);
int socketpair(int, int, int, int[2]);
__END_DECLS

#endif
