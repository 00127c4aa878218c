// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VF that is bound to upstream's virtio_vfio_pci is transitional, whatever the policy says. list,
 * show, status and "policy diff" report this, the last two also by their exit status.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tool/lib/ctl.h"

#define MODULE "/tests/virtio-vfio-pci.ko"
#define DRIVER "virtio_vfio_pci"
#define VF_INDEX 5
#define OUR_VF 1
#define MARK "outside the policy, changes what the guest sees"

/* Returns the line of @text that begins with @start, in a static buffer; "" if there is none. */
static const char *line_of(const char *text, const char *start)
{
	static char line[512];
	const char *at = text;

	while (at && strncmp(at, start, strlen(start))) {
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	snprintf(line, sizeof(line), "%.*s", at ? (int)strcspn(at, "\n") : 0, at ? at : "");
	return line;
}

static void without(struct scene *scene, struct run *result, const char *when)
{
	tap_note("%s", when);
	ctl(scene, result, 0, (const char *[]){ "status", NULL });
	tap_ok(&scene->tap, !strstr(result->out, "outside"),
	       "status knows no VF outside the policy");
	ctl(scene, result, 0, (const char *[]){ "policy", "diff", "--quiet", NULL });
}

static void is_altered(struct scene *scene, const char *bdf)
{
	struct vfio_vf vf;

	has_driver(scene, bdf, DRIVER, "after bind");
	scene_open(&vf, bdf);
	tap_ok(&scene->tap, !scene_is_native(&vf),
	       "its guest sees a transitional device, although no rule grants that");
	vfio_detach(&vf);
}

static void is_marked(struct scene *scene, struct run *result, const char *bdf, const char *ours)
{
	struct tap *tap = &scene->tap;
	char expected[128];

	ctl(scene, result, 0, (const char *[]){ "list", NULL });
	tap_ok(tap, strstr(line_of(result->out, bdf), MARK " (" DRIVER ")"), "list marks it: %s",
	       line_of(result->out, bdf));
	tap_ok(tap, !strstr(line_of(result->out, ours), "outside"), "and not one of our driver: %s",
	       line_of(result->out, ours));
	ctl(scene, result, 0, (const char *[]){ "-j", "list", bdf, NULL });
	tap_ok(tap, strstr(result->out, "\"beyond\":\"altered\""), "so does JSON");
	ctl(scene, result, 0, (const char *[]){ "show", bdf, NULL });
	tap_ok(tap,
	       strstr(result->out, "\n  driver      " DRIVER "\n") &&
		       strstr(result->out, "\n  policy      " MARK "\n"),
	       "show names the driver and marks it");
	ctl(scene, result, EXIT_DRIFT, (const char *[]){ "status", NULL });
	tap_ok(tap,
	       strstr(line_of(result->out, "outside"),
		      " 1 with a driver that changes what the guest sees"),
	       "status counts it: %s", line_of(result->out, "outside"));
	ctl(scene, result, EXIT_DRIFT, (const char *[]){ "policy", "diff", NULL });
	snprintf(expected, sizeof(expected), "%s: " MARK " (" DRIVER ")", bdf);
	tap_ok(tap, !strcmp(line_of(result->out, bdf), expected), "policy diff lists it: %s",
	       line_of(result->out, bdf));
	tap_ok(tap, strstr(result->out, "0 VFs differ"), "no VF differs from the policy");
	ctl(scene, result, EXIT_DRIFT, (const char *[]){ "policy", "diff", "--quiet", NULL });
	tap_ok(tap, !*result->out, "with --quiet there is only the exit status");
}

int main(void)
{
	char bdf[VFIO_BDF_LEN], ours[VFIO_BDF_LEN];
	struct run result = { 0 };
	struct scene scene;

	if (access(MODULE, F_OK) < 0) {
		printf("1..0 # SKIP upstream's driver is not built for this kernel\n");
		return 77;
	}
	scene_begin(&scene);
	scene_bind_decided(&scene, OUR_VF, ours);
	scene_vf(&scene, VF_INDEX, bdf);
	without(&scene, &result, "before upstream's driver is loaded");
	shell("insmod " MODULE);
	tap_must(bind_to(bdf, DRIVER, NULL), "bind %s to %s", bdf, DRIVER);
	is_altered(&scene, bdf);
	is_marked(&scene, &result, bdf, ours);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	shell("echo >/sys/bus/pci/devices/%s/driver_override", bdf);
	shell("rmmod virtio_vfio_pci");
	without(&scene, &result, "after it is gone");
	run_free(&result);
	return scene_end(&scene);
}
