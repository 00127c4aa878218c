// SPDX-License-Identifier: GPL-2.0-only
/* The raw client's check of replies must detect every single-bit error. */
#include <arpa/inet.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "client/frame.h"

/* Offsets in an Ethernet frame, independent of the structs of frame.c. */
enum {
	ETHER_TO = 0,
	ETHER_FROM = 6,
	ARP_OP = 20,
	ARP_SENDER = 22,
	ARP_TARGET = 32,
	ARP_END = 42,
	IP_START = 14,
	IP_FROM = 26,
	IP_TO = 30,
	ICMP_TYPE = 34,
	ICMP_CHECKSUM = 36,
};

static struct frame_ends ends(void)
{
	struct frame_ends e = { .mac = { 0x52, 0x54, 0, 1, 2, 3 },
				.peer_mac = { 0x52, 0x55, 10, 0, 2, 2 } };

	inet_pton(AF_INET, "10.0.2.15", &e.ip);
	inet_pton(AF_INET, "10.0.2.2", &e.peer_ip);
	return e;
}

static void swap(uint8_t *frame, size_t a, size_t b, size_t len)
{
	uint8_t old[16];

	memcpy(old, frame + a, len);
	memcpy(frame + a, frame + b, len);
	memcpy(frame + b, old, len);
}

/*
 * Builds the peer's answer to the request. Swapping the addresses does not change the IP checksum.
 */
static size_t echo_answer(uint8_t *frame, const struct frame_ends *e, const struct frame_echo *echo)
{
	size_t len = frame_echo_request(frame, e, echo);
	uint32_t sum;

	swap(frame, ETHER_TO, ETHER_FROM, 6);
	swap(frame, IP_FROM, IP_TO, 4);
	frame[ICMP_TYPE] = 0;
	/* RFC 1624: the type changes from 8 to 0, so the sum of the words decreases by 0x0800. */
	sum = (frame[ICMP_CHECKSUM] << 8 | frame[ICMP_CHECKSUM + 1]) + 0x0800;
	sum = (sum & 0xffff) + (sum >> 16);
	frame[ICMP_CHECKSUM] = sum >> 8;
	frame[ICMP_CHECKSUM + 1] = sum;
	return len;
}

static void echo_right(void **state)
{
	struct frame_echo echo = { .id = 0x1234, .sequence = 7 };
	struct frame_ends e = ends();
	uint8_t frame[FRAME_MAX];

	for (echo.length = 0; echo.length <= FRAME_ECHO_MAX; echo.length += 184) {
		size_t len = echo_answer(frame, &e, &echo);

		assert_int_equal(frame_echo_reply(frame, len, &e, &echo), 0);
	}
}

static void echo_each_bit_counts(void **state)
{
	struct frame_echo echo = { .id = 0x1234, .sequence = 7, .length = 99 };
	struct frame_ends e = ends();
	uint8_t frame[FRAME_MAX];
	size_t len = echo_answer(frame, &e, &echo);

	for (size_t bit = 0; bit < len * 8; bit++) {
		frame[bit / 8] ^= 1 << bit % 8;
		assert_true(frame_echo_reply(frame, len, &e, &echo) < 0);
		frame[bit / 8] ^= 1 << bit % 8;
	}
}

static void echo_other(void **state)
{
	struct frame_echo echo = { .id = 1, .sequence = 1, .length = 64 }, next = echo;
	struct frame_ends e = ends();
	uint8_t frame[FRAME_MAX];
	size_t len = echo_answer(frame, &e, &echo);

	next.sequence++;
	assert_int_equal(frame_echo_reply(frame, len, &e, &next), -EBADMSG);
	assert_int_equal(frame_echo_reply(frame, len - 1, &e, &echo), -EBADMSG);
	assert_int_equal(frame_echo_reply(frame, IP_START, &e, &echo), -ENOMSG);
	len = frame_echo_request(frame, &e, &echo);
	assert_int_equal(frame_echo_reply(frame, len, &e, &echo), -ENOMSG);
}

static size_t arp_answer(uint8_t *frame, const struct frame_ends *e)
{
	size_t len = frame_arp_request(frame, e);

	memcpy(frame + ETHER_TO, e->mac, 6);
	memcpy(frame + ETHER_FROM, e->peer_mac, 6);
	frame[ARP_OP + 1] = 2;
	swap(frame, ARP_SENDER, ARP_TARGET, 10);
	memcpy(frame + ARP_SENDER, e->peer_mac, 6);
	return len;
}

static void arp_right(void **state)
{
	struct frame_ends e = ends(), asked = e;
	uint8_t frame[FRAME_MAX];
	size_t len = arp_answer(frame, &e);

	memset(asked.peer_mac, 0, sizeof(asked.peer_mac));
	assert_int_equal(frame_arp_reply(frame, len, &asked), 0);
	assert_memory_equal(asked.peer_mac, e.peer_mac, sizeof(e.peer_mac));
}

static void arp_each_bit_counts(void **state)
{
	struct frame_ends e = ends();
	uint8_t frame[FRAME_MAX];
	size_t len = arp_answer(frame, &e);

	for (size_t bit = 0; bit < ARP_END * 8; bit++) {
		frame[bit / 8] ^= 1 << bit % 8;
		assert_true(frame_arp_reply(frame, len, &e) < 0);
		frame[bit / 8] ^= 1 << bit % 8;
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(echo_right),	       cmocka_unit_test(echo_each_bit_counts),
		cmocka_unit_test(echo_other),	       cmocka_unit_test(arp_right),
		cmocka_unit_test(arp_each_bit_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
