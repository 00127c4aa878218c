/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The common setup of the data path tests: the scene, access to the device's own records, and one
 * VF that is open as transitional, with I/O and memory decoding on. Functions without a result end
 * the test with "Bail out!".
 */

#include "client/pci.h"
#include "client/vfio.h"
#include "scene/device.h"
#include "scene/scene.h"

struct rig {
	struct scene scene;
	struct vfdev *device;
	unsigned int index; /* the VF's */
	char bdf[VFIO_BDF_LEN];
	struct vfio_vf vf;
};

/* Sets up the scene, the device, and a policy that makes all VFs transitional; no VF is bound. */
void rig_begin(struct rig *rig);
/* Does the same with the given profile, which must not be native. */
void rig_begin_as(struct rig *rig, const char *profile);
/* Like the two functions above, but these also bind and open VF index. */
void rig_begin_open(struct rig *rig, unsigned int index);
void rig_begin_open_as(struct rig *rig, unsigned int index, const char *profile);
/* Closes and unbinds the VF, and clears faults; returns main()'s status. */
int rig_end(struct rig *rig);

/* Binds and opens VF index; rig_close() closes it and leaves it bound. */
void rig_open(struct rig *rig, unsigned int index);
void rig_close(struct rig *rig);
/* Opens the VF again after rig_close(). */
void rig_open_again(struct rig *rig);

/* Access BAR0 once; return 0 or a negative errno. */
int rig_read(struct rig *rig, unsigned int at, void *buf, size_t len);
int rig_write(struct rig *rig, unsigned int at, const void *buf, size_t len);
/* Access config space once; return 0 or a negative errno. */
int rig_config_read(struct rig *rig, unsigned int at, void *buf, size_t len);
int rig_config_write(struct rig *rig, unsigned int at, const void *buf, size_t len);

unsigned int rig_bar0_size(const struct rig *rig);
/* Returns the smallest admin queue size that has room for a command. */
unsigned int rig_queue_least(const struct rig *rig);
/* Sets the size of the admin queue; no VF may be open. */
void rig_queue_size(struct rig *rig, unsigned int size);
/* Enables decoding and bus mastering, as firmware does. */
void rig_decode(struct rig *rig);
/* Returns the number of commands for the VF since the last call. */
uint64_t rig_commands(struct rig *rig);
