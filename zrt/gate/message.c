/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages about a session that cannot be (internal/message.h).
 */
#include "internal/message.h"

#include <stdarg.h>
#include "internal/zrt.h"

const char *__zrt_decimal(int64_t number, char buffer[24])
{
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char *at = buffer + 23;

	*at = '\0';
	do {
		*--at = (char)('0' + left % 10);
		left /= 10;
	} while (left);
	if (number < 0)
		*--at = '-';
	return at;
}

void __zrt_fatal(const char *text, ...)
{
	va_list texts;

	va_start(texts, text);
	__zrt_message("zrt: ");
	for (; text; text = va_arg(texts, const char *))
		__zrt_message(text);
	va_end(texts);
	__zrt_message("\n");
	zvm_exit(ZRT_STATUS_CONFIG, 0);
}
