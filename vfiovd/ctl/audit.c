/* SPDX-License-Identifier: GPL-2.0-only */
/* The audit is in the journal: this file only queries it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/names.h"
#include "policy/bdf.h"

#include "audit-print.h"
#include "audit-query.h"
#include "audit-verify.h"
#include "fail.h"
#include "journal.h"
#include "targets-read.h"

enum { FOLLOW_LINES = 10 };

/* A failed write must not be reported as an unreadable journal, so its errno is kept separately. */
struct reading {
	const struct cmd *cmd;
	sd_journal *journal;
	int unwritten;		   /* the errno of a failed write to stdout */
	struct cmd_verify *verify; /* NULL if entries are printed */
};

/*
 * Seek to the first selected entry. Return: same as sd_journal_next(); 1 means that there is an
 * entry.
 */
static int seek(const struct cmd *cmd, sd_journal *journal)
{
	unsigned int lines = cmd->lines;
	int r;

	/* As in journalctl, --follow starts with only a few lines of context. */
	if (!lines && cmd->follow && !cmd->since_us)
		lines = FOLLOW_LINES;
	if (!lines) {
		r = cmd->since_us ? sd_journal_seek_realtime_usec(journal, cmd->since_us)
				  : sd_journal_seek_head(journal);
		return r < 0 ? r : sd_journal_next(journal);
	}
	r = cmd->until_us == UINT64_MAX ? sd_journal_seek_tail(journal)
					: sd_journal_seek_realtime_usec(journal, cmd->until_us);
	if (r >= 0)
		r = sd_journal_previous_skip(journal, lines);
	if (r)
		return r;
	/*
	 * There is no entry yet. Seek to the head, because sd_journal_next() does not advance from
	 * the tail to new entries.
	 */
	r = sd_journal_seek_head(journal);
	return r < 0 ? r : sd_journal_next(journal);
}

/* Flush, because a reader of the output waits for it. */
static bool is_unwritten(struct reading *reading)
{
	errno = 0;
	if (fflush(stdout) == EOF || ferror(stdout))
		reading->unwritten = errno ? errno : EIO;
	return reading->unwritten;
}

/* Read the journal from its current entry on. Return: 0 at its end. */
static int print_entries(struct reading *reading, int r)
{
	for (; r > 0; r = sd_journal_next(reading->journal)) {
		uint64_t us;

		r = sd_journal_get_realtime_usec(reading->journal, &us);
		if (r < 0)
			return r;
		if (us < reading->cmd->since_us)
			continue;
		if (us > reading->cmd->until_us)
			return 0;
		if (!reading->verify)
			cmd_audit_print(reading->cmd, reading->journal, us);
		else
			r = cmd_verify_take(reading->verify, reading->journal);
		if (r < 0)
			return r;
	}
	return r;
}

static int read_all(struct reading *reading)
{
	int r = print_entries(reading, seek(reading->cmd, reading->journal));

	while (r >= 0 && reading->cmd->follow && !is_unwritten(reading)) {
		r = sd_journal_wait(reading->journal, UINT64_MAX);
		if (r >= 0)
			r = print_entries(reading, sd_journal_next(reading->journal));
	}
	return r;
}

static enum cmd_exit fail_open(const struct cmd *cmd, int error)
{
	const char *what = cmd->journal ? cmd->journal : "the journal";

	return cmd_fail(cmd, CMD_FAILED, NULL, "cannot open %s: %s", what,
			error == -EINVAL && cmd->journal ? "neither a directory nor a file"
							 : strerror(-error));
}

static enum cmd_exit audit(const struct cmd *cmd, const struct cmd_audit_devices *devices)
{
	struct cmd_error about = {
		.hint = "try as root or as a member of the group systemd-journal"
	};
	_cleanup_(sd_journal_closep) sd_journal *journal = NULL;
	_cleanup_(cmd_verify_done) struct cmd_verify verify = { 0 };
	struct reading reading = { .cmd = cmd };
	_cleanup_free_ char *line = NULL;
	int r = cmd_journal_open(cmd, &journal);

	if (r == -ENODATA)
		return cmd_fail(cmd, CMD_FAILED, &about, "no readable journal found");
	if (r < 0)
		return fail_open(cmd, r);
	r = cmd_audit_query(cmd, devices, journal, &line);
	if (r == -ENOMEM)
		return cmd_fail_memory(cmd);
	if (r >= 0 && cmd->verbose)
		fprintf(stderr, "%s\n", line);
	reading.journal = journal;
	reading.verify = cmd->verify ? &verify : NULL;
	if (r >= 0)
		r = read_all(&reading);
	/* As for all verbs, it is not a failure if the reader closes the pipe. */
	if (reading.unwritten)
		return reading.unwritten == EPIPE
			       ? CMD_OK
			       : cmd_fail(cmd, CMD_FAILED, NULL, "standard output: %s",
					  strerror(reading.unwritten));
	if (r < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "cannot read the journal: %s", strerror(-r));
	return cmd->verify ? cmd_verify_print(cmd, &verify) : CMD_OK;
}

static int append(struct cmd_audit_devices *devices, struct vfv_bdf bdf)
{
	void *items = reallocarray(devices->items, devices->n + 1, sizeof(*devices->items));

	if (!items)
		return -ENOMEM;
	devices->items = items;
	vfv_bdf_format(bdf, devices->items[devices->n++]);
	return 0;
}

/* A PCI address is used as given; a VF named by its PF must exist. */
static enum cmd_exit find(struct cmd *cmd, char *word, struct cmd_audit_devices *devices)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	struct vfv_bdf bdf;
	enum cmd_exit code;

	if (vfv_bdf_parse(word, &bdf) >= 0)
		return append(devices, bdf) < 0 ? cmd_fail_memory(cmd) : CMD_OK;
	code = cmd_targets_read(cmd, &word, 1, false, &inventory, &targets);
	for (size_t i = 0; code == CMD_OK && i < targets.n; i++)
		if (vfv_bdf_parse(targets.items[i]->vf.bdf, &bdf) >= 0 && append(devices, bdf) < 0)
			code = cmd_fail_memory(cmd);
	return code;
}

enum cmd_exit cmd_audit(struct cmd *cmd, int argc, char **argv)
{
	struct cmd_audit_devices devices = { 0 };
	enum cmd_exit code = CMD_OK;

	if (cmd->follow && cmd->until_us != UINT64_MAX)
		return cmd_fail(cmd, CMD_USAGE, NULL, "--follow cannot be combined with --until");
	/* These options skip records, which would then appear to be missing. */
	if (cmd->verify && (argc || cmd->denied || cmd->rule || cmd->lines || cmd->follow))
		return cmd_fail(cmd, CMD_USAGE, NULL,
				"--verify cannot be combined with a target, --denied, --rule, "
				"--lines or --follow");
	for (int i = 0; code == CMD_OK && i < argc; i++)
		code = find(cmd, argv[i], &devices);
	if (code == CMD_OK)
		code = audit(cmd, &devices);
	free(devices.items);
	return code;
}
