/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/names.h"

#include "audit-print.h"
#include "denied.h"
#include "journal.h"
#include "json.h"
#include "text.h"

/* The sentence begins with the device, which has its own column. */
static const char *without_device(const char *message, const char *device)
{
	size_t length = device ? strlen(device) : 0;

	if (length && !strncmp(message, device, length) && !strncmp(message + length, ": ", 2))
		return message + length + 2;
	return message;
}

static void print_text(const struct cmd *cmd, sd_journal *journal, uint64_t us)
{
	_cleanup_free_ char *id = cmd_journal_field(journal, "MESSAGE_ID");
	_cleanup_free_ char *message = cmd_journal_field(journal, "MESSAGE");
	_cleanup_free_ char *device = cmd_journal_field(journal, VFV_FIELD_DEVICE);
	time_t seconds = (time_t)(us / 1000000);
	_cleanup_free_ char *cause = cmd_journal_field(journal, VFV_FIELD_CAUSE);
	const char *event = cmd_audit_event_name(id ? id : "");
	bool is_bad = cmd_audit_is_denied(event, cause ? cause : "none");
	char text[32];
	struct tm tm;

	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", localtime_r(&seconds, &tm));
	printf("%s.%03u  ", text, (unsigned int)(us / 1000 % 1000));
	cmd_text_style(stdout, cmd->color, is_bad ? CMD_BAD : CMD_PLAIN, event);
	printf("%*s", (int)(17 - strlen(event)), "");
	/* The journal may come from another machine, contain any fields and cover several hosts. */
	if (cmd->journal) {
		_cleanup_free_ char *host = cmd_journal_field(journal, "_HOSTNAME");

		cmd_text_put(stdout, host ? host : "-");
		fputs("  ", stdout);
	}
	cmd_text_put(stdout, device ? device : "-");
	printf("%*s  ", (int)(12 - strnlen(device ? device : "-", 12)), "");
	cmd_text_put(stdout, message ? without_device(message, device) : "");
	putchar('\n');
}

/* All fields of vfiovd, and those that identify the writer of the entry. */
static void print_json(const struct cmd *cmd, sd_journal *journal, uint64_t us)
{
	_cleanup_free_ char *id = cmd_journal_field(journal, "MESSAGE_ID");
	_cleanup_free_ char *message = cmd_journal_field(journal, "MESSAGE");
	_cleanup_free_ char *host = cmd_journal_field(journal, "_HOSTNAME");
	json_t *fields = json_object(), *object = cmd_json_new();
	const void *data;
	size_t size;

	SD_JOURNAL_FOREACH_DATA(journal, data, size)
	{
		_cleanup_free_ char *text = strndup(data, size);
		char *equals = text ? strchr(text, '=') : NULL;

		if (!equals || strncmp(text, "VFIOV_", strlen("VFIOV_")))
			continue;
		*equals = '\0';
		json_object_set_new(fields, text, cmd_json_text(equals + 1));
	}
	json_object_set_new(object, "time_us", json_integer((json_int_t)us));
	json_object_set_new(object, "host", host ? cmd_json_text(host) : json_null());
	json_object_set_new(object, "event", json_string(cmd_audit_event_name(id ? id : "")));
	json_object_set_new(object, "message", cmd_json_text(message ? message : ""));
	json_object_set_new(object, "fields", fields);
	cmd_json_write(cmd, stdout, object);
}

void cmd_audit_print(const struct cmd *cmd, sd_journal *journal, uint64_t us)
{
	if (cmd->json)
		print_json(cmd, journal, us);
	else
		print_text(cmd, journal, us);
}
