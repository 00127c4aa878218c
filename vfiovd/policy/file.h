/* SPDX-License-Identifier: GPL-2.0-only */
/* A file of the policy, as bytes. */
#pragma once

#include <stddef.h>

/* A file that was read. It is borrowed during the call to vfv_policy_new(). */
struct vfv_policy_file {
	const char *name; /* its name in diagnostics and decisions, usually its path */
	const void *data; /* need not end in NUL */
	size_t size;
	enum vfv_file_kind {
		VFV_FILE_MAIN,	  /* vfiovd.conf; at most one, at any position */
		VFV_FILE_RULES,	  /* policy.d/NAME.conf */
		VFV_FILE_DEFINED, /* defined.conf, the definitions for single VFs; at most one */
		VFV_FILE_DRIVER,  /* drivers.d/NAME.conf; read before all others */
	} kind;
};
