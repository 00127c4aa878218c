/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A kernel that sends what the fuzzer chooses. Its input is a list of pieces: one byte for the
 * kind, two for the length in little endian, and that many bytes of data. A piece is one datagram
 * or, with KERNEL_MORE, a part of one that continues in the next piece.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/genl.h"

enum kernel_piece {
	KERNEL_ANSWER, /* header with the request's sequence number, then the data */
	KERNEL_ERROR,  /* like KERNEL_ANSWER, but NLMSG_ERROR */
	KERNEL_DONE,   /* like KERNEL_ANSWER, but NLMSG_DONE */
	KERNEL_EVENT,  /* an event of the family */
	KERNEL_CTRL,   /* an event of nlctrl */
	KERNEL_RAW,    /* a whole message, including its header */
	KERNEL_FAIL,   /* no message; the first byte is a libnl error */
	KERNEL_KINDS,
	KERNEL_MORE = 0x80,
};

enum { KERNEL_FAMILY = 40 };

struct kernel {
	const uint8_t *at;
	size_t left;
	uint16_t asked_type;
	uint32_t asked_seq;
	bool honest; /* report the family as KERNEL_FAMILY, regardless of the input */
};

/* Returns whether events are read from this socket. */
bool kernel_is_event_socket(struct nl_sock *socket);

/* KERNEL must outlive the user of the hook. No message follows the end of the input. */
struct vfv_genl_hook kernel_hook(struct kernel *kernel, const uint8_t *data, size_t size);
