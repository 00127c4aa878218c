/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The policy files of the emulated host, as an administrator writes them. 0 or a negative errno. */

#include <stdbool.h>

#include "lib/genl.h"

/* The file that policy_rules() writes; the audit names it. */
#define POLICY_RULES_FILE "50-test.conf"

/*
 * Opens or closes the gate for transitional and sets the rules, the text inside the brackets of
 * "rules = ( )", from line 3 on. A running daemon reads it at once.
 */
int policy_rules(struct vfv_genl *genl, bool allow_transitional, const char *rules);
/* Writes the same files without a reload. */
int policy_write(bool allow_transitional, const char *rules);
/* Restores the installed files. */
int policy_shipped(struct vfv_genl *genl);
