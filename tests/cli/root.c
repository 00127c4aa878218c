// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "root.h"
#include "unit/tree.h"

static void must(bool it_is, const char *what)
{
	if (it_is)
		return;
	perror(what);
	abort();
}

void root_put(const char *root, const char *name, const char *text)
{
	tree_put(root, name, text);
}

void root_put_shut(const char *root, const char *name)
{
	char path[TREE_PATH];

	tree_place(root, name, path);
	must(mkdir(path, 0555) == 0, path);
}

static void put_attribute(const char *root, const char *bdf, const char *attribute,
			  const char *text)
{
	char name[128];

	snprintf(name, sizeof(name), "sys/bus/pci/devices/%s/%s", bdf, attribute);
	root_put(root, name, text);
}

static void put_vf(const char *root, unsigned int index)
{
	/* VF 5 has a typo: dashes instead of underscores. */
	static const char *const overrides[] = {
		"vfiov_vfio_pci\n", "vfiov_vfio_pci\n", "vfiov_vfio_pci\n",
		"(null)\n",	    "vfiov_vfio_pci\n", "vfiov-vfio-pci\n",
	};
	char bdf[32], name[128], target[128];

	snprintf(bdf, sizeof(bdf), "0000:3b:00.%u", index + 1);
	snprintf(name, sizeof(name), "sys/bus/pci/devices/0000:3b:00.0/virtfn%u", index);
	snprintf(target, sizeof(target), "../%s", bdf);
	tree_link(root, name, target);
	snprintf(name, sizeof(name), "sys/bus/pci/devices/%s/physfn", bdf);
	tree_link(root, name, "../0000:3b:00.0");
	put_attribute(root, bdf, "vendor", "0x1af4\n");
	put_attribute(root, bdf, "device", "0x1041\n");
	put_attribute(root, bdf, "subsystem_vendor", "0x1af4\n");
	put_attribute(root, bdf, "subsystem_device", "0x1100\n");
	put_attribute(root, bdf, "class", "0x020000\n");
	put_attribute(root, bdf, "numa_node", "0\n");
	snprintf(name, sizeof(name), "sys/bus/pci/devices/%s/iommu_group", bdf);
	snprintf(target, sizeof(target), "../../../../kernel/iommu_groups/%u", 40 + index);
	tree_link(root, name, target);
	put_attribute(root, bdf, "driver_override", overrides[index]);
	if (index == 5)
		return;
	snprintf(name, sizeof(name), "sys/bus/pci/devices/%s/driver", bdf);
	tree_link(root, name,
		  index == 3 ? "../../drivers/virtio-pci" : "../../drivers/vfiov_vfio_pci");
}

void root_make(char path[static ROOT_SIZE], bool devices)
{
	tree_make(path);
	root_put(path, "etc/hostname", "hv-a03.example.com\n");
	root_put(path, "proc/4121/comm", "qemu-kvm\n");
	if (!devices)
		return;
	put_attribute(path, "0000:3b:00.0", "vendor", "0x1af4\n");
	put_attribute(path, "0000:3b:00.0", "sriov_numvfs", "6\n");
	put_attribute(path, "0000:3b:00.0", "virtio0/net/ens1f0np0/mtu", "1500\n");
	root_put(path, "sys/class/net/ens1f0np0/phys_port_name", "p0\n");
	root_put(path, "sys/bus/pci/drivers/vfiov_vfio_pci/module/version", "0\n");
	root_put(path, "sys/bus/pci/drivers/virtio-pci/new_id", "");
	root_put(path, "sys/bus/pci/drivers_probe", "");
	for (unsigned int i = 0; i < 6; i++)
		put_vf(path, i);
	/* A PF of another vendor must be ignored. */
	put_attribute(path, "0000:5e:00.0", "vendor", "0x8086\n");
	put_attribute(path, "0000:5e:00.0", "sriov_numvfs", "1\n");
	tree_link(path, "sys/bus/pci/devices/0000:5e:00.0/virtfn0", "../0000:5e:00.1");
}

