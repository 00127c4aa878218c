// SPDX-License-Identifier: GPL-2.0-only
#include "by-hand.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/pci_regs.h>
#include <stdio.h>
#include <unistd.h>

#include "client/util.h"
#include "scene/tap.h"

/* Size of config space without the extended part. */
#define PCI_CFG_SPACE_SIZE 256
/* A function may be inaccessible for 100 ms after its reset. */
#define RESET_MS 200

static int config_open(const char *bdf)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/config", bdf);
	fd = open(path, O_RDWR | O_CLOEXEC);
	tap_must(util_errno(fd), "open %s", path);
	return fd;
}

static void config_get(int fd, unsigned int at, void *buf, size_t len)
{
	tap_must(pread(fd, buf, len, at) == (ssize_t)len ? 0 : -EIO, "read config space at %x", at);
}

static void config_put(int fd, unsigned int at, const void *buf, size_t len)
{
	tap_must(pwrite(fd, buf, len, at) == (ssize_t)len ? 0 : -EIO, "write config space at %x",
		 at);
}

/* Returns the offset of the PCI Express capability. */
static unsigned int express(int fd)
{
	uint8_t at, cap[2];

	config_get(fd, PCI_CAPABILITY_LIST, &at, 1);
	while (at) {
		config_get(fd, at, cap, 2);
		if (cap[0] == PCI_CAP_ID_EXP)
			return at;
		at = cap[1];
	}
	tap_must(-ENOENT, "find the PCI Express capability");
	return 0;
}

/* Returns the offset of the SR-IOV capability. */
static unsigned int sriov(int fd)
{
	unsigned int at = PCI_CFG_SPACE_SIZE;
	uint32_t head;

	while (at) {
		config_get(fd, at, &head, sizeof(head));
		head = le32toh(head);
		if (PCI_EXT_CAP_ID(head) == PCI_EXT_CAP_ID_SRIOV)
			return at;
		at = PCI_EXT_CAP_NEXT(head);
	}
	tap_must(-ENOENT, "find the SR-IOV capability");
	return 0;
}

void reset_save(const char *pf, struct reset_saved *saved)
{
	int fd = config_open(pf);
	unsigned int at = sriov(fd);

	config_get(fd, PCI_BASE_ADDRESS_0, saved->bar, sizeof(saved->bar));
	config_get(fd, PCI_COMMAND, &saved->command, sizeof(saved->command));
	config_get(fd, at + PCI_SRIOV_BAR, saved->vf_bar, sizeof(saved->vf_bar));
	config_get(fd, at + PCI_SRIOV_SYS_PGSIZE, &saved->page_size, sizeof(saved->page_size));
	config_get(fd, at + PCI_SRIOV_NUM_VF, &saved->num_vfs, sizeof(saved->num_vfs));
	config_get(fd, at + PCI_SRIOV_CTRL, &saved->control, sizeof(saved->control));
	close(fd);
}

void reset_restore(const char *pf, const struct reset_saved *saved)
{
	int fd = config_open(pf);
	unsigned int at = sriov(fd);

	config_put(fd, PCI_BASE_ADDRESS_0, saved->bar, sizeof(saved->bar));
	config_put(fd, PCI_COMMAND, &saved->command, sizeof(saved->command));
	config_put(fd, at + PCI_SRIOV_BAR, saved->vf_bar, sizeof(saved->vf_bar));
	config_put(fd, at + PCI_SRIOV_SYS_PGSIZE, &saved->page_size, sizeof(saved->page_size));
	config_put(fd, at + PCI_SRIOV_NUM_VF, &saved->num_vfs, sizeof(saved->num_vfs));
	config_put(fd, at + PCI_SRIOV_CTRL, &saved->control, sizeof(saved->control));
	close(fd);
	util_sleep_ms(RESET_MS);
}

void reset_by_hand(const char *bdf)
{
	int fd = config_open(bdf);
	unsigned int at = express(fd) + PCI_EXP_DEVCTL;
	uint16_t control;

	config_get(fd, at, &control, sizeof(control));
	control |= htole16(PCI_EXP_DEVCTL_BCR_FLR);
	config_put(fd, at, &control, sizeof(control));
	close(fd);
	util_sleep_ms(RESET_MS);
}
