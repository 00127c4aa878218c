/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Controls the emulated device: reads the commands and doorbells that it has received, and makes it
 * cause faults. Errors of void functions end the test with "Bail out!".
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device/control-client.h"
#include "lib/macro.h"

#define DEVICE_BYTES 64

/* virtio 1.3 section 2.12.1 and 2.12.1.2 */
enum device_op {
	DEVICE_COMMON_WRITE = 2,
	DEVICE_COMMON_READ = 3,
	DEVICE_CONFIG_WRITE = 4,
	DEVICE_CONFIG_READ = 5,
	DEVICE_NOTIFY_INFO = 6,
};

/* A command, or a write to a doorbell. */
struct device_event {
	bool doorbell;
	unsigned int vf; /* index */
	/* fields of a command */
	unsigned int op;
	int offset; /* -1 if the command has none */
	unsigned int length;
	bool answered;
	unsigned int status;
	uint8_t written[DEVICE_BYTES]; /* the data of a write */
	uint8_t result[DEVICE_BYTES];  /* the data returned by the device, zero-filled */
	unsigned int result_len;
	/* fields of a doorbell write */
	bool owner, read;
	unsigned int place, width;
	uint64_t value;
};

/* Removes all faults, empties and enables the trace, and resets the counters. */
void device_begin(struct vfdev **device);
/* Removes all faults. */
void device_end(struct vfdev *device);

/* Clears all faults, and lets the device answer the commands that it holds. */
void device_repair(struct vfdev *device);

/* Runs a command of the control device that must succeed. */
void device_do(struct vfdev *device, const char *format, ...) _printf_(2, 3);
/* Returns whether the control device knows the command and executes it. */
bool device_can(struct vfdev *device, const char *format, ...) _printf_(2, 3);

void device_trace_clear(struct vfdev *device);
/* Reads at most @max events of the VF since the last clear; returns the total number of events. */
size_t device_trace(struct vfdev *device, unsigned int vf, struct device_event *events, size_t max);

/* Returns the number of commands for the VF since the counters were reset. */
uint64_t device_commands(struct vfdev *device, unsigned int vf);
/*
 * Returns the number of doorbell writes of one kind (good, width, place, read) by "owner" or
 * "member".
 */
uint64_t device_doorbells(struct vfdev *device, unsigned int vf, const char *via, const char *kind);
