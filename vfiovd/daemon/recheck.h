/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Re-evaluates VFs whose facts have changed, if the outcome would differ.
 *
 * It uses profile-reset, so cookies, the audit and waiting opens work as for any other request. For
 * an open VF the decision is pending until the close. A profile that an operator has set stays
 * while the rules allow it.
 *
 * All changes within a second are handled together, and each PF only once.
 */

struct vd_manager;

int vd_recheck_start(struct vd_manager *m);
void vd_recheck_stop(struct vd_manager *m);

/* The names of one PF, or of all PFs, may have changed, for example because the host's name has. */
void vd_recheck_pf(struct vd_manager *m, const char *pf);
void vd_recheck_all(struct vd_manager *m);

/*
 * Names may have changed while no daemon was listening: check the VFs that have a grant, and those
 * that have none because a fact was unknown. The other VFs may be from another policy; "vfiovctl
 * policy diff" shows them.
 */
void vd_recheck_granted(struct vd_manager *m);
