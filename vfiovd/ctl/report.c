/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Collects the data for a bug report in one archive. All of the data is readable by anybody on the
 * machine, or by the caller; it contains no guest data and no keys.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/names.h"
#include "lib/plural.h"

#include "capture.h"
#include "fail.h"
#include "inventory.h"
#include "json.h"
#include "options.h"
#include "policy-load.h"
#include "tar.h"

struct report {
	struct cmd *cmd;
	FILE *archive;
	char directory[48]; /* in the archive */
	time_t now;
	size_t n;
	FILE *ends; /* a list of how each verb and program ended */
	int error;
};

/*
 * The maximum number of audit entries in a report, so that they fit in the archive. The last ones
 * are used.
 */
enum { AUDIT_LINES = 4000 };

static void put(struct report *report, const char *name, const char *data, size_t size)
{
	char whole[100];

	if (report->error < 0)
		return;
	if (snprintf(whole, sizeof(whole), "%s/%s", report->directory, name) >= (int)sizeof(whole))
		return;
	report->error = cmd_tar_put(report->archive, whole, data, size, report->now);
	report->n++;
}

/* Add the output of cmd_capture(). A reader of the report must see that something is missing. */
static void put_output(struct report *report, const char *name, const char *text, size_t size,
		       int status)
{
	static const char none[] = "could not be collected: no memory, or no process could be started\n";

	if (!text)
		fprintf(report->ends, "%s: not collected\n", name);
	else if (status < 0)
		fprintf(report->ends, "%s: killed by a signal, or after 10 seconds\n", name);
	else
		fprintf(report->ends, "%s: status %d%s\n", name, status,
			size < CMD_CAPTURE_MAX ? "" : ", cut off at 4 MiB");
	put(report, name, text ? text : none, text ? size : strlen(none));
}

/* A vfiovctl verb that prints one JSON object per line. */
struct verb {
	struct cmd cmd;
	cmd_verb_fn *run;
	char **argv;
	int argc;
};

static int run_verb(void *userdata)
{
	struct verb *verb = userdata;

	/* Answers would be mixed up on a socket that is shared with the parent. */
	verb->cmd.genl = NULL;
	verb->cmd.resolved = false;
	return (int)verb->run(&verb->cmd, verb->argc, verb->argv);
}

/* The report's own options do not apply to the verb; the audit's options are in @options. */
static void put_verb(struct report *report, const char *name, cmd_verb_fn *run, char *argument,
		     const struct cmd *options)
{
	struct verb verb = { *options, run, &argument, argument ? 1 : 0 };
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	int status = 0;

	verb.cmd.json = true;
	verb.cmd.pretty = !verb.cmd.lines;
	text = cmd_capture(run_verb, &verb, &size, &status);
	put_output(report, name, text, size, status);
}

static void put_program(struct report *report, const char *name, char *const *argv)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	int status = 0;

	text = cmd_capture(cmd_capture_program, (void *)argv, &size, &status);
	put_output(report, name, text, size, status);
}

static void put_programs(struct report *report)
{
	static const struct {
		const char *name;
		const char *argv[10];
	} programs[] = {
		{ "uname.txt", { "uname", "-srvmo" } },
		{ "os-release.txt", { "cat", "/etc/os-release" } },
		{ "module.txt", { "modinfo", VFV_CORE_NAME, VFV_MODULE_NAME } },
		{ "modules.txt",
		  { "grep", "-E", "^(vfio|vfiov|virtio|iommufd|kvm)", "/proc/modules" } },
		{ "unit.txt", { "systemctl", "--no-pager", "-l", "status", VFV_DAEMON_NAME } },
		{ "daemon-log.txt",
		  { "journalctl", "--no-pager", "-o", "short-precise", "-n", "500", "-u",
		    VFV_DAEMON_NAME } },
		{ "kernel-log.txt",
		  { "journalctl", "--no-pager", "-k", "-n", "500", "--grep",
		    "vfio|virtio|iommu|pcieport" } },
	};

	for (size_t i = 0; i < ARRAY_SIZE(programs); i++)
		put_program(report, programs[i].name, (char *const *)programs[i].argv);
}

static void put_lspci(struct report *report, const char *bdf)
{
	const char *const argv[] = { "lspci", "-vvv", "-nn", "-D", "-s", bdf, NULL };
	char name[64];

	snprintf(name, sizeof(name), "lspci/%s.txt", bdf);
	put_program(report, name, (char *const *)argv);
}

