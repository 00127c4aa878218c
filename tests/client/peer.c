// SPDX-License-Identifier: GPL-2.0-only
#include "peer.h"

#include <arpa/inet.h>
#include <string.h>

#include "util.h"

int peer_init(struct peer *peer, struct nic *nic, const char *own_ip, const char *peer_ip)
{
	*peer = (struct peer){ .nic = nic };
	memcpy(peer->ends.mac, nic->mac, sizeof(peer->ends.mac));
	if (inet_pton(AF_INET, own_ip, &peer->ends.ip) != 1 ||
	    inet_pton(AF_INET, peer_ip, &peer->ends.peer_ip) != 1)
		return -EINVAL;
	return 0;
}

/*
 * Waits for the next frame for which the check does not return -ENOMSG. If @echo is NULL, waits for
 * the ARP reply.
 */
static int answer(struct peer *peer, const struct frame_echo *echo, uint64_t deadline)
{
	uint8_t frame[FRAME_MAX];

	for (;;) {
		uint64_t now = util_now_ns();
		size_t len = sizeof(frame);
		int r;

		if (now >= deadline)
			return -ETIMEDOUT;
		r = nic_receive(peer->nic, frame, &len, (deadline - now) / 1000000 + 1);
		if (r < 0)
			return r;
		peer->nic->step = echo ? "check the ICMP echo reply" : "check the ARP reply";
		if (echo)
			r = frame_echo_reply(frame, len, &peer->ends, echo);
		else
			r = frame_arp_reply(frame, len, &peer->ends);
		if (r != -ENOMSG)
			return r;
		peer->stray++;
	}
}

static int converse(struct peer *peer, const uint8_t *request, size_t len,
		    const struct frame_echo *echo, unsigned int timeout_ms, uint64_t *took_ns)
{
	uint64_t start = util_now_ns();
	int r;

	r = nic_send(peer->nic, request, len);
	if (r < 0)
		return r;
	r = answer(peer, echo, start + timeout_ms * 1000000ull);
	*took_ns = util_now_ns() - start;
	return r;
}

int peer_resolve(struct peer *peer, unsigned int timeout_ms)
{
	uint8_t frame[FRAME_MAX];
	size_t len = frame_arp_request(frame, &peer->ends);

	return converse(peer, frame, len, NULL, timeout_ms, &peer->arp_ns);
}

int peer_echo(struct peer *peer, const struct frame_echo *echo, unsigned int timeout_ms)
{
	uint8_t frame[FRAME_MAX];
	size_t len;

	if (echo->length > FRAME_ECHO_MAX)
		return -EMSGSIZE;
	len = frame_echo_request(frame, &peer->ends, echo);
	return converse(peer, frame, len, echo, timeout_ms, &peer->echo_ns);
}
