/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

struct vd_manager;

/* Answer all requests that wait. Only while we are the owner. */
void vd_decide_pull(struct vd_manager *m);
