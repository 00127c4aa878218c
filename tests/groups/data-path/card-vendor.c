// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VF of a card with its own subsystem vendor and vendor capabilities. A native VF shows both.
 * With the legacy interface the subsystem vendor is 1af4, because legacy drivers for Windows
 * require it (virtio 1.3 section 4.1.2.3 requires only the subsystem ID). The legacy profile hides
 * only the vendor capabilities that describe the modern interface (section 4.1.4).
 */
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <string.h>

#include "client/util.h"
#include "lib/rig.h"

#define VFS 2
#define MAKER 0x15b3
#define VIRTIO 0x1af4
/* Types of capabilities: vendor data (section 4.1.4.10), and one that virtio does not use. */
#define OWN_DATA 9
#define OWN_OTHER 0x40
#define LIST_MAX 48

struct seen {
	unsigned int modern, own;
};

static void set(struct rig *rig, const char *name, const char *value)
{
	device_do(rig->device, "vf-property %s %s", name, value);
}

static void make(struct rig *rig, unsigned int num)
{
	tap_must(bind_make_vfs(rig->scene.pf, 0), "remove the VFs");
	tap_must(bind_make_vfs(rig->scene.pf, num), "make %u VFs", num);
}

static struct seen capabilities(struct rig *rig)
{
	uint8_t config[PCI_CFG_SPACE_SIZE], at;
	struct seen seen = { 0 };

	tap_must(rig_config_read(rig, 0, config, sizeof(config)), "read the config space");
	at = config[PCI_CAPABILITY_LIST];
	for (unsigned int left = LIST_MAX; at && left; left--) {
		uint8_t type = config[at + offsetof(struct virtio_pci_cap, cfg_type)];

		if (config[at] == PCI_CAP_ID_VNDR) {
			/* The vendor defines the bytes after the type. */
			if (type == OWN_DATA || type == OWN_OTHER)
				seen.own += config[at + VIRTIO_PCI_CAP_BAR] != 0;
			else
				seen.modern++;
		}
		at = config[at + PCI_CAP_LIST_NEXT];
	}
	return seen;
}

static bool ids_are(struct rig *rig, uint16_t vendor, int id)
{
	uint16_t words[2];
	uint32_t both;
	uint8_t low;

	tap_must(rig_config_read(rig, PCI_SUBSYSTEM_VENDOR_ID, words, 4), "read the words");
	tap_must(rig_config_read(rig, PCI_SUBSYSTEM_VENDOR_ID, &both, 4), "read both");
	tap_must(rig_config_read(rig, PCI_SUBSYSTEM_VENDOR_ID, &low, 1), "read a byte");
	tap_note("subsystem %04x:%04x", le16toh(words[0]), le16toh(words[1]));
	return le16toh(words[0]) == vendor && low == (vendor & 0xff) &&
	       (id < 0 || le16toh(words[1]) == id) &&
	       le32toh(both) == ((uint32_t)le16toh(words[1]) << 16 | vendor);
}

static void native(struct rig *rig)
{
	struct seen seen;

	scene_rule(&rig->scene, "card", "0-15", "native", "\"native\"");
	scene_bind_decided(&rig->scene, 0, rig->bdf);
	scene_open(&rig->vf, rig->bdf);
	seen = capabilities(rig);
	tap_ok(&rig->scene.tap, ids_are(rig, MAKER, -1), "native: the subsystem vendor is %04x",
	       MAKER);
	tap_ok(&rig->scene.tap, seen.modern >= 4 && seen.own == 2,
	       "native: %u capabilities of the modern interface and %u of the vendor", seen.modern,
	       seen.own);
	rig_close(rig);
}

static void with_legacy(struct rig *rig, const char *name, bool hidden)
{
	struct tap *tap = &rig->scene.tap;
	struct seen seen;
	char allow[64];

	snprintf(allow, sizeof(allow), "\"native\", \"%s\"", name);
	scene_rule(&rig->scene, "card", "0-15", name, allow);
	rig_open(rig, 0);
	tap_ok(tap, ids_are(rig, VIRTIO, 1), "%s: subsystem %04x:0001", name, VIRTIO);
	tap_must(rig_config_write(rig, PCI_SUBSYSTEM_VENDOR_ID, "\xff\xff\xff\xff", 4),
		 "write to the ids");
	tap_ok(tap, ids_are(rig, VIRTIO, 1), "%s: it is read-only", name);
	seen = capabilities(rig);
	tap_ok(tap, (hidden ? seen.modern == 0 : seen.modern >= 4) && seen.own == 2,
	       "%s: %u capabilities of the modern interface and %u of the vendor", name,
	       seen.modern, seen.own);
	rig_close(rig);
}

int main(void)
{
	struct rig rig;

	rig_begin(&rig);
	set(&rig, "subsystem-vendor", "0x15b3");
	set(&rig, "vendor-capabilities", "0x4009");
	make(&rig, VFS);
	native(&rig);
	with_legacy(&rig, "transitional", false);
	with_legacy(&rig, "legacy", true);
	set(&rig, "subsystem-vendor", "");
	set(&rig, "vendor-capabilities", "");
	make(&rig, SCENE_VFS);
	return rig_end(&rig);
}
