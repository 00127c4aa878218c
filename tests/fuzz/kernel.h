/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A kernel that sends what a fuzzer wants. Its input is a list of pieces: a byte for the kind, two
 * for the length in little endian, and that many bytes. A piece is one datagram, or with
 * KERNEL_MORE the start of one.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/genl.h"

enum kernel_piece {
	KERNEL_ANSWER, /* header and sequence of the request, then these bytes */
	KERNEL_ERROR,  /* the same, but NLMSG_ERROR */
	KERNEL_DONE,   /* and NLMSG_DONE */
	KERNEL_EVENT,  /* an event of the family */
	KERNEL_CTRL,   /* an event of nlctrl */
	KERNEL_RAW,    /* a whole message, correct only by chance */
	KERNEL_FAIL,   /* no message; the first byte is libnl's error */
	KERNEL_KINDS,
	KERNEL_MORE = 0x80,
};

enum { KERNEL_FAMILY = 40 };

struct kernel {
	const uint8_t *at;
	size_t left;
	uint16_t asked_type;
	uint32_t asked_seq;
	bool honest; /* the family has this number, regardless of the input */
};

/* Is it the one that events are read from? */
bool kernel_is_event_socket(struct nl_sock *socket);

/* KERNEL must outlive the user of the hook. After the end of the input no message comes. */
struct vfv_genl_hook kernel_hook(struct kernel *kernel, const uint8_t *data, size_t size);
