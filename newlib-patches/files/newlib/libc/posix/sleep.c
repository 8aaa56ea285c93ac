/* SPDX-License-Identifier: Apache-2.0
 *
 * sleep is zrt's (time/sleep.c): a cancellation point that can be unwound.
 */
