/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/enums.h"
#include "lib/names.h"

#include "audit-query.h"
#include "denied.h"
#include "text.h"

static const char unit[] = "_SYSTEMD_UNIT=" VFV_DAEMON_NAME ".service";

struct query {
	const struct cmd *cmd;
	const struct cmd_audit_devices *devices;
	sd_journal *journal;
	FILE *line;
	bool has_term;
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

/*
 * Matches for the same field are alternatives, matches for different fields must all hold, and
 * terms are alternatives to one another. Each term includes the matches that must always hold.
 */
static void begin_term(struct query *query)
{
	if (query->has_term) {
		if (query->error >= 0)
			query->error = sd_journal_add_disjunction(query->journal);
		fputs(" +", query->line);
	}
	query->has_term = true;
	/* Anybody can set the other fields; this one is set by journald. */
	if (query->error >= 0)
		query->error = sd_journal_add_match(query->journal, unit, 0);
	fprintf(query->line, " '%s'", unit);
	for (size_t i = 0; i < query->devices->n; i++)
		match(query, VFV_FIELD_DEVICE, query->devices->items[i]);
	if (query->cmd->host)
		match(query, "_HOSTNAME", query->cmd->host);
	if (query->cmd->rule)
		match(query, VFV_FIELD_RULE, query->cmd->rule);
}

/*
 * Return: the name of cause N, then "unknown" for the causes of a newer kernel, then NULL.
 */
static const char *cause_word(uint32_t n)
{
	return n <= vfv_enum_cause.n ? vfv_enum_name(&vfv_enum_cause, n) : NULL;
}

static size_t n_denied(const char *event, uint32_t *n_causes)
{
	size_t n = 0;

	for (*n_causes = 0; cause_word(*n_causes); ++*n_causes)
		n += cmd_audit_is_denied(event, cause_word(*n_causes));
	return n;
}

/*
 * Put the events that match with any cause in one term, and each other event, with its causes, in a
 * separate term.
 */
static void build_denied(struct query *query)
{
	uint32_t n_causes;

	begin_term(query);
	for (size_t i = 0; i < cmd_audit_n_events; i++)
		if (n_denied(cmd_audit_events[i].name, &n_causes) == n_causes)
			match(query, "MESSAGE_ID", cmd_audit_events[i].id);
	for (size_t i = 0; i < cmd_audit_n_events; i++) {
		const struct cmd_audit_event *event = &cmd_audit_events[i];
		size_t n = n_denied(event->name, &n_causes);

		if (!n || n == n_causes)
			continue;
		begin_term(query);
		match(query, "MESSAGE_ID", event->id);
		for (uint32_t cause = 0; cause < n_causes; cause++)
			if (cmd_audit_is_denied(event->name, cause_word(cause)))
				match(query, VFV_FIELD_CAUSE, cause_word(cause));
	}
}

static void build_all(struct query *query)
{
	begin_term(query);
	for (size_t i = 0; i < cmd_audit_n_events; i++)
		match(query, "MESSAGE_ID", cmd_audit_events[i].id);
}

static void put_path(FILE *line, const char *option, const char *path)
{
	fputs(option, line);
	cmd_text_quote(line, path);
}

static void put_options(const struct query *query)
{
	const struct cmd *cmd = query->cmd;
	struct stat st;

	if (cmd->since_us)
		fprintf(query->line, " --since=@%" PRIu64, cmd->since_us / 1000000);
	if (cmd->until_us != UINT64_MAX)
		fprintf(query->line, " --until=@%" PRIu64, cmd->until_us / 1000000);
	if (cmd->lines)
		fprintf(query->line, " --lines=%u", cmd->lines);
	if (cmd->follow)
		fputs(" --follow", query->line);
	if (cmd->journal && stat(cmd->journal, &st) >= 0 && S_ISDIR(st.st_mode))
		put_path(query->line, " --directory=", cmd->journal);
	else if (cmd->journal)
		put_path(query->line, " --file=", cmd->journal);
	else if (*cmd->root)
		put_path(query->line, " --root=", cmd->root);
}

int cmd_audit_query(const struct cmd *cmd, const struct cmd_audit_devices *devices,
		    sd_journal *journal, char **line)
{
	struct query query = { .cmd = cmd, .devices = devices, .journal = journal };
	size_t size;

	query.line = open_memstream(line, &size);
	if (!query.line)
		return -ENOMEM;
	fputs("journalctl", query.line);
	if (cmd->denied)
		build_denied(&query);
	else
		build_all(&query);
	put_options(&query);
	if (fclose(query.line) == EOF)
		return -ENOMEM;
	return query.error;
}
