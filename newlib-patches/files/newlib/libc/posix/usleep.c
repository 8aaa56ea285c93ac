/* SPDX-License-Identifier: Apache-2.0
 *
 * usleep is zrt's (time/usleep.c): a cancellation point that can be unwound.
 */
