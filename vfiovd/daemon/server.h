/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Our place in the kernel's family: finding it, being its owner, losing it. */

#include <stdbool.h>
#include <stdint.h>

#include <systemd/sd-event.h>

#include <linux/vfiov.h>

struct vd_manager;

enum vd_server_state {
	VD_SERVER_NO_MODULE, /* the family is not there */
	VD_SERVER_NOT_OWNER, /* another process answers */
	VD_SERVER_REJECTED,  /* the kernel refused to register us */
	VD_SERVER_OWNER,
};

struct vd_server {
	enum vd_server_state state;
	uint8_t instance[VFIOV_INSTANCE_LEN];
	char other[192];  /* who has the role, or why we were rejected */
	bool ring_full;	  /* a grant waits for room in the audit ring */
	uint64_t granted; /* answers that the kernel took */
	uint64_t refused;
	sd_event_source *events;
	sd_event_source *tick;
	sd_event_source *retry;
};

int vd_server_start(struct vd_manager *m);

/* Try to become the owner; whatever comes of it is in the state. */
void vd_server_find(struct vd_manager *m);

/*
 * A call as the owner failed with R: if that means that we are it no more, act on it. Returns
 * whether it was that.
 */
bool vd_server_lost(struct vd_manager *m, int r);

/*
 * Does R, the failure of a dump, mean that the module is being unloaded? The kernel starts no dump
 * then, though the family is still there.
 */
bool vd_server_unloading(int r);

/* Ask for the requests again in a short while. */
void vd_server_retry(struct vd_manager *m);

/* Give the role back. */
void vd_server_stop(struct vd_manager *m);