static void put_large_vf(const char *root, const char *pf, const char *bdf, unsigned int index)
{
	static const struct {
		const char *name, *value;
	} files[] = {
		{ "vendor", "0x1af4\n" },
		{ "device", "0x1041\n" },
		{ "subsystem_vendor", "0x1af4\n" },
		{ "subsystem_device", "0x1100\n" },
		{ "class", "0x020000\n" },
		{ "uevent", "DRIVER=vfiov_vfio_pci\nPCI_CLASS=20000\nPCI_ID=1AF4:1041\n"
			    "PCI_SUBSYS_ID=1AF4:1100\n" },
		{ "numa_node", "0\n" },
		{ "driver_override", "vfiov_vfio_pci\n" },
		{ "vfio-dev/vfio0/dev", "511:0\n" },
		{ "vfiov/available_profiles", "native transitional\n" },
		{ "vfiov/current_profile", "native\n" },
		{ "vfiov/pending_profile", "\n" },
		{ "vfiov/reason", "policy: (default)\n" },
		{ "vfiov/migration", "off\n" },
		{ "vfiov/serial", "\n" },
	};
	char name[128], target[64];

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		put_attribute(root, bdf, files[i].name, files[i].value);
	snprintf(name, sizeof(name), "sys/bus/pci/devices/%s/driver", bdf);
	tree_link(root, name, "../../drivers/vfiov_vfio_pci");
	snprintf(name, sizeof(name), "sys/bus/pci/devices/%s/virtfn%u", pf, index);
	snprintf(target, sizeof(target), "../%s", bdf);
	tree_link(root, name, target);
}

void root_put_large(const char *root, unsigned int bus, unsigned int n)
{
	char pf[32], text[16];

	snprintf(pf, sizeof(pf), "0000:%02x:00.0", bus);
	snprintf(text, sizeof(text), "%u\n", n);
	put_attribute(root, pf, "vendor", "0x1af4\n");
	put_attribute(root, pf, "sriov_numvfs", text);
	for (unsigned int i = 0; i < n; i++) {
		unsigned int function = i + 1;
		char bdf[32];

		snprintf(bdf, sizeof(bdf), "0000:%02x:%02x.%u", bus + (function >> 8),
			 function >> 3 & 31, function & 7);
		put_large_vf(root, pf, bdf, i);
	}
}

void root_put_attributes(const char *root)
{
	static const struct {
		const char *name, *values[2];
	} attributes[] = {
		{ "available_profiles", { "native\n", "native transitional\n" } },
		{ "current_profile", { "native\n", "transitional\n" } },
		{ "pending_profile", { "\n", "native\n" } },
		{ "reason", { "default: no-owner\n", "operator: choice at 20-legacy.conf:8\n" } },
		{ "migration", { "off\n", "off\n" } },
		{ "serial", { "\n", "00-15-4d-ff-fe-12-34-56\n" } },
	};

	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		for (unsigned int vf = 0; vf < 2; vf++) {
			char bdf[32], name[64];

			snprintf(bdf, sizeof(bdf), "0000:3b:00.%u", vf + 1);
			snprintf(name, sizeof(name), "vfiov/%s", attributes[i].name);
			put_attribute(root, bdf, name, attributes[i].values[vf]);
		}
}

void root_put_drivers(const char *root)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/sys/bus/pci/devices/0000:3b:00.4/driver", root);
	must(unlink(path) == 0, path);
	tree_link(root, "sys/bus/pci/devices/0000:3b:00.4/driver", "../../drivers/vfio-pci");
	put_attribute(root, "0000:3b:00.4", "vfio-dev/vfio0/dev", "511:0\n");
	tree_link(root, "sys/bus/pci/devices/0000:3b:00.6/driver", "../../drivers/virtio_vfio_pci");
}

