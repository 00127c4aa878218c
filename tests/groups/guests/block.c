// SPDX-License-Identifier: GPL-2.0-only
/*
 * A block VF with the profile legacy carries a file system of Linux's own driver, also over a reboot;
 * then SeaBIOS boots from it.
 * Timeout: 600 s
 */
#include <errno.h>
#include <string.h>

#include "client/util.h"
#include "lib/nic.h"

#define BLOCK_PF "0000:02:00.0"
#define VFS 2
#define VF_INDEX 1
#define MOUNT "modprobe ext4 && mount -t ext4 /dev/vda /mnt"
#define FILES_KB 8192
/* Prints the text by the BIOS and halts; it is at 0x7c16. */
#define BOOT_TEXT "booted from a legacy VF"
#define BOOT_CODE                                                                               \
	"\\x31\\xc0\\x8e\\xd8\\xfc\\xbe\\x16\\x7c\\xac\\x84\\xc0\\x74\\x06\\xb4\\x0e\\xcd\\x10" \
	"\\xeb\\xf5\\xf4\\xeb\\xfd"
#define BOOT_MS 120000

static void file_system(struct tap *tap, struct guest *guest)
{
	_cleanup_free_ char *before = NULL, *after = NULL;
	int r;

	r = guest_sh(guest, NULL, "mke2fs -F /dev/vda && " MOUNT);
	tap_ok(tap, r == 0, "the guest makes a file system on it, and mounts it");
	guest_sh(guest, &before,
		 "dd if=/dev/urandom of=/mnt/data bs=1k count=%d 2>/dev/null && cd /mnt && "
		 "sha256sum data && cd / && umount /mnt",
		 FILES_KB);
	tap_must(guest_sh(guest, NULL, "(sleep 1; reboot -f) & true"), "reboot the guest");
	guest_ready(guest);
	r = guest_sh(guest, &after, MOUNT " && cd /mnt && sha256sum data && cd / && umount /mnt");
	tap_ok(tap, r == 0 && before && strstr(before, "  data") && !strcmp(before, after),
	       "%d KiB are the same after a reboot", FILES_KB);
	tap_note("%s", after ?: "nothing");
	guest_show(guest, "grep virtio /proc/interrupts; cat /sys/block/vda/stat");
}

static void seabios(struct tap *tap, struct vfdev *device, const char *bdf)
{
	static const char *const boot_from_disk[] = { "-boot", "c", NULL };
	uint64_t deadline = util_now_ns() + BOOT_MS * 1000000ull;
	static struct guest guest;
	bool booted = false;

	device_do(device, "count reset");
	guest_start(&guest, &(struct guest_options){
				    .name = "seabios", .vf = bdf, .extra = boot_from_disk });
	while (!booted && util_now_ns() < deadline) {
		util_sleep_ms(250);
		booted = guest_console_has(&guest, BOOT_TEXT);
	}
	tap_ok(tap, booted, "SeaBIOS boots from it");
	tap_note("%lu ms, %lu admin commands", guest_age_ms(&guest),
		 device_commands(device, VF_INDEX));
	tap_ok(tap, vfdev_count(device, VF_INDEX, DEVICE_COMMON_WRITE) > 0,
	       "by the legacy interface");
	tap_ok(tap, guest_stop(&guest), "QEMU ends well");
	guest_log_file("/share/guest-seabios.console");
}

int main(void)
{
	static struct guest guest;
	char bdf[VFIO_BDF_LEN];
	struct guest_nic id;
	struct vfdev *device;
	struct scene scene;
	int r;

	scene_begin(&scene);
	if (vfdev_open_pf(&device, BLOCK_PF) < 0) {
		tap_skip(&scene.tap, "a block VF", "the machine has no block PF");
		return scene_end(&scene);
	}
	strcpy(scene.pf, BLOCK_PF);
	tap_must(bind_make_vfs(scene.pf, VFS), "make block VFs");
	scene_rule(&scene, "legacy-disk", "1", "legacy", "\"native\", \"legacy\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);

	device_do(device, "count reset");
	guest_start(&guest, &(struct guest_options){ .name = "block", .vf = bdf, .append = "" });
	guest_ready(&guest);
	tap_note("%lu admin commands to the disk", device_commands(device, VF_INDEX));
	guest_nic_get(&guest, &id);
	guest_nic_is_legacy(&scene.tap, &id, 0x1001);
	file_system(&scene.tap, &guest);
	r = guest_sh(&guest, NULL,
		     "printf '" BOOT_CODE BOOT_TEXT "\\r\\n\\0' | dd of=/dev/vda conv=notrunc && "
		     "printf '\\x55\\xaa' | dd of=/dev/vda bs=1 seek=510 conv=notrunc && sync");
	tap_ok(&scene.tap, r == 0, "it takes a boot sector");
	tap_ok(&scene.tap, guest_stop(&guest), "QEMU ends well");
	seabios(&scene.tap, device, bdf);

	vfdev_close(device);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	tap_must(bind_make_vfs(BLOCK_PF, 0), "remove the block VFs");
	tap_must(bind_find_pf(scene.pf), "find the network PF");
	return scene_end(&scene);
}
