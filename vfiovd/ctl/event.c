/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/enums.h"
#include "lib/names.h"
#include "policy/names-read.h"

#include "event.h"
#include "json.h"
#include "text.h"
#include "vf.h"

static long milliseconds(struct timespec *now)
{
	clock_gettime(CLOCK_REALTIME, now);
	return now->tv_nsec / 1000000;
}

static void put_start(const struct cmd *cmd, const char *event, enum cmd_style style)
{
	struct timespec now;
	long ms = milliseconds(&now);
	char seconds[24];
	struct tm tm;

	strftime(seconds, sizeof(seconds), "%H:%M:%S", localtime_r(&now.tv_sec, &tm));
	printf("%s.%03ld  ", seconds, ms);
	cmd_text_style(stdout, cmd->color, style, event);
	printf("%*s", (int)(10 - strlen(event)), "");
}

static json_t *json_start(const char *event)
{
	json_t *object = cmd_json_new();
	struct timespec now;
	long ms = milliseconds(&now);
	char seconds[24];
	struct tm tm;

	strftime(seconds, sizeof(seconds), "%Y-%m-%dT%H:%M:%S", gmtime_r(&now.tv_sec, &tm));
	json_object_set_new(object, "time", json_sprintf("%s.%03ldZ", seconds, ms));
	json_object_set_new(object, "event", json_string(event));
	return object;
}

static void put_details(enum cmd_change change, const struct vfv_vf *before,
			const struct cmd_vf *item)
{
	const struct vfv_vf *vf = &item->vf;
	char old[CMD_CELL_SIZE], new[CMD_CELL_SIZE], from[CMD_CELL_SIZE];
	const char *wanted = vf->set.profile;
	char text[3 * CMD_CELL_SIZE] = "";

	cmd_vf_profile(vf->current, vf->migration, new);
	switch (change) {
	case CMD_CHANGE_BIND:
		snprintf(text, sizeof(text), "%s, %s", new, cmd_vf_from(item, from));
		break;
	case CMD_CHANGE_PROFILE:
		cmd_vf_profile(before->current, before->migration, old);
		snprintf(text, sizeof(text), "%s%s%s, %s", strcmp(old, new) ? old : "",
			 strcmp(old, new) ? " -> " : "", new, cmd_vf_from(item, from));
		break;
	case CMD_CHANGE_OPEN:
		if (vfv_has(vf, VFIOV_A_VF_OPEN_PID))
			snprintf(text, sizeof(text), "%s, by process %u", new, vf->open_pid);
		else
			snprintf(text, sizeof(text), "%s", new);
		break;
	case CMD_CHANGE_ASKED:
		snprintf(text, sizeof(text), "%s", wanted);
		break;
	case CMD_CHANGE_GRANTED:
		snprintf(text, sizeof(text), "%s%s%s", new, *vf->set.rule ? ", " : "",
			 vf->set.rule);
		break;
	case CMD_CHANGE_REFUSED:
		snprintf(text, sizeof(text), "%s, %s%s%s", wanted,
			 vfv_enum_name(&vfv_enum_cause, vf->set.cause), *vf->set.rule ? ": " : "",
			 vf->set.rule);
		break;
	case CMD_CHANGE_PENDING:
		snprintf(text, sizeof(text), "%s",
			 vfv_has(vf, VFIOV_A_VF_PENDING) ? vf->pending : "none");
		break;
	case CMD_CHANGE_UNBIND:
	case CMD_CHANGE_CLOSE:
	case CMD_N_CHANGES:
		break;
	}
	if (*text)
		fputs("  ", stdout);
	cmd_text_put(stdout, text);
}

static enum cmd_style change_style(enum cmd_change change)
{
	if (change == CMD_CHANGE_REFUSED)
		return CMD_BAD;
	return change == CMD_CHANGE_PROFILE || change == CMD_CHANGE_GRANTED ? CMD_GOOD : CMD_PLAIN;
}

void cmd_event_vf(const struct cmd *cmd, enum cmd_change change, const struct vfv_vf *before,
		  const struct vfv_vf *after)
{
	/* cppcheck-suppress nullPointerRedundantCheck ; at least one of the two is not NULL */
	struct cmd_vf item = { .governed = after, .bound = after, .vf = after ? *after : *before };
	const char *event = cmd_change_name(change);

	item.attachment.iommu_group = -1;
	snprintf(item.driver, sizeof(item.driver), "%s", after ? after->driver : "");
	(void)vfv_names_read(cmd->root, item.vf.pf, NULL, &item.names);
	if (cmd->json) {
		json_t *object = json_start(event);

		json_object_set_new(object, "profile_old",
				    before ? json_string(before->current) : json_null());
		json_object_set_new(object, "vf", cmd_vf_json(&item));
		cmd_json_write(cmd, stdout, object);
		return;
	}
	put_start(cmd, event, change_style(change));
	cmd_text_put(stdout, item.vf.bdf);
	put_details(change, before, &item);
	putchar('\n');
}

void cmd_event_daemon(const struct cmd *cmd, const char *event, const struct vfv_status *status)
{
	bool up = vfv_has(status, VFIOV_A_STATUS_OWNER_NAME);

	if (cmd->json) {
		json_t *object = json_start(event);

		json_object_set_new(object, "daemon_pid",
				    up ? json_integer(status->owner_pid) : json_null());
		json_object_set_new(object, "policy_generation",
				    json_integer((json_int_t)status->policy_generation));
		if (*status->policy_error)
			json_object_set_new(object, "policy_error",
					    cmd_json_text(status->policy_error));
		cmd_json_write(cmd, stdout, object);
		return;
	}
	put_start(cmd, event, up ? CMD_PLAIN : CMD_WARN);
	if (!up) {
		printf("none registered\n");
		return;
	}
	printf("process %u, policy generation %" PRIu64, status->owner_pid,
	       status->policy_generation);
	if (*status->policy_error) {
		fputs(", ", stdout);
		cmd_text_style(stdout, cmd->color, CMD_BAD, "INVALID");
		fputs(": ", stdout);
		cmd_text_put(stdout, status->policy_error);
	}
	putchar('\n');
}

void cmd_event_module(const struct cmd *cmd, const char *event, const char *text)
{
	if (cmd->json) {
		cmd_json_write(cmd, stdout, json_start(event));
		return;
	}
	put_start(cmd, event, CMD_WARN);
	printf("%s\n", text);
}
