// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's own netlink command line tool (tools/net/ynl) uses the netlink family with only the
 * YAML spec, which shows that the kernel implements the spec.
 */
#include <jansson.h>
#include <signal.h>
#include <string.h>

#include "client/util.h"
#include "scene/scene.h"
#include "scene/toggle.h"

/* The path of tools/net/ynl/cli.py. */
#define CLI_ENV "VFIOV_YNL"
#define CLI_DEFAULT "/usr/share/ynl/cli.py"

#define VFS 4
#define LISTEN_SECONDS "3"
#define PAUSE_MS 100 /* pause between two binds of the VF that comes and goes */

static const char *cli(void)
{
	return getenv(CLI_ENV) ?: CLI_DEFAULT;
}

/* MODE is --do or --dump. The output is JSON if the exit status is 0. */
static void ynl_run(struct run *result, const char *mode, const char *op, const char *json)
{
	const char *const argv[] = { "python3",
				     cli(),
				     "--spec",
				     SPEC_FILE,
				     "--no-schema",
				     "--output-json",
				     mode,
				     op,
				     json ? "--json" : NULL,
				     json,
				     NULL };

	tap_must(run(result, 0, argv), "run %s", argv[1]);
	if (result->err[0])
		tap_note("%s %s: %s", mode, op, result->err);
}

static json_t *ynl_json(struct tap *tap, const char *mode, const char *op)
{
	struct run result;
	json_t *json;

	ynl_run(&result, mode, op, NULL);
	tap_ok(tap, result.status == 0, "%s is understood", op);
	json = json_loads(result.out, 0, NULL);
	run_free(&result);
	return json;
}

static const char *text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key)) ?: "";
}

static bool has_word(const json_t *array, const char *word)
{
	size_t i;
	json_t *item;

	json_array_foreach(array, i, item)
	{
		if (json_string_value(item) && !strcmp(json_string_value(item), word))
			return true;
	}
	return false;
}

static bool has_name(const json_t *object, const char *key, const char *name)
{
	return has_word(json_object_get(json_object_get(object, key), "name"), name);
}

static void vf_get(struct scene *scene)
{
	json_t *vfs = ynl_json(&scene->tap, "--dump", "vf-get"), *vf;
	unsigned int good = 0;
	size_t i;

	json_array_foreach(vfs, i, vf)
	{
		good += !strcmp(text(vf, "pf"), scene->pf) &&
			json_integer_value(json_object_get(vf, "index")) < VFS &&
			!strcmp(text(vf, "current"), "native") &&
			!strcmp(text(vf, "driver"), VFV_MODULE_NAME) &&
			has_name(vf, "available", "native") &&
			has_name(vf, "available", "transitional") &&
			json_is_object(json_object_get(vf, "stats"));
	}
	tap_ok(&scene->tap, json_array_size(vfs) == VFS && good == VFS,
	       "vf-get dumps %d VFs with the names of the spec", VFS);
	json_decref(vfs);
}

/* Returns the element of an array whose name is NAME, or NULL. */
static const json_t *named(const json_t *array, const char *name)
{
	json_t *item;
	size_t i;

	json_array_foreach(array, i, item)
	{
		if (!strcmp(text(item, "name"), name))
			return item;
	}
	return NULL;
}

/* The driver's table explains all names that occur in messages about VFs. */
static void driver_get(struct tap *tap)
{
	json_t *drivers = ynl_json(tap, "--dump", "driver-get");
	const json_t *driver = named(drivers, VFV_MODULE_NAME);
	const json_t *profiles = json_object_get(driver, "profile");

	tap_ok(tap, json_integer_value(json_object_get(driver, "vfs")) == VFS,
	       "driver-get has the driver, and its %d VFs", VFS);
	tap_ok(tap,
	       !strcmp(text(json_array_get(profiles, 0), "name"), "native") &&
		       !*text(json_array_get(profiles, 0), "gate") &&
		       !strcmp(text(named(profiles, "transitional"), "gate"),
			       "allow_transitional") &&
		       *text(named(profiles, "legacy"), "summary") &&
		       *text(named(profiles, "legacy"), "effect"),
	       "the profiles, native first, with summaries and gates");
	tap_ok(tap,
	       *text(named(json_object_get(driver, "reason"), "pf-driver"), "text") &&
		       json_object_get(named(json_object_get(driver, "reason"), "migration"),
				       "migration") &&
		       *text(named(json_object_get(driver, "counter"), "commands"), "text"),
	       "the reasons and the counters");
	json_decref(drivers);
}

