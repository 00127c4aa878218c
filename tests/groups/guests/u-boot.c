// SPDX-License-Identifier: GPL-2.0-only
/*
 * Debian's own build of U-Boot as the BIOS: with its legacy virtio drivers it gets an address over
 * a network VF and reads a block VF, both legacy, with its own boot commands. Timeout: 300 s
 */
#include <errno.h>
#include <string.h>

#include "client/util.h"
#include "lib/nic.h"

#define BLOCK_PF "0000:02:00.0"
#define NET_INDEX 9
#define RULE "{ name = \"%s\"; match = { pf = \"%s\"; }; profile = \"legacy\"; }"
#define BOOT_MS 150000
#define BIOS "/usr/lib/u-boot/qemu-x86/u-boot.rom"
#define CONSOLE "/share/guest-u-boot.console"

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

static bool wait_console(const struct guest *guest, const char *text)
{
	uint64_t deadline = guest->started_ns + BOOT_MS * 1000000ull;

	while (!guest_console_has(guest, text)) {
		if (util_now_ns() > deadline)
			return false;
		util_sleep_ms(250);
	}
	return true;
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
	guest_start(&guest, &(struct guest_options){ .name = "u-boot", .vf = net, .extra = extra });
	tap_ok(tap, wait_console(&guest, "Capacity: 64.0 MB"), "U-Boot finds the disk's capacity");
	tap_ok(tap, wait_console(&guest, "DHCP client bound to address 10.0.2.15"),
	       "and gets an address by DHCP");
	guest_figures(&guest, nic, NET_INDEX, "the lease");
	guest_figures(&guest, disk, 0, "the disk's partitions");
	tap_ok(tap,
	       vfdev_count(nic, NET_INDEX, DEVICE_COMMON_WRITE) > 0 &&
		       vfdev_count(disk, 0, DEVICE_COMMON_WRITE) > 0,
	       "both by the legacy interface");
	tap_ok(tap, guest_stop(&guest), "QEMU ends well");
	guest_log_file(CONSOLE);
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
