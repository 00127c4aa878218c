/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Ends the event loop when nothing is left to write, or after a timeout. */

#include <stdint.h>

struct vd_manager;

/* Stop once idle, or after USEC microseconds at the latest. Returns 0 or a negative errno. */
int vd_stop_begin(struct vd_manager *m, uint64_t usec);

/* Call it when nothing is left to write. It completes a stop that has begun. */
void vd_stop_if_idle(struct vd_manager *m);
