/* SPDX-License-Identifier: Apache-2.0
 *
 * zrt has it (search/tree.c).
 */
