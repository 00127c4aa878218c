/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The books of the audit: which (instance, sequence) of the kernel's records are in the journal, and
 * how often. Functions without a result give up with "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>

#include "lib/genl.h"
#include "scene/tap.h"

struct ledger;

/*
 * Counts from the next record of the module instance that is loaded; waits until the daemon that
 * runs has had all that is older acknowledged.
 */
void ledger_open(struct ledger **ret, struct vfv_genl *genl);
void ledger_close(struct ledger *ledger);

/* Reads what the journal has got since: in a long test before journald rotates it away. */
void ledger_read(struct ledger *ledger);

/*
 * Claims that each record since ledger_open() is in the journal once: waits for the daemon to have
 * had all of them acknowledged, and says which are missing or there twice.
 */
bool ledger_claim(struct ledger *ledger, struct tap *tap, struct vfv_genl *genl, const char *when);

/* Records that the last claim found. */
uint64_t ledger_count(const struct ledger *ledger);

/* Waits until the kernel holds no record any more; -ETIMEDOUT. */
int ledger_wait_empty(struct vfv_genl *genl, struct vfv_status *status, unsigned int timeout_ms);
