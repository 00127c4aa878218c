/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Two VFs that may be migrated: VF 0, whose legacy driver in user space talks to the gateway, and
 * VF 1, the destination. Functions without a result end the test with "Bail out!".
 */

#include "client/migration.h"
#include "client/nic.h"
#include "client/peer.h"
#include "scene/device.h"
#include "scene/scene.h"

#define PAIR_STREAM_MAX 70000

struct pair {
	struct scene scene;
	struct vfdev *device;
	struct vfio_vf vf[2];
	unsigned int at; /* the VF that the driver uses */
	struct nic nic;
	struct peer peer;
	uint16_t sequence;
	uint8_t stream[PAIR_STREAM_MAX];
	size_t len;
};

/*
 * Grants migration to both VFs, and the profile @other to VF 1. Skips the test if the kernel cannot
 * migrate.
 */
void pair_begin(struct pair *pair, const char *profile, const char *other);
/* Binds and opens again a VF that was closed. */
void pair_open(struct pair *pair, unsigned int vf);
/* Starts the driver of VF 0. */
void pair_up(struct pair *pair);
int pair_end(struct pair *pair);

/* Returns whether this many pings are answered, each with an interrupt. */
bool pair_talks(struct pair *pair, unsigned int pings);

/*
 * Goes from RUNNING to STOP_COPY, reads the stream into pair->stream, and then goes to STOP.
 * Returns 0 or the first error.
 */
int pair_save(struct pair *pair, unsigned int vf);
/*
 * Goes to RESUMING, writes all of pair->stream in pieces, and then goes to STOP. Returns 0 or the
 * first error.
 */
int pair_load(struct pair *pair, unsigned int vf, size_t piece);
/* Sets the mark of the journal, for pair_recorded(). */
void pair_mark(struct pair *pair);
/*
 * Claims that there is an audit record of this event of the VF since the mark, with the text and,
 * if @bytes is set, with the size of pair->stream. @text may be NULL.
 */
void pair_recorded(struct pair *pair, unsigned int vf, const char *event, const char *text,
		   bool bytes);
/* Waits briefly for the device to destroy its resource objects, and returns how many are left. */
unsigned int pair_objects(struct pair *pair);
/* Returns whether the device has no objects, and the VF runs and has no staged parts. */
bool pair_clean(struct pair *pair, unsigned int vf);
/*
 * Set up the VF as a VMM at the destination does, except for interrupts; and set it to RUNNING, for
 * the driver.
 */
int pair_prepare(struct pair *pair, unsigned int vf);
int pair_run(struct pair *pair, unsigned int vf);
/* Calls both of these, and enables MSI-X in between. */
int pair_go_on(struct pair *pair, unsigned int vf);
