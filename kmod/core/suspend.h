/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_SUSPEND_H
#define VFIOV_SUSPEND_H

/* While the system is suspending, no open waits for the owner. */
int vfiov_suspend_init(void);
void vfiov_suspend_exit(void);

#endif
