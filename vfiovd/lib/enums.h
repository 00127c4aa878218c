/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Converts between the numbers in genl-spec/vfiov.yaml and their words. */

#include <stddef.h>
#include <stdint.h>

struct vfv_enum {
	const char *const *names;
	size_t n;
};

extern const struct vfv_enum vfv_enum_source;
extern const struct vfv_enum vfv_enum_cause;
extern const struct vfv_enum vfv_enum_request_kind;
extern const struct vfv_enum vfv_enum_verdict;
extern const struct vfv_enum vfv_enum_event;
extern const struct vfv_enum vfv_enum_level;

/* The word for VALUE, or "unknown" if this version does not know it. Never NULL. */
const char *vfv_enum_name(const struct vfv_enum *e, uint32_t value);

/* The number for NAME. Returns 0 or -EINVAL. */
int vfv_enum_value(const struct vfv_enum *e, const char *name, uint32_t *ret);
