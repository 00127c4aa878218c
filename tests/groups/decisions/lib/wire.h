/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Builds messages of the family byte by byte, including messages that the client library never
 * sends. Errors of void functions end the test with "Bail out!".
 */

#include <stddef.h>
#include <stdint.h>

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include "lib/nl-error.h"

#define WIRE_MAX 4096

struct vfv_attr_set;

struct wire {
	int fd;
	uint16_t family;
	uint32_t portid;
	uint32_t seq;
	/*
	 * The buffer size for one reply message, from which netlink derives the message size of a
	 * dump; 0 means 4096.
	 */
	size_t room;
	/* Called for each reply that is neither an error nor the end; may be NULL. */
	void (*on_reply)(struct nlmsghdr *reply, void *userdata);
	void *userdata;
};

/* A message under construction; len includes the headers. */
struct wire_msg {
	union {
		struct nlmsghdr hdr;
		uint8_t bytes[WIRE_MAX];
	};
	size_t len;
};

/* Opens a socket with a receive timeout of 5 s; -ENOENT without the module. */
int wire_open(struct wire *wire);
void wire_close(struct wire *wire);

/* Passes the socket to the process at the other end of a channel. Returns 0 or a negative errno. */
int wire_pass(const struct wire *wire, int channel);
/*
 * Receives a socket from the channel. Only the fd of the wire changes; it is -1 if nothing arrives.
 */
void wire_take(struct wire *wire, int channel);

void wire_begin(struct wire_msg *msg, uint16_t family, uint8_t command, uint16_t flags);
/* Adds the attribute as given, even if it violates the policy; omits it if it does not fit. */
void wire_put(struct wire_msg *msg, uint16_t type, const void *data, size_t len);
void wire_u8(struct wire_msg *msg, uint16_t type, uint8_t value);
void wire_u32(struct wire_msg *msg, uint16_t type, uint32_t value);
void wire_u64(struct wire_msg *msg, uint16_t type, uint64_t value);
/* The NUL is sent, too. */
void wire_text(struct wire_msg *msg, uint16_t type, const char *text);

/*
 * Sets the length and the next sequence number, and sends the message. Returns 0 or a negative
 * errno.
 */
int wire_send(struct wire *wire, struct wire_msg *msg);
/*
 * Sends the message with a request for an acknowledgement, and returns the kernel's error. @error
 * may be NULL.
 */
int wire_talk(struct wire *wire, struct wire_msg *msg, const struct vfv_attr_set *set,
	      struct vfv_nl_error *error);
/* Registers as the owner with the given ABI. */
int wire_register(struct wire *wire, uint32_t abi, const char *name);
