// SPDX-License-Identifier: GPL-2.0-only
/*
 * The legacy profile hides virtio's own capabilities: they are not in the list, read as zero, and
 * ignore writes, even in the middle of a larger write. All others keep their offsets. (virtio 1.3
 * section 4.1.4; one of the capabilities gives access to the device's BARs through config space,
 * section 4.1.4.9.)
 */
#include <fcntl.h>
#include <linux/pci_regs.h>
#include <linux/virtio_pci.h>
#include <string.h>

#include "client/modern.h"
#include "client/util.h"
#include "lib/rig.h"

#define VF_INDEX 8
#define SPACE PCI_CFG_SPACE_SIZE
#define WINDOW offsetof(struct virtio_pci_cfg_cap, cap.offset)
#define LIST_MAX 48
/* Writing this offset has no other effect; only an access to the window's data accesses the BAR. */
#define PLACE 0x5a5a5a58

struct list {
	uint8_t at[LIST_MAX];
	unsigned int n;
};

static bool is_virtio(const uint8_t config[static SPACE], uint8_t at)
{
	return config[at] == PCI_CAP_ID_VNDR;
}

static void config_get(struct rig *rig, uint8_t config[static SPACE])
{
	tap_must(rig_config_read(rig, 0, config, SPACE), "read the config space");
}

/* Lists virtio's capabilities, or all others. */
static struct list walk(const uint8_t config[static SPACE], bool virtio)
{
	struct list list = { .n = 0 };
	uint8_t at = config[PCI_CAPABILITY_LIST];

	for (unsigned int left = LIST_MAX; at && left; left--) {
		if (is_virtio(config, at) == virtio)
			list.at[list.n++] = at;
		at = config[at + PCI_CAP_LIST_NEXT];
	}
	return list;
}

static bool is_in(const uint8_t config[static SPACE], const struct list *list, unsigned int at)
{
	for (unsigned int i = 0; i < list->n; i++) {
		if (at >= list->at[i] && at < list->at[i] + config[list->at[i] + PCI_CAP_FLAGS])
			return true;
	}
	return false;
}

/* Reads the device's own config space. */
static void device_get(struct rig *rig, unsigned int at, void *buf, size_t len)
{
	_cleanup_close_ int fd = -1;
	char path[128];

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/config", rig->bdf);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	tap_must(fd < 0 || pread(fd, buf, len, at) != (ssize_t)len ? -EIO : 0, "read %s", path);
}

/* Returns the config space offset of virtio's window to the device's BARs. */
static unsigned int find_window(const uint8_t config[static SPACE], const struct list *virtio)
{
	for (unsigned int i = 0; i < virtio->n; i++) {
		const struct virtio_pci_cap *cap = (const void *)(config + virtio->at[i]);

		if (cap->cfg_type == VIRTIO_PCI_CAP_PCI_CFG)
			return virtio->at[i] + WINDOW;
	}
	tap_must(-ENOENT, "find the capability that reaches the BARs");
	return 0;
}

/* Returns whether a write at the offset of the window reached the device. */
static bool moves(struct rig *rig, unsigned int window)
{
	uint32_t value = htole32(PLACE), got;

	tap_must(rig_config_write(rig, window, &value, sizeof(value)), "write to the window");
	device_get(rig, window, &got, sizeof(got));
	value = 0;
	tap_must(rig_config_write(rig, window, &value, sizeof(value)), "write to the window");
	return le32toh(got) == PLACE;
}

static void shown(struct rig *rig, const uint8_t full[static SPACE], const struct list *virtio)
{
	const struct list others = walk(full, false);
	unsigned int zero = 0, hidden = 0, wrong = 0;
	uint8_t config[SPACE], byte;
	struct list list;

	config_get(rig, config);
	list = walk(config, false);
	tap_ok(&rig->scene.tap,
	       walk(config, true).n == 0 && list.n == others.n && list.n > 0 &&
		       !memcmp(list.at, others.at, list.n),
	       "of %u capabilities, the %u of virtio are not in the list; the others keep their "
	       "offsets",
	       virtio->n + others.n, virtio->n);
	for (unsigned int at = PCI_STD_HEADER_SIZEOF; at < SPACE; at++) {
		tap_must(rig_config_read(rig, at, &byte, 1), "read config byte %u", at);
		wrong += byte != config[at];
		if (!is_in(full, virtio, at))
			continue;
		hidden++;
		zero += byte == 0;
	}
	tap_ok(&rig->scene.tap, hidden > 0 && zero == hidden && wrong == 0,
	       "of their %u bytes, %u read as zero at any width", hidden, zero);
}

/*
 * Writes everything after the header, with a different maximum read request size, and with 0xff in
 * the hidden capabilities.
 */
static void over_all(struct rig *rig, const uint8_t full[static SPACE], const struct list *virtio)
{
	uint8_t before[SPACE], after[SPACE], config[SPACE], control;
	unsigned int cap, changed = 0;

	tap_must(modern_capability(&rig->vf, PCI_CAP_ID_EXP, &cap), "find the capability");
	config_get(rig, config);
	control = config[cap + PCI_EXP_DEVCTL + 1] ^= PCI_EXP_DEVCTL_READRQ_256B >> 8;
	for (unsigned int at = PCI_STD_HEADER_SIZEOF; at < SPACE; at++) {
		if (is_in(full, virtio, at))
			config[at] = 0xff;
	}
	device_get(rig, 0, before, SPACE);
	tap_returned(&rig->scene.tap,
		     rig_config_write(rig, PCI_STD_HEADER_SIZEOF, config + PCI_STD_HEADER_SIZEOF,
				      SPACE - PCI_STD_HEADER_SIZEOF),
		     0, "one write across all capabilities succeeds");
	device_get(rig, 0, after, SPACE);
	for (unsigned int at = 0; at < SPACE; at++)
		changed += is_in(full, virtio, at) && before[at] != after[at];
	config_get(rig, config);
	tap_ok(&rig->scene.tap, changed == 0 && config[cap + PCI_EXP_DEVCTL + 1] == control,
	       "it takes effect where they are visible; %u hidden bytes have changed", changed);
}

int main(void)
{
	uint8_t full[SPACE];
	struct list virtio;
	unsigned int window;
	struct rig rig;

	rig_begin_open(&rig, VF_INDEX);
	config_get(&rig, full);
	virtio = walk(full, true);
	window = find_window(full, &virtio);
	tap_ok(&rig.scene.tap, moves(&rig, window),
	       "the guest can move the window of a transitional device");
	rig_close(&rig);
	scene_rule(&rig.scene, "hidden", "0-15", "legacy", "\"native\", \"legacy\"");
	rig_open(&rig, VF_INDEX);
	shown(&rig, full, &virtio);
	tap_ok(&rig.scene.tap, !moves(&rig, window), "a legacy device ignores such a write");
	over_all(&rig, full, &virtio);
	return rig_end(&rig);
}
