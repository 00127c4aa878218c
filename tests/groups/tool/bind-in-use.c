// SPDX-License-Identifier: GPL-2.0-only
/*
 * "vfiovctl bind" does not take a VF whose network interface the host uses in any way, or one that
 * a process has open through another VFIO driver. It reports how the VF is used. Timeout: 240 s
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/names.h"
#include "lib/sysfs.h"
#include "tool/lib/ctl.h"

#define VF_INDEX 4
#define HOST_DRIVER "virtio-pci"

static void refused(struct scene *scene, struct run *result, const char *bdf, const char *driver,
		    const char *by)
{
	ctl(scene, result, EXIT_BUSY, (const char *[]){ "bind", bdf, NULL });
	if (!tap_ok(&scene->tap, strstr(result->err, by) && strstr(result->err, bdf), "by: %s", by))
		tap_note("%s", result->err);
	has_driver(scene, bdf, driver, "refused");
}

static void find_netdev(const char *bdf, char name[static IFNAMSIZ])
{
	struct vfv_sysfs_netdevs netdevs;

	for (unsigned int i = 0; i < SCENE_TIMEOUT_MS / 20; i++) {
		tap_must(vfv_sysfs_netdevs("", bdf, &netdevs), "look for the interface of %s", bdf);
		if (netdevs.n) {
			strcpy(name, netdevs.names[0]);
			return;
		}
		usleep(20000);
	}
	tap_must(-ENODEV, "find the interface of %s", bdf);
}

static void by_the_host(struct scene *scene, struct run *result, const char *bdf)
{
	char name[IFNAMSIZ], by[128];

	host_bind(bdf, HOST_DRIVER);
	find_netdev(bdf, name);
	shell("udevadm settle");
	shell("ip link set %s up", name);
	snprintf(by, sizeof(by), "interface %s is up", name);
	refused(scene, result, bdf, HOST_DRIVER, by);

	shell("ip link set %s down; ip addr add 192.0.2.1/24 dev %s", name, name);
	snprintf(by, sizeof(by), "interface %s has address 192.0.2.1", name);
	refused(scene, result, bdf, HOST_DRIVER, by);

	shell("ip addr flush dev %s; ip link add br9 type bridge; ip link set %s master br9", name,
	      name);
	snprintf(by, sizeof(by), "interface %s is a port of bridge br9", name);
	refused(scene, result, bdf, HOST_DRIVER, by);

	shell("ip link set %s nomaster; ip link del br9; ip link add link %s name mv9 type macvtap",
	      name, name);
	snprintf(by, sizeof(by), "interface mv9 is stacked on interface %s", name);
	refused(scene, result, bdf, HOST_DRIVER, by);

	shell("ip link del mv9; ip netns add other; ip link set %s netns other", name);
	refused(scene, result, bdf, HOST_DRIVER, "the interface is in another network namespace");

	shell("ip -n other link set %s netns 1; ip netns del other", name);
	ctl(scene, result, 0, (const char *[]){ "bind", bdf, NULL });
	has_driver(scene, bdf, VFV_MODULE_NAME, "no longer in use");
	ctl(scene, result, 0, (const char *[]){ "unbind", bdf, NULL });
}

/* This driver has no counters, so vfiovctl searches for the process that has the group open. */
static void by_a_guest(struct scene *scene, struct run *result, const char *bdf)
{
	char by[64];
	pid_t pid;

	host_bind(bdf, "vfio-pci");
	pid = hold(bdf);
	snprintf(by, sizeof(by), "is held open by vfio-hold (process %d)", pid);
	refused(scene, result, bdf, "vfio-pci", by);
	let_go(pid);
	ctl(scene, result, 0, (const char *[]){ "bind", bdf, NULL });
	tap_ok(&scene->tap, strstr(result->out, "vfio-pci -> " VFV_MODULE_NAME),
	       "bind takes it from vfio-pci after it is closed");
	has_driver(scene, bdf, VFV_MODULE_NAME, "after that");
}

int main(void)
{
	char bdf[VFIO_BDF_LEN];
	struct run result = { 0 };
	struct scene scene;

	scene_begin(&scene);
	scene_vf(&scene, VF_INDEX, bdf);
	by_the_host(&scene, &result, bdf);
	by_a_guest(&scene, &result, bdf);
	run_free(&result);
	return scene_end(&scene);
}
