/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A ledger of the audit: which of the kernel's records (instance, sequence) are in the journal, and
 * how often. Functions without a result give up with "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>

#include "lib/genl.h"
#include "scene/tap.h"

struct ledger;

/* What the journal says of a record. */
struct ledger_entry {
	uint64_t seq;
	char profile[VFV_WORD_SIZE];
	uint32_t event, cause, kind; /* of genl-spec/vfiov.yaml; 0 when absent */
	uint64_t count;		     /* events that it stands for */
	uint64_t time, time_last;    /* of the first and the last of them, ns */
	bool crowded;		     /* their order is not kept */
	uint64_t lost;		     /* events that it says were lost */
	char bdf[VFIOV_BDF_MAX + 1]; /* "" when it is about no VF */
};

/*
 * Counts from the next record of the loaded module instance; waits until the running daemon has
 * acknowledged all older ones.
 */
void ledger_open(struct ledger **ret, struct vfv_genl *genl);
/* Counts all records of the instance, from its first one. */
void ledger_open_whole(struct ledger **ret, struct vfv_genl *genl);
void ledger_close(struct ledger *ledger);

/* The sequence before the first that counts. */
uint64_t ledger_base(const struct ledger *ledger);

/* Reads new entries; a long test calls it before journald rotates them away. */
void ledger_read(struct ledger *ledger);

/*
 * From now on ledger_read() calls this for each record of this instance, in the order of the
 * journal.
 */
void ledger_follow(struct ledger *ledger,
		   void (*func)(const struct ledger_entry *entry, void *userdata), void *userdata);

/* Excuses a record from being in the journal, because the kernel log has it. */
void ledger_excuse(struct ledger *ledger, uint64_t seq);

/*
 * Counts the records from ledger_open() up to last that are missing from the journal or duplicated
 * there; prints their numbers as notes.
 */
uint64_t ledger_missing(const struct ledger *ledger, uint64_t last);
uint64_t ledger_twice(const struct ledger *ledger, uint64_t last);

/*
 * Claims that each record since ledger_open() is in the journal exactly once: waits until the
 * daemon has acknowledged all of them, and prints which are missing or there twice.
 */
bool ledger_claim(struct ledger *ledger, struct tap *tap, struct vfv_genl *genl, const char *when);

/* Records that the last claim found. */
uint64_t ledger_count(const struct ledger *ledger);

/* Waits until the kernel holds no records; -ETIMEDOUT. */
int ledger_wait_empty(struct vfv_genl *genl, struct vfv_status *status, unsigned int timeout_ms);
