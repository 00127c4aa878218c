// SPDX-License-Identifier: GPL-2.0-only
/*
 * The size of BAR0 depends on the device's configuration (virtio 1.3 sections 4.1.4.10 and 5.1.4):
 * 32 bytes for a network device with one queue pair, 64 with several pairs or with an MTU. All
 * fields of the offered features can be read, even with MSI-X enabled.
 */
#include <linux/virtio_net.h>
#include <string.h>
#include <sys/eventfd.h>

#include "client/legacy.h"
#include "client/modern.h"
#include "client/util.h"
#include "lib/oracle.h"
#include "lib/shape.h"

#define VFS 4
#define PAIRS 4
#define MTU 1472
#define VECTORS 2

static const struct sized {
	struct shape shape;
	unsigned int size;
} plain = { { "one queue pair", 1, 0 }, 32 }, others[] = {
	{ { "four queue pairs", PAIRS, 0 }, 64 },
	{ { "one queue pair and an MTU", 1, MTU }, 64 },
	{ { "four queue pairs and an MTU", PAIRS, MTU }, 64 },
};

/* Reads a field of the configuration like a driver, and compares it with the modern interface. */
static void field(struct rig *rig, struct legacy_dev *dev, const char *name, unsigned int at,
		  unsigned int expected)
{
	struct modern modern;
	uint16_t legacy, other;
	uint8_t bytes[2];

	tap_must(modern_find(&modern, &rig->vf), "find the modern interface");
	tap_must(modern_config(&modern, at, &other, 2), "read %s there", name);
	tap_must(rig_read(rig, VIRTIO_PCI_CONFIG_OFF(dev->msix) + at, &legacy, 2), "read %s", name);
	tap_must(legacy_config_read(dev, at, bytes, 2), "read %s by bytes", name);
	tap_ok(&rig->scene.tap,
	       le16toh(legacy) == expected && legacy == other && !memcmp(bytes, &legacy, 2),
	       "%s is %u, with MSI-X %s", name, expected, dev->msix ? "on" : "off");
}

static void fields(struct rig *rig, const struct shape *shape)
{
	const int fds[VECTORS] = { eventfd(0, EFD_CLOEXEC), eventfd(0, EFD_CLOEXEC) };
	struct legacy_dev dev;

	legacy_init(&dev, &rig->vf);
	for (int msix = 0; msix < 2; msix++) {
		if (msix)
			tap_must(legacy_msix(&dev, fds, VECTORS), "enable MSI-X");
		if (shape->pairs > 1)
			field(rig, &dev, "max_virtqueue_pairs",
			      offsetof(struct virtio_net_config, max_virtqueue_pairs),
			      shape->pairs);
		if (shape->mtu)
			field(rig, &dev, "mtu", offsetof(struct virtio_net_config, mtu),
			      shape->mtu);
		field(rig, &dev, "status", offsetof(struct virtio_net_config, status),
		      VIRTIO_NET_S_LINK_UP);
	}
	close(fds[0]);
	close(fds[1]);
}

static void try(struct rig *rig, const struct sized *sized)
{
	const struct shape *shape = &sized->shape;
	struct tap *tap = &rig->scene.tap;
	struct oracle oracle = { 0 };
	struct pci_ident ident;

	rig_open(rig, 1);
	tap_must(rig_read(rig, 0, &oracle.features, 4), "read the features");
	oracle.features = le32toh(oracle.features);
	tap_must(pci_ident_get(&rig->vf, &ident), "size BAR0");
	tap_ok(tap, rig_bar0_size(rig) == sized->size && ident.bar0_size == sized->size,
	       "%s: BAR0 and region 0 have %u bytes", shape->what, sized->size);
	tap_ok(tap, oracle_bar0_size(&oracle) == sized->size, "%s: as the features 0x%08x require",
	       shape->what, oracle.features);
	fields(rig, shape);
	rig_close(rig);
}

int main(void)
{
	struct rig rig;

	rig_begin(&rig);
	try(&rig, &plain);
	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		if (shape_make(&rig, &others[i].shape, VFS))
			try(&rig, &others[i]);
		else
			tap_skip(&rig.scene.tap, others[i].shape.what,
				 "the device does not support this setup");
	}
	shape_restore(&rig);
	return rig_end(&rig);
}
