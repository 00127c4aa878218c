// SPDX-License-Identifier: GPL-2.0-only
/* Tests which events of network interfaces report a changed name of a PF. */
#include <stdio.h>
#include <string.h>

#include "ifaces.h"
#include "tree.h"
#include "unit.h"

static char root[TREE_SIZE];

static int setup(void **state)
{
	tree_make(root);
	tree_link(root, "sys/bus/virtio/devices/virtio3",
		  "../../../devices/pci0000:00/0000:00:02.0/0000:01:00.0/virtio3");
	return 0;
}

static int teardown(void **state)
{
	return tree_remove(root);
}

static struct vfv_link link_of(int ifindex, const char *bus, const char *parent, const char *name)
{
	struct vfv_link link = { .ifindex = ifindex, .n_names = 1 };

	snprintf(link.bus, sizeof(link.bus), "%s", bus);
	snprintf(link.parent, sizeof(link.parent), "%s", parent);
	snprintf(link.names[0], sizeof(link.names[0]), "%s", name);
	return link;
}

/* Assert that the event changes the names of the device PF; "" means no device. */
static void assert_take(struct vd_ifaces *ifaces, const struct vfv_link *link, bool gone,
			const char *pf)
{
	char changed[VFIOV_BDF_MAX + 1];

	assert_int_equal(vd_ifaces_take(ifaces, root, link, gone, changed), 0);
	assert_string_equal(changed, pf);
}

static void names_count(void **state)
{
	struct vfv_link link = link_of(2, "pci", "0000:02:00.0", "eth0");
	struct vd_ifaces ifaces = { 0 };

	assert_take(&ifaces, &link, false, "0000:02:00.0");
	assert_string_equal(vd_ifaces_pf(&ifaces, 2), "0000:02:00.0");
	/* A new state or address sends the same names again. */
	assert_take(&ifaces, &link, false, "");
	strcpy(link.names[0], "ens1");
	assert_take(&ifaces, &link, false, "0000:02:00.0");
	strcpy(link.names[link.n_names++], "a-longer-one");
	assert_take(&ifaces, &link, false, "0000:02:00.0");
	assert_take(&ifaces, &link, false, "");
	strcpy(link.port, "p0");
	assert_take(&ifaces, &link, false, "0000:02:00.0");
	link.incomplete = true;
	assert_take(&ifaces, &link, false, "0000:02:00.0");
	assert_take(&ifaces, &link, true, "0000:02:00.0");
	assert_take(&ifaces, &link, true, "");
	assert_string_equal(vd_ifaces_pf(&ifaces, 2), "");
	vd_ifaces_done(&ifaces);
}

/* Two lists of names differ even when their concatenations are equal. */
static void names_are_kept_apart(void **state)
{
	struct vfv_link link = link_of(2, "pci", "0000:02:00.0", "a");
	struct vd_ifaces ifaces = { 0 };

	strcpy(link.names[link.n_names++], "bc");
	assert_take(&ifaces, &link, false, "0000:02:00.0");
	strcpy(link.names[0], "ab");
	strcpy(link.names[1], "c");
	assert_take(&ifaces, &link, false, "0000:02:00.0");
	/* The last name becomes the port name. */
	link.n_names = 1;
	strcpy(link.port, "c");
	assert_take(&ifaces, &link, false, "0000:02:00.0");
	vd_ifaces_done(&ifaces);
}

static void device_of_a_virtio_device(void **state)
{
	struct vfv_link link = link_of(3, "virtio", "virtio3", "eth0");
	struct vd_ifaces ifaces = { 0 };

	assert_take(&ifaces, &link, false, "0000:01:00.0");
	/* The device was removed before the interface, but its address is still known. */
	link = (struct vfv_link){ .ifindex = 3 };
	assert_take(&ifaces, &link, true, "0000:01:00.0");
	vd_ifaces_done(&ifaces);
}

static void others_are_dropped(void **state)
{
	const struct vfv_link others[] = {
		link_of(1, "", "", "lo"),
		link_of(5, "usb", "1-1:1.0", "eth7"),
		link_of(6, "virtio", "virtio9", "eth8"),
	};
	struct vd_ifaces ifaces = { 0 };

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_take(&ifaces, &others[i], false, "");
	assert_int_equal(ifaces.n, 0);
	vd_ifaces_done(&ifaces);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_count),
		cmocka_unit_test(names_are_kept_apart),
		cmocka_unit_test(device_of_a_virtio_device),
		cmocka_unit_test(others_are_dropped),
	};

	return cmocka_run_group_tests_name("ifaces", tests, setup, teardown);
}
