// SPDX-License-Identifier: GPL-2.0-only
/*
 * "systemctl reload" returns when the policy is in force. If the policy has errors, it fails, the
 * errors are in the journal, and the daemon keeps the previous policy. A reload also works without
 * the module.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/names.h"
#include "tool/lib/ctl.h"

#define EXTRA_FILE VFV_POLICY_DIR_ETC "/60-extra.conf"

static void write_extra(const char *text)
{
	_cleanup_fclose_ FILE *file = fopen(EXTRA_FILE, "we");

	if (!file || fputs(text, file) < 0)
		tap_must(-EIO, "write %s", EXTRA_FILE);
}

static int reload(void)
{
	struct run result = { 0 };
	int status;

	tap_must(run(&result, 0, (const char *[]){ "systemctl", "reload", DAEMON_UNIT, NULL }),
		 "run systemctl");
	status = result.status;
	if (status)
		tap_note("%.*s", (int)strcspn(result.err, "\n"), result.err);
	run_free(&result);
	return status;
}

static struct vfv_status now(struct scene *scene)
{
	struct vfv_status status;

	tap_must(vfv_genl_status_get(scene->genl, &status, NULL), "read the status");
	return status;
}

static bool journal_has(struct scene *scene, const char *message)
{
	const char *const matches[] = { message, "_SYSTEMD_UNIT=" DAEMON_UNIT, NULL };

	return journal_find(scene->journal, matches, SCENE_TIMEOUT_MS) == 0;
}

static bool daemon_is_active(void)
{
	return run_quietly((const char *[]){ "systemctl", "is-active", "-q", DAEMON_UNIT, NULL }) ==
	       0;
}

static void bad_policy(struct scene *scene)
{
	struct vfv_status before = now(scene), after;

	write_extra("rules = ( { name = \"bad\"; profile = \"modern\"; } );\n");
	tap_must(journal_mark(scene->journal), "mark the journal");
	tap_ok(&scene->tap, reload() != 0, "a reload of a policy with an error fails");
	tap_ok(&scene->tap,
	       journal_has(scene, "MESSAGE=" EXTRA_FILE ":1: error: rule \"bad\": profile: "
				  "\"modern\" is not a profile"),
	       "the journal of the unit has the error with file and line");
	after = now(scene);
	tap_ok(&scene->tap,
	       daemon_is_active() && after.owner_pid == before.owner_pid &&
		       after.policy_generation == before.policy_generation &&
		       !strcmp(after.policy_hash, before.policy_hash),
	       "the same daemon continues with the same policy");
}

/* The status is read immediately after the reload. */
static void good_policy(struct scene *scene)
{
	struct vfv_status before = now(scene), after;

	write_extra("rules = ( { name = \"good\"; profile = \"native\"; } );\n");
	tap_ok(&scene->tap, reload() == 0, "a reload of a good policy succeeds");
	after = now(scene);
	tap_ok(&scene->tap,
	       after.policy_generation == before.policy_generation + 1 &&
		       after.owner_pid == before.owner_pid,
	       "the policy is in force when the reload returns");
	tap_ok(&scene->tap, reload() == 0,
	       "so does a reload of the policy that is already in force");
}

static void without_module(struct scene *scene)
{
	tap_must(module_unload(), "unload the module");
	write_extra("rules = ( { name = \"later\"; profile = \"native\"; } );\n");
	tap_must(journal_mark(scene->journal), "mark the journal");
	tap_ok(&scene->tap, reload() == 0, "a reload without the module succeeds");
	tap_ok(&scene->tap, journal_has(scene, "MESSAGE_ID=" VFV_ID_POLICY_LOADED),
	       "the daemon has read the policy");
	write_extra("rules = ( { name = \"later\"; } );\n");
	tap_ok(&scene->tap, reload() != 0, "a reload of a policy with an error fails as well");
	unlink(EXTRA_FILE);
	tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(scene->genl), "find the family");
	tap_must(daemon_wait_owner(scene->genl, true, SCENE_TIMEOUT_MS), "wait for vfiovd");
}

/* In another PID namespace, SIGHUP could go to another process with the daemon's PID. */
static void from_another_namespace(struct scene *scene)
{
	struct run result = { 0 };

	tap_must(run(&result, 0,
		     (const char *[]){ "unshare", "--pid", "--fork", "vfiovctl", "policy", "reload",
				       NULL }),
		 "run vfiovctl in its own PID namespace");
	tap_ok(&scene->tap,
	       result.status == EXIT_UNREACHABLE &&
		       strstr(result.err, "cannot be notified from this PID namespace"),
	       "a daemon in another PID namespace is not signalled");
	tap_note("%.*s", (int)strcspn(result.err, "\n"), result.err);
	run_free(&result);
}

int main(void)
{
	struct run result = { 0 };
	struct scene scene;

	unlink(EXTRA_FILE);
	scene_begin(&scene);
	bad_policy(&scene);
	good_policy(&scene);
	without_module(&scene);
	ctl(&scene, &result, 1, (const char *[]){ "policy", "reload", "--main-pid=1", NULL });
	tap_ok(&scene.tap, strstr(result.err, "process 1 is not vfiovd"),
	       "no other program is signalled");
	run_free(&result);
	from_another_namespace(&scene);
	return scene_end(&scene);
}
