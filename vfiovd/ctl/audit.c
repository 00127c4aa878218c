/* SPDX-License-Identifier: GPL-2.0-only */
/* The audit is the journal's: this only knows what to ask it for. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <systemd/sd-journal.h>

#include "lib/names.h"
#include "policy/bdf.h"

#include "fail.h"
#include "json.h"
#include "target.h"
#include "text.h"

static const char unit[] = "_SYSTEMD_UNIT=" VFV_DAEMON_NAME ".service";

struct id {
	const char *id;
	const char *event;
	bool denied; /* somebody did not get what he wanted */
};

static const struct id ids[] = {
	{ VFV_ID_LOAD, "load", false },
	{ VFV_ID_BIND, "bind", false },
	{ VFV_ID_UNBIND, "unbind", false },
	{ VFV_ID_REQUEST, "request", false },
	{ VFV_ID_DECISION, "decision", false },
	{ VFV_ID_DEFAULT, "default", true },
	{ VFV_ID_OPEN, "open", false },
	{ VFV_ID_CLOSE, "close", false },
	{ VFV_ID_SET, "set", false },
	{ VFV_ID_REFUSED, "refused", true },
	{ VFV_ID_OWNER_UP, "owner-up", false },
	{ VFV_ID_OWNER_DOWN, "owner-down", false },
	{ VFV_ID_PF_GONE, "pf-gone", false },
	{ VFV_ID_PF_BACK, "pf-back", false },
	{ VFV_ID_PARAMS, "params", false },
	{ VFV_ID_LOST, "lost", true },
	{ VFV_ID_AUDIT_START, "audit-start", false },
	{ VFV_ID_AUDIT_GAP, "audit-gap", false },
	{ VFV_ID_POLICY_LOADED, "policy-loaded", false },
	{ VFV_ID_POLICY_REJECTED, "policy-rejected", false },
};

/* Addresses of VFs, which need not be there any more. */
struct devices {
	char (*items)[VFV_BDF_TEXT];
	size_t n;
};

/* Collects what is matched, for the journal and for people to type. */
struct query {
	sd_journal *journal;
	FILE *line;
	int error;
};

static void match(struct query *query, const char *field, const char *value)
{
	_cleanup_free_ char *text = NULL;

	if (asprintf(&text, "%s=%s", field, value) < 0) {
		text = NULL;
		query->error = -ENOMEM;
		return;
	}
	if (query->error >= 0)
		query->error = sd_journal_add_match(query->journal, text, 0);
	fputc(' ', query->line);
	cmd_text_quote(query->line, text);
}

/* Matches of one field are alternatives, those of different ones must all hold. */
static void build(struct query *query, const struct cmd *cmd, const struct devices *devices)
{
	/* Everybody can send the other fields, this one is journald's. */
	query->error = sd_journal_add_match(query->journal, unit, 0);
	fprintf(query->line, "journalctl '%s'", unit);
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		if (!cmd->denied || ids[i].denied)
			match(query, "MESSAGE_ID", ids[i].id);
	for (size_t i = 0; i < devices->n; i++)
		match(query, VFV_FIELD_DEVICE, devices->items[i]);
	if (cmd->rule)
		match(query, VFV_FIELD_RULE, cmd->rule);
	if (cmd->since_us)
		fprintf(query->line, " --since=@%" PRIu64, cmd->since_us / 1000000);
	if (*cmd->root) {
		fputs(" --root=", query->line);
		cmd_text_quote(query->line, cmd->root);
	}
}

static const char *event_of(const char *id)
{
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		if (!strcmp(ids[i].id, id))
			return ids[i].event;
	return "other";
}

/* The value of a field, which the caller frees; NULL when the entry has none. */
static char *field(sd_journal *journal, const char *name)
{
	const void *data;
	size_t size, skip = strlen(name) + 1;

	if (sd_journal_get_data(journal, name, &data, &size) < 0 || size < skip)
		return NULL;
	return strndup((const char *)data + skip, size - skip);
}

/* The sentence begins with the device, which has a column of its own. */
static const char *without_device(const char *message, const char *device)
{
	size_t length = device ? strlen(device) : 0;

	if (length && !strncmp(message, device, length) && !strncmp(message + length, ": ", 2))
		return message + length + 2;
	return message;
}

static void print_text(const struct cmd *cmd, sd_journal *journal, uint64_t us)
{
	_cleanup_free_ char *id = field(journal, "MESSAGE_ID");
	_cleanup_free_ char *message = field(journal, "MESSAGE");
	_cleanup_free_ char *device = field(journal, VFV_FIELD_DEVICE);
	time_t seconds = (time_t)(us / 1000000);
	const char *event = event_of(id ? id : "");
	bool is_bad = !strcmp(event, "refused") || !strcmp(event, "lost");
	char text[32];
	struct tm tm;

	strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S", localtime_r(&seconds, &tm));
	printf("%s.%03u  ", text, (unsigned int)(us / 1000 % 1000));
	cmd_text_style(stdout, cmd->color, is_bad ? CMD_BAD : CMD_PLAIN, event);
	printf("%*s", (int)(17 - strlen(event)), "");
	/* With --root the journal is somebody else's, and its fields may be anything. */
	cmd_text_put(stdout, device ? device : "-");
	printf("%*s  ", (int)(12 - strnlen(device ? device : "-", 12)), "");
	cmd_text_put(stdout, message ? without_device(message, device) : "");
	putchar('\n');
}

