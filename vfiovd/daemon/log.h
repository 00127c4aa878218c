/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The daemon's log messages. Under systemd, the writer's thread sends them to the journal;
 * otherwise they go to stderr. Neither makes the caller wait for the journal.
 *
 * LOG_ERR	something does not work, and somebody must act
 * LOG_WARNING	something is not as it should be, but still works
 * LOG_NOTICE	what an administrator did, or must know about a normal run
 * LOG_INFO	changes of the module, the role and the policy
 * LOG_DEBUG	each request
 */

#include <stdbool.h>

#include "entry.h"

struct vd_manager;

/* Returns whether stderr goes to the journal. */
bool vd_log_in_journal(void);

void vd_log(struct vd_manager *m, int priority, const char *format, ...) _printf_(3, 4);

/* For frequent events: logs a few per ten seconds, then the number of suppressed messages. */
void vd_log_limited(struct vd_manager *m, int priority, const char *format, ...) _printf_(3, 4);

/*
 * Begin an entry of a kind that the catalog explains; the caller may add fields before passing it
 * to vd_log_send(). Returns NULL if it is below the level or there is no memory; both functions
 * accept NULL.
 */
struct vd_entry *vd_log_begin(struct vd_manager *m, int priority, const char *id,
			      const char *format, ...) _printf_(4, 5);
void vd_log_add(struct vd_entry *entry, const char *key, const char *format, ...) _printf_(3, 4);
void vd_log_send(struct vd_manager *m, struct vd_entry *entry);
