/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * vfiovd and the module, handled as by an administrator. The kernel's record of its owner shows the
 * state of the daemon without a process. All functions return 0 or a negative errno.
 */

#include <stdint.h>

#include "lib/genl.h"

#define DAEMON_UNIT "vfiovd.service"
/* Long enough for a busy emulated machine. */
#define DAEMON_TIMEOUT_MS 10000

/* Starts the unit and waits until the kernel has its owner. */
int daemon_start(struct vfv_genl *genl);
int daemon_stop(struct vfv_genl *genl);
/* Waits until there is an owner that has reported its policy, or until there is no owner. */
int daemon_wait_owner(struct vfv_genl *genl, bool present, unsigned int timeout_ms);
/* -ESRCH when there is no owner. */
int daemon_signal(struct vfv_genl *genl, int signal);
/* Makes the daemon read its policy again, and waits until the kernel has the new generation. */
int daemon_reload(struct vfv_genl *genl);
/*
 * Turns systemd's restart of a dead daemon off or on; for a daemon that hangs, from the next start
 * on.
 */
int daemon_leave_dead(bool leave);

int module_load(void);
int module_unload(void);
bool module_loaded(void);
