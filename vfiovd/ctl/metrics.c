/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "policy/load.h"

#include "fail.h"
#include "inventory.h"
#include "metrics.h"

/* Errors in the files are only counted, not reported. Return: CMD_OK, or the reported error. */
static enum cmd_exit read_policy(const struct cmd *cmd, struct cmd_metrics *metrics)
{
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	int r = vfv_policy_load(*cmd->root ? cmd->root : NULL, 0, &diags, &metrics->policy);

	metrics->errors = diags.errors;
	metrics->warnings = diags.warnings;
	return r == -ENOMEM ? cmd_fail_memory(cmd) : CMD_OK;
}

static enum cmd_exit collect(struct cmd *cmd, struct cmd_metrics *metrics)
{
	enum cmd_exit code = cmd_inventory_read(cmd, &metrics->inventory);

	if (code == CMD_OK)
		code = read_policy(cmd, metrics);
	metrics->has_recent = cmd_recent_count(cmd, &metrics->recent) >= 0;
	return code;
}

/* Return: 0 or a negative errno. */
static int write_all(const struct cmd *cmd, const struct cmd_metrics *metrics, FILE *file)
{
	errno = 0;
	cmd_metrics_print(cmd, metrics, file);
	if (fflush(file) == EOF || ferror(file))
		return errno ? -errno : -EIO;
	return 0;
}

/*
 * Write to a temporary name first, so that a reader finds either the whole old file or the whole
 * new one.
 */
static int write_file(const struct cmd *cmd, const struct cmd_metrics *metrics, const char *path)
{
	_cleanup_free_ char *temporary = NULL;
	FILE *file;
	int fd, r;

	if (asprintf(&temporary, "%s.XXXXXX", path) < 0) {
		temporary = NULL;
		return -ENOMEM;
	}
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return -errno;
	file = fdopen(fd, "we");
	if (!file) {
		r = -errno;
		close(fd);
	} else {
		/* The file must be readable by node_exporter, which runs as another user. */
		r = fchmod(fd, 0644) < 0 ? -errno : write_all(cmd, metrics, file);
		if (fclose(file) == EOF && r >= 0)
			r = -errno;
	}
	if (r >= 0 && rename(temporary, path) < 0)
		r = -errno;
	if (r < 0)
		unlink(temporary);
	return r;
}

static void done(struct cmd_metrics *metrics)
{
	cmd_inventory_done(&metrics->inventory);
	metrics->policy = vfv_policy_unref(metrics->policy);
}

enum cmd_exit cmd_metrics(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(done) struct cmd_metrics metrics = { 0 };
	enum cmd_exit code;
	int r;

	if (cmd->json)
		return cmd_fail(cmd, CMD_USAGE, &(struct cmd_error){ .hint = "vfiovctl status -j" },
				"metrics prints OpenMetrics text, not JSON");
	code = collect(cmd, &metrics);
	if (code != CMD_OK)
		return code;
	if (!argc) {
		cmd_metrics_print(cmd, &metrics, stdout);
		return CMD_OK;
	}
	r = write_file(cmd, &metrics, argv[0]);
	return r < 0 ? cmd_fail(cmd, CMD_FAILED, NULL, "%s: %s", argv[0], strerror(-r)) : CMD_OK;
}
