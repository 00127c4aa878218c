/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Reads the records that the module wrote to the kernel log when it was unloaded. */

#include "scene/ledger.h"

/* Opens the kernel log at its end; returns a file descriptor. */
int told_open(void);
/* Calls @func for each record of the instance; skips other lines. */
void told_read(int fd, const char *instance,
	       void (*func)(const struct ledger_entry *entry, void *userdata), void *userdata);
