/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The register layout of a legacy virtio device, written from virtio 1.3: section 4.1.4.10
 * "Legacy Interfaces: A Note on PCI Device Layout" (the common fields, those with MSI-X, and that
 * device configuration follows and moves), sections 5.1.4 and 5.2.4 (the configuration of network
 * and block devices). Sections of the specification, and nothing of the driver, belong in here.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scene/device.h"

#define ORACLE_BYTES 128 /* no device of these needs more */
#define ORACLE_LEN_MAX 8

enum oracle_type { ORACLE_NET, ORACLE_BLOCK };

struct oracle {
	enum oracle_type type;
	bool msix;
	uint32_t features;	    /* offered: they say how long the configuration is */
	uint8_t byte[ORACLE_BYTES]; /* what reading each byte alone gives */
};

struct oracle_field {
	uint8_t at, len;
	bool config; /* of the device, and at is from where that begins */
};

/* Where the device configuration begins. */
unsigned int oracle_config(const struct oracle *oracle);
/* Finds the field that a byte of BAR0 belongs to; returns false when there is none. */
bool oracle_field(const struct oracle *oracle, unsigned int pos, struct oracle_field *field);
/* The size of BAR0: a power of two with room for everything with MSI-X on. */
unsigned int oracle_bar0_size(const struct oracle *oracle);

/*
 * Returns whether a command refers to one field and nothing else; a common field only as a whole.
 */
bool oracle_allows(const struct oracle *oracle, const struct device_event *event);
/* Copies the bytes of a field to where they are read. */
void oracle_set(struct oracle *oracle, unsigned int pos, const void *bytes, size_t len);
