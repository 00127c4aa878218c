/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The end of the event loop: when there is nothing more to write, or a time later. */

#include <stdint.h>

struct vd_manager;

/* Stop when idle, in USEC microseconds at the latest. 0 or a negative errno. */
int vd_stop_begin(struct vd_manager *m, uint64_t usec);

/* To be called when there is nothing more to write, which ends a stop. */
void vd_stop_if_idle(struct vd_manager *m);
