/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Sends STATUS=, which systemctl status shows, and the other notifications to the service manager.
 */

#include <stddef.h>

struct vd_manager;

/*
 * From now on, report changes at most once per turn of the loop, and changes of counts alone less
 * often.
 */
int vd_status_start(struct vd_manager *m);
void vd_status_stop(struct vd_manager *m);

/* Returns one sentence, without counts if COUNTS is false. */
void vd_status_text(const struct vd_manager *m, int counts, char *text, size_t size);

void vd_status_ready(struct vd_manager *m);
void vd_status_reloading(struct vd_manager *m);
void vd_status_stopping(struct vd_manager *m);
