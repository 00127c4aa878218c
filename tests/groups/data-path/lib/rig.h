/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * What the tests of the data path start from: the scene, the device as witness, and one VF that is
 * open as transitional, with I/O and memory decoding on. Functions without a result give up with
 * "Bail out!".
 */

#include "client/pci.h"
#include "client/vfio.h"
#include "scene/device.h"
#include "scene/scene.h"

struct rig {
	struct scene scene;
	struct vfdev *device;
	unsigned int index; /* of the VF */
	char bdf[VFIO_BDF_LEN];
	struct vfio_vf vf;
};

/* The scene, the device, and a policy that makes all VFs transitional; no VF is bound. */
void rig_begin(struct rig *rig);
/* The same with the named profile, which is not native. */
void rig_begin_as(struct rig *rig, const char *profile);
/* Like these two, and also binds and opens VF index. */
void rig_begin_open(struct rig *rig, unsigned int index);
void rig_begin_open_as(struct rig *rig, unsigned int index, const char *profile);
/* Closes, unbinds, and takes faults away; returns main()'s status. */
int rig_end(struct rig *rig);

/* Binds VF index and opens it; rig_close() closes, and leaves it bound. */
void rig_open(struct rig *rig, unsigned int index);
void rig_close(struct rig *rig);
/* Opens it again after rig_close(). */
void rig_open_again(struct rig *rig);

/* One access of BAR0: 0 or a negative errno. */
int rig_read(struct rig *rig, unsigned int at, void *buf, size_t len);
int rig_write(struct rig *rig, unsigned int at, const void *buf, size_t len);
/* One access of config space: 0 or a negative errno. */
int rig_config_read(struct rig *rig, unsigned int at, void *buf, size_t len);
int rig_config_write(struct rig *rig, unsigned int at, const void *buf, size_t len);

unsigned int rig_bar0_size(const struct rig *rig);
/* The size of the smallest admin queue that has room for a command. */
unsigned int rig_queue_least(const struct rig *rig);
/* Gives the admin queue this size, with no VF open. */
void rig_queue_size(struct rig *rig, unsigned int size);
/* Enables what firmware enables. */
void rig_decode(struct rig *rig);
/* Returns the commands of the VF since the last call. */
uint64_t rig_commands(struct rig *rig);
