/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All errors and warnings about a set of policy files, with file and line. The library never
 * prints; the caller that loads a policy decides where diagnostics go.
 */
#pragma once

#include <stddef.h>

enum vfv_severity {
	VFV_WARNING, /* the policy is accepted */
	VFV_ERROR,   /* the policy is rejected */
};

struct vfv_diag {
	enum vfv_severity severity;
	char *file;	   /* as its reader named it; NULL if there is no file */
	unsigned int line; /* counted from 1; 0 for the whole file */
	char *text;	   /* one line, without a full stop */
};

/* Zero-initialise; free with vfv_diags_done(). */
struct vfv_diags {
	struct vfv_diag *items;
	size_t n;
	size_t errors;
	size_t warnings;
	size_t dropped; /* not kept: beyond VFV_DIAGS_MAX, or out of memory */
};

enum { VFV_DIAGS_MAX = 1000 };

/**
 * vfv_diag_add - add one diagnostic
 * @file: NULL for no file
 * @line: 0 for the whole file
 *
 * Cannot fail: a diagnostic that does not fit is counted in dropped. Every error is counted in
 * errors, even if it does not fit.
 */
__attribute__((format(printf, 5, 6))) void vfv_diag_add(struct vfv_diags *diags,
							enum vfv_severity severity,
							const char *file, unsigned int line,
							const char *format, ...);

/* Free all items; @diags is empty afterwards and can be used again. */
void vfv_diags_done(struct vfv_diags *diags);

/* Sort by file, then line. Diagnostics for one line stay in order. */
void vfv_diags_sort(struct vfv_diags *diags);

/**
 * vfv_diag_format - "file:line: error: text", without the line when it is 0
 *
 * Return: a string that the caller frees, NULL if out of memory.
 */
char *vfv_diag_format(const struct vfv_diag *diag);

/* "error" or "warning". */
const char *vfv_severity_name(enum vfv_severity severity);
