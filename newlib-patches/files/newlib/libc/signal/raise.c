/* SPDX-License-Identifier: Apache-2.0
 *
 * raise is zrt's (signal/raise.c): it knows threads.
 */
