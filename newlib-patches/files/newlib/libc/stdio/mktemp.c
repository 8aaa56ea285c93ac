/* SPDX-License-Identifier: Apache-2.0
 *
 * Nothing: mkstemp and its family are in zrt/sys/mktemp.c.
 */
