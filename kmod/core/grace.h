/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_GRACE_H
#define VFIOV_GRACE_H

/* Called before an owner can register. */
void vfiov_grace_init(void);

/* Called without vfiov.lock, when no grace period can begin. */
void vfiov_grace_exit(void);

#endif
