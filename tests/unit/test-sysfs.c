// SPDX-License-Identifier: GPL-2.0-only
/* Tests how the names of a PF are read from a fake /sys. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/sysfs.h"
#include "tree.h"
#include "unit.h"

static char root[TREE_SIZE];

/* Makes a directory, or a file if CONTENT is not NULL. */
static void make(const char *name, const char *content)
{
	char path[TREE_PATH];

	if (content) {
		tree_put(root, name, content);
		return;
	}
	tree_place(root, name, path);
	assert_int_equal(mkdir(path, 0755), 0);
}

static int setup(void **state)
{
	char path[TREE_PATH];

	tree_make(root);
	make("sys/bus/pci/devices/0000:01:00.0/virtio3/net/ens1f0np0", NULL);
	make("sys/bus/pci/devices/0000:02:00.0/net/eth9", NULL);
	make("sys/bus/pci/devices/0000:02:00.0/net/eth1", NULL);
	make("sys/bus/pci/devices/0000:02:00.0/net/a-name-that-is-too-long-for-linux", NULL);
	make("sys/bus/pci/devices/0000:03:00.0/virtio4/block/vda", NULL);
	make("sys/bus/pci/devices/0000:04:00.0/net", NULL);
	make("sys/class/net/eth1/ifindex", "7\n");
	make("sys/class/net/eth2/ifindex", "x7\n");
	make("sys/bus/pci/devices/0000:01:00.0/class", "network\n");
	make("sys/bus/pci/devices/0000:02:00.0/class", "0x020000\n");
	make("sys/bus/pci/devices/0000:03:00.0/class", "0x010000\n");
	make("sys/class/net/ens1f0np0/phys_port_name", "p0\n");
	make("sys/class/net/eth1/phys_port_name", "\n");
	make("sys/class/net/eth9/mtu", "1500\n");
	make("sys/class/net/eth2/phys_port_name", "twenty-letters-or-so\n");
	/* These are not regular files. */
	tree_place(root, "sys/class/net/fifo/phys_port_name", path);
	assert_int_equal(mkfifo(path, 0644), 0);
	tree_link(root, "sys/class/net/link/phys_port_name", "../eth2/phys_port_name");
	make("sys/class/net/directory/phys_port_name", NULL);
	return 0;
}

static int teardown(void **state)
{
	return tree_remove(root);
}

static void interfaces(void **state)
{
	struct vfv_sysfs_netdevs netdevs;

	assert_int_equal(vfv_sysfs_netdevs(root, "0000:01:00.0", &netdevs), 0);
	assert_int_equal(netdevs.n, 1);
	assert_string_equal(netdevs.names[0], "ens1f0np0");
	assert_int_equal(vfv_sysfs_netdevs(root, "0000:02:00.0", &netdevs), 0);
	assert_int_equal(netdevs.n, 2);
	assert_string_equal(netdevs.names[0], "eth1");
	assert_string_equal(netdevs.names[1], "eth9");
	for (int i = 3; i <= 5; i++) {
		char bdf[] = "0000:00:00.0";

		bdf[6] = (char)('0' + i);
		assert_int_equal(vfv_sysfs_netdevs(root, bdf, &netdevs), 0);
		assert_int_equal(netdevs.n, 0);
	}
}

static void interfaces_beyond_the_limit(void **state)
{
	struct vfv_sysfs_netdevs netdevs;
	char path[64];

	for (int i = 0; i < VFV_SYSFS_NETDEVS_MAX + 1; i++) {
		snprintf(path, sizeof(path), "sys/bus/pci/devices/0000:06:00.0/net/eth%d", i);
		make(path, NULL);
	}
	assert_int_equal(vfv_sysfs_netdevs(root, "0000:06:00.0", &netdevs), -E2BIG);
}

static void numbers_of_interfaces(void **state)
{
	assert_int_equal(vfv_sysfs_ifindex(root, "eth1"), 7);
	assert_int_equal(vfv_sysfs_ifindex(root, "eth2"), -EINVAL);
	assert_int_equal(vfv_sysfs_ifindex(root, "eth3"), -ENOENT);
}

static void cards_that_have_interfaces(void **state)
{
	assert_int_equal(vfv_sysfs_is_network(root, "0000:02:00.0"), 1);
	assert_int_equal(vfv_sysfs_is_network(root, "0000:03:00.0"), 0);
	assert_int_equal(vfv_sysfs_is_network(root, "0000:04:00.0"), -ENOENT);
	assert_int_equal(vfv_sysfs_is_network(root, "0000:01:00.0"), -EINVAL);
}

static void ports(void **state)
{
	char name[VFV_PORT_NAME_SIZE];

	assert_int_equal(vfv_sysfs_port(root, "ens1f0np0", name), 0);
	assert_string_equal(name, "p0");
	assert_int_equal(vfv_sysfs_port(root, "eth1", name), -ENOENT);
	assert_int_equal(vfv_sysfs_port(root, "eth9", name), -ENOENT);
	assert_int_equal(vfv_sysfs_port(root, "eth2", name), 0);
	assert_string_equal(name, "twenty-letters-");
}

/* Below another root, reading a name must not block, and no link may lead out of the root. */
static void ports_are_not_files(void **state)
{
	char name[VFV_PORT_NAME_SIZE];

	alarm(20);
	assert_int_equal(vfv_sysfs_port(root, "fifo", name), -EINVAL);
	assert_int_equal(vfv_sysfs_port(root, "directory", name), -EINVAL);
	assert_int_equal(vfv_sysfs_port(root, "link", name), -ELOOP);
	assert_string_equal(name, "");
	alarm(0);
}

/* A truncated path would name another file. */
static void too_long_root(void **state)
{
	static char text[PATH_MAX + 1];
	struct vfv_sysfs_netdevs netdevs;
	char name[IFNAMSIZ] = "x";

	memset(text, '/', PATH_MAX);
	memcpy(text, root, strlen(root));
	assert_int_equal(vfv_sysfs_netdevs(text, "0000:01:00.0", &netdevs), -ENAMETOOLONG);
	assert_int_equal(vfv_sysfs_port(text, "ens1f0np0", name), -ENAMETOOLONG);
	assert_string_equal(name, "");
	/* The longest possible path. */
	text[PATH_MAX - 1 - strlen("/sys/class/net/ens1f0np0/phys_port_name")] = '\0';
	assert_int_equal(vfv_sysfs_port(text, "ens1f0np0", name), 0);
	assert_string_equal(name, "p0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(interfaces),
		cmocka_unit_test(interfaces_beyond_the_limit),
		cmocka_unit_test(numbers_of_interfaces),
		cmocka_unit_test(cards_that_have_interfaces),
		cmocka_unit_test(ports),
		cmocka_unit_test(ports_are_not_files),
		cmocka_unit_test(too_long_root),
	};

	return cmocka_run_group_tests_name("sysfs", tests, setup, teardown);
}
