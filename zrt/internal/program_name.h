/* SPDX-License-Identifier: Apache-2.0
 *
 * What messages call the program: argv[0] without its folders.
 */
#ifndef ZRT_INTERNAL_PROGRAM_NAME_H
#define ZRT_INTERNAL_PROGRAM_NAME_H

const char *__zrt_program_name(void);

#endif
