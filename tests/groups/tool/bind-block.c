// SPDX-License-Identifier: GPL-2.0-only
/*
 * "vfiovctl bind" does not take a VF from the host if its disk is mounted, here or in another mount
 * namespace, used for swap, held or open. Timeout: 240 s
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/pci.h"
#include "lib/names.h"
#include "lib/path.h"
#include "tool/lib/ctl.h"

#define HOST_DRIVER "virtio-pci"

VFV_DEFINE_CLEANUP(DIR *, closedir);

/* Finds the host's disk on the VF. */
static void find_disk(const char *bdf, char name[static 32])
{
	for (unsigned int i = 0; i < SCENE_TIMEOUT_MS / 20; i++) {
		_cleanup_(closedirp) DIR *dir = vfv_path_opendir("/sys/class/block");
		const struct dirent *entry;
		char path[128];

		while (dir && (entry = readdir(dir))) {
			snprintf(path, sizeof(path), "/sys/class/block/%.31s/../../../../%s",
				 entry->d_name, bdf);
			if (strncmp(entry->d_name, "vd", 2) || access(path, F_OK) < 0)
				continue;
			snprintf(name, 32, "%.31s", entry->d_name);
			return;
		}
		usleep(20000);
	}
	tap_must(-ENODEV, "find the disk of %s", bdf);
}

static void refused(struct scene *scene, struct run *result, const char *bdf, const char *by)
{
	ctl(scene, result, EXIT_BUSY, (const char *[]){ "bind", bdf, NULL });
	if (!tap_ok(&scene->tap, strstr(result->err, by) && strstr(result->err, bdf), "by: %s", by))
		tap_note("%s", result->err);
	has_driver(scene, bdf, HOST_DRIVER, "refused");
}

static void in_use(struct scene *scene, struct run *result, const char *bdf)
{
	char disk[32], by[128];

	find_disk(bdf, disk);
	shell("udevadm settle; busybox mke2fs /dev/%s >/dev/null 2>&1; mkdir -p /run/disk", disk);
	shell("modprobe ext4; mount -t ext4 /dev/%s /run/disk", disk);
	snprintf(by, sizeof(by), "disk %s is mounted on /run/disk", disk);
	refused(scene, result, bdf, by);

	/* This mount is visible to another process only. */
	shell("umount /run/disk; unshare --mount sh -c 'mount -t ext4 /dev/%s /run/disk; "
	      "touch /run/mounted; exec sleep 600' >/dev/null 2>&1 & while [ ! -e /run/mounted ]; do sleep 0.1; "
	      "done; echo $! >/run/mounter",
	      disk);
	snprintf(by, sizeof(by), "disk %s is in use by the kernel", disk);
	refused(scene, result, bdf, by);
	shell("kill \"$(cat /run/mounter)\"; rm /run/mounted");
	/* The mount disappears with its namespace, shortly after. */
	shell("until mkswap /dev/%s >/dev/null 2>&1; do sleep 0.1; done", disk);

	shell("swapon /dev/%s", disk);
	snprintf(by, sizeof(by), "disk %s is used for swap", disk);
	refused(scene, result, bdf, by);

	shell("swapoff /dev/%s; udevadm settle; sleep 600 </dev/%s >/dev/null 2>&1 & echo $! >/run/opener", disk,
	      disk);
	snprintf(by, sizeof(by), "disk %s is held open by sleep (process ", disk);
	refused(scene, result, bdf, by);
	shell("kill \"$(cat /run/opener)\"; udevadm settle; sleep 0.5");
}

int main(void)
{
	char pf[VFIO_BDF_LEN], bdf[VFIO_BDF_LEN];
	struct run result = { 0 };
	struct scene scene;

	scene_begin(&scene);
	tap_must(bind_find_pf_after("", PCI_DEVICE_BLOCK, pf), "find the block PF");
	tap_must(bind_make_vfs(pf, 1), "make a VF of %s", pf);
	tap_must(bind_vf(pf, 0, bdf), "find it");
	host_bind(bdf, HOST_DRIVER);
	in_use(&scene, &result, bdf);
	ctl(&scene, &result, 0, (const char *[]){ "bind", bdf, NULL });
	tap_ok(&scene.tap,
	       strstr(result.out, HOST_DRIVER " -> " VFV_MODULE_NAME ", profile native"),
	       "an unused disk is handed over");
	has_driver(&scene, bdf, VFV_MODULE_NAME, "after that");
	ctl(&scene, &result, 0, (const char *[]){ "unbind", bdf, NULL });
	tap_must(bind_make_vfs(pf, 0), "remove it");
	run_free(&result);
	return scene_end(&scene);
}
