/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Hearing of names that change: of network interfaces from rtnetlink and from udev, which is not done
 * with one when the kernel has told of it, and of the host. Not below another root, where nothing
 * can be heard.
 */

struct vd_manager;

int vd_watch_start(struct vd_manager *m);
void vd_watch_stop(struct vd_manager *m);

/* Another policy is in force: listen, or no longer. */
void vd_watch_policy(struct vd_manager *m);

/* Look at the host's name. */
void vd_watch_host(struct vd_manager *m);
