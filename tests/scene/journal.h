/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The audit in the journal. */

#include <stddef.h>
#include <stdint.h>

struct journal;

/* Reads only entries that are written from now on. */
int journal_open(struct journal **ret);
void journal_close(struct journal *journal);

/* From here on, only later entries are seen. */
int journal_mark(struct journal *journal);

/*
 * Waits for an entry after the mark that has all of these, "FIELD=value", the last one NULL, and
 * stays on it. 0, -ETIMEDOUT or a negative errno.
 */
int journal_find(struct journal *journal, const char *const matches[], unsigned int timeout_ms);

/* A field of the entry that was found: 0, -ENOENT when it has no such field. Cut to the size. */
int journal_field(struct journal *journal, const char *field, char *value, size_t size);
/* Calls func for each entry after the mark that has all of these; returns their number. */
int journal_each(struct journal *journal, const char *const matches[],
		 void (*func)(struct journal *journal, void *userdata), void *userdata);
/* Counts them without calling anything. */
int journal_count(struct journal *journal, const char *const matches[]);

/* Sends journald a signal, such as "STOP", or restarts it. */
void journald_signal(const char *signal);
void journald_restart(void);
