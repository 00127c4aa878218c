// SPDX-License-Identifier: GPL-2.0-only
/*
 * vfiovctl reports that a reload was refused, which systemctl does not. It also shows VFs and the
 * audit records in the journal, even where the netlink family does not exist, and collects all of
 * this in one archive.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "lib/names.h"
#include "tool/lib/ctl.h"

#define VF_INDEX 2
#define SCHEMA "/usr/share/vfiovctl/schema/audit.json"
#define REPORT "/run/report.tar"
#define OTHER_ROOT "/run/other root"
#define BAD_FILE VFV_POLICY_DIR_ETC "/60-bad.conf"

static uint64_t generation(struct scene *scene)
{
	struct vfv_status status;

	tap_must(vfv_genl_status_get(scene->genl, &status, NULL), "read the generation");
	return status.policy_generation;
}

static void write_bad(const char *text)
{
	_cleanup_fclose_ FILE *file = fopen(BAD_FILE, "we");

	if (!file || fputs(text, file) < 0)
		tap_must(-EIO, "write %s", BAD_FILE);
}

static void reload(struct scene *scene, struct run *result)
{
	uint64_t before = generation(scene);

	ctl(scene, result, 0, (const char *[]){ "policy", "reload", NULL });
	tap_ok(&scene->tap, generation(scene) == before, "the same files keep the generation");
	tap_must(daemon_signal(scene->genl, SIGSTOP), "stop vfiovd");
	ctl(scene, result, EXIT_FAILED, (const char *[]){ "policy", "reload", "--wait=1", NULL });
	tap_must(daemon_signal(scene->genl, SIGCONT), "resume vfiovd");
	tap_ok(&scene->tap, strstr(result->err, "did not load the files in time"),
	       "the daemon must have read even the same files");
	ctl(scene, result, 0, (const char *[]){ "policy", "reload", NULL });
	write_bad("rules = ( { name = \"bad\"; profile = \"modern\"; } );\n");
	ctl(scene, result, EXIT_POLICY, (const char *[]){ "policy", "reload", NULL });
	tap_ok(&scene->tap, strstr(result->err, BAD_FILE ":1: error:"), "with file and line");
	tap_ok(&scene->tap, generation(scene) == before, "and the policy stays");
	write_bad("rules = ( { name = \"good\"; profile = \"native\"; } );\n");
	ctl(scene, result, 0, (const char *[]){ "policy", "reload", NULL });
	tap_ok(&scene->tap, generation(scene) == before + 1,
	       "a valid policy gets the next generation");
	unlink(BAD_FILE);
	ctl(scene, result, 0, (const char *[]){ "policy", "reload", NULL });
}

static void audit(struct scene *scene, struct run *result, const char *bdf)
{
	tap_must(scene_audit(scene, bdf, "decision"), "wait for the decision in the journal");
	ctl(scene, result, 0, (const char *[]){ "audit", "--since=-1h", bdf, NULL });
	tap_ok(&scene->tap, strstr(result->out, "decision") && strstr(result->out, bdf),
	       "it has the decision for %s", bdf);
	ctl(scene, result, 0, (const char *[]){ "audit", "-v", "-j", "--rule=choice", bdf, NULL });
	tap_ok(&scene->tap, strstr(result->out, "\"VFIOV_RULE\":\"choice\""),
	       "only the decisions of one rule");
	tap_ok(&scene->tap, !strstr(result->out, "\"event\":\"bind\""), "and nothing else");
	tap_ok(&scene->tap, strstr(result->err, "journalctl '_SYSTEMD_UNIT=" VFV_DAEMON_NAME),
	       "with the journalctl command");
	ctl(scene, result, 0, (const char *[]){ "audit", "-v", "--rule=it's mine", NULL });
	tap_ok(&scene->tap, strstr(result->err, " '" VFV_FIELD_RULE "=it'\\''s mine'"),
	       "quoted for a shell");
	ctl(scene, result, 0, (const char *[]){ "audit", "--rule=nobody", NULL });
	tap_ok(&scene->tap, !*result->out, "a rule without decisions has no records");
}

/* Any user can write journal entries that look like audit records. */
static void forged_audit(struct scene *scene, struct run *result, const char *bdf)
{
	static const char write[] =
		"printf '%s\\n' MESSAGE_ID=" VFV_ID_DECISION " \"" VFV_FIELD_DEVICE "=$0\" "
		"'MESSAGE=forged' | setpriv --reuid=65534 --clear-groups logger --journald";
	char device[64];

	snprintf(device, sizeof(device), VFV_FIELD_DEVICE "=%s", bdf);
	tap_must(run_quietly((const char *[]){ "sh", "-c", write, bdf, NULL }),
		 "write a forged record");
	tap_must(journal_find(scene->journal,
			      (const char *[]){ "MESSAGE=forged", device, "_UID=65534", NULL },
			      SCENE_TIMEOUT_MS),
		 "find it in the journal");
	ctl(scene, result, 0, (const char *[]){ "audit", "--since=-1h", bdf, NULL });
	tap_ok(&scene->tap, strstr(result->out, "decision") && !strstr(result->out, "forged"),
	       "a record written by another user is not in it");
}

