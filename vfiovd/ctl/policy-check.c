/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/plural.h"
#include "policy/load.h"
#include "policy/users.h"

#include "daemon-user.h"
#include "declared.h"
#include "draft.h"
#include "fail.h"
#include "json.h"
#include "machine.h"
#include "policy-load.h"

static json_t *diags_json(const struct vfv_diags *diags)
{
	json_t *array = json_array();

	for (size_t i = 0; i < diags->n; i++) {
		const struct vfv_diag *diag = &diags->items[i];
		json_t *object = json_object();

		json_object_set_new(object, "severity",
				    json_string(vfv_severity_name(diag->severity)));
		json_object_set_new(object, "file",
				    diag->file ? cmd_json_text(diag->file) : json_null());
		json_object_set_new(object, "line",
				    diag->line ? json_integer(diag->line) : json_null());
		json_object_set_new(object, "text", cmd_json_text(diag->text));
		json_array_append_new(array, object);
	}
	return array;
}

struct check {
	struct vfv_policy_files files;
	struct vfv_diags diags;
	bool gates; /* the installed vfiovd.conf was added, for its gates */
};

static void check_done(struct check *check)
{
	vfv_policy_files_done(&check->files);
	vfv_diags_done(&check->diags);
}

/* The other files only serve to check these. */
static bool is_checked(const struct check *check, size_t i)
{
	return check->files.items[i].kind != VFV_FILE_DRIVER &&
	       !(check->gates && check->files.items[i].kind == VFV_FILE_MAIN);
}

static size_t n_checked(const struct check *check)
{
	size_t n = 0;

	for (size_t i = 0; i < check->files.n; i++)
		n += is_checked(check, i);
	return n;
}

static json_t *check_json(const struct check *check)
{
	json_t *object = json_object(), *names = json_array();

	for (size_t i = 0; i < check->files.n; i++)
		if (is_checked(check, i))
			json_array_append_new(names, cmd_json_text(check->files.items[i].name));
	json_object_set_new(object, "files", names);
	json_object_set_new(object, "diagnostics", diags_json(&check->diags));
	json_object_set_new(object, "errors", json_integer((json_int_t)check->diags.errors));
	json_object_set_new(object, "warnings", json_integer((json_int_t)check->diags.warnings));
	return object;
}

/* Read the installed files, with a warning for each that the daemon cannot read. */
static int read_installed(const struct cmd *cmd, struct check *check)
{
	_cleanup_(cmd_daemon_user_done) struct vfv_reader reader = { 0 };
	int r = cmd_daemon_user_find(cmd, &reader);

	/* Without a unit, the daemon's user is unknown. */
	if (r < 0 && r != -ENOENT)
		return r;
	return vfv_policy_read_for(*cmd->root ? cmd->root : NULL, r < 0 ? NULL : &reader,
				   &check->diags, &check->files);
}

static bool has_main(const struct check *check)
{
	for (size_t i = 0; i < check->files.n; i++)
		if (check->files.items[i].kind == VFV_FILE_MAIN)
			return true;
	return false;
}

/* Drafts without a vfiovd.conf are checked with the installed one, whose gates they depend on. */
static int read_drafts(const struct cmd *cmd, int argc, char **argv, struct check *check)
{
	const char *root = *cmd->root ? cmd->root : NULL;
	int r = vfv_drivers_read(root, &check->diags, &check->files);

	for (int i = 0; (r >= 0 || r == -EINVAL) && i < argc; i++)
		r = cmd_draft_add(argv[i], &check->diags, &check->files);
	if ((r < 0 && r != -EINVAL) || has_main(check))
		return r;
	check->gates = true;
	return vfv_policy_read_main(root, &check->diags, &check->files);
}

/*
 * Compare a valid policy with the devices of this machine, if they can be seen. Drafts may be for
 * other machines, so nothing can be said about them on a machine without any PF.
 */
static enum cmd_exit check_machine(const struct cmd *cmd, const struct vfv_policy *policy,
				   bool drafts, struct vfv_diags *diags)
{
	_cleanup_(cmd_machine_done) struct cmd_machine machine = { 0 };
	enum cmd_exit code = cmd_machine_read(cmd, &machine);

	if (code == CMD_OK && machine.readable && (!drafts || machine.machine.n_pfs))
		vfv_lint_machine(policy, &machine.machine, diags);
	return code;
}

static void print(struct cmd *cmd, struct check *check)
{
	const struct vfv_diags *diags = &check->diags;
	size_t n = n_checked(check);

	vfv_diags_sort(&check->diags);
	if (cmd->json) {
		cmd_json_print(cmd, stdout, "check", check_json(check));
		return;
	}
	cmd_policy_print_diags(stdout, cmd, diags);
	if (cmd->legend)
		printf("%zu %s, %zu %s, %zu %s\n", n, vfv_plural(n, "file", "files"), diags->errors,
		       vfv_plural(diags->errors, "error", "errors"), diags->warnings,
		       vfv_plural(diags->warnings, "warning", "warnings"));
}

/* The errors are the requested output, so they go to stdout. */
enum cmd_exit cmd_policy_check(struct cmd *cmd, int argc, char **argv)
{
	const struct vfv_resolver users = vfv_users_of(*cmd->root ? cmd->root : NULL);
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(check_done) struct check check = { .gates = false };
	enum cmd_exit code = CMD_OK;
	int r;

	r = argc ? read_drafts(cmd, argc, argv, &check) : read_installed(cmd, &check);
	if (r >= 0 || r == -EINVAL)
		r = vfv_policy_new_with(check.files.items, check.files.n, &users, 0, &check.diags,
					&policy);
	if (r < 0 && r != -EINVAL)
		return cmd_fail(cmd, CMD_FAILED, NULL, "cannot read the policy: %s", strerror(-r));
	if (policy)
		code = check_machine(cmd, policy, argc > 0, &check.diags);
	if (code != CMD_OK)
		return code;
	if (policy)
		cmd_declared_check(cmd, policy, &check.diags);
	/* A warning was lost; an error that was lost is still counted. */
	if (!check.diags.errors && check.diags.dropped && check.diags.n < VFV_DIAGS_MAX)
		return cmd_fail_memory(cmd);
	print(cmd, &check);
	return check.diags.errors ? CMD_POLICY : CMD_OK;
}
