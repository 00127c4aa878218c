/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * A legacy driver of a VF with two queue pairs and a control queue. It accesses the registers
 * through admin commands of a parts_rig. Another VF can take over its memory and continue from the
 * state of the first one. Functions without a result end the test with "Bail out!".
 */

#include "lib/parts-rig.h"

enum parts_queue { PARTS_RX, PARTS_TX, PARTS_RX1, PARTS_TX1, PARTS_CTRL, PARTS_QUEUES };
enum parts_vector { PARTS_VECTOR_CONFIG, PARTS_VECTOR_QUEUES, PARTS_VECTORS };

struct parts_driver {
	struct parts_rig *rig;
	unsigned int vf; /* the VF that it currently drives */
	struct vfio_vf open[PARTS_VFS];
	struct virtq queue[PARTS_QUEUES];
	struct vfio_dma memory;
	int eventfd[PARTS_VECTORS];
};

void parts_driver_up(struct parts_driver *driver, struct parts_rig *rig);
void parts_driver_down(struct parts_driver *driver);
/*
 * Prepares this VF as a VMM at the destination does (memory, interrupts, bus mastering), then
 * drives it.
 */
void parts_driver_move(struct parts_driver *driver, unsigned int vf);

uint32_t parts_register(struct parts_driver *driver, unsigned int vf, uint8_t offset, uint8_t size);
void parts_register_write(struct parts_driver *driver, unsigned int vf, uint8_t offset, uint8_t size,
			  uint32_t value);

/*
 * Makes a buffer available and kicks. The buffer has a frame of 64 bytes, or a command for the
 * control queue.
 */
void parts_send(struct parts_driver *driver, enum parts_queue queue);
void parts_control(struct parts_driver *driver, uint8_t class, uint8_t command, const void *data,
		   size_t len);
/*
 * Returns whether the device returns the buffer within this time and, for the control queue, with
 * status OK.
 */
bool parts_done(struct parts_driver *driver, enum parts_queue queue, unsigned int timeout_ms);
/*
 * Returns whether the vector gets an interrupt within this time, or has got one since the last
 * call.
 */
bool parts_interrupted(struct parts_driver *driver, enum parts_vector vector, unsigned int timeout_ms);
