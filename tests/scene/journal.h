/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Reads the audit in the journal. */

#include <stddef.h>
#include <stdint.h>

struct journal;

/* Opens the journal; only entries that are written from now on are read. */
int journal_open(struct journal **ret);
void journal_close(struct journal *journal);

/* Moves the mark to the end; from now on, only later entries are read. */
int journal_mark(struct journal *journal);

/*
 * Waits for an entry after the mark that has all of these fields, "FIELD=value", and stays on it.
 * The list ends with NULL. Returns 0, -ETIMEDOUT or another negative errno.
 */
int journal_find(struct journal *journal, const char *const matches[], unsigned int timeout_ms);

/*
 * Gets a field of the entry that was found, truncated to @size. Returns 0, or -ENOENT if the entry
 * has no such field.
 */
int journal_field(struct journal *journal, const char *field, char *value, size_t size);
/*
 * Calls @func for each entry after the mark that has all of these fields; returns the number of
 * entries.
 */
int journal_each(struct journal *journal, const char *const matches[],
		 void (*func)(struct journal *journal, void *userdata), void *userdata);
/* Like journal_each(), but only counts the entries. */
int journal_count(struct journal *journal, const char *const matches[]);

/* Sends journald a signal, such as "STOP", or restarts it. */
void journald_signal(const char *signal);
void journald_restart(void);
