/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>
#include <time.h>

#include "lib/enums.h"
#include "lib/names.h"

#include "journal.h"
#include "recent.h"

const char *cmd_by_name(enum cmd_by by)
{
	switch (by) {
	case CMD_BY_RULE:
		return "rule";
	case CMD_BY_DEFINED:
		return "defined";
	case CMD_BY_DEFAULT:
		return "default";
	case CMD_BY_UNJUDGED:
		return "unjudged";
	case CMD_N_BY:
		break;
	}
	return "unknown";
}

static bool is(sd_journal *journal, const char *field, const char *value)
{
	_cleanup_free_ char *text = cmd_journal_field(journal, field);

	return text && !strcmp(text, value);
}

static bool has(sd_journal *journal, const char *field)
{
	_cleanup_free_ char *text = cmd_journal_field(journal, field);

	return text;
}

static enum cmd_by find_by(sd_journal *journal)
{
	if (has(journal, VFV_FIELD_UNKNOWN))
		return CMD_BY_UNJUDGED;
	if (is(journal, VFV_FIELD_RULE, "(defined)"))
		return CMD_BY_DEFINED;
	return is(journal, VFV_FIELD_EXPLICIT, "1") ? CMD_BY_RULE : CMD_BY_DEFAULT;
}

/* A cause from a newer kernel has no name here and counts as "none". */
static uint32_t find_cause(sd_journal *journal)
{
	_cleanup_free_ char *text = cmd_journal_field(journal, VFV_FIELD_CAUSE);
	uint32_t cause;

	if (!text || vfv_enum_value(&vfv_enum_cause, text, &cause) < 0 || cause >= CMD_WORDS_MAX)
		return VFIOV_CAUSE_NONE;
	return cause;
}

static void count(sd_journal *journal, struct cmd_recent *recent)
{
	uint32_t cause = find_cause(journal);
	enum vfiov_verdict verdict = VFIOV_VERDICT_GRANT;

	if (is(journal, "MESSAGE_ID", VFV_ID_DEFAULT)) {
		recent->defaults[cause]++;
		return;
	}
	/*
	 * The answer to a set is the same event whether it is granted or not; only a refusal has a
	 * cause.
	 */
	if (is(journal, "MESSAGE_ID", VFV_ID_SET) && cause != VFIOV_CAUSE_NONE)
		verdict = VFIOV_VERDICT_REFUSE;
	recent->decisions[verdict][find_by(journal)]++;
}

static int read_all(sd_journal *journal, struct cmd_recent *recent)
{
	static const char *const matches[] = {
		/* Anybody can set the other fields; this one is set by journald. */
		"_SYSTEMD_UNIT=" VFV_DAEMON_NAME ".service",
		"MESSAGE_ID=" VFV_ID_DECISION,
		"MESSAGE_ID=" VFV_ID_DEFAULT,
		"MESSAGE_ID=" VFV_ID_SET,
	};
	uint64_t since = (uint64_t)(time(NULL) - CMD_RECENT_SECONDS) * 1000000;
	int r = 0;

	for (size_t i = 0; r >= 0 && i < ARRAY_SIZE(matches); i++)
		r = sd_journal_add_match(journal, matches[i], 0);
	if (r >= 0)
		r = sd_journal_seek_realtime_usec(journal, since);
	while (r >= 0 && (r = sd_journal_next(journal)) > 0) {
		uint64_t us;

		r = sd_journal_get_realtime_usec(journal, &us);
		/* The clock may have been set, so later entries can have earlier times. */
		if (r >= 0 && us >= since)
			count(journal, recent);
	}
	return r;
}

int cmd_recent_count(const struct cmd *cmd, struct cmd_recent *recent)
{
	_cleanup_(sd_journal_closep) sd_journal *journal = NULL;
	int r = cmd_journal_open(cmd, &journal);

	*recent = (struct cmd_recent){ 0 };
	return r < 0 ? r : read_all(journal, recent);
}
