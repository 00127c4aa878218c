/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The life of the daemon. */

#include "state.h"

/*
 * Set everything up and run until a signal ends it. M holds options, hook and sink; everything else
 * is zero. SIGTERM, SIGINT and SIGHUP are blocked in all threads. Returns 0 after a clean stop.
 */
int vd_manager_run(struct vd_manager *m);

/*
 * The first and the last step of a run. vd_manager_finish() is also needed when vd_manager_start()
 * has failed.
 */
int vd_manager_start(struct vd_manager *m);
void vd_manager_finish(struct vd_manager *m);
