/* SPDX-License-Identifier: Apache-2.0
 *
 * strerror, with the texts that other GNU systems have: programs and their
 * tests compare them. ENOTSUP and EOPNOTSUPP have one text, so it does not
 * matter whether they are one number.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>

static const struct {
	int number;
	const char *text;
} messages[] = {
	{E2BIG, "Argument list too long"},
	{EACCES, "Permission denied"},
	{EADDRINUSE, "Address already in use"},
	{EADDRNOTAVAIL, "Cannot assign requested address"},
	{EAFNOSUPPORT, "Address family not supported by protocol"},
	{EAGAIN, "Resource temporarily unavailable"},
	{EALREADY, "Operation already in progress"},
	{EBADF, "Bad file descriptor"},
	{EBADMSG, "Bad message"},
	{EBUSY, "Device or resource busy"},
	{ECANCELED, "Operation canceled"},
	{ECHILD, "No child processes"},
	{ECONNABORTED, "Software caused connection abort"},
	{ECONNREFUSED, "Connection refused"},
	{ECONNRESET, "Connection reset by peer"},
	{EDEADLK, "Resource deadlock avoided"},
	{EDESTADDRREQ, "Destination address required"},
	{EDOM, "Numerical argument out of domain"},
	{EDQUOT, "Disk quota exceeded"},
	{EEXIST, "File exists"},
	{EFAULT, "Bad address"},
	{EFBIG, "File too large"},
	{EHOSTUNREACH, "No route to host"},
	{EIDRM, "Identifier removed"},
	{EILSEQ, "Invalid or incomplete multibyte or wide character"},
	{EINPROGRESS, "Operation now in progress"},
	{EINTR, "Interrupted system call"},
	{EINVAL, "Invalid argument"},
	{EIO, "Input/output error"},
	{EISCONN, "Transport endpoint is already connected"},
	{EISDIR, "Is a directory"},
	{ELOOP, "Too many levels of symbolic links"},
	{EMFILE, "Too many open files"},
	{EMLINK, "Too many links"},
	{EMSGSIZE, "Message too long"},
	{EMULTIHOP, "Multihop attempted"},
	{ENAMETOOLONG, "File name too long"},
	{ENETDOWN, "Network is down"},
	{ENETRESET, "Network dropped connection on reset"},
	{ENETUNREACH, "Network is unreachable"},
	{ENFILE, "Too many open files in system"},
	{ENOBUFS, "No buffer space available"},
	{ENODATA, "No data available"},
	{ENODEV, "No such device"},
	{ENOENT, "No such file or directory"},
	{ENOEXEC, "Exec format error"},
	{ENOLCK, "No locks available"},
	{ENOLINK, "Link has been severed"},
	{ENOMEM, "Cannot allocate memory"},
	{ENOMSG, "No message of desired type"},
	{ENOPROTOOPT, "Protocol not available"},
	{ENOSPC, "No space left on device"},
	{ENOSR, "Out of streams resources"},
	{ENOSTR, "Device not a stream"},
	{ENOSYS, "Function not implemented"},
	{ENOTCONN, "Transport endpoint is not connected"},
	{ENOTDIR, "Not a directory"},
	{ENOTEMPTY, "Directory not empty"},
	{ENOTRECOVERABLE, "State not recoverable"},
	{ENOTSOCK, "Socket operation on non-socket"},
	{ENOTSUP, "Operation not supported"},
	{ENOTTY, "Inappropriate ioctl for device"},
	{ENXIO, "No such device or address"},
	{EOVERFLOW, "Value too large for defined data type"},
	{EOWNERDEAD, "Owner died"},
	{EPERM, "Operation not permitted"},
	{EPIPE, "Broken pipe"},
	{EPROTO, "Protocol error"},
	{EPROTONOSUPPORT, "Protocol not supported"},
	{EPROTOTYPE, "Protocol wrong type for socket"},
	{ERANGE, "Numerical result out of range"},
	{EROFS, "Read-only file system"},
	{ESPIPE, "Illegal seek"},
	{ESRCH, "No such process"},
	{ESTALE, "Stale file handle"},
	{ETIME, "Timer expired"},
	{ETIMEDOUT, "Connection timed out"},
	{ETXTBSY, "Text file busy"},
	{EXDEV, "Invalid cross-device link"},
#ifdef EADV
	{EADV, "Advertise error"},
#endif
#ifdef EBADE
	{EBADE, "Invalid exchange"},
#endif
#ifdef EBADFD
	{EBADFD, "File descriptor in bad state"},
#endif
#ifdef EBADR
	{EBADR, "Invalid request descriptor"},
#endif
#ifdef EBADRQC
	{EBADRQC, "Invalid request code"},
#endif
#ifdef EBADSLT
	{EBADSLT, "Invalid slot"},
#endif
#ifdef EBFONT
	{EBFONT, "Bad font file format"},
#endif
#ifdef ECHRNG
	{ECHRNG, "Channel number out of range"},
#endif
#ifdef ECOMM
	{ECOMM, "Communication error on send"},
#endif
#ifdef EDOTDOT
	{EDOTDOT, "RFS specific error"},
#endif
#ifdef EHOSTDOWN
	{EHOSTDOWN, "Host is down"},
#endif
#ifdef EL2HLT
	{EL2HLT, "Level 2 halted"},
#endif
#ifdef EL2NSYNC
	{EL2NSYNC, "Level 2 not synchronized"},
#endif
#ifdef EL3HLT
	{EL3HLT, "Level 3 halted"},
#endif
#ifdef EL3RST
	{EL3RST, "Level 3 reset"},
#endif
#ifdef ELIBACC
	{ELIBACC, "Can not access a needed shared library"},
#endif
#ifdef ELIBBAD
	{ELIBBAD, "Accessing a corrupted shared library"},
#endif
#ifdef ELIBEXEC
	{ELIBEXEC, "Cannot exec a shared library directly"},
#endif
#ifdef ELIBMAX
	{ELIBMAX, "Attempting to link in too many shared libraries"},
#endif
#ifdef ELIBSCN
	{ELIBSCN, ".lib section in a.out corrupted"},
#endif
#ifdef ELNRNG
	{ELNRNG, "Link number out of range"},
#endif
#ifdef ENOANO
	{ENOANO, "No anode"},
#endif
#ifdef ENOCSI
	{ENOCSI, "No CSI structure available"},
#endif
#ifdef ENONET
	{ENONET, "Machine is not on the network"},
#endif
#ifdef ENOPKG
	{ENOPKG, "Package not installed"},
#endif
#ifdef ENOTBLK
	{ENOTBLK, "Block device required"},
#endif
#ifdef ENOTUNIQ
	{ENOTUNIQ, "Name not unique on network"},
#endif
#ifdef EOPNOTSUPP
	{EOPNOTSUPP, "Operation not supported"},
#endif
#ifdef EPFNOSUPPORT
	{EPFNOSUPPORT, "Protocol family not supported"},
#endif
#ifdef EREMCHG
	{EREMCHG, "Remote address changed"},
#endif
#ifdef EREMOTE
	{EREMOTE, "Object is remote"},
#endif
#ifdef ESHUTDOWN
	{ESHUTDOWN, "Cannot send after transport endpoint shutdown"},
#endif
#ifdef ESOCKTNOSUPPORT
	{ESOCKTNOSUPPORT, "Socket type not supported"},
#endif
#ifdef ESRMNT
	{ESRMNT, "Srmount error"},
#endif
#ifdef ETOOMANYREFS
	{ETOOMANYREFS, "Too many references: cannot splice"},
#endif
#ifdef EUNATCH
	{EUNATCH, "Protocol driver not attached"},
#endif
#ifdef EUSERS
	{EUSERS, "Too many users"},
#endif
#ifdef EXFULL
	{EXFULL, "Exchange full"},
#endif
};

/* For a number without a message; thread-local, as no other function may
 * change what strerror returned. */
static _Thread_local char unknown[2][32];

/* By hand: printf would come with every program that has strerror. */
static void name_unknown(char *text, int number)
{
	char digits[12];
	unsigned rest = number < 0 ? 0u - (unsigned)number : (unsigned)number;
	int count = 0;

	text = stpcpy(text, "Unknown error ");
	if (number < 0)
		*text++ = '-';
	do
		digits[count++] = (char)('0' + rest % 10);
	while ((rest /= 10) != 0);
	while (count > 0)
		*text++ = digits[--count];
	*text = '\0';
}

char *_strerror_r(struct _reent *reent, int number, int internal, int *error)
{
	if (number == 0)
		return "Success";
	for (unsigned i = 0; i < sizeof(messages) / sizeof(*messages); i++)
		if (messages[i].number == number)
			return (char *)messages[i].text;
	*(error ? error : &_REENT_ERRNO(reent)) = EINVAL;
	name_unknown(unknown[internal != 0], number);
	return unknown[internal != 0];
}

char *strerror(int number)
{
	return _strerror_r(_REENT, number, 0, NULL);
}

char *strerror_l(int number, locale_t locale)
{
	(void)locale;
	return strerror(number);
}
