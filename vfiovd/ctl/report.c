/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a bug report needs, in one archive. All of it is what anybody could read on the machine,
 * or what the caller may read; nothing of a guest and no keys are in any of it.
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
#include "policy-load.h"
#include "tar.h"

struct report {
	struct cmd *cmd;
	FILE *archive;
	char folder[48]; /* in the archive */
	time_t now;
	size_t n;
	int error;
};

static void put(struct report *report, const char *name, const char *data, size_t size)
{
	char whole[100];

	if (report->error < 0)
		return;
	if (snprintf(whole, sizeof(whole), "%s/%s", report->folder, name) >= (int)sizeof(whole))
		return;
	report->error = cmd_tar_put(report->archive, whole, data, size, report->now);
	report->n++;
}

/* What cmd_capture() returned; whoever reads the report should know that something is not in it. */
static void put_output(struct report *report, const char *name, const char *text, size_t size)
{
	static const char none[] = "could not be collected for want of memory or processes\n";

	put(report, name, text ? text : none, text ? size : strlen(none));
}

/* One of our own verbs, as an object of JSON for each of its lines. */
struct verb {
	struct cmd cmd;
	cmd_verb_fn *run;
	char **argv;
	int argc;
};

static int run_verb(void *userdata)
{
	struct verb *verb = userdata;

	/* A socket that is shared with the parent would mix up the answers. */
	verb->cmd.genl = NULL;
	verb->cmd.resolved = false;
	return (int)verb->run(&verb->cmd, verb->argc, verb->argv);
}

static void put_verb(struct report *report, const char *name, cmd_verb_fn *run, char *argument)
{
	struct verb verb = { *report->cmd, run, &argument, argument ? 1 : 0 };
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	int status;

	verb.cmd.json = true;
	verb.cmd.pretty = !strstr(name, "audit");
	text = cmd_capture(run_verb, &verb, &size, &status);
	put_output(report, name, text, size);
}

static void put_program(struct report *report, const char *name, char *const *argv)
{
	_cleanup_free_ char *text = NULL;
	size_t size = 0;
	int status;

	text = cmd_capture(cmd_capture_program, (void *)argv, &size, &status);
	put_output(report, name, text, size);
}

static void put_programs(struct report *report)
{
	static const struct {
		const char *name;
		const char *argv[10];
	} programs[] = {
		{ "uname.txt", { "uname", "-srvmo" } },
		{ "os-release.txt", { "cat", "/etc/os-release" } },
		{ "module.txt", { "modinfo", VFV_MODULE_NAME } },
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

/* Each PF once, before its VFs, which are its neighbours in the list. */
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

static enum cmd_exit fill(struct report *report)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	struct cmd *cmd = report->cmd;
	enum cmd_exit code = cmd_inventory_read(cmd, &inventory);

	if (code != CMD_OK)
		return code;
	put(report, "version.txt", VFV_VERSION "\n", strlen(VFV_VERSION "\n"));
	put_verb(report, "status.json", cmd_status, NULL);
	put_verb(report, "list.json", cmd_list, NULL);
	put_verb(report, "profiles.json", cmd_profiles, NULL);
	put_verb(report, "policy-check.json", cmd_policy, (char *)"check");
	put_verb(report, "policy-diff.json", cmd_policy, (char *)"diff");
	put_verb(report, "audit.json", cmd_audit, NULL);
	put_policy(report);
	/* Programs know only the running system. */
	if (!*cmd->root) {
		put_programs(report);
		put_devices(report, &inventory);
	}
	if (report->error >= 0)
		report->error = cmd_tar_end(report->archive);
	return CMD_OK;
}

/* The audit of the last week is enough, unless it was said otherwise. */
static void limit_audit(struct cmd *cmd, time_t now)
{
	if (!cmd->since_us)
		cmd->since_us = (uint64_t)(now - 7 * 86400L) * 1000000;
}

enum cmd_exit cmd_report(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_fclose_ FILE *archive = NULL;
	struct report report = { .cmd = cmd, .now = time(NULL) };
	const char *path;
	char name[64];
	enum cmd_exit code;
	struct tm tm;
	int fd;

	strftime(report.folder, sizeof(report.folder), "vfiovctl-report-%Y%m%d-%H%M%S",
		 localtime_r(&report.now, &tm));
	snprintf(name, sizeof(name), "%s.tar", report.folder);
	path = argc ? argv[0] : name;
	/* Not through a link that somebody has put there, and not over a file. */
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	archive = fd < 0 ? NULL : fdopen(fd, "we");
	if (!archive)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: %s", path, strerror(errno));
	report.archive = archive;
	limit_audit(cmd, report.now);
	code = fill(&report);
	if (code != CMD_OK)
		return code;
	if (report.error < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "%s: %s", path, strerror(-report.error));
	if (cmd->json)
		cmd_json_print(cmd, stdout, "report",
			       json_pack("{so sI}", "file", cmd_json_text(path), "entries",
					 (json_int_t)report.n));
	else
		printf("%s: %zu %s; look through it before you send it\n", path, report.n,
		       vfv_plural(report.n, "file", "files"));
	return CMD_OK;
}
