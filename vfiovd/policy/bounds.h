/* SPDX-License-Identifier: GPL-2.0-only */
/* Limits of a policy. */
#pragma once

enum {
	VFV_FILE_MAX = 32 << 20, /* bytes of one file; 100,000 rules need about half of this */
	VFV_FILES_MAX = 1024,	 /* files in all policy.d directories together */
	VFV_SIZE_MAX = 64 << 20, /* bytes of all files together */
	VFV_FILE_NAME_MAX = 50,	 /* bytes of a base name, which must fit into a rule's label */
};