static void status_get(struct tap *tap)
{
	json_t *status = ynl_json(tap, "--do", "status-get");

	tap_ok(tap,
	       json_integer_value(json_object_get(status, "abi")) == VFIOV_ABI &&
		       json_integer_value(json_object_get(status, "vfs")) == VFS &&
		       strlen(text(status, "instance")) == 36 &&
		       !strcmp(text(status, "owner-name"), "vfiovd"),
	       "status-get has instance, owner and number of VFs");
	json_decref(status);
}

static void audit_get(struct scene *scene, const char *bdf)
{
	unsigned int unbinds = 0;
	json_t *audit, *record;
	size_t i;

	/* A stopped owner acknowledges nothing, so the record stays readable. */
	tap_must(daemon_signal(scene->genl, SIGSTOP), "stop vfiovd");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	audit = ynl_json(&scene->tap, "--dump", "audit-get");
	tap_must(daemon_signal(scene->genl, SIGCONT), "continue vfiovd");
	json_array_foreach(audit, i, record) unbinds +=
		!strcmp(text(record, "event"), "unbind") && !strcmp(text(record, "bdf"), bdf);
	tap_ok(&scene->tap, unbinds == 1, "audit-get dumps the unbind of %s", bdf);
	json_decref(audit);
}

/* Expects an error with a message and the invalid attribute. */
static void refused(struct tap *tap, const char *op, const char *json, const char *error,
		    const char *attribute)
{
	struct run result;

	ynl_run(&result, "--do", op, json);
	if (!tap_ok(tap,
		    result.status == 1 && strstr(result.out, error) &&
			    strstr(result.out, "extack") && strstr(result.out, "'msg'") &&
			    (!attribute || strstr(result.out, attribute)),
		    "%s %s: %s, with a message%s%s", op, json, error,
		    attribute ? " and the attribute " : "", attribute ?: ""))
		tap_note("%s", result.out);
	run_free(&result);
}

static void events(struct tap *tap, const char *bdf)
{
	pid_t pid = toggle_start(bdf, PAUSE_MS);
	struct run result;

	tap_must(run(&result, 0,
		     (const char *[]){ "python3", cli(), "--spec", SPEC_FILE, "--no-schema",
				       "--output-json", "--subscribe", "vf", "--sleep",
				       LISTEN_SECONDS, NULL }),
		 "run %s", cli());
	toggle_stop(pid);
	tap_ok(tap,
	       result.status == 0 && strstr(result.out, "\"vf-ntf\"") &&
		       strstr(result.out, "\"vf-del-ntf\"") && strstr(result.out, bdf),
	       "the group vf reports bound and unbound VFs");
	if (result.status)
		tap_note("%s", result.err);
	run_free(&result);
}

int main(void)
{
	_cleanup_free_ char *not_available = NULL;
	char bdf[VFIO_BDF_LEN];
	struct scene scene;

	if (access(cli(), R_OK) < 0) {
		printf("1..0 # SKIP no %s\n", cli());
		return 77;
	}
	scene_begin(&scene);
	for (unsigned int i = 0; i < VFS; i++)
		scene_bind_decided(&scene, i, bdf);
	vf_get(&scene);
	driver_get(&scene.tap);
	status_get(&scene.tap);
	refused(&scene.tap, "profile-set", "{\"bdf\": \"0000:ff:1f.7\", \"profile\": \"native\"}",
		"No such device", "'.bdf'");
	if (asprintf(&not_available, "{\"bdf\": \"%s\", \"profile\": \"native\", \"migration\": 1}",
		     bdf) < 0)
		return 1;
	refused(&scene.tap, "profile-set", not_available, "Operation not supported", NULL);
	refused(&scene.tap, "params-set", "{\"open-wait-ms\": 5001}", "out of range",
		"'.open-wait-ms'");
	refused(&scene.tap, "decision-set",
		"{\"bdf\": \"0000:ff:1f.7\", \"cookie\": 1, \"verdict\": \"grant\", "
		"\"profile\": \"native\"}",
		"Operation not permitted", NULL);
	audit_get(&scene, bdf);
	events(&scene.tap, bdf);
	return scene_end(&scene);
}
