/* SPDX-License-Identifier: Apache-2.0
 *
 * The supervisor's side of sources on the network: connections are made before
 * the guest runs and ended after it. A channel that is read waits at its port
 * for one sender, a channel that is written connects. The guest's bytes travel
 * as messages (gate/link.h).
 */
#ifndef ZVM_NETWORK_H
#define ZVM_NETWORK_H

#include <signal.h>
#include <time.h>

#include "channel.h"

/* Waiting for other sessions ends with this one's time, or with a signal. */
struct zvm_network_wait {
	int signals;           /* a signalfd */
	struct timespec start; /* of the session's Timeout */
	int64_t timeout_ms;    /* 0: none */
	enum zvm_end end;      /* TIMEOUT or INTERRUPT, once a wait gave up */
	int signal;            /* for INTERRUPT */
};

/* `watched`: blocked signals that end a wait. */
int zvm_network_wait_begin(struct zvm_network_wait *wait,
    const struct zvm_manifest *manifest, const sigset_t *watched,
    struct zvm_problem *problem);
void zvm_network_wait_end(struct zvm_network_wait *wait);

/* Waits for poll's `events` on fd (none when it is -1), `most` milliseconds
 * or without end when that is negative. 1 when they are there, 0 when not, -1
 * when wait->end is set. */
int zvm_network_wait(
    struct zvm_network_wait *wait, int fd, short events, int most);

/* Milliseconds until `limit` of them have passed since `start`; 0 after. */
int64_t zvm_time_left(struct timespec start, int64_t limit);

/* A walk over the manifest's sources on the network, of channels of the
 * direction (ZVM_CHANNEL_*), in its order; begins with zeros. 0 at the end. */
struct zvm_link_walk {
	uint32_t channel, source;
	uint32_t next; /* source of the channel */
};

int zvm_next_link(const struct zvm_manifest *manifest, uint32_t direction,
    struct zvm_link_walk *walk);

/* Makes all connections, and the links that the gate uses. */
int zvm_network_open(const struct zvm_manifest *manifest,
    struct zvm_source *sources, struct zvm_link *links,
    struct zvm_network_wait *wait, struct zvm_problem *problem);

/* After the guest's own exit: sends the ends of what it put, and lets its
 * senders finish, whose bytes nobody wants any more. 0 when an end could not
 * be sent: *channel is then whose, unless wait->end is set. */
int zvm_network_finish(const struct zvm_manifest *manifest,
    const struct zvm_source *sources, struct zvm_link *links,
    struct zvm_network_wait *wait, uint32_t *channel);

/* names.c: asks the name server where the receivers of tcp:NODE: sources are,
 * and tells it where this session receives. `places` is parallel to the
 * manifest's sources: in, the ports of those that are read; out, the addresses
 * of those that are written. */
int zvm_names_ask(const struct zvm_manifest *manifest,
    struct zvm_network *places, struct zvm_network_wait *wait,
    struct zvm_problem *problem);

#endif
