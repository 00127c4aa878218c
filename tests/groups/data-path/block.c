// SPDX-License-Identifier: GPL-2.0-only
/*
 * A block VF is a transitional block device: it has the IDs 1af4:1001, subsystem ID 2, and a BAR0
 * as large as its features need. Every access matches virtio 1.3 section 5.2.4, and a legacy driver
 * writes and reads its disk. An open network VF is not affected when the block PF is unbound from
 * its driver and bound again.
 */
#include <linux/virtio_blk.h>
#include <linux/virtio_config.h>
#include <linux/virtio_pci.h>
#include <string.h>

#include "client/pci.h"
#include "client/util.h"
#include "lib/sweep.h"
#include "scene/pf.h"

#define VFS 2
#define NET_VF 5
#define ANSWER_MS 5000
#define ACTION_MS (30000 * scene_slower())
#define SECTOR 512
#define LINE_UP 4096
#define PLACE 5 /* sector */

static void identity(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	struct pci_ident id;

	tap_must(pci_ident_get(&rig->vf, &id), "read the identity");
	tap_ok(tap, id.vendor == 0x1af4 && id.device == 0x1001 && id.revision == 0,
	       "the VF shows 1af4:%04x revision %u", id.device, id.revision);
	tap_ok(tap, id.subsystem_device == 2, "its subsystem id is 2");
	tap_ok(tap, id.class >> 16 == 1, "its class is mass storage: 0x%06x", id.class);
	tap_ok(tap, id.bar0_io && id.bar0_size == rig_bar0_size(rig), "BAR0 has %u bytes",
	       id.bar0_size);
}

/* The parts of a legacy driver's request, which are in mem. */
struct request {
	struct virtio_blk_outhdr *header;
	uint8_t *data, *status;
	struct vfio_dma mem;
};

/*
 * Sends the request for one sector and waits for its completion. Returns the status that the device
 * wrote, or a negative errno.
 */
static int go(struct sweep *s, struct virtq *q, struct request *rq, uint32_t type)
{
	uint64_t deadline = util_now_ns() + ANSWER_MS * 1000000ull;
	const struct virtq_seg segs[] = {
		{ rq->mem.iova, sizeof(*rq->header), false },
		{ rq->mem.iova + LINE_UP, SECTOR, type == VIRTIO_BLK_T_IN },
		{ rq->mem.iova + 2 * LINE_UP, 1, true },
	};
	uint32_t written;
	uint16_t head;
	int r;

	*rq->header = (struct virtio_blk_outhdr){
		.type = htole32(type),
		.sector = htole64(PLACE),
	};
	*rq->status = 0xff;
	virtq_add(q, 0, segs, ARRAY_SIZE(segs));
	r = legacy_kick(&s->dev, q);
	if (r < 0)
		return r;
	while ((r = virtq_take(q, &head, &written)) == -EAGAIN) {
		if (util_now_ns() > deadline)
			return -ETIMEDOUT;
		util_sleep_ms(1);
	}
	return r < 0 ? r : (int)written;
}

/* A read returns what was written. */
static void keeps(struct sweep *s, struct virtq *q, struct request *rq)
{
	struct tap *tap = &s->rig->scene.tap;
	unsigned int wrong = 0;
	int r;

	for (unsigned int i = 0; i < SECTOR; i++)
		rq->data[i] = i * 7 + 1;
	r = go(s, q, rq, VIRTIO_BLK_T_OUT);
	tap_ok(tap, r == 1 && *rq->status == VIRTIO_BLK_S_OK,
	       "writing a sector succeeds: %d, status %u", r, *rq->status);
	memset(rq->data, 0xa5, SECTOR);
	r = go(s, q, rq, VIRTIO_BLK_T_IN);
	for (unsigned int i = 0; i < SECTOR; i++)
		wrong += rq->data[i] != (uint8_t)(i * 7 + 1);
	tap_ok(tap, r == SECTOR + 1 && *rq->status == VIRTIO_BLK_S_OK && wrong == 0,
	       "reading it returns the same data: %d, status %u, %u bytes differ", r, *rq->status,
	       wrong);
}

