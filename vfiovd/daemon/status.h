/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* What systemctl status says: STATUS= and the other words to the service manager. */

#include <stddef.h>

struct vd_manager;

/* From now on tell of each change once per turn of the loop, of mere counts less often. */
int vd_status_start(struct vd_manager *m);
void vd_status_stop(struct vd_manager *m);

/* One sentence, without counts when COUNTS is false. */
void vd_status_text(const struct vd_manager *m, int counts, char *text, size_t size);

void vd_status_ready(struct vd_manager *m);
void vd_status_reloading(struct vd_manager *m);
void vd_status_stopping(struct vd_manager *m);
