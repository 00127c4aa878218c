/* SPDX-License-Identifier: GPL-2.0-only */
/* Counts the decisions of the last hour in the journal. */
#pragma once

#include <stdint.h>

#include "cmd.h"

/* The origin of a decision. */
enum cmd_by {
	CMD_BY_RULE,
	CMD_BY_DEFINED,	 /* vfiovctl define */
	CMD_BY_DEFAULT,	 /* of the policy */
	CMD_BY_UNJUDGED, /* a rule could not be evaluated */
	CMD_N_BY,
};

enum {
	CMD_RECENT_SECONDS = 3600,
	CMD_WORDS_MAX = 16, /* upper limit for the values of the kernel's enums that are counted */
};

struct cmd_recent {
	uint64_t decisions[CMD_WORDS_MAX][CMD_N_BY];
	uint64_t defaults[CMD_WORDS_MAX]; /* VFs that are native because nobody decided, by cause */
};

/* "rule", "defined", "default", "unjudged" */
const char *cmd_by_name(enum cmd_by by);

/* Return: 0, or an error of cmd_journal_open(). */
int cmd_recent_count(const struct cmd *cmd, struct cmd_recent *recent);
