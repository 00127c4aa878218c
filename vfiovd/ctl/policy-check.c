/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/plural.h"
#include "policy/load.h"
#include "policy/users.h"

#include "draft.h"
#include "fail.h"
#include "json.h"
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

/* Count the files without the drivers' declarations, which only serve to check the others. */
static size_t n_files(const struct vfv_policy_files *files)
{
	size_t n = 0;

	for (size_t i = 0; i < files->n; i++)
		n += files->items[i].kind != VFV_FILE_DRIVER;
	return n;
}

static json_t *check_json(const struct vfv_policy_files *files, const struct vfv_diags *diags)
{
	json_t *object = json_object(), *names = json_array();

	for (size_t i = 0; i < files->n; i++)
		if (files->items[i].kind != VFV_FILE_DRIVER)
			json_array_append_new(names, cmd_json_text(files->items[i].name));
	json_object_set_new(object, "files", names);
	json_object_set_new(object, "diagnostics", diags_json(diags));
	json_object_set_new(object, "errors", json_integer((json_int_t)diags->errors));
	json_object_set_new(object, "warnings", json_integer((json_int_t)diags->warnings));
	return object;
}

static int read_files(const struct cmd *cmd, int argc, char **argv, struct vfv_diags *diags,
		      struct vfv_policy_files *files)
{
	int r = 0;

	if (!argc)
		return vfv_policy_read(*cmd->root ? cmd->root : NULL, diags, files);
	r = vfv_drivers_read(*cmd->root ? cmd->root : NULL, diags, files);
	for (int i = 0; (r >= 0 || r == -EINVAL) && i < argc; i++)
		r = cmd_draft_add(argv[i], diags, files);
	return r;
}

/* The errors are the requested output, so they go to stdout. */
enum cmd_exit cmd_policy_check(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(vfv_policy_files_done) struct vfv_policy_files files = { 0 };
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	const struct vfv_resolver users = vfv_users_of(*cmd->root ? cmd->root : NULL);
	int r = read_files(cmd, argc, argv, &diags, &files);

	if (r >= 0 || r == -EINVAL)
		r = vfv_policy_new_with(files.items, files.n, &users, 0, &diags, &policy);
	if (r < 0 && r != -EINVAL)
		return cmd_fail(cmd, CMD_FAILED, NULL, "cannot read the policy: %s", strerror(-r));
	vfv_diags_sort(&diags);
	if (cmd->json) {
		cmd_json_print(cmd, stdout, "check", check_json(&files, &diags));
	} else {
		cmd_policy_print_diags(stdout, cmd, &diags);
		if (cmd->legend)
			printf("%zu %s, %zu %s, %zu %s\n", n_files(&files),
			       vfv_plural(n_files(&files), "file", "files"), diags.errors,
			       vfv_plural(diags.errors, "error", "errors"), diags.warnings,
			       vfv_plural(diags.warnings, "warning", "warnings"));
	}
	return diags.errors ? CMD_POLICY : CMD_OK;
}
