/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Listens for changes to the host's name and to the names of network interfaces. The latter come
 * from rtnetlink and from udev, which finishes with an interface after the kernel's event. It does
 * nothing below another root, where there are no events.
 */

struct vd_manager;

int vd_watch_start(struct vd_manager *m);
void vd_watch_stop(struct vd_manager *m);

/* A new policy is in force: start or stop listening as it requires. */
void vd_watch_policy(struct vd_manager *m);

/* Read the host's name. */
void vd_watch_host(struct vd_manager *m);
