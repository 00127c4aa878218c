// SPDX-License-Identifier: GPL-2.0-only
/*
 * After "vfiovctl bind --persist", the installed udev rule and service bind the VF again whenever
 * it is created, until "unbind --persist". VFs that driverctl has stored are bound in the same way.
 * Timeout: 300 s
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/util.h"
#include "lib/names.h"
#include "tool/lib/ctl.h"

#define VF_INDEX 2
#define OTHER_INDEX 5

static void make_again(struct scene *scene)
{
	shell("cd /sys/bus/pci/devices/%s; echo 0 >sriov_numvfs; udevadm settle; "
	      "echo %d >sriov_numvfs",
	      scene->pf, SCENE_VFS);
}

/* Claims that the VF is bound to our driver automatically, and that the rule decides for it. */
static void is_bound_again(struct scene *scene, const char *bdf, const char *when)
{
	uint64_t deadline = util_now_ns() + 2 * SCENE_TIMEOUT_MS * 1000000ull;
	struct vfv_vf vf = { 0 };
	int r;

	do {
		util_sleep_ms(50);
		r = vfv_genl_vf_get(scene->genl, bdf, &vf, NULL);
	} while ((r < 0 || vf.waiting) && util_now_ns() < deadline);
	if (!tap_ok(&scene->tap, r == 0 && !strcmp(vf.current, "transitional"),
		    "%s: it is bound and decided", when))
		shell("systemctl status --no-pager 'vfiov-bind@*' >&2; false");
}

/* Nothing binds the VF after the services that udev starts have exited. */
static void stays_away(struct scene *scene, const char *bdf, const char *when)
{
	shell("udevadm settle; sleep 1; while systemctl list-jobs --no-legend | grep -q vfiov-bind; do "
	      "sleep 0.1; done");
	has_driver(scene, bdf, "", when);
}

static void by_udev(struct scene *scene, struct run *result, const char *bdf)
{
	ctl(scene, result, 0, (const char *[]){ "bind", "--persist", bdf, NULL });
	tap_ok(&scene->tap, strstr(result->out, "; kept in " VFV_BIND_DIR),
	       "bind prints where the binding is stored");
	for (int i = 0; i < 3; i++) {
		make_again(scene);
		is_bound_again(scene, bdf, i ? "created again twice" : "made again");
	}
	shell("journalctl -u 'vfiov-bind@%s.service' --no-pager | grep -q 'profile transitional'",
	      bdf);
	ctl(scene, result, 0, (const char *[]){ "unbind", bdf, NULL });
	tap_ok(&scene->tap, strstr(result->out, "bound again when it reappears"),
	       "unbind without --persist reports that the binding returns");
	stays_away(scene, bdf, "until then");
	make_again(scene);
	is_bound_again(scene, bdf, "and it does");
	ctl(scene, result, 0, (const char *[]){ "unbind", "--persist", bdf, NULL });
	make_again(scene);
	stays_away(scene, bdf, "after unbind --persist");
}

/*
 * Stores overrides like driverctl's set-override. An override for another driver must be ignored.
 */
static void by_driverctl(struct scene *scene, struct run *result, const char *bdf,
			 const char *other)
{
	shell("mkdir -p " VFV_DRIVERCTL_DIR "; cd " VFV_DRIVERCTL_DIR "; "
	      "echo " VFV_MODULE_NAME " >pci-%s; echo vfio-pci >pci-%s",
	      bdf, other);
	make_again(scene);
	is_bound_again(scene, bdf, "stored by driverctl, created again");
	make_again(scene);
	is_bound_again(scene, bdf, "and again");
	stays_away(scene, other, "stored for another driver");
	ctl(scene, result, EXIT_FAILED, (const char *[]){ "bind", "-k", other, NULL });
	tap_ok(&scene->tap,
	       strstr(result->err, "driverctl has an override for another driver: vfio-pci"),
	       "the file is not changed");
	ctl(scene, result, 0, (const char *[]){ "unbind", "-k", bdf, NULL });
	shell("[ ! -e " VFV_DRIVERCTL_DIR "/pci-%s ]; rm -r " VFV_DRIVERCTL_DIR, bdf);
}

int main(void)
{
	char bdf[VFIO_BDF_LEN], other[VFIO_BDF_LEN];
	struct run result = { 0 };
	struct scene scene;

	shell("rm -rf " VFV_BIND_DIR " " VFV_DRIVERCTL_DIR);
	scene_begin(&scene);
	scene_rule(&scene, "choice", "0-7", "transitional", "\"native\"");
	scene_vf(&scene, VF_INDEX, bdf);
	scene_vf(&scene, OTHER_INDEX, other);
	by_udev(&scene, &result, bdf);
	by_driverctl(&scene, &result, bdf, other);
	shell("rmdir " VFV_BIND_DIR);
	run_free(&result);
	return scene_end(&scene);
}
