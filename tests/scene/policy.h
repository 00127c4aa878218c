/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Writes the policy files of the emulated host, as an administrator does. Functions return 0 or a
 * negative errno.
 */

#include <stdbool.h>

#include "lib/genl.h"

/* The file that policy_rules() writes, which the audit names. */
#define POLICY_RULES_FILE "50-test.conf"

/*
 * Opens or closes the gate for transitional and sets the rules. @rules is the text inside the
 * parentheses of "rules = ( )", and starts on line 3 of the file. A running daemon reads the file
 * at once.
 */
int policy_rules(struct vfv_genl *genl, bool allow_transitional, const char *rules);
/* Like policy_rules(), but sets these keys of vfiovd.conf, such as "allow_migration = true;\n". */
int policy_site(struct vfv_genl *genl, const char *site, const char *rules);
/* Like policy_site(), without a reload. */
int policy_write_site(const char *site, const char *rules);
/* Like policy_rules(), without a reload. */
int policy_write(bool allow_transitional, const char *rules);
/* Restores the installed files. */
int policy_shipped(struct vfv_genl *genl);