/* Add each PF once, before its VFs, which are adjacent in the list. */
static void put_devices(struct report *report, const struct cmd_inventory *inventory)
{
	const char *pf = "";

	for (size_t i = 0; i < inventory->n; i++) {
		const struct vfv_vf *vf = &inventory->items[i].vf;

		if (*vf->pf && strcmp(pf, vf->pf))
			put_lspci(report, vf->pf);
		pf = vf->pf;
		put_lspci(report, vf->bdf);
	}
}

static void put_policy(struct report *report)
{
	_cleanup_(vfv_policy_files_done) struct vfv_policy_files files = { 0 };
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	const char *root = report->cmd->root;

	(void)vfv_policy_read(*root ? root : NULL, &diags, &files);
	for (size_t i = 0; i < files.n; i++) {
		char name[100];

		snprintf(name, sizeof(name), "policy/%02zu-%.60s", i,
			 basename(files.items[i].name));
		put(report, name, files.items[i].data, files.items[i].size);
	}
}

static void put_verbs(struct report *report)
{
	struct cmd plain = *report->cmd, audit;

	plain.seen = 0;
	plain.since_us = 0;
	audit = plain;
	audit.lines = AUDIT_LINES;
	/* The audit of the last week is enough, unless the options say otherwise. */
	audit.since_us = report->cmd->since_us;
	if (!(report->cmd->seen & CMD_OPT_SINCE))
		audit.since_us = (uint64_t)(report->now - 7 * 86400L) * 1000000;
	put_verb(report, "status.json", cmd_status, NULL, &plain);
	put_verb(report, "list.json", cmd_list, NULL, &plain);
	put_verb(report, "profiles.json", cmd_profiles, NULL, &plain);
	put_verb(report, "policy-check.json", cmd_policy, (char *)"check", &plain);
	put_verb(report, "policy-diff.json", cmd_policy, (char *)"diff", &plain);
	put_verb(report, "audit.json", cmd_audit, NULL, &audit);
}

static enum cmd_exit fill(struct report *report)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_free_ char *ends = NULL;
	struct cmd *cmd = report->cmd;
	enum cmd_exit code = cmd_inventory_read(cmd, &inventory);
	size_t size;

	if (code != CMD_OK)
		return code;
	report->ends = open_memstream(&ends, &size);
	if (!report->ends)
		return cmd_fail_memory(cmd);
	put(report, "version.txt", VFV_VERSION "\n", strlen(VFV_VERSION "\n"));
	put_verbs(report);
	put_policy(report);
	/* Programs can only examine the running system. */
	if (!*cmd->root) {
		put_programs(report);
		put_devices(report, &inventory);
	}
	/* Missing or truncated data must not appear complete. */
	if (fclose(report->ends) == EOF)
		return cmd_fail_memory(cmd);
	put(report, "ends.txt", ends, size);
	if (report->error >= 0)
		report->error = cmd_tar_end(report->archive);
	return CMD_OK;
}

/* Fill and close the archive. Return: CMD_OK, or the reported error. */
static enum cmd_exit write_archive(struct report *report, const char *path)
{
	enum cmd_exit code = fill(report);

	if (fclose(report->archive) == EOF && report->error >= 0)
		report->error = -errno;
	if (code == CMD_OK && report->error < 0)
		code = cmd_fail(report->cmd, CMD_FAILED, NULL, "%s: %s", path,
				strerror(-report->error));
	return code;
}

enum cmd_exit cmd_report(struct cmd *cmd, int argc, char **argv)
{
	struct report report = { .cmd = cmd, .now = time(NULL) };
	const char *path;
	char name[64];
	enum cmd_exit code;
	struct tm tm;
	int fd;

	strftime(report.directory, sizeof(report.directory), "vfiovctl-report-%Y%m%d-%H%M%S",
		 localtime_r(&report.now, &tm));
	snprintf(name, sizeof(name), "%s.tar", report.directory);
	path = argc ? argv[0] : name;
	/* Do not follow a link, and do not overwrite a file. */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: %s", path, strerror(errno));
	report.archive = fdopen(fd, "we");
	if (report.archive) {
		code = write_archive(&report, path);
	} else {
		code = cmd_fail_memory(cmd);
		close(fd);
	}
	if (code != CMD_OK) {
		/*
		 * Remove the file, because it is ours and would be in the way of the next report.
		 */
		unlink(path);
		return code;
	}
	if (cmd->json)
		cmd_json_print(cmd, stdout, "report",
			       json_pack("{so sI}", "file", cmd_json_text(path), "entries",
					 (json_int_t)report.n));
	else
		printf("%s: %zu %s; review it before you send it\n", path, report.n,
		       vfv_plural(report.n, "file", "files"));
	return CMD_OK;
}
