/* SPDX-License-Identifier: Apache-2.0
 *
 * The locks are zrt's (thread/lock.c). Dummies here would be found first.
 */