/* All fields of ours, and who wrote the entry. */
static void print_json(const struct cmd *cmd, sd_journal *journal, uint64_t us)
{
	_cleanup_free_ char *id = field(journal, "MESSAGE_ID");
	_cleanup_free_ char *message = field(journal, "MESSAGE");
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
	json_object_set_new(object, "event", json_string(event_of(id ? id : "")));
	json_object_set_new(object, "message", cmd_json_text(message ? message : ""));
	json_object_set_new(object, "fields", fields);
	cmd_json_write(cmd, stdout, object);
}

static int print_entries(const struct cmd *cmd, sd_journal *journal)
{
	int r = cmd->since_us ? sd_journal_seek_realtime_usec(journal, cmd->since_us)
			      : sd_journal_seek_head(journal);

	while (r >= 0 && (r = sd_journal_next(journal)) > 0) {
		uint64_t us;

		r = sd_journal_get_realtime_usec(journal, &us);
		if (r < 0)
			return r;
		if (us < cmd->since_us)
			continue;
		if (cmd->json)
			print_json(cmd, journal, us);
		else
			print_text(cmd, journal, us);
	}
	return r;
}

static int open_journal(const struct cmd *cmd, sd_journal **ret)
{
	_cleanup_free_ char *path = NULL;

	if (!cmd_is_offline(cmd))
		return sd_journal_open(ret, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_SYSTEM);
	if (asprintf(&path, "%s/var/log/journal", cmd->root) < 0) {
		path = NULL;
		return -ENOMEM;
	}
	return sd_journal_open_directory(ret, path, 0);
}

/* Without the right to read it a journal looks empty. */
static bool may_read(sd_journal *journal)
{
	return sd_journal_has_runtime_files(journal) > 0 ||
	       sd_journal_has_persistent_files(journal) > 0;
}

static enum cmd_exit audit(const struct cmd *cmd, const struct devices *devices)
{
	struct cmd_error about = { .hint = "try as root, or as a member of systemd-journal" };
	_cleanup_(sd_journal_closep) sd_journal *journal = NULL;
	_cleanup_free_ char *line = NULL;
	struct query query = { 0 };
	size_t size;
	int r = open_journal(cmd, &journal);

	if (r < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "the journal cannot be opened: %s",
				strerror(-r));
	if (!may_read(journal))
		return cmd_fail(cmd, CMD_FAILED, &about, "there is no journal that can be read");
	query.journal = journal;
	query.line = open_memstream(&line, &size);
	if (!query.line)
		return cmd_fail_memory(cmd);
	build(&query, cmd, devices);
	fclose(query.line);
	if (cmd->verbose)
		fprintf(stderr, "%s\n", line);
	r = query.error < 0 ? query.error : print_entries(cmd, journal);
	if (r < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "the journal cannot be read: %s",
				strerror(-r));
	return CMD_OK;
}

static int append(struct devices *devices, struct vfv_bdf bdf)
{
	void *items = reallocarray(devices->items, devices->n + 1, sizeof(*devices->items));

	if (!items)
		return -ENOMEM;
	devices->items = items;
	vfv_bdf_format(bdf, devices->items[devices->n++]);
	return 0;
}

/* An address is taken as it is; what goes by a PF must be there. */
static enum cmd_exit find(struct cmd *cmd, char *word, struct devices *devices)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	struct vfv_bdf bdf;
	enum cmd_exit code;

	if (vfv_bdf_parse(word, &bdf) >= 0)
		return append(devices, bdf) < 0 ? cmd_fail_memory(cmd) : CMD_OK;
	code = cmd_inventory_read(cmd, &inventory);
	if (code == CMD_OK)
		code = cmd_targets_find(cmd, &inventory, &word, 1, &targets);
	for (size_t i = 0; code == CMD_OK && i < targets.n; i++)
		if (vfv_bdf_parse(targets.items[i]->vf.bdf, &bdf) >= 0 && append(devices, bdf) < 0)
			code = cmd_fail_memory(cmd);
	return code;
}

enum cmd_exit cmd_audit(struct cmd *cmd, int argc, char **argv)
{
	struct devices devices = { 0 };
	enum cmd_exit code = CMD_OK;

	for (int i = 0; code == CMD_OK && i < argc; i++)
		code = find(cmd, argv[i], &devices);
	if (code == CMD_OK)
		code = audit(cmd, &devices);
	free(devices.items);
	return code;
}
