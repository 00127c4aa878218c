// SPDX-License-Identifier: GPL-2.0-only
/*
 * Device config that a legacy driver wrote, and that no device part contains, is the same after a
 * migration: the write cache of a block device.
 */
#include <errno.h>
#include <linux/pci_regs.h>
#include <linux/virtio_blk.h>
#include <linux/virtio_config.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/pci.h"
#include "lib/pair.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
#define WRITEBACK (VIRTIO_PCI_CONFIG_OFF(0) + offsetof(struct virtio_blk_config, wce))

/* Opens VF @index of the block PF. */
static void open_vf(struct pair *pair, const char *pf, unsigned int index)
{
	char bdf[VFIO_BDF_LEN];
	struct vfv_vf vf;

	tap_must(bind_vf(pf, index, bdf), "find block VF %u", index);
	tap_must(bind_to(bdf, BIND_DRIVER, NULL), "bind %s", bdf);
	tap_must(scene_wait_decided(&pair->scene, bdf, &vf), "get a decision about %s", bdf);
	scene_open(&pair->vf[index], bdf);
}

static void begin(struct pair *pair, char pf[static VFIO_BDF_LEN])
{
	_cleanup_free_ char *rule = NULL;
	uint64_t flags;

	*pair = (struct pair){ 0 };
	scene_begin(&pair->scene);
	tap_must(bind_find_pf_after("", PCI_DEVICE_BLOCK, pf), "find the block PF");
	if (asprintf(
		    &rule,
		    "{ name = \"disks\"; match = { pf = \"%s\"; }; profile = \"transitional\"; migration = true; }",
		    pf) < 0)
		tap_must(-ENOMEM, "write a rule");
	tap_must(policy_site(pair->scene.genl,
			     "allow_transitional = true;\nallow_migration = true;\n", rule),
		 "set the policy");
	tap_must(bind_make_vfs(pf, 2), "make block VFs");
	for (unsigned int i = 0; i < 2; i++)
		open_vf(pair, pf, i);
	if (migration_flags(&pair->vf[0], &flags) == -ENOTTY) {
		tap_skip(&pair->scene.tap, "migration",
			 "this kernel has no calls for device parts");
		exit(scene_end(&pair->scene));
	}
}

/* Performs the steps of firmware and the first steps of a driver. */
static void start(struct pair *pair, unsigned int vf, struct legacy_dev *dev)
{
	tap_must(pci_bar0_assign(&pair->vf[vf], 0xc000), "assign BAR0");
	tap_must(pci_command(&pair->vf[vf],
			     PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 0),
		 "enable it");
	legacy_init(dev, &pair->vf[vf]);
}

int main(void)
{
	struct legacy_dev from, to;
	uint32_t offered, old, now = 2;
	char pf[VFIO_BDF_LEN];
	struct pair pair;
	struct tap *tap;

	begin(&pair, pf);
	tap = &pair.scene.tap;
	start(&pair, 0, &from);
	tap_must(legacy_reset(&from), "reset the device");
	tap_must(legacy_status_add(&from, VIRTIO_CONFIG_S_ACKNOWLEDGE | VIRTIO_CONFIG_S_DRIVER),
		 "set the status");
	tap_must(legacy_features(&from, &offered), "read the features");
	tap_must((offered & 1u << VIRTIO_BLK_F_CONFIG_WCE) ? 0 : -ENOTSUP, "find CONFIG_WCE");
	tap_must(legacy_features_accept(&from, offered), "accept the features");
	tap_must(legacy_in(&from, WRITEBACK, 1, &old), "read writeback");
	tap_must(legacy_out(&from, WRITEBACK, 1, !old), "write writeback");

	tap_returned(tap, pair_save(&pair, 0), 0, "the VF is saved");
	tap_returned(tap, pair_load(&pair, 1, 100), 0, "its state is loaded");
	start(&pair, 1, &to);
	tap_returned(tap, migration_set(&pair.vf[1], STATE(RUNNING), NULL), 0, "the other VF runs");
	tap_must(legacy_in(&to, WRITEBACK, 1, &now), "read writeback");
	tap_ok(tap, now == !old, "writeback is what the driver wrote: %u", now);

	/*
	 * Migrate the value back: the destination must have kept what was written before it began
	 * to run.
	 */
	tap_must(vfio_reset(&pair.vf[0]), "reset the source");
	tap_returned(tap, pair_save(&pair, 1), 0, "the other VF is saved");
	tap_returned(tap, pair_load(&pair, 0, PAIR_STREAM_MAX), 0, "the state goes back");
	start(&pair, 0, &from);
	tap_returned(tap, migration_set(&pair.vf[0], STATE(RUNNING), NULL), 0, "the first VF runs");
	tap_must(legacy_in(&from, WRITEBACK, 1, &now), "read writeback");
	tap_ok(tap, now == !old, "writeback is still what the driver wrote: %u", now);

	for (unsigned int i = 0; i < 2; i++)
		vfio_detach(&pair.vf[i]);
	tap_must(bind_make_vfs(pf, 0), "remove the block VFs");
	return scene_end(&pair.scene);
}
