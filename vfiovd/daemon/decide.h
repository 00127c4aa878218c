/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

struct vd_manager;

/* Answer all waiting requests. Call it only while vfiovd is the owner. */
void vd_decide_pull(struct vd_manager *m);
