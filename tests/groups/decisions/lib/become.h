/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A process of root that becomes somebody else, and cannot go back: for a process of its own. All return 0
 * or a negative errno.
 */

/* Root without CAP_NET_ADMIN. */
int become_no_admin(void);
/* Root of another user namespace, in the initial network namespace. */
int become_root_elsewhere(void);
/* In another network namespace, of this user namespace or of another one. */
int become_other_net(void);
int become_both(void);
