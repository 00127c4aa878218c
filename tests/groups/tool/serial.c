// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module reads the same serial number from a card as lspci does. sysfs and vfiovctl show it, a
 * rule can match it, and vfiovctl shows it to root for an unbound VF as well.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "policy/serial.h"
#include "tool/lib/ctl.h"

#define VF_INDEX 1

static bool reads_as(const char *bdf, const char *serial)
{
	_cleanup_free_ char *path = NULL;
	_cleanup_fclose_ FILE *file = NULL;
	char line[64] = "";

	if (asprintf(&path, "/sys/bus/pci/devices/%s/vfiov/serial", bdf) < 0) {
		path = NULL;
		return false;
	}
	file = fopen(path, "re");
	if (!file || !fgets(line, sizeof(line), file))
		return false;
	line[strcspn(line, "\n")] = '\0';
	tap_note("%s", line);
	return !strcmp(line, serial);
}

/* Gets the PF's serial number from lspci, which reads config space itself. */
static void ask_lspci(struct scene *scene, struct run *result, char serial[static VFV_SERIAL_TEXT])
{
	static const char before[] = "Device Serial Number ";
	const char *at;

	run_free(result);
	tap_must(run(result, 0, (const char *[]){ "lspci", "-vv", "-s", scene->pf, NULL }),
		 "run lspci");
	at = strstr(result->out, before);
	snprintf(serial, VFV_SERIAL_TEXT, "%s", at ? at + strlen(before) : "");
	tap_ok(&scene->tap, *serial, "lspci shows a serial number of %s", scene->pf);
}

static void put_rule(struct scene *scene, const char *serial)
{
	_cleanup_free_ char *rules = NULL;

	if (asprintf(&rules,
		     "{ name = \"card\"; match = { serial = \"%s\"; vf = %u; };\n"
		     "profile = \"transitional\"; }",
		     serial, VF_INDEX) < 0)
		tap_must(-ENOMEM, "write a rule");
	tap_must(policy_rules(scene->genl, true, rules), "put the rule in force");
}

static void decided(struct scene *scene, const char *serial, const char *profile, const char *claim)
{
	char bdf[VFIO_BDF_LEN];
	struct vfv_vf vf;

	put_rule(scene, serial);
	scene_bind_decided(scene, VF_INDEX, bdf);
	vf_state(scene, bdf, &vf);
	if (!tap_ok(&scene->tap, !strcmp(vf.current, profile), "%s", claim))
		tap_note("%s: profile %s by %s", serial, vf.current, vf.rule);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

int main(void)
{
	char bdf[VFIO_BDF_LEN], serial[VFV_SERIAL_TEXT], other[VFV_SERIAL_TEXT];
	struct run result = { 0 };
	struct scene scene;

	scene_begin(&scene);
	ask_lspci(&scene, &result, serial);
	scene_bind_decided(&scene, VF_INDEX, bdf);
	tap_ok(&scene.tap, reads_as(bdf, serial), "sysfs of a VF has the same");
	ctl(&scene, &result, 0, (const char *[]){ "show", bdf, NULL });
	tap_ok(&scene.tap, strstr(result.out, serial), "so does the kernel's answer");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);

	decided(&scene, serial, "transitional", "a rule that names the card decides");
	strcpy(other, serial);
	other[VFV_SERIAL_TEXT - 2] = other[VFV_SERIAL_TEXT - 2] == '9' ? '8' : '9';
	decided(&scene, other, "native", "a rule that names another card does not");
	strcpy(other + 9, "*");
	decided(&scene, other, "transitional", "a rule for all cards of the vendor does");

	ctl(&scene, &result, 0, (const char *[]){ "explain", bdf, NULL });
	tap_ok(&scene.tap, strstr(result.out, "decision   transitional"),
	       "vfiovctl shows it for a VF that is not bound");
	run_free(&result);
	tap_must(run(&result, 65534, (const char *[]){ "vfiovctl", "explain", bdf, NULL }),
		 "run vfiovctl");
	tap_ok(&scene.tap, strstr(result.out, "serial: want") && strstr(result.out, "is unknown"),
	       "and as unknown to an unprivileged user");
	run_free(&result);
	return scene_end(&scene);
}
