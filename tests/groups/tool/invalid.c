// SPDX-License-Identifier: GPL-2.0-only
/*
 * Until an invalid policy is corrected, status, list and the audit report it, with the location of
 * its first error, whether or not a previous policy stays in force.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/names.h"
#include "tool/lib/ctl.h"

#define BAD_FILE VFV_POLICY_DIR_ETC "/60-bad.conf"
#define PLACE BAD_FILE ":2"
#define STALE_INDEX 0
#define NONE_INDEX 1

static void write_bad(void)
{
	_cleanup_fclose_ FILE *file = fopen(BAD_FILE, "we");

	if (!file || fputs("rules = (\n{ name = \"bad\"; profile = \"modern\"; } );\n", file) < 0)
		tap_must(-EIO, "write %s", BAD_FILE);
}

static int reload(void)
{
	return run_quietly((const char *[]){ "systemctl", "reload", DAEMON_UNIT, NULL });
}

static void says(struct scene *scene, struct run *result, const char *text)
{
	bool is = strstr(result->out, text);

	tap_ok(&scene->tap, is, "it says: %s", text);
	if (!is)
		tap_note("%s", result->out);
}

static void status(struct scene *scene, struct run *result, const char *state, const char *then)
{
	char json[64];

	ctl(scene, result, EXIT_POLICY, (const char *[]){ "status", NULL });
	says(scene, result, "INVALID: " PLACE ": rule \"bad\": profile: \"modern\"");
	says(scene, result, then);
	ctl(scene, result, EXIT_POLICY, (const char *[]){ "-j", "status", NULL });
	snprintf(json, sizeof(json), "\"policy_state\":\"%s\"", state);
	says(scene, result, json);
	says(scene, result, "\"policy_error\":\"" PLACE ": ");
}

static void all_clear(struct scene *scene, struct run *result)
{
	ctl(scene, result, 0, (const char *[]){ "status", NULL });
	tap_ok(&scene->tap, !strstr(result->out, "INVALID"), "status does not show INVALID");
	ctl(scene, result, 0, (const char *[]){ "-j", "status", NULL });
	says(scene, result, "\"policy_state\":\"valid\",\"policy_error\":null");
	ctl(scene, result, 0, (const char *[]){ "list", NULL });
	tap_ok(&scene->tap, !strstr(result->out, "; policy INVALID"), "nor does list");
}

static void rejected(struct scene *scene, struct run *result)
{
	static const char *const matches[] = { "MESSAGE_ID=" VFV_ID_POLICY_REJECTED,
					       "_SYSTEMD_UNIT=" DAEMON_UNIT,
					       VFV_FIELD_POLICY_FILE "=" BAD_FILE,
					       VFV_FIELD_POLICY_LINE "=2", NULL };

	tap_returned(&scene->tap, journal_find(scene->journal, matches, SCENE_TIMEOUT_MS), 0,
		     "the journal has the rejection with file and line as fields");
	ctl(scene, result, 0, (const char *[]){ "audit", "--since=-1h", NULL });
	says(scene, result, "The policy is INVALID (1 error), ");
	says(scene, result, "first error: " PLACE ": ");
}

static void has(struct scene *scene, const char *bdf, const char *profile, const char *claim)
{
	struct vfv_vf vf;

	vf_state(scene, bdf, &vf);
	tap_ok(&scene->tap, !strcmp(vf.current, profile), "%s", claim);
}

/* Binds VF @index, and expects its profile, and that "list" says that the policy is invalid. */
static void decided(struct scene *scene, struct run *result, unsigned int index,
		    const char *profile, const char *claim, char bdf[static VFIO_BDF_LEN])
{
	scene_bind_decided(scene, index, bdf);
	has(scene, bdf, profile, claim);
	ctl(scene, result, 0, (const char *[]){ "list", NULL });
	says(scene, result, "; policy INVALID (" PLACE ": ");
}

/* A policy was in force when the files became invalid. */
static void stale(struct scene *scene, struct run *result)
{
	char bdf[VFIO_BDF_LEN];

	write_bad();
	tap_must(journal_mark(scene->journal), "mark the journal");
	tap_ok(&scene->tap, reload() != 0, "a reload of a policy with an error fails");
	status(scene, result, "stale", "stays in force until this is fixed");
	decided(scene, result, STALE_INDEX, "transitional", "the previous policy decides", bdf);
	says(scene, result, " stays in force\n");
	rejected(scene, result);
}

static void corrected(struct scene *scene, struct run *result)
{
	unlink(BAD_FILE);
	tap_ok(&scene->tap, reload() == 0, "a reload of a corrected policy succeeds");
	all_clear(scene, result);
}

/* The files were already invalid when the daemon started. */
static void none(struct scene *scene, struct run *result)
{
	char bdf[VFIO_BDF_LEN], device[64];

	write_bad();
	tap_must(daemon_stop(scene->genl), "stop vfiovd");
	ctl(scene, result, EXIT_UNREACHABLE, (const char *[]){ "status", NULL });
	tap_ok(&scene->tap, !strstr(result->out, "INVALID"),
	       "status shows no policy without a daemon");
	tap_must(journal_mark(scene->journal), "mark the journal");
	tap_must(daemon_start(scene->genl), "start vfiovd");
	status(scene, result, "invalid", "no policy is in force, so every VF stays native");
	decided(scene, result, NONE_INDEX, "native", "a newly bound VF is native", bdf);
	says(scene, result, "), none is in force\n");
	says(scene, result, "policy INVALID, see " PLACE);
	rejected(scene, result);

	tap_must(scene_audit(scene, bdf, "decision"), "wait for the decision in the journal");
	snprintf(device, sizeof(device), VFV_FIELD_DEVICE "=%s", bdf);
	tap_returned(&scene->tap,
		     journal_find(scene->journal,
				  (const char *[]){ "MESSAGE_ID=" VFV_ID_DECISION, device,
						    VFV_FIELD_POLICY_FILE "=" BAD_FILE,
						    VFV_FIELD_POLICY_LINE "=2", NULL },
				  SCENE_TIMEOUT_MS),
		     0, "its decision has file and line as fields");
	ctl(scene, result, 0, (const char *[]){ "audit", "--since=-1h", bdf, NULL });
	says(scene, result, "native, because policy INVALID, see " PLACE ", decided in ");

	corrected(scene, result);
	ctl(scene, result, 0, (const char *[]){ "reset", bdf, NULL });
	has(scene, bdf, "transitional", "the corrected policy decides after a reset");
}

int main(void)
{
	struct run result = { 0 };
	struct scene scene;

	unlink(BAD_FILE);
	scene_begin(&scene);
	scene_rule(&scene, "choice", "0-3", "transitional", "\"native\"");
	all_clear(&scene, &result);
	stale(&scene, &result);
	corrected(&scene, &result);
	none(&scene, &result);
	run_free(&result);
	return scene_end(&scene);
}
