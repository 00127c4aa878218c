/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The way of audit records: out of the kernel's ring, to the writer, and then their acknowledgement. */

#include <stdbool.h>
#include <stdint.h>

#include <systemd/sd-event.h>

#include <linux/vfiov.h>

struct vd_batch;
struct vd_manager;

struct vd_audit {
	struct vd_batch *batch; /* the writer's while busy; NULL when there is nothing to write */
	bool busy;
	bool fresh;	/* the next batch is the first since we are the owner */
	uint64_t given; /* when the batch was given, CLOCK_MONOTONIC in microseconds */
	uint64_t acked; /* of the instance */
	uint8_t instance[VFIOV_INSTANCE_LEN]; /* of the batch */
	sd_event_source *work;
	sd_event_source *done;
};

int vd_audit_start(struct vd_manager *m);
void vd_audit_stop(struct vd_manager *m);

/* We have become the owner, perhaps after another one, perhaps of another instance. */
void vd_audit_new_owner(struct vd_manager *m);

/* There may be records: fetch them when nothing more urgent is left to do. */
void vd_audit_kick(struct vd_manager *m);

/* Has the writer had its batch for longer than a healthy journald needs? */
bool vd_audit_is_slow(const struct vd_manager *m);
