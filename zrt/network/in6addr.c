/* SPDX-License-Identifier: Apache-2.0
 *
 * The two well-known IPv6 addresses.
 */
#include <netinet/in.h>

const struct in6_addr in6addr_any = IN6ADDR_ANY_INIT;
const struct in6_addr in6addr_loopback = IN6ADDR_LOOPBACK_INIT;
