// SPDX-License-Identifier: GPL-2.0-only
#include "rig.h"

#include <errno.h>
#include <linux/pci_regs.h>
#include <linux/virtio_ring.h>

#include "scene/pf.h"

#define ACTION_MS 20000

void rig_begin(struct rig *rig)
{
	rig_begin_as(rig, "transitional");
}

void rig_begin_as(struct rig *rig, const char *profile)
{
	*rig = (struct rig){ .vf = { .container = -1, .group = -1, .device = -1 } };
	scene_begin(&rig->scene);
	device_begin(&rig->device);
	scene_rule(&rig->scene, "data-path", "0-15", profile,
		   "\"native\", \"transitional\", \"legacy\"");
}

void rig_begin_open(struct rig *rig, unsigned int index)
{
	rig_begin_open_as(rig, index, "transitional");
}

void rig_begin_open_as(struct rig *rig, unsigned int index, const char *profile)
{
	rig_begin_as(rig, profile);
	rig_open(rig, index);
}

int rig_end(struct rig *rig)
{
	rig_close(rig);
	device_end(rig->device);
	return scene_end(&rig->scene);
}

void rig_open(struct rig *rig, unsigned int index)
{
	rig->index = index;
	scene_bind_decided(&rig->scene, index, rig->bdf);
	rig_open_again(rig);
}

void rig_open_again(struct rig *rig)
{
	scene_open(&rig->vf, rig->bdf);
	if (scene_is_native(&rig->vf))
		tap_must(-ENODEV, "make %s transitional", rig->bdf);
	rig_decode(rig);
}

void rig_close(struct rig *rig)
{
	vfio_detach(&rig->vf);
}

int rig_read(struct rig *rig, unsigned int at, void *buf, size_t len)
{
	return vfio_read(&rig->vf, VFIO_PCI_BAR0_REGION_INDEX, at, buf, len);
}

int rig_write(struct rig *rig, unsigned int at, const void *buf, size_t len)
{
	return vfio_write(&rig->vf, VFIO_PCI_BAR0_REGION_INDEX, at, buf, len);
}

int rig_config_read(struct rig *rig, unsigned int at, void *buf, size_t len)
{
	return vfio_read(&rig->vf, VFIO_PCI_CONFIG_REGION_INDEX, at, buf, len);
}

int rig_config_write(struct rig *rig, unsigned int at, const void *buf, size_t len)
{
	return vfio_write(&rig->vf, VFIO_PCI_CONFIG_REGION_INDEX, at, buf, len);
}

unsigned int rig_bar0_size(const struct rig *rig)
{
	return rig->vf.region[VFIO_PCI_BAR0_REGION_INDEX].size;
}

void rig_decode(struct rig *rig)
{
	tap_must(pci_command(&rig->vf, PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 0),
		 "turn decoding on");
}

uint64_t rig_commands(struct rig *rig)
{
	uint64_t n = device_commands(rig->device, rig->index);

	device_do(rig->device, "count reset");
	return n;
}

/*
 * A command needs four descriptors, or an indirect one. The PF's driver spins forever if the queue
 * is too small for a single command.
 */
unsigned int rig_queue_least(const struct rig *rig)
{
	return pf_has_feature(rig->scene.pf, VIRTIO_RING_F_INDIRECT_DESC) ? 1 : 4;
}

/* The new size takes effect when the PF's driver sets the queue up again. */
void rig_queue_size(struct rig *rig, unsigned int size)
{
	struct pf_action action;

	device_do(rig->device, "queue-size %u", size);
	pf_virtio_unbind(&action, rig->scene.pf);
	tap_must(pf_wait(&action, ACTION_MS), "unbind the PF's virtio driver");
	pf_repair(rig->scene.pf);
}
