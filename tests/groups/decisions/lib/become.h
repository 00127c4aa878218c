/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Functions that drop the privileges of a root process. They cannot be undone, so call them in a
 * separate process. All return 0 or a negative errno.
 */

/* Root without CAP_NET_ADMIN. */
int become_no_admin(void);
/* Root in another user namespace and in the initial network namespace. */
int become_root_elsewhere(void);
/* Root in another network namespace, which belongs to this user namespace or to another one. */
int become_other_net(void);
int become_both(void);
