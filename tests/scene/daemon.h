/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Controls vfiovd and the module as an administrator does. The kernel's record of its owner shows
 * the daemon's state without starting a process. All functions return 0 or a negative errno.
 */

#include <stdint.h>

#include "lib/genl.h"

#define DAEMON_UNIT "vfiovd.service"
/* Long enough for a busy emulated machine. */
#define DAEMON_TIMEOUT_MS 10000

/* Starts the unit and waits until an owner has reported its policy. */
int daemon_start(struct vfv_genl *genl);
int daemon_stop(struct vfv_genl *genl);
/* Waits until an owner has reported its policy, or until there is no owner. */
int daemon_wait_owner(struct vfv_genl *genl, bool present, unsigned int timeout_ms);
/* Returns -ESRCH if there is no owner. */
int daemon_signal(struct vfv_genl *genl, int signal);
/* Makes the daemon read its policy again, and waits until the kernel has the new generation. */
int daemon_reload(struct vfv_genl *genl);
/*
 * Disables or enables systemd's restart of a dead daemon; for a hung daemon, this takes effect at
 * the next start.
 */
int daemon_leave_dead(bool leave);

int module_load(void);
int module_unload(void);
bool module_loaded(void);
