/* SPDX-License-Identifier: Apache-2.0
 *
 * Ending the session over what its starter got wrong, without stdio.
 */
#ifndef ZRT_INTERNAL_MESSAGE_H
#define ZRT_INTERNAL_MESSAGE_H

#include <stdint.h>

/* The exit status of a session that its configuration makes impossible. */
#define ZRT_STATUS_CONFIG 125

/* "zrt: " and all texts up to a null, as one line to channel 2; then the end
 * of the session with ZRT_STATUS_CONFIG. */
void __zrt_fatal(const char *text, ...) __attribute__((noreturn, sentinel));

/* A number as text, at the end of the buffer. */
const char *__zrt_decimal(int64_t number, char buffer[24]);

#endif
