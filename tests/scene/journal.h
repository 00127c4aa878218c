/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The audit as journald has it. */

#include <stddef.h>
#include <stdint.h>

struct journal;

/* Reads what is written from now on, and nothing that is older. */
int journal_open(struct journal **ret);
void journal_close(struct journal *journal);

/* From here on only what is written later is seen. */
int journal_mark(struct journal *journal);

/*
 * Waits for an entry after the mark that has all of these, "FIELD=value", the last one NULL, and
 * stays on it. 0, -ETIMEDOUT or a negative errno.
 */
int journal_find(struct journal *journal, const char *const matches[], unsigned int timeout_ms);

/* A field of the entry that was found: 0, -ENOENT when it has no such field. Cut to the size. */
int journal_field(struct journal *journal, const char *field, char *value, size_t size);
/* Calls func on each entry after the mark that has all of these; returns how many there are. */
int journal_each(struct journal *journal, const char *const matches[],
		 void (*func)(struct journal *journal, void *userdata), void *userdata);
/* The same without a func. */
int journal_count(struct journal *journal, const char *const matches[]);

/* journald itself gets a signal, as "STOP"; or is started anew. */
void journald_signal(const char *signal);
void journald_restart(void);
