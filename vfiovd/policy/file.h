/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of the policy, as bytes. */
#pragma once

#include <stddef.h>

/* One file, already read. Borrowed for the call to vfv_policy_new(). */
struct vfv_policy_file {
	const char *name; /* what diagnostics and decisions call it, usually its path */
	const void *data; /* need not end in NUL */
	size_t size;
	enum vfv_file_kind {
		VFV_FILE_MAIN, /* vfiovd.conf; at most one, its place in the order does not matter */
		VFV_FILE_RULES,	  /* policy.d/NAME.conf */
		VFV_FILE_DEFINED, /* defined.conf, what was chosen for single VFs; at most one */
		VFV_FILE_DRIVER,  /* drivers.d/NAME.conf; taken before all others */
	} kind;
};
