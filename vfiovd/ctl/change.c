/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "change.h"

const char *cmd_change_name(enum cmd_change change)
{
	static const char *const names[CMD_N_CHANGES] = {
		[CMD_CHANGE_BIND] = "bind",	  [CMD_CHANGE_UNBIND] = "unbind",
		[CMD_CHANGE_OPEN] = "open",	  [CMD_CHANGE_CLOSE] = "close",
		[CMD_CHANGE_ASKED] = "asked",	  [CMD_CHANGE_GRANTED] = "granted",
		[CMD_CHANGE_REFUSED] = "refused", [CMD_CHANGE_PROFILE] = "profile",
		[CMD_CHANGE_PENDING] = "pending",
	};

	return names[change];
}

static unsigned int set_changes(const struct vfv_set_result *before,
				const struct vfv_set_result *after)
{
	bool was_answered = vfv_has(before, VFIOV_A_SET_RESULT_VERDICT);
	bool is_answered = vfv_has(after, VFIOV_A_SET_RESULT_VERDICT);
	unsigned int changes = 0;

	if (after->ticket == before->ticket && was_answered == is_answered)
		return 0;
	if (after->ticket != before->ticket)
		changes |= 1U << CMD_CHANGE_ASKED;
	if (is_answered)
		changes |= after->verdict == VFIOV_VERDICT_GRANT ? 1U << CMD_CHANGE_GRANTED
								 : 1U << CMD_CHANGE_REFUSED;
	return changes;
}

unsigned int cmd_changes(const struct vfv_vf *before, const struct vfv_vf *after)
{
	unsigned int changes = 0;

	if (!before)
		return 1U << CMD_CHANGE_BIND;
	if (!after)
		return 1U << CMD_CHANGE_UNBIND;
	if (!before->open_count && after->open_count)
		changes |= 1U << CMD_CHANGE_OPEN;
	if (before->open_count && !after->open_count)
		changes |= 1U << CMD_CHANGE_CLOSE;
	changes |= set_changes(&before->set, &after->set);
	if (strcmp(before->current, after->current) || before->migration != after->migration ||
	    before->source != after->source)
		changes |= 1U << CMD_CHANGE_PROFILE;
	if (strcmp(before->pending, after->pending))
		changes |= 1U << CMD_CHANGE_PENDING;
	return changes;
}