/*
 * Uses the same journal in another directory, like one from the disk of a machine that no longer
 * boots.
 */
static void audit_of_another_root(struct scene *scene, struct run *result, const char *bdf)
{
	static const char link[] =
		"mkdir -p '" OTHER_ROOT "/var/log' && "
		"ln -sfn \"$(ls -d /var/log/journal /run/log/journal 2>/dev/null "
		"| head -n 1)\" '" OTHER_ROOT "/var/log/journal'";

	tap_must(run_quietly((const char *[]){ "sh", "-c", link, NULL }), "make a root");
	ctl(scene, result, 0, (const char *[]){ "audit", "-v", "--root=" OTHER_ROOT, NULL });
	tap_ok(&scene->tap, strstr(result->err, " --root='" OTHER_ROOT "'"),
	       "the journalctl command has the other root");
	tap_ok(&scene->tap,
	       strstr(result->out, "decision") && strstr(result->out, bdf) &&
		       strstr(result->out, "  -             Module " VFV_CORE_NAME " was loaded"),
	       "its whole audit is printed, including records without a device");
}

/* This is the only verb whose JSON output needs a journal. */
static void audit_schema(struct scene *scene, struct run *result)
{
	static const char check[] =
		"vfiovctl -j audit | python3 -c '"
		"import json, jsonschema, sys\n"
		"v = jsonschema.Draft202012Validator(json.load(open(\"" SCHEMA "\")))\n"
		"n = 0\n"
		"for n, line in enumerate(sys.stdin, 1): v.validate(json.loads(line))\n"
		"print(n, \"entries\")\n"
		"sys.exit(n < 5)'";

	run_free(result);
	tap_must(run(result, 0, (const char *[]){ "sh", "-c", check, NULL }), "run python3");
	tap_ok(&scene->tap, result->status == 0, "the whole audit conforms to its schema");
	tap_note("%.*s", (int)strcspn(result->out, "\n"), result->out);
	if (result->status)
		tap_note("%s", result->err);
}

static void by_sysfs(struct scene *scene, struct run *result, const char *bdf)
{
	run_free(result);
	tap_must(run(result, 0,
		     (const char *[]){ "unshare", "--net", "vfiovctl", "-n", "list", bdf, NULL }),
		 "run vfiovctl in its own network namespace");
	tap_ok(&scene->tap,
	       result->status == 0 && strstr(result->out, "transitional") &&
		       strstr(result->out, "policy: choice"),
	       "sysfs has profile and rule where the family does not exist");
	tap_note("%.*s", (int)strcspn(result->out, "\n"), result->out);
}

static void report(struct scene *scene, struct run *result)
{
	static const char *const names[] = { "/status.json",	"/list.json",	   "/audit.json",
					     "/daemon-log.txt", "/kernel-log.txt", "/lspci/" };

	unlink(REPORT);
	ctl(scene, result, 0, (const char *[]){ "report", REPORT, NULL });
	run_free(result);
	tap_must(run(result, 0, (const char *[]){ "tar", "-tf", REPORT, NULL }), "run tar");
	tap_ok(&scene->tap, result->status == 0, "tar can read the report");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		tap_ok(&scene->tap, strstr(result->out, names[i]), "it has %s", names[i]);
	unlink(REPORT);
}

int main(void)
{
	char bdf[VFIO_BDF_LEN];
	struct run result = { 0 };
	struct scene scene;

	unlink(BAD_FILE);
	scene_begin(&scene);
	scene_rule(&scene, "choice", "0-3", "transitional", "\"native\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);
	audit(&scene, &result, bdf);
	forged_audit(&scene, &result, bdf);
	audit_of_another_root(&scene, &result, bdf);
	audit_schema(&scene, &result);
	by_sysfs(&scene, &result, bdf);
	ctl(&scene, &result, 0, (const char *[]){ "profiles", bdf, NULL });
	ctl(&scene, &result, 0, (const char *[]){ "policy", "diff", NULL });
	tap_ok(&scene.tap, strstr(result.out, " 0 VFs differ"), "nothing differs from the files");
	reload(&scene, &result);
	report(&scene, &result);
	run_free(&result);
	return scene_end(&scene);
}