static void disk(struct sweep *s)
{
	struct tap *tap = &s->rig->scene.tap;
	struct virtq q = { 0 };
	struct request rq;
	uint64_t capacity;

	tap_must(legacy_reset(&s->dev), "reset the device");
	tap_must(legacy_status_add(&s->dev, VIRTIO_CONFIG_S_ACKNOWLEDGE), "set the status");
	tap_must(legacy_status_add(&s->dev, VIRTIO_CONFIG_S_DRIVER), "set the status");
	tap_must(legacy_features_accept(&s->dev, 0), "accept no features");
	tap_must(legacy_config_read(&s->dev, 0, &capacity, sizeof(capacity)), "read the capacity");
	tap_ok(tap, le64toh(capacity) > PLACE, "the disk has %lu sectors", le64toh(capacity));
	tap_must(legacy_queue_setup(&s->dev, 0, LEGACY_NO_VECTOR, &q), "set up the queue");
	tap_must(vfio_dma_map(&s->rig->vf, 3 * LINE_UP, &rq.mem), "map a buffer");
	rq.header = rq.mem.va;
	rq.data = (uint8_t *)rq.mem.va + LINE_UP;
	rq.status = rq.data + LINE_UP;
	tap_must(legacy_status_add(&s->dev, VIRTIO_CONFIG_S_DRIVER_OK), "set the status");
	keeps(s, &q, &rq);
	legacy_reset(&s->dev);
	virtq_free(&q, &s->rig->vf);
	vfio_dma_unmap(&s->rig->vf, &rq.mem);
}

/*
 * Counts the commands that a read of the features causes; there are none while the module caches
 * them.
 */
static uint64_t features_cost(struct rig *rig)
{
	uint32_t features;

	rig_commands(rig);
	tap_must(rig_read(rig, VIRTIO_PCI_HOST_FEATURES, &features, 4), "read the features");
	return rig_commands(rig);
}

/*
 * A PF may have different firmware when it is bound again, so the module reads the properties of
 * its VFs again.
 */
static void only_its_own(struct rig *rig, struct rig *net)
{
	struct tap *tap = &rig->scene.tap;
	struct pf_action action;
	uint64_t own, other;

	features_cost(rig);
	features_cost(net);
	pf_virtio_unbind(&action, rig->scene.pf);
	tap_must(pf_wait(&action, ACTION_MS), "unbind virtio_blk");
	other = features_cost(net);
	tap_ok(tap, other == 0,
	       "without virtio_blk a network VF's features are cached: %lu commands", other);
	pf_virtio_bind(&action, rig->scene.pf);
	tap_must(pf_wait(&action, ACTION_MS), "bind virtio_blk");
	own = features_cost(rig);
	other = features_cost(net);
	tap_ok(tap, own == 1 && other == 0,
	       "when it is bound again, only the block VF reads its features again: %lu, %lu", own,
	       other);
}

int main(void)
{
	struct sweep s;
	struct rig rig, net;

	rig_begin_open(&rig, NET_VF);
	net = rig; /* this VF stays open */
	if (bind_find_pf_after("", PCI_DEVICE_BLOCK, rig.scene.pf) < 0) {
		tap_skip(&rig.scene.tap, "a block VF", "there is no block PF");
		return rig_end(&rig);
	}
	tap_must(vfdev_open_pf(&rig.device, rig.scene.pf), "find the block PF's control");
	device_do(rig.device, "trace on");
	tap_must(bind_make_vfs(rig.scene.pf, VFS), "make %d VFs", VFS);
	scene_rule(&rig.scene, "block", "0-1", "transitional", "\"native\", \"transitional\"");
	rig_open(&rig, 0);
	sweep_begin(&s, &rig, ORACLE_BLOCK);
	identity(&rig);
	disk(&s);
	only_its_own(&rig, &net);
	sweep_prepare(&s, 0, 0);
	sweep_reads(&s, false);
	sweep_reads(&s, true);
	sweep_end(&s);
	tap_must(bind_make_vfs(rig.scene.pf, 0), "remove the VFs");
	strcpy(rig.scene.pf, net.scene.pf);
	vfio_detach(&net.vf);
	device_end(net.device);
	return rig_end(&rig);
}
