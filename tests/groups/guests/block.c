// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linux's own legacy driver creates a file system on a transitional and on a legacy block VF, and
 * finds it again after a reboot. Then SeaBIOS boots from the legacy VF.
 * Timeout: 600 s
 */
#include <errno.h>
#include <string.h>

#include "client/util.h"
#include "lib/machine.h"
#include "lib/nic.h"

#define BLOCK_PF "0000:02:00.0"
#define VFS 2
/* The VFs, and their disk names in the guest. */
#define TRANSITIONAL_INDEX 0
#define TRANSITIONAL_DISK "/dev/vda"
#define LEGACY_INDEX 1
#define LEGACY_DISK "/dev/vdb"
#define MOUNT "modprobe ext4 && mount -t ext4 %s /mnt && cd /mnt"
#define UNMOUNT "cd / && umount /mnt"
#define FILES_KB 8192
/* Prints the text at 0x7c16 through the BIOS and halts. */
#define BOOT_TEXT "booted from a legacy VF"
#define BOOT_CODE                                                                               \
	"\\x31\\xc0\\x8e\\xd8\\xfc\\xbe\\x16\\x7c\\xac\\x84\\xc0\\x74\\x06\\xb4\\x0e\\xcd\\x10" \
	"\\xeb\\xf5\\xf4\\xeb\\xfd"
#define BOOT_MS 120000

/* Creates a file system on the disk, and returns its checksum, which the caller frees. */
static char *file_system(struct tap *tap, struct guest *guest, const char *disk)
{
	char *sum = NULL;
	int r;

	r = guest_sh(
		guest, &sum,
		"mke2fs -F %s >/dev/null && " MOUNT
		" && dd if=/dev/urandom of=data bs=1k count=%d 2>/dev/null && sha256sum data && " UNMOUNT,
		disk, disk, FILES_KB);
	tap_ok(tap, r == 0 && sum && strstr(sum, "  data"), "%s stores a file system, and %d KiB",
	       disk, FILES_KB);
	return sum;
}

static void after_reboot(struct tap *tap, struct guest *guest, const char *disk, const char *before)
{
	_cleanup_free_ char *after = NULL;
	int r = guest_sh(guest, &after, MOUNT " && sha256sum data && " UNMOUNT, disk);

	tap_ok(tap, r == 0 && before && !strcmp(before, after),
	       "%s has the same data after a reboot", disk);
	tap_note("%s", after ?: "nothing");
}

static void file_systems(struct tap *tap, struct guest *guest)
{
	_cleanup_free_ char *transitional = NULL, *legacy = NULL;

	tap_ok(tap,
	       guest_sh(guest, NULL,
			"[ \"$(cat /sys/block/vda/device/status /sys/block/vdb/device/status | "
			"sort -u)\" = 0x00000007 ]") == 0,
	       "its own driver runs both through the legacy interface");
	transitional = file_system(tap, guest, TRANSITIONAL_DISK);
	legacy = file_system(tap, guest, LEGACY_DISK);
	tap_must(guest_sh(guest, NULL, "(sleep 1; reboot -f) & true"), "reboot the guest");
	guest_ready(guest);
	after_reboot(tap, guest, TRANSITIONAL_DISK, transitional);
	after_reboot(tap, guest, LEGACY_DISK, legacy);
	guest_show(guest, "grep virtio /proc/interrupts; cat /sys/block/vd*/stat");
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
	guest_figures(&guest, device, LEGACY_INDEX, "the boot sector");
	tap_ok(tap, vfdev_count(device, LEGACY_INDEX, DEVICE_COMMON_WRITE) > 0,
	       "through the legacy interface");
	tap_ok(tap, guest_stop(&guest), "QEMU exits normally");
	guest_log_console(&guest);
}

static void set_policy(struct scene *scene)
{
	_cleanup_free_ char *rules = NULL;

	if (asprintf(&rules,
		     "{ name = \"transitional-disk\"; match = { pf = \"%s\"; vf = \"%d\"; }; "
		     "profile = \"transitional\"; }, "
		     "{ name = \"legacy-disk\"; match = { pf = \"%s\"; vf = \"%d\"; }; "
		     "profile = \"legacy\"; }",
		     scene->pf, TRANSITIONAL_INDEX, scene->pf, LEGACY_INDEX) < 0)
		tap_must(-ENOMEM, "write rules");
	tap_must(policy_rules(scene->genl, true, rules), "set the policy");
}

static void linux_guest(struct scene *scene, struct vfdev *device, const char *transitional,
			const char *legacy)
{
	char second[VFIO_BDF_LEN + 32];
	const char *const extra[] = { "-device", second, NULL };
	struct tap *tap = &scene->tap;
	static struct guest guest;
	struct guest_nic id;
	int r;

	snprintf(second, sizeof(second), "vfio-pci,host=%s,%s", legacy, machine_second_place());
	device_do(device, "count reset");
	guest_start(&guest, &(struct guest_options){ .name = "block",
						     .vf = transitional,
						     .append = "virtio_pci.force_legacy=1",
						     .extra = extra });
	guest_ready(&guest);
	guest_figures(&guest, device, TRANSITIONAL_INDEX, "the shell, transitional");
	guest_figures(&guest, device, LEGACY_INDEX, "the shell, legacy");
	guest_nic_get(&guest, &id);
	guest_nic_is_legacy(tap, &id, 0x1001);
	file_systems(tap, &guest);
	r = guest_sh(&guest, NULL,
		     "printf '" BOOT_CODE BOOT_TEXT "\\r\\n\\0' | dd of=%s conv=notrunc && "
		     "printf '\\x55\\xaa' | dd of=%s bs=1 seek=510 conv=notrunc && sync",
		     LEGACY_DISK, LEGACY_DISK);
	tap_ok(tap, r == 0, "a boot sector is written to the legacy VF");
	tap_ok(tap, guest_stop(&guest), "QEMU exits normally");
}

int main(void)
{
	char transitional[VFIO_BDF_LEN], legacy[VFIO_BDF_LEN];
	struct vfdev *device;
	struct scene scene;

	scene_begin(&scene);
	if (vfdev_open_pf(&device, BLOCK_PF) < 0) {
		tap_skip(&scene.tap, "a block VF", "the machine has no block PF");
		return scene_end(&scene);
	}
	strcpy(scene.pf, BLOCK_PF);
	tap_must(bind_make_vfs(scene.pf, VFS), "make block VFs");
	set_policy(&scene);
	scene_bind_decided(&scene, TRANSITIONAL_INDEX, transitional);
	scene_bind_decided(&scene, LEGACY_INDEX, legacy);
	linux_guest(&scene, device, transitional, legacy);
	seabios(&scene.tap, device, legacy);

	vfdev_close(device);
	tap_must(bind_unbind(transitional), "unbind %s", transitional);
	tap_must(bind_unbind(legacy), "unbind %s", legacy);
	tap_must(bind_make_vfs(BLOCK_PF, 0), "remove the block VFs");
	tap_must(bind_find_pf(scene.pf), "find the network PF");
	return scene_end(&scene);
}
