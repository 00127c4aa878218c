/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A ledger of the audit: it counts how often each of the kernel's records (instance, sequence) is
 * in the journal. Errors of void functions end the test with "Bail out!".
 */

#include <stdbool.h>
#include <stdint.h>

#include "lib/genl.h"
#include "scene/tap.h"

struct ledger;

/* A record as found in the journal. */
struct ledger_entry {
	uint64_t seq;
	char profile[VFV_WORD_SIZE];
	uint32_t event, cause, kind; /* as in genl-spec/vfiov.yaml; 0 if absent */
	uint64_t count;		     /* number of events that it represents */
	uint64_t time, time_last;    /* times of its first and last event, in ns */
	bool crowded;		     /* the order of the events is lost */
	uint64_t lost;		     /* number of events that it reports as lost */
	char bdf[VFIOV_BDF_MAX + 1]; /* "" if it has no VF */
};

/*
 * Starts counting at the next record of the loaded module instance; waits until the running daemon
 * has acknowledged all older records.
 */
void ledger_open(struct ledger **ret, struct vfv_genl *genl);
/* Starts counting at the first record of the instance. */
void ledger_open_whole(struct ledger **ret, struct vfv_genl *genl);
void ledger_close(struct ledger *ledger);

/* Returns the sequence before the first counted record. */
uint64_t ledger_base(const struct ledger *ledger);

/* Reads new entries; a long test calls it before journald rotates them away. */
void ledger_read(struct ledger *ledger);

/*
 * From now on, ledger_read() calls @func for each record of this instance, in the order of the
 * journal.
 */
void ledger_follow(struct ledger *ledger,
		   void (*func)(const struct ledger_entry *entry, void *userdata), void *userdata);

/* Accepts that a record is missing from the journal, because it is in the kernel log. */
void ledger_excuse(struct ledger *ledger, uint64_t seq);

/*
 * Count the records from ledger_open() up to @last that are missing from the journal or occur in it
 * more than once, and print their numbers as notes.
 */
uint64_t ledger_missing(const struct ledger *ledger, uint64_t last);
uint64_t ledger_twice(const struct ledger *ledger, uint64_t last);

/*
 * Waits until the daemon has acknowledged all records, claims that each record since ledger_open()
 * is in the journal exactly once, and prints the missing and duplicate ones.
 */
bool ledger_claim(struct ledger *ledger, struct tap *tap, struct vfv_genl *genl, const char *when);

/* Returns the number of records that the last claim found. */
uint64_t ledger_count(const struct ledger *ledger);

/* Waits until the kernel holds no records; -ETIMEDOUT if it still holds some. */
int ledger_wait_empty(struct vfv_genl *genl, struct vfv_status *status, unsigned int timeout_ms);
