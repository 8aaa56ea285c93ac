/* SPDX-License-Identifier: Apache-2.0
 *
 * memmove is memcpy, in machine/x86_64/memcpy.S. Nothing is left here.
 */
