// SPDX-License-Identifier: GPL-2.0-only
/*
 * "vfiovctl bind" loads the module, binds a VF of the host to the driver, and waits for the
 * decision; "unbind" returns the VF to the host. Both report when there is nothing to do, and do
 * not change a VF that a guest has open. Timeout: 240 s
 */
#include <stdio.h>
#include <string.h>

#include "lib/names.h"
#include "tool/lib/ctl.h"

#define VF_INDEX 3
#define HOST_DRIVER "virtio-pci"

static void by_nobody(struct scene *scene, struct run *result, const char *bdf)
{
	run_free(result);
	tap_must(run(result, 65534, (const char *[]){ "vfiovctl", "bind", bdf, NULL }),
		 "run vfiovctl");
	tap_ok(&scene->tap,
	       result->status == EXIT_FAILED && strstr(result->err, bdf) &&
		       strstr(result->err, "Permission denied") &&
		       strstr(result->err, "requires root"),
	       "another user gets an error that asks for root");
	tap_note("%.*s", (int)strcspn(result->err, "\n"), result->err);
	has_driver(scene, bdf, HOST_DRIVER, "after that");
}

/* The module is not loaded; a rule decides for the VF. */
static void bind_first(struct scene *scene, struct run *result, const char *bdf)
{
	struct vfv_vf vf;

	tap_must(module_unload(), "unload the module");
	ctl(scene, result, 0, (const char *[]){ "bind", bdf, NULL });
	tap_note("%.*s", (int)strcspn(result->out, "\n"), result->out);
	tap_ok(&scene->tap, module_loaded(), "it loads the module");
	tap_ok(&scene->tap, strstr(result->out, HOST_DRIVER " -> " VFV_MODULE_NAME),
	       "it prints the old and the new driver");
	tap_ok(&scene->tap, strstr(result->out, "profile transitional, policy: choice at "),
	       "it waits for the decision, and prints it");
	has_driver(scene, bdf, VFV_MODULE_NAME, "after bind");
	tap_must(vfv_genl_resolve(scene->genl), "find the family");
	vf_state(scene, bdf, &vf);
	tap_ok(&scene->tap, !strcmp(vf.current, "transitional"), "the kernel agrees");
	ctl(scene, result, 0, (const char *[]){ "show", bdf, NULL });
	tap_ok(&scene->tap, strstr(result->out, "\n  override    " VFV_MODULE_NAME "\n"),
	       "show has the override");
}

static void while_open(struct scene *scene, struct run *result, const char *bdf)
{
	pid_t pid = hold(bdf);
	char process[64];

	ctl(scene, result, 0, (const char *[]){ "bind", bdf, NULL });
	tap_ok(&scene->tap, strstr(result->out, "already bound to " VFV_MODULE_NAME),
	       "bind has nothing to do, also when the VF is open");
	ctl(scene, result, EXIT_BUSY, (const char *[]){ "unbind", bdf, NULL });
	snprintf(process, sizeof(process), "open by vfio-hold (process %d)", pid);
	tap_ok(&scene->tap, strstr(result->err, process),
	       "unbind names the process that has it open");
	tap_note("%.*s", (int)strcspn(result->err, "\n"), result->err);
	has_driver(scene, bdf, VFV_MODULE_NAME, "after that");
	let_go(pid);
}

static void back(struct scene *scene, struct run *result, const char *bdf)
{
	ctl(scene, result, 0, (const char *[]){ "unbind", bdf, NULL });
	tap_ok(&scene->tap, strstr(result->out, VFV_MODULE_NAME " -> " HOST_DRIVER),
	       "unbind prints the old and the new driver");
	has_driver(scene, bdf, HOST_DRIVER, "after unbind");
	ctl(scene, result, 0, (const char *[]){ "unbind", bdf, NULL });
	tap_ok(&scene->tap, strstr(result->out, "not bound to " VFV_MODULE_NAME),
	       "a second unbind changes nothing");
	has_driver(scene, bdf, HOST_DRIVER, "after that");
	ctl(scene, result, 0, (const char *[]){ "-j", "show", bdf, NULL });
	tap_ok(&scene->tap,
	       strstr(result->out, "\"driver_override\":null") &&
		       strstr(result->out, "\"iommu_group\":") &&
		       !strstr(result->out, "\"iommu_group\":null"),
	       "no override is left, and JSON has the IOMMU group");
}

/* The host's own driver does not bind to VFs automatically. */
static void without_probing(struct scene *scene, struct run *result, const char *bdf)
{
	shell("echo 0 >/sys/bus/pci/devices/%s/sriov_drivers_autoprobe", scene->pf);
	ctl(scene, result, 0, (const char *[]){ "bind", bdf, NULL });
	ctl(scene, result, 0, (const char *[]){ "unbind", bdf, NULL });
	tap_ok(&scene->tap,
	       strstr(result->out, "no driver (sriov_drivers_autoprobe of its PF is 0)"),
	       "unbind reports why no driver of the host binds to the VF");
	has_driver(scene, bdf, "", "after that");
	shell("echo vfiov-vfio-pci >/sys/bus/pci/devices/%s/driver_override", bdf);
	ctl(scene, result, 0, (const char *[]){ "show", bdf, NULL });
	tap_ok(&scene->tap,
	       strstr(result->out, "vfiov-vfio-pci, no driver of this name is registered"),
	       "show reports a name that no driver has");
	shell("echo >/sys/bus/pci/devices/%s/driver_override", bdf);
}

int main(void)
{
	char bdf[VFIO_BDF_LEN];
	struct run result = { 0 };
	struct scene scene;

	scene_begin(&scene);
	scene_rule(&scene, "choice", "0-7", "transitional", "\"native\"");
	scene_vf(&scene, VF_INDEX, bdf);
	shell("echo 1 >/sys/bus/pci/devices/%s/sriov_drivers_autoprobe", scene.pf);
	host_bind(bdf, HOST_DRIVER);
	by_nobody(&scene, &result, bdf);
	bind_first(&scene, &result, bdf);
	while_open(&scene, &result, bdf);
	back(&scene, &result, bdf);
	without_probing(&scene, &result, bdf);
	ctl(&scene, &result, EXIT_NO_DEVICE, (const char *[]){ "bind", scene.pf, NULL });
	run_free(&result);
	return scene_end(&scene);
}
