/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_SLEEP_H
#define VFIOV_SLEEP_H

/* Watch for system sleep, on behalf of open VFs. Return: 0 or -errno. */
int vfiov_sleep_init(void);
void vfiov_sleep_exit(void);

#endif
