/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Communicates with a peer through a nic: ARP, then ICMP echo. Every reply is checked completely.
 */

#include <stdint.h>

#include "frame.h"
#include "nic.h"

/*
 * The address that QEMU's user network assigns to a guest, and the gateway, which answers ARP and
 * ping.
 */
#define PEER_OWN_IP "10.0.2.15"
#define PEER_GATEWAY_IP "10.0.2.2"

struct peer {
	struct nic *nic; /* must be up; owned by the caller */
	struct frame_ends ends;
	uint64_t stray;		  /* number of unrelated received frames */
	uint64_t arp_ns, echo_ns; /* round-trip times of the last request of each kind */
};

/* Returns -EINVAL for an invalid address. */
int peer_init(struct peer *peer, struct nic *nic, const char *own_ip, const char *peer_ip);

/*
 * Both send a request, wait for the reply and check it. They return 0, or the errors of nic.h and
 * frame.h.
 */
int peer_resolve(struct peer *peer, unsigned int timeout_ms);
int peer_echo(struct peer *peer, const struct frame_echo *echo, unsigned int timeout_ms);
