/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_GRACE_H
#define VFIOV_GRACE_H

/* Before anybody can become the owner. */
void vfiov_grace_init(void);

/* Without vfiov.lock, when no owner can go any more. */
void vfiov_grace_exit(void);

#endif
