/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Talking to a peer through a nic: ARP, then ICMP echo, with every answer checked in full. */

#include <stdint.h>

#include "frame.h"
#include "nic.h"

/*
 * The address that QEMU's user network gives a guest, and its gateway, which answers ARP and ping.
 */
#define PEER_OWN_IP "10.0.2.15"
#define PEER_GATEWAY_IP "10.0.2.2"

struct peer {
	struct nic *nic; /* up; the caller's */
	struct frame_ends ends;
	uint64_t stray;		  /* received frames that were unrelated */
	uint64_t arp_ns, echo_ns; /* round trip of the last request of each kind */
};

/* -EINVAL for an address that is none. */
int peer_init(struct peer *peer, struct nic *nic, const char *own_ip, const char *peer_ip);

/*
 * Both send, wait for the answer and check it. They return 0, or the errors of nic.h and frame.h.
 */
int peer_resolve(struct peer *peer, unsigned int timeout_ms);
int peer_echo(struct peer *peer, const struct frame_echo *echo, unsigned int timeout_ms);
