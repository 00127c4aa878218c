/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* The commands of the family and their attributes, from the uapi header. */

#include <stdbool.h>
#include <stdint.h>

#include <linux/vfiov.h>

enum spec_type { NONE, U8, U16, U32, U64, TEXT, NAME, BDF, INSTANCE, FLAG, NEST };

struct spec_set;

struct spec_attribute {
	enum spec_type type;
	const struct spec_set *nest;
};

struct spec_set {
	const struct spec_attribute *attributes; /* indexed by number; 0 is unused */
	unsigned int max;
};

struct spec_command {
	const struct spec_set *set;
	uint32_t usual; /* bit mask of the attributes of a valid request */
	bool dump;
};

extern const struct spec_command spec_commands[VFIOV_CMD_MAX + 1];
