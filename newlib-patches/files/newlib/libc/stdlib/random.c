/* SPDX-License-Identifier: Apache-2.0
 *
 * zrt has this (zrt/stdlib): with initstate and setstate.
 */
