/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The objects of the emulated device and their relations.
 *
 *	vfdev-pf (abstract) <- vfdev-net-pf, vfdev-blk-pf	a virtio PF that owns its VFs
 *vfdev-vf (abstract) <- vfdev-net-vf, vfdev-blk-vf a virtio VF, created only by its PF
 *	vfdev-control						the mailbox for tests inside the guest
 *
 * All of this runs under QEMU's big lock, in the thread of a vCPU or of the main loop.
 */
#pragma once

#include "qemu/osdep.h"
#include "qemu/queue.h"
#include "qemu/timer.h"
#include "qapi/error.h"
#include "qom/object.h"
#include "hw/qdev-properties.h"
#include "hw/virtio/virtio-pci.h"
#include "compat.h"

#include "count.h"
#include "fault.h"
#include "notify-info.h"
#include "objects.h"
#include "part.h"
#include "trace.h"

#define TYPE_VFDEV_PF "vfdev-pf"
#define TYPE_VFDEV_VF "vfdev-vf"

/*
 * Queue index of the admin queue: after all queues that the device type numbers and renumbers
 * itself.
 */
#define VFDEV_ADMIN_QUEUE 128

/* Offset of the ARI capability, in a PF and in a VF. */
#define VFDEV_ARI_OFFSET 0x100

/* Properties that each concrete type of QEMU's own virtio-pci devices defines for itself. */
#define VFDEV_PCI_PROPERTIES                                                                   \
	DEFINE_PROP_BIT("ioeventfd", VirtIOPCIProxy, flags, VIRTIO_PCI_FLAG_USE_IOEVENTFD_BIT, \
			true),                                                                 \
		DEFINE_PROP_UINT32("vectors", VirtIOPCIProxy, nvectors, DEV_NVECTORS_UNSPECIFIED)

/* A field of the configuration of a device type. */
struct vfdev_field {
	uint8_t offset;
	uint8_t size;
};

struct vfdev_request;
struct vfdev_vf_property;

struct vfdev_pf {
	VirtIOPCIProxy proxy;

	/* properties */
	uint16_t total_vfs;
	uint64_t serial; /* 0 means that there is no capability for it */
	uint16_t vf_queues;
	uint16_t queue_size; /* takes effect at the next initialisation */
	uint64_t commands;
	char *trace_file;

	/* set by a test for VFs that are created from now on, like vf_queues */
	QTAILQ_HEAD(, vfdev_vf_property) vf_properties;
	bool vfs_outdated;

	/* the admin queue */
	VirtQueue *queue;
	uint16_t num_queues;	/* without the admin queue */
	uint64_t used_commands; /* set by LIST_USE since the last reset */
	uint64_t self_commands; /* the same for group SELF */
	bool self_used;		/* LIST_USE was sent to group SELF */
	struct vfdev_objects objects;
	QTAILQ_HEAD(, vfdev_request) pending;
	MemoryRegion num_queues_region;
	MemoryRegion admin_region;

	/* state that a test sets and reads */
	struct vfdev_counts counts;
	struct vfdev_faults faults;
	struct vfdev_trace trace;
	struct vfdev_notify_info notify;
	MemoryRegion doorbells;

	void (*config_write)(PCIDevice *pci, uint32_t addr, uint32_t val, int len);
};

struct vfdev_pf_class {
	VirtioPCIClass parent;
	const char *vf_type;
	uint16_t device_type; /* virtio device id */
};

struct vfdev_vf {
	VirtIOPCIProxy proxy;
	uint16_t subsystem_vendor;
	uint32_t vendor_capabilities; /* one byte for each type, beginning with the lowest byte */
	MemoryRegion doorbell;

	/* stop.c */
	bool stopped;
	uint32_t stopped_generation; /* configuration generation when the VF was stopped */
	struct vfdev_parts staged;   /* applied when the VF is resumed; empty if nothing changes */
	MemoryRegion deaf;

