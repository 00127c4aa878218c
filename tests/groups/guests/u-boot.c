// SPDX-License-Identifier: GPL-2.0-only
/*
 * Debian's own build of U-Boot is the BIOS. Its legacy virtio drivers get an address over a legacy
 * network VF and read a legacy block VF. U-Boot's boot commands differ between versions, so the
 * test types its own commands. Timeout: 300 s
 */
#include <errno.h>
#include <string.h>

#include "client/util.h"
#include "lib/nic.h"

#define BLOCK_PF "0000:02:00.0"
#define NET_INDEX 9
#define RULE "{ name = \"%s\"; match = { pf = \"%s\"; }; profile = \"legacy\"; }"
#define BOOT_MS 150000
#define COMMAND_MS 60000
#define BIOS "/usr/lib/u-boot/qemu-x86/u-boot.rom"

static void set_policy(struct scene *scene)
{
	_cleanup_free_ char *rules = NULL;

	if (asprintf(&rules, RULE ", " RULE, "nics", scene->pf, "disks", BLOCK_PF) < 0)
		tap_must(-ENOMEM, "write rules");
	tap_must(policy_rules(scene->genl, true, rules), "set the policy");
}

static void bind_block(struct scene *scene, char bdf[static VFIO_BDF_LEN])
{
	struct vfv_vf vf;

	tap_must(bind_make_vfs(BLOCK_PF, 1), "make a block VF");
	tap_must(bind_vf(BLOCK_PF, 0, bdf), "find the block VF");
	tap_must(bind_to(bdf, BIND_DRIVER, NULL), "bind %s", bdf);
	tap_must(scene_wait_decided(scene, bdf, &vf), "get a decision for %s", bdf);
}

/* Returns whether U-Boot prints the text after the command. */
static bool says(struct guest *guest, const char *command, const char *text)
{
	int r = guest_type(guest, command);

	r = r ?: guest_wait_for(guest, text, COMMAND_MS);
	if (r < 0)
		tap_note("%s: error %d", command, r);
	return r == 0;
}

static void boot(struct scene *scene, struct vfdev *nic, struct vfdev *disk, const char *net,
		 const char *block)
{
	char device[VFIO_BDF_LEN + 32];
	const char *const extra[] = { "-m", "512", "-bios", BIOS, "-device", device, NULL };
	struct tap *tap = &scene->tap;
	static struct guest guest;

	snprintf(device, sizeof(device), "vfio-pci,host=%s", block);
	device_do(nic, "count reset");
	device_do(disk, "count reset");
	guest_start(&guest, &(struct guest_options){
				    .name = "u-boot", .vf = net, .extra = extra, .typed = true });
	tap_must(guest_wait_for(&guest, "Net:", BOOT_MS), "wait until U-Boot starts");
	/* The first character stops U-Boot's autoboot and is discarded. */
	tap_must(guest_type(&guest, ""), "type a line");
	tap_ok(tap, says(&guest, "virtio scan; virtio info", "Capacity: 64.0 MB"),
	       "U-Boot finds the disk's capacity");
	tap_ok(tap, says(&guest, "virtio read 1000000 0 8", "8 blocks read: OK"),
	       "and reads the disk");
	guest_figures(&guest, disk, 0, "the disk's first blocks");
	tap_ok(tap,
	       says(&guest, "setenv autoload no; dhcp", "DHCP client bound to address 10.0.2.15"),
	       "and gets an address by DHCP");
	guest_figures(&guest, nic, NET_INDEX, "the lease");
	tap_ok(tap,
	       vfdev_count(nic, NET_INDEX, DEVICE_COMMON_WRITE) > 0 &&
		       vfdev_count(disk, 0, DEVICE_COMMON_WRITE) > 0,
	       "both through the legacy interface");
	tap_ok(tap, guest_stop(&guest), "QEMU exits normally");
	guest_log_console(&guest);
}

int main(void)
{
	char net[VFIO_BDF_LEN], block[VFIO_BDF_LEN];
	struct vfdev *nic, *disk;
	struct scene scene;

	scene_begin(&scene);
	device_begin(&nic);
	if (vfdev_open_pf(&disk, BLOCK_PF) < 0) {
		tap_skip(&scene.tap, "a block VF", "the machine has no block PF");
		return scene_end(&scene);
	}
	set_policy(&scene);
	scene_bind_decided(&scene, NET_INDEX, net);
	bind_block(&scene, block);
	boot(&scene, nic, disk, net, block);
	tap_must(bind_unbind(block), "unbind %s", block);
	tap_must(bind_make_vfs(BLOCK_PF, 0), "remove the block VFs");
	vfdev_close(disk);
	device_end(nic);
	return scene_end(&scene);
}
