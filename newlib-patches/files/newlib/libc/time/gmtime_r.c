/* SPDX-License-Identifier: Apache-2.0
 *
 * zrt has this (zrt/time): it reads the tz database and knows all years.
 */
