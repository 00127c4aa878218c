/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is wrong with a set of policy files: all of it, with file and line.
 * The library never prints; whoever loads a policy decides where this goes.
 */
#pragma once

#include <stddef.h>

enum vfv_severity {
	VFV_WARNING, /* the policy is taken as it is */
	VFV_ERROR,   /* the policy is not taken */
};

struct vfv_diag {
	enum vfv_severity severity;
	char *file;	   /* as its reader named it; NULL when no file is to blame */
	unsigned int line; /* from 1; 0 when it is about the file as a whole */
	char *text;	   /* one line, no full stop */
};

/* Zero-initialise; owns its items until vfv_diags_done(). */
struct vfv_diags {
	struct vfv_diag *items;
	size_t n;
	size_t errors;
	size_t warnings;
	size_t dropped; /* not kept: more than VFV_DIAGS_MAX, or no memory */
};

enum { VFV_DIAGS_MAX = 1000 };

/**
 * vfv_diag_add - note one error
 * @file: NULL when no file is to blame
 * @line: 0 when the file as a whole is
 *
 * Cannot fail: what does not fit is counted in dropped, and an error still
 * counts in errors.
 */
__attribute__((format(printf, 5, 6))) void vfv_diag_add(struct vfv_diags *diags,
							enum vfv_severity severity,
							const char *file, unsigned int line,
							const char *format, ...);

/* Free all items and leave @diags empty, ready for use again. */
void vfv_diags_done(struct vfv_diags *diags);

/* Order by file, then line, keeping what is on one line as it came. */
void vfv_diags_sort(struct vfv_diags *diags);

/**
 * vfv_diag_format - "file:line: error: text", without the line when it is 0
 *
 * Return: a string that the caller frees, NULL without memory.
 */
char *vfv_diag_format(const struct vfv_diag *diag);

/* "error" or "warning". */
const char *vfv_severity_name(enum vfv_severity severity);
