/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A fake kernel: it implements the family vfiov well enough for a daemon, and does on command what
 * a real kernel rarely does. It is not thread-safe; the daemon's main thread makes all calls.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/genl.h"

struct nl_msg;
struct nlattr;
struct nlmsghdr;

enum { PEER_REQUESTS = 16, PEER_RECORDS = 256, PEER_QUEUE = 256, PEER_TRACE = 256 };

struct peer_request {
	bool live;
	char bdf[VFIOV_BDF_MAX + 1];
	uint64_t cookie;
	enum vfiov_request_kind kind;
	char driver[VFV_WORD_SIZE];  /* "": not sent */
	char profile[VFV_WORD_SIZE]; /* requested */
	struct vfv_words available;
	/* the answer that the kernel has accepted */
	bool answered;
	struct vfv_request answer;
};

struct peer_datagram {
	const struct nl_sock *to; /* NULL means any socket that reads events */
	uint32_t from_pid;
	int error; /* a negative NLE_* error instead of data */
	size_t len;
	unsigned char *data;
};

struct peer_talk;

struct peer {
	bool loaded;
	uint32_t abi; /* 0 means the ABI of this build */
	uint16_t family;
	uint8_t instance[VFIOV_INSTANCE_LEN];
	const struct nl_sock *owner;
	char other_owner[32]; /* "" if there is no owner, or if it is the daemon */
	uint32_t other_pid;   /* PID of other_owner; 0 means an arbitrary one */
	uint64_t policy_generation;
	char policy_hash[VFIOV_TEXT_MAX + 1];
	char policy_error[VFIOV_TEXT_MAX + 1];
	struct vfv_status params; /* as set by params-set */

	struct peer_request requests[PEER_REQUESTS];
	bool has_stats; /* the status contains stats */
	struct vfv_stats stats;
	uint64_t audit_seq; /* number of the last record; records up to audit_acked have been
			     * freed */
	uint64_t audit_acked;
	uint32_t audit_kinds[PEER_RECORDS + 1]; /* the event of each record */

	/* A failure: the next `times` commands with this number fail with the error. */
	struct {
		int times;
		int error;
		const char *message;
		unsigned int bad_attribute; /* attribute of the request, reported by its offset */
		unsigned int missing_attribute;
	} fail[VFIOV_CMD_MAX + 1];
	int family_error;     /* errno of a lookup of the family; 0 for success */
	int interrupt_dumps;  /* mark the next N dumps as inconsistent */
	int mute;	      /* do not answer the next N commands */
	bool forge_answers;   /* send a status from another process before each status */
	bool misplaced_audit; /* send audit records with another instance */
	bool unloading;	      /* every start of a dump fails */

	char trace[PEER_TRACE][64]; /* commands in the order of arrival */
	size_t n_trace;
	unsigned int counts[VFIOV_CMD_MAX + 1];

	/*
	 * This function gets each command of the family first. It returns true if it has answered
	 * it.
	 */
	bool (*serve)(struct peer_talk *talk, void *userdata);
	void *serve_data;

	struct peer_datagram queue[PEER_QUEUE];
	size_t n_queue;
	int wake; /* socket from which peer_wake() sends */
};

void peer_init(struct peer *peer);
void peer_done(struct peer *peer);
struct vfv_genl_hook peer_hook(struct peer *peer);

/* Load and unload the module, with the events of nlctrl. Each load makes a new instance. */
void peer_load(struct peer *peer);
void peer_unload(struct peer *peer);

/*
 * Make a request with a new cookie and its audit record, but send no doorbell. It is for a VF of
 * this project's driver that can be native or transitional.
 */
struct peer_request *peer_request(struct peer *peer, const char *bdf, enum vfiov_request_kind kind,
				  const char *profile);
void peer_audit(struct peer *peer, enum vfiov_event event);

/* Send an event. COMMAND is one of VFIOV_CMD_*_NTF. */
void peer_ring(struct peer *peer, uint8_t command);
void peer_status_ntf(struct peer *peer);
/* Drop all messages that were sent but not received. */
void peer_drop_queue(struct peer *peer);
void peer_lose_events(struct peer *peer);
/* The next read of events fails with this libnl error. */
void peer_fail_events(struct peer *peer, int error);

/* Send a datagram to the event socket, as a process other than the kernel would. */
void peer_forge_ring(struct peer *peer, uint8_t command);

/* Make the event socket FD readable, for users with an event loop. */
void peer_wake(struct peer *peer, int fd);

/*
 * Returns the position of the first trace that begins with TEXT, starting at AFTER, or -1 if there
 * is none.
 */
int peer_traced(const struct peer *peer, const char *text, int after);

/* A command and the socket for its answers, for functions that serve commands. */
struct peer_talk {
	struct peer *peer;
	const struct nl_sock *socket;
	struct nlmsghdr *request;
	struct nlattr *tb[32];
};

/* Make a message from the kernel. A reply has the request's sequence number. */
struct nl_msg *peer_message(uint32_t seq, uint16_t type, int flags, uint8_t command);
struct nl_msg *peer_reply(struct peer_talk *talk, int flags);

/* Send one driver of a dump, with the names of its profiles. */
void peer_put_driver(struct peer_talk *talk, const char *name, const struct vfv_words *profiles);

/* Add a nest with names. */
void peer_put_words(struct nl_msg *msg, int attribute, const struct vfv_words *words);

/* Send and free MSG. TO is NULL for an event. */
void peer_push(struct peer *peer, const struct nl_sock *to, struct nl_msg *msg);

/*
 * End a command with ERROR, with MESSAGE unless that is NULL, and with the bad or missing
 * attributes.
 */
void peer_end(struct peer_talk *talk, int error, const char *message, unsigned int bad,
	      unsigned int missing);
void peer_end_dump(struct peer_talk *talk, int flags);