	void (*config_write)(PCIDevice *pci, uint32_t addr, uint32_t val, int len);
	uint32_t (*config_read)(PCIDevice *pci, uint32_t addr, int len);
};

struct vfdev_vf_class {
	VirtioPCIClass parent;
	const struct vfdev_field *fields; /* ends with a size of 0 */
	/* sets back end and address before the VF is realized; returns false with an error set */
	bool (*prepare)(struct vfdev_vf *vf, struct vfdev_pf *pf, unsigned index, Error **errp);
	/* undoes prepare after the VF has been unrealized; NULL if there is nothing to undo */
	void (*release)(struct vfdev_vf *vf);
	/* returns the maximum number of queues of the VF */
	unsigned (*queues)(struct vfdev_vf *vf);
	/* device parts of this type of device; NULL if it has none */
	void (*get_parts)(struct vfdev_vf *vf, struct vfdev_parts *parts);
	const char *(*check_part)(struct vfdev_vf *vf, const struct vfdev_part *part, bool *known);
	void (*set_part)(struct vfdev_vf *vf, const struct vfdev_part *part);
	/* completes outstanding requests; NULL if there are never any */
	void (*drain)(struct vfdev_vf *vf);
	/* sets the link up or down; NULL if it has none */
	void (*set_link)(struct vfdev_vf *vf, bool up, Error **errp);
};

#define VFDEV_PF(obj) OBJECT_CHECK(struct vfdev_pf, (obj), TYPE_VFDEV_PF)
#define VFDEV_VF(obj) OBJECT_CHECK(struct vfdev_vf, (obj), TYPE_VFDEV_VF)
#define VFDEV_PF_GET_CLASS(obj) OBJECT_GET_CLASS(struct vfdev_pf_class, (obj), TYPE_VFDEV_PF)
#define VFDEV_VF_GET_CLASS(obj) OBJECT_GET_CLASS(struct vfdev_vf_class, (obj), TYPE_VFDEV_VF)
#define VFDEV_PF_CLASS(klass) OBJECT_CLASS_CHECK(struct vfdev_pf_class, (klass), TYPE_VFDEV_PF)
#define VFDEV_VF_CLASS(klass) OBJECT_CLASS_CHECK(struct vfdev_vf_class, (klass), TYPE_VFDEV_VF)

/* pf.c */
void vfdev_pf_register(void);
/*
 * pf-device.c: turns a subclass of a stock VirtIODevice into the device of a PF: features, reset,
 * unrealize.
 */
void vfdev_pf_device_class_init(ObjectClass *klass, void *data);
/* Returns the PF to which this virtio device belongs. */
struct vfdev_pf *vfdev_pf_of(VirtIODevice *vdev);
/* Returns the class of virtio-pci, from which PFs and VFs are derived. */
PCIDeviceClass *vfdev_pci_class(void);
/* Returns the VF with this index, or NULL if it does not currently exist. */
struct vfdev_vf *vfdev_pf_vf(struct vfdev_pf *pf, unsigned index);
/* Returns whether the properties with these names can have this value. */
bool vfdev_pf_check_commands(uint64_t value, Error **errp);
bool vfdev_pf_check_vf_queues(unsigned value, Error **errp);
bool vfdev_pf_check_queue_size(unsigned value, Error **errp);

/* vf.c */
void vfdev_vf_register(void);
struct vfdev_pf *vfdev_vf_pf(struct vfdev_vf *vf);
/* Returns the number of queues that the device has if its driver uses all of them. */
unsigned vfdev_vf_queues(struct vfdev_vf *vf);
/* Sets whether the VF's BARs answer; only the PF's VF MSE decides this. */
void vfdev_vf_decode(struct vfdev_vf *vf, bool on);

/* net.c, blk.c, control.c */
void vfdev_net_register(void);
void vfdev_blk_register(void);
void vfdev_control_register(void);
