/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Having VFs decided again whose facts have changed, where the outcome would be another.
 *
 * It is asked for by the request of profile-reset, so that cookies, the audit and what an open waits for
 * are as for any other. Of a VF that is open the answer is pending until it is closed. What an
 * operator has set stays while the rules allow it.
 *
 * However many changes there are, all that have come within a second are looked at together, and each
 * PF once.
 */

struct vd_manager;

int vd_recheck_start(struct vd_manager *m);
void vd_recheck_stop(struct vd_manager *m);

/* A name of a PF may have changed, or of all of them, as the host's has. */
void vd_recheck_pf(struct vd_manager *m, const char *pf);
void vd_recheck_all(struct vd_manager *m);

/*
 * Names may have changed while nobody listened: what was granted is looked at, and what was not granted
 * for want of a fact. The rest may be of another policy, and is for "vfiovctl policy diff" to show.
 */
void vd_recheck_granted(struct vd_manager *m);
