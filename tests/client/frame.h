/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* ARP and ICMP echo over Ethernet: builds requests, and checks every byte of the replies. */

#include <net/ethernet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

#define FRAME_MAX ETHER_MAX_LEN
#define FRAME_ECHO_MAX 1472 /* maximum payload in bytes with an MTU of 1500 */
#define FRAME_MAC_FMT "%02x:%02x:%02x:%02x:%02x:%02x"
#define FRAME_MAC_ARGS(m) (m)[0], (m)[1], (m)[2], (m)[3], (m)[4], (m)[5]

/* The addresses of both ends of a connection. */
struct frame_ends {
	uint8_t mac[ETHER_ADDR_LEN], peer_mac[ETHER_ADDR_LEN];
	struct in_addr ip, peer_ip;
};

struct frame_echo {
	uint16_t id, sequence; /* host byte order */
	size_t length;	       /* length of the payload; its bytes are computed from id, sequence
			        * and position */
};

/* Both build a frame of at most FRAME_MAX bytes and return its length. */
size_t frame_arp_request(uint8_t *frame, const struct frame_ends *ends);
size_t frame_echo_request(uint8_t *frame, const struct frame_ends *ends,
			  const struct frame_echo *echo);

/*
 * Both return 0 if the frame is the reply, -ENOMSG if it is unrelated traffic, and -EBADMSG if it
 * is an incorrect reply. The first one fills in peer_mac.
 */
int frame_arp_reply(const uint8_t *frame, size_t len, struct frame_ends *ends);
int frame_echo_reply(const uint8_t *frame, size_t len, const struct frame_ends *ends,
		     const struct frame_echo *echo);
