// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the interrupt pin in a migration. A guest that uses the pin is not saved, and the audit
 * says why. A guest that used MSI-X at the source can use the pin at the destination, where the
 * driver reads the guest's queues and vectors from the device, and restores the vectors afterwards.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/pair.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
#define PIN VFIO_PCI_INTX_IRQ_INDEX
#define SOON_MS (2000 * (int)scene_slower())
#define FRAME_LEN 60

static bool is_signalled(int fd, int ms)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	uint64_t count;

	return poll(&pfd, 1, ms) == 1 && read(fd, &count, sizeof(count)) == sizeof(count);
}

/* Sends a frame, after which the device interrupts. */
static void frame(struct pair *pair)
{
	uint8_t bytes[FRAME_LEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	memcpy(bytes + 6, pair->nic.mac, sizeof(pair->nic.mac));
	tap_must(nic_send(&pair->nic, bytes, sizeof(bytes)), "send a frame");
}

/* Sends a frame, and claims that the pin is asserted and that ISR shows the reason. */
static void interrupts(struct pair *pair, int fd, const char *where)
{
	uint32_t isr = 0;

	frame(pair);
	tap_ok(&pair->scene.tap, is_signalled(fd, SOON_MS), "%s, the pin is asserted", where);
	tap_must(legacy_in(&pair->nic.dev, VIRTIO_PCI_ISR, 1, &isr), "read ISR");
	tap_ok(&pair->scene.tap, isr & 1, "and ISR is 0x%x", isr);
}

static int use_pin(struct pair *pair)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	tap_must(util_errno(fd), "make an eventfd");
	tap_must(legacy_msix(&pair->nic.dev, NULL, 0), "disable MSI-X");
	tap_must(vfio_irq_enable(&pair->vf[pair->at], PIN, &fd, 1), "enable the pin");
	return fd;
}

static void use_msix(struct pair *pair, int fd)
{
	tap_must(vfio_irq_disable(&pair->vf[pair->at], PIN), "disable the pin");
	tap_must(legacy_msix(&pair->nic.dev, pair->nic.eventfd, NIC_VECTORS), "enable MSI-X");
	close(fd);
}

static void refused(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	int fd = use_pin(pair);

	interrupts(pair, fd, "at the source");
	pair_mark(pair);
	tap_returned(tap, pair_save(pair, 0), -EOPNOTSUPP, "the VF is not saved");
	pair_recorded(pair, 0, "migration-refused", "the guest uses the interrupt pin", false);
	tap_returned(tap, migration_set(&pair->vf[0], STATE(RUNNING), NULL), 0, "it runs again");
	tap_must(vfio_irq_unmask(&pair->vf[0], PIN), "unmask the pin");
	interrupts(pair, fd, "running again");
	use_msix(pair, fd);
	tap_ok(tap, pair_talks(pair, 5), "with MSI-X again, the driver works");
}

static void moved(struct pair *pair)
{
	struct tap *tap = &pair->scene.tap;
	uint32_t isr = 0;
	int fd = use_pin(pair);

	frame(pair);
	tap_must(is_signalled(fd, SOON_MS) ? 0 : -ETIMEDOUT, "see the pin asserted");
	use_msix(pair, fd);
	tap_returned(tap, pair_save(pair, 0), 0, "then the VF is saved");
	tap_returned(tap, pair_load(pair, 1, 4096), 0, "loaded");
	tap_returned(tap, pair_go_on(pair, 1), 0, "and runs");
	tap_ok(tap, pair_talks(pair, 5), "the driver works there");
	tap_must(legacy_in(&pair->nic.dev, VIRTIO_PCI_ISR, 1, &isr), "read ISR");
	tap_ok(tap, isr & 1, "and ISR has what it had not read: 0x%x", isr);
	fd = use_pin(pair);
	interrupts(pair, fd, "at the destination");
	use_msix(pair, fd);
	tap_ok(tap, pair_talks(pair, 5), "with its own MSI-X vectors again, the driver works");
}

/*
 * A driver without interrupts is moved to a VF whose pin is in use already, because the VMM
 * connected it before the state arrived.
 */
static void connected(struct pair *pair)
{
	int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	struct tap *tap = &pair->scene.tap;

	tap_must(util_errno(fd), "make an eventfd");
	tap_must(vfio_reset(&pair->vf[0]), "reset VF 0");
	tap_must(legacy_msix(&pair->nic.dev, NULL, 0), "disable MSI-X");
	tap_must(vfio_irq_disable(&pair->vf[0], VFIO_PCI_MSIX_IRQ_INDEX), "disable its MSI-X");
	tap_must(vfio_irq_enable(&pair->vf[0], PIN, &fd, 1), "enable the pin of VF 0");
	tap_returned(tap, pair_save(pair, 1), 0, "without interrupts, the VF is saved");
	tap_returned(tap, pair_load(pair, 0, 4096), 0, "loaded");
	tap_must(pair_prepare(pair, 0), "prepare VF 0");
	tap_returned(tap, pair_run(pair, 0), 0, "and runs where the pin is in use");
	interrupts(pair, fd, "there");
	use_msix(pair, fd);
	tap_ok(tap, pair_talks(pair, 5), "with its own MSI-X vectors again, the driver works");
}

int main(void)
{
	struct pair pair;

	pair_begin(&pair, "legacy", "legacy");
	pair_up(&pair);
	refused(&pair);
	moved(&pair);
	connected(&pair);
	return pair_end(&pair);
}
