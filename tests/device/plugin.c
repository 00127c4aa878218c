// SPDX-License-Identifier: GPL-2.0-only
/*
 * The entry point. QEMU loads this object as a TCG plugin, before it creates any device. The plugin
 * registers device types with the functions that QEMU exports for its own modules. Their ABI is not
 * stable, so everything that can be compared is compared before the first of these functions is
 * called.
 */
#include "device.h"
#include <malloc.h>
#include "hw/virtio/virtio-blk.h"
#include "hw/virtio/virtio-net.h"
#include "qapi/qapi-commands-misc.h"
#include "qapi/qapi-commands-machine.h"
#include "qapi/qapi-commands-control.h"

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = VFDEV_PLUGIN_API;
EXPORT int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv);

/* The heap rounds sizes up, but by less than this. */
#define HEAP_SLACK 48

struct stock_net_pci {
	VirtIOPCIProxy proxy;
	VirtIONet net;
};

struct stock_blk_pci {
	VirtIOPCIProxy proxy;
	VirtIOBlock blk;
};

static bool refuse(const char *what, const char *here, const char *built)
{
	fprintf(stderr,
		"vfdev: built for another QEMU: %s is %s, expected %s; rebuild the object\n", what,
		here, built);
	return false;
}

static bool same(const char *what, size_t here, size_t built)
{
	g_autofree char *a = g_strdup_printf("%zu", here);
	g_autofree char *b = g_strdup_printf("%zu", built);

	return here == built || refuse(what, a, b);
}

/*
 * QEMU's build is named "Debian SOURCE-VERSION", with "+bN" for a binary rebuild. 7.2 puts this
 * before the version's own text, 10.0 puts it in parentheses.
 */
static bool version_fits(void)
{
	VersionInfo *version = qmp_query_version(&error_abort);
	const char *at = strstr(version->package, VFDEV_QEMU_SOURCE);
	const char *end = at ? at + strlen(VFDEV_QEMU_SOURCE) : "?";
	bool fits = !*end || *end == ')' || g_str_has_prefix(end, "+b");

	if (!fits)
		refuse("its version", version->package, VFDEV_QEMU_SOURCE);
	qapi_free_VersionInfo(version);
	return fits;
}

/*
 * Returns the offset of the field of one of QEMU's own properties in the structure of its device.
 */
static size_t property_offset(const char *type, const char *name)
{
	ObjectClass *klass = object_class_by_name(type);
	ObjectProperty *property = klass ? object_class_property_find(klass, name) : NULL;

	return property && property->opaque ? ((Property *)property->opaque)->offset : SIZE_MAX;
}

static bool offsets_fit(void)
{
	const struct {
		const char *type, *name;
		size_t offset;
	} known[] = {
		{ TYPE_PCI_DEVICE, "romfile", offsetof(PCIDevice, romfile) },
		{ TYPE_PCI_DEVICE, "multifunction", offsetof(PCIDevice, cap_present) },
		{ TYPE_VIRTIO_PCI, "ats", offsetof(VirtIOPCIProxy, flags) },
		{ TYPE_VIRTIO_PCI, "x-ignore-backend-features",
		  offsetof(VirtIOPCIProxy, ignore_backend_features) },
		{ TYPE_VIRTIO_DEVICE, "iommu_platform", offsetof(VirtIODevice, host_features) },
		{ TYPE_VIRTIO_NET, "mac", offsetof(VirtIONet, nic_conf.macaddr) },
		{ TYPE_VIRTIO_NET, "netdev", offsetof(VirtIONet, nic_conf.peers) },
		{ TYPE_VIRTIO_NET, "speed", offsetof(VirtIONet, net_conf.speed) },
		{ TYPE_VIRTIO_NET, "failover", offsetof(VirtIONet, failover) },
		{ TYPE_VIRTIO_BLK, "drive", offsetof(VirtIOBlock, conf.conf.blk) },
		{ TYPE_VIRTIO_BLK, "num-queues", offsetof(VirtIOBlock, conf.num_queues) },
		{ TYPE_VIRTIO_BLK, "max-write-zeroes-sectors",
		  offsetof(VirtIOBlock, conf.max_write_zeroes_sectors) },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(known); i++) {
		g_autofree char *what =
			g_strdup_printf("the offset of %s.%s", known[i].type, known[i].name);

		if (!same(what, property_offset(known[i].type, known[i].name), known[i].offset))
			return false;
	}
	return true;
}

/* A stock device is a proxy with the virtio device as its child. */
static bool size_fits(const char *type, size_t built)
{
	g_autofree char *what = g_strdup_printf("the size of %s", type);
	Object *obj = object_new(type);
	char *backend = (char *)object_resolve_path_component(obj, "virtio-backend");
	size_t size = malloc_usable_size(obj);
	bool fits = same("size of VirtIOPCIProxy", backend - (char *)obj,
			 offsetof(struct stock_net_pci, net));

	if (fits && size - built >= HEAP_SLACK)
		fits = same(what, size, built);
	object_unref(obj);
	return fits;
}

static bool sizes_fit(void)
{
	return size_fits("virtio-net-pci", sizeof(struct stock_net_pci)) &&
	       size_fits("virtio-blk-pci", sizeof(struct stock_blk_pci));
}

static bool classes_fit(void)
{
	PCIDeviceClass *pci =
		PCI_DEVICE_CLASS(object_class_by_name("virtio-net-pci-non-transitional"));
	VirtioDeviceClass *net = VIRTIO_DEVICE_CLASS(object_class_by_name(TYPE_VIRTIO_NET));

	return same("class id of virtio-net-pci", pci->class_id, PCI_CLASS_NETWORK_ETHERNET) &&
	       same("reset method of virtio-net", !!net->reset, true) &&
	       same("legacy features of virtio-net", net->legacy_features,
		    VIRTIO_LEGACY_FEATURES | 1ull << VIRTIO_NET_F_GSO);
}

int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv)
{
	if (!version_fits() || !offsets_fit() || !sizes_fit() || !classes_fit())
		return 1;
	vfdev_pf_register();
	vfdev_vf_register();
	vfdev_net_register();
	vfdev_blk_register();
	vfdev_control_register();
	return 0;
}
