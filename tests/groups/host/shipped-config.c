// SPDX-License-Identifier: GPL-2.0-only
/*
 * With the shipped configuration, a VF that is bound to our driver and opened is identical, byte
 * for byte, to one with plain vfio-pci. The audit record has this profile and the reason.
 */
#include <string.h>

#include "client/util.h"
#include "lib/names.h"
#include "scene/scene.h"

/* vfiovctl(8) */
#define EXIT_REFUSED 4

/* What VFIO reports about a VF. */
struct view {
	uint8_t config[VFIO_CONFIG_SIZE];
	struct vfio_region_info region[VFIO_PCI_NUM_REGIONS];
	struct vfio_irq_info irq[VFIO_PCI_NUM_IRQS];
};

static void look(const char *bdf, struct view *view)
{
	struct vfio_vf vf;

	memset(view, 0, sizeof(*view));
	scene_open(&vf, bdf);
	tap_must(
		vfio_read(&vf, VFIO_PCI_CONFIG_REGION_INDEX, 0, view->config, sizeof(view->config)),
		"read the config space of %s", bdf);
	memcpy(view->region, vf.region, sizeof(view->region));
	for (unsigned int i = 0; i < VFIO_PCI_NUM_IRQS; i++)
		vfio_irq_info(&vf, i, &view->irq[i]);
	vfio_detach(&vf);
}

static void compare(struct tap *tap, const struct view *plain, const struct view *ours)
{
	unsigned int different = 0, zero = 0;

	for (unsigned int i = 0; i < VFIO_CONFIG_SIZE; i++) {
		zero += plain->config[i] == 0;
		if (plain->config[i] == ours->config[i])
			continue;
		different++;
		tap_note("config byte 0x%03x: vfio-pci 0x%02x, vfiov 0x%02x", i, plain->config[i],
			 ours->config[i]);
	}
	tap_note("%u of %u config bytes are not zero", VFIO_CONFIG_SIZE - zero, VFIO_CONFIG_SIZE);
	tap_ok(tap, different == 0 && zero < VFIO_CONFIG_SIZE,
	       "all %u config bytes equal those of plain vfio-pci", VFIO_CONFIG_SIZE);
	tap_ok(tap, ours->region[VFIO_PCI_BAR0_REGION_INDEX].size == 0, "region 0 has size 0");
	tap_ok(tap, memcmp(plain->region, ours->region, sizeof(ours->region)) == 0,
	       "all regions equal those of plain vfio-pci");
	tap_ok(tap, memcmp(plain->irq, ours->irq, sizeof(ours->irq)) == 0,
	       "all interrupts equal those of plain vfio-pci");
}

static void audit(struct scene *scene, const char *bdf)
{
	char value[256];

	if (!tap_returned(&scene->tap, scene_audit(scene, bdf, "decision"), 0,
			  "the decision is in the journal"))
		return;
	tap_note("%s", scene_field(scene, "MESSAGE", value));
	tap_ok(&scene->tap, !strcmp(scene_field(scene, VFV_FIELD_PROFILE, value), "native"),
	       "the audit has the profile native");
	tap_ok(&scene->tap, !strcmp(scene_field(scene, VFV_FIELD_EXPLICIT, value), "0"),
	       "the audit records that the default decided");
	tap_ok(&scene->tap, strstr(scene_field(scene, VFV_FIELD_RULE, value), "default"),
	       "the audit names the rule: %s", value);
	tap_returned(&scene->tap, scene_audit(scene, bdf, "open"), 0, "the open is in the journal");
	tap_ok(&scene->tap, !strcmp(scene_field(scene, VFV_FIELD_PROFILE, value), "native"),
	       "the audit records it as native");
}

/* An administrator cannot set another profile either unless the gate is open. */
static void set(struct tap *tap, const char *bdf)
{
	struct run result;

	tap_must(run(&result, 0, (const char *[]){ "vfiovctl", "set", bdf, "transitional", NULL }),
		 "run vfiovctl");
	tap_ok(tap, result.status == EXIT_REFUSED,
	       "the policy refuses vfiovctl set transitional, status %d: %d", EXIT_REFUSED,
	       result.status);
	tap_note("%.*s", (int)strcspn(result.err, "\n"), result.err);
	run_free(&result);
}

int main(void)
{
	struct view plain, ours;
	char bdf[VFIO_BDF_LEN];
	struct scene scene;

	scene_begin(&scene);
	scene_vf(&scene, 0, bdf);
	tap_must(bind_to(bdf, "vfio-pci", NULL), "bind %s to vfio-pci", bdf);
	look(bdf, &plain);
	scene_bind_decided(&scene, 0, bdf);
	look(bdf, &ours);
	compare(&scene.tap, &plain, &ours);
	audit(&scene, bdf);
	set(&scene.tap, bdf);
	return scene_end(&scene);
}
