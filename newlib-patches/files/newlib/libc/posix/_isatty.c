/* SPDX-License-Identifier: Apache-2.0
 *
 * zrt has it (sys/isatty.c). newlib's, for which every character device is a
 * terminal, would be found first.
 */