static void put_netdev(const char *root, const char *bdf, const char *name, const char *flags)
{
	char path[64];

	snprintf(path, sizeof(path), "virtio9/net/%.16s/ifindex", name);
	put_attribute(root, bdf, path, "9\n");
	snprintf(path, sizeof(path), "sys/class/net/%.16s/flags", name);
	root_put(root, path, flags);
}

static void put_disk(const char *root, const char *bdf, const char *name, const char *number)
{
	char path[64];

	snprintf(path, sizeof(path), "virtio9/block/%.16s/dev", name);
	put_attribute(root, bdf, path, number);
	snprintf(path, sizeof(path), "sys/class/block/%.16s/dev", name);
	root_put(root, path, number);
}

void root_put_used(const char *root)
{
	for (unsigned int i = 0; i < 6; i++) {
		char path[256], name[64];

		snprintf(name, sizeof(name), "sys/bus/pci/devices/0000:3b:00.%u/driver", i + 1);
		snprintf(path, sizeof(path), "%s/%s", root, name);
		must(i == 5 || unlink(path) == 0, path);
		tree_link(root, name, "../../drivers/virtio-pci");
	}
	/* On this host, VFs 3 and 4 are in one IOMMU group. */
	tree_link(root, "sys/kernel/iommu_groups/44/devices/0000:3b:00.4",
		  "../../../../bus/pci/devices/0000:3b:00.4");
	put_netdev(root, "0000:3b:00.1", "eth1", "0x1003\n");
	put_netdev(root, "0000:3b:00.2", "eth2", "0x1002\n");
	root_put(root, "sys/class/net/br0/bridge/stp_state", "0\n");
	tree_link(root, "sys/class/net/eth2/upper_br0", "../br0");
	put_netdev(root, "0000:3b:00.3", "eth3", "0x1002\n");
	tree_link(root, "sys/class/net/eth3/upper_eth3.5", "../eth3.5");
	put_disk(root, "0000:3b:00.4", "vdb", "253:16\n");
	root_put(root, "sys/class/block/vdb/vdb1/partition", "1\n");
	root_put(root, "sys/class/block/vdb1/dev", "253:17\n");
	root_put(root, "proc/self/mountinfo",
		 "23 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
		 "99 23 253:17 / /srv/old\\040data rw shared:9 - ext4 /dev/vdb1 rw\n");
	put_disk(root, "0000:3b:00.5", "vdc", "253:32\n");
	root_put(root, "proc/swaps",
		 "Filename Type Size Used Priority\n"
		 "/dev/vdc                partition 1048572 0 -2\n");
	root_put(root, "sys/class/block/vdc/holders/.keep", "");
	tree_link(root, "sys/bus/pci/devices/0000:3b:00.6/virtio9/driver",
		  "../../../../bus/virtio/drivers/virtio_net");
}

void root_put_driverctl(const char *root)
{
	char path[256];

	root_put(root, "usr/sbin/driverctl", "#!/bin/sh\n");
	snprintf(path, sizeof(path), "%s/usr/sbin/driverctl", root);
	must(chmod(path, 0755) == 0, path);
	root_put(root, "etc/driverctl.d/pci-0000:3b:00.3", "vfio-pci\n");
	root_put(root, "etc/driverctl.d/pci-0000:3b:00.4", "vfiov_vfio_pci\n");
}

void root_spoil_port(const char *root)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/sys/class/net/ens1f0np0/phys_port_name", root);
	must(unlink(path) == 0 && mkdir(path, 0755) == 0, path);
}

void root_put_single(const char *root)
{
	put_attribute(root, "0000:61:00.0", "vendor", "0x1af4\n");
	put_attribute(root, "0000:61:00.0", "sriov_numvfs", "1\n");
	tree_link(root, "sys/bus/pci/devices/0000:61:00.0/virtfn0", "../0000:61:00.1");
	put_attribute(root, "0000:61:00.1", "vendor", "0x1af4\n");
}

void root_remove(const char *root)
{
	must(tree_remove(root) == 0, root);
}
