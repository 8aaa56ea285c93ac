/* SPDX-License-Identifier: Apache-2.0
 *
 * setenv_r.c has _putenv_r.
 */
