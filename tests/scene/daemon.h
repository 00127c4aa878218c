/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * vfiovd and the module, as an administrator handles them. The daemon is watched by what the kernel
 * says of its owner, which costs no process. All functions return 0 or a negative errno.
 */

#include <stdint.h>

#include "lib/genl.h"

#define DAEMON_UNIT "vfiovd.service"
/* Long enough for an emulated machine that has other things to do. */
#define DAEMON_TIMEOUT_MS 10000

/* Starts the unit and waits until the kernel has its owner. */
int daemon_start(struct vfv_genl *genl);
int daemon_stop(struct vfv_genl *genl);
/* Waits until there is an owner that has told its policy, or until there is none. */
int daemon_wait_owner(struct vfv_genl *genl, bool present, unsigned int timeout_ms);
/* -ESRCH when there is no owner. */
int daemon_signal(struct vfv_genl *genl, int signal);
/* Lets the daemon read its policy again, and waits until the kernel has the new generation. */
int daemon_reload(struct vfv_genl *genl);
/*
 * From now on systemd leaves a daemon that has died as it is; or no longer. One that hangs too, from the
 * next start on.
 */
int daemon_leave_dead(bool leave);

int module_load(void);
int module_unload(void);
bool module_loaded(void);
