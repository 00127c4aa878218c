/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The register layout of a legacy virtio device, derived from virtio 1.3: section 4.1.4.10 "Legacy
 * Interfaces: A Note on PCI Device Layout" (common fields, MSI-X fields, and the offset of the
 * device configuration with and without MSI-X), sections 5.1.4 and 5.2.4 (the configuration of
 * network and block devices). The oracle is based only on the specification, never on the driver.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scene/device.h"

#define ORACLE_BYTES 128 /* large enough for both types of device */
#define ORACLE_LEN_MAX 8

enum oracle_type { ORACLE_NET, ORACLE_BLOCK };

struct oracle {
	enum oracle_type type;
	bool msix;
	uint32_t features;	    /* offered features; the length of the configuration depends
				     * on them */
	uint8_t byte[ORACLE_BYTES]; /* the result of reading each byte alone */
};

struct oracle_field {
	uint8_t at, len;
	bool config; /* a field of the device configuration, in which "at" is relative to its
		      * start */
};

/* Returns the offset of the device configuration. */
unsigned int oracle_config(const struct oracle *oracle);
/* Finds the field that contains this byte of BAR0; returns false if there is none. */
bool oracle_field(const struct oracle *oracle, unsigned int pos, struct oracle_field *field);
/* Returns the size of BAR0: a power of two with room for all fields with MSI-X on. */
unsigned int oracle_bar0_size(const struct oracle *oracle);

/*
 * Returns whether a command accesses exactly one field; a common field must be accessed as a whole.
 */
bool oracle_allows(const struct oracle *oracle, const struct device_event *event);
/* Sets the bytes that reads of a field return. */
void oracle_set(struct oracle *oracle, unsigned int pos, const void *bytes, size_t len);
