// SPDX-License-Identifier: GPL-2.0-only
#include "frame.h"

#include <errno.h>
#include <net/if_arp.h>
#include <netinet/if_ether.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <stdbool.h>
#include <string.h>

struct arp_frame {
	struct ether_header eth;
	struct ether_arp arp;
} __attribute__((packed));

struct echo_frame {
	struct ether_header eth;
	struct iphdr ip;
	struct icmphdr icmp;
	uint8_t payload[FRAME_ECHO_MAX];
} __attribute__((packed));

/*
 * RFC 1071. The data consists of 16-bit words in network order, so the sum is also in network
 * order.
 */
static uint16_t checksum(const void *data, size_t len)
{
	const uint8_t *bytes = data;
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum += i % 2 ? bytes[i] : bytes[i] << 8;
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return htons(~sum);
}

static void ether_fill(struct ether_header *eth, const uint8_t *to, const uint8_t *from,
		       uint16_t type)
{
	memcpy(eth->ether_dhost, to, ETHER_ADDR_LEN);
	memcpy(eth->ether_shost, from, ETHER_ADDR_LEN);
	eth->ether_type = htons(type);
}

static uint8_t payload_byte(const struct frame_echo *echo, size_t i)
{
	return i * 7 + echo->id + echo->sequence * 31;
}

size_t frame_arp_request(uint8_t *frame, const struct frame_ends *ends)
{
	static const uint8_t broadcast[ETHER_ADDR_LEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	struct arp_frame f = { 0 };

	ether_fill(&f.eth, broadcast, ends->mac, ETHERTYPE_ARP);
	f.arp.arp_hrd = htons(ARPHRD_ETHER);
	f.arp.arp_pro = htons(ETHERTYPE_IP);
	f.arp.arp_hln = ETHER_ADDR_LEN;
	f.arp.arp_pln = sizeof(struct in_addr);
	f.arp.arp_op = htons(ARPOP_REQUEST);
	memcpy(f.arp.arp_sha, ends->mac, ETHER_ADDR_LEN);
	memcpy(f.arp.arp_spa, &ends->ip, sizeof(struct in_addr));
	memcpy(f.arp.arp_tpa, &ends->peer_ip, sizeof(struct in_addr));
	memset(frame, 0, ETH_ZLEN);
	memcpy(frame, &f, sizeof(f));
	return ETH_ZLEN;
}

int frame_arp_reply(const uint8_t *frame, size_t len, struct frame_ends *ends)
{
	struct arp_frame f;
	bool good;

	if (len < sizeof(f))
		return -ENOMSG;
	memcpy(&f, frame, sizeof(f));
	if (f.eth.ether_type != htons(ETHERTYPE_ARP) || f.arp.arp_op != htons(ARPOP_REPLY))
		return -ENOMSG;
	good = !memcmp(f.eth.ether_dhost, ends->mac, ETHER_ADDR_LEN) &&
	       !memcmp(f.eth.ether_shost, f.arp.arp_sha, ETHER_ADDR_LEN) &&
	       f.arp.arp_hrd == htons(ARPHRD_ETHER) && f.arp.arp_pro == htons(ETHERTYPE_IP) &&
	       f.arp.arp_hln == ETHER_ADDR_LEN && f.arp.arp_pln == sizeof(struct in_addr) &&
	       !memcmp(f.arp.arp_tha, ends->mac, ETHER_ADDR_LEN) &&
	       !memcmp(f.arp.arp_tpa, &ends->ip, sizeof(struct in_addr)) &&
	       !memcmp(f.arp.arp_spa, &ends->peer_ip, sizeof(struct in_addr));
	if (!good)
		return -EBADMSG;
	memcpy(ends->peer_mac, f.arp.arp_sha, ETHER_ADDR_LEN);
	return 0;
}

size_t frame_echo_request(uint8_t *frame, const struct frame_ends *ends,
			  const struct frame_echo *echo)
{
	size_t ip_len = sizeof(struct iphdr) + sizeof(struct icmphdr) + echo->length;
	size_t len = sizeof(struct ether_header) + ip_len;
	struct echo_frame f = { 0 };

	ether_fill(&f.eth, ends->peer_mac, ends->mac, ETHERTYPE_IP);
	f.ip.version = IPVERSION;
	f.ip.ihl = sizeof(f.ip) / 4;
	f.ip.tot_len = htons(ip_len);
	f.ip.id = htons(echo->sequence);
	f.ip.ttl = IPDEFTTL;
	f.ip.protocol = IPPROTO_ICMP;
	f.ip.saddr = ends->ip.s_addr;
	f.ip.daddr = ends->peer_ip.s_addr;
	f.ip.check = checksum(&f.ip, sizeof(f.ip));
	f.icmp.type = ICMP_ECHO;
	f.icmp.un.echo.id = htons(echo->id);
	f.icmp.un.echo.sequence = htons(echo->sequence);
	for (size_t i = 0; i < echo->length; i++)
		f.payload[i] = payload_byte(echo, i);
	f.icmp.checksum = checksum(&f.icmp, sizeof(f.icmp) + echo->length);
	memcpy(frame, &f, len);
	if (len >= ETH_ZLEN)
		return len;
	memset(frame + len, 0, ETH_ZLEN - len);
	return ETH_ZLEN;
}

int frame_echo_reply(const uint8_t *frame, size_t len, const struct frame_ends *ends,
		     const struct frame_echo *echo)
{
	size_t ip_len = sizeof(struct iphdr) + sizeof(struct icmphdr) + echo->length;
	struct echo_frame f = { 0 };
	bool good;

	if (len < offsetof(struct echo_frame, payload) || len > sizeof(f))
		return -ENOMSG;
	memcpy(&f, frame, len);
	if (f.eth.ether_type != htons(ETHERTYPE_IP) || f.ip.protocol != IPPROTO_ICMP ||
	    f.icmp.type != ICMP_ECHOREPLY)
		return -ENOMSG;
	good = !memcmp(f.eth.ether_dhost, ends->mac, ETHER_ADDR_LEN) &&
	       !memcmp(f.eth.ether_shost, ends->peer_mac, ETHER_ADDR_LEN) &&
	       f.ip.version == IPVERSION && f.ip.ihl == sizeof(f.ip) / 4 &&
	       ntohs(f.ip.tot_len) == ip_len && len >= sizeof(f.eth) + ip_len &&
	       checksum(&f.ip, sizeof(f.ip)) == 0 && f.ip.saddr == ends->peer_ip.s_addr &&
	       f.ip.daddr == ends->ip.s_addr && f.icmp.code == 0 &&
	       ntohs(f.icmp.un.echo.id) == echo->id &&
	       ntohs(f.icmp.un.echo.sequence) == echo->sequence &&
	       checksum(&f.icmp, sizeof(f.icmp) + echo->length) == 0;
	for (size_t i = 0; good && i < echo->length; i++)
		good = f.payload[i] == payload_byte(echo, i);
	return good ? 0 : -EBADMSG;
}
