/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"

const char *vfv_severity_name(enum vfv_severity severity)
{
	switch (severity) {
	case VFV_WARNING:
		return "warning";
	case VFV_ERROR:
		return "error";
	}
	return "unknown";
}

static void diag_done(struct vfv_diag *diag)
{
	free(diag->file);
	free(diag->text);
}

static bool diags_grow(struct vfv_diags *diags)
{
	/* The capacity is not stored: the array doubles whenever n is a power of two. */
	struct vfv_diag *items;

	if (diags->n & (diags->n - 1))
		return true;
	items = reallocarray(diags->items, diags->n ? diags->n * 2 : 1, sizeof(*items));
	if (!items)
		return false;
	diags->items = items;
	return true;
}

void vfv_diag_add(struct vfv_diags *diags, enum vfv_severity severity, const char *file,
		  unsigned int line, const char *format, ...)
{
	struct vfv_diag diag = { .severity = severity, .line = line };
	va_list args;

	if (severity == VFV_ERROR)
		diags->errors++;
	else
		diags->warnings++;

	if (diags->n >= VFV_DIAGS_MAX || !diags_grow(diags)) {
		diags->dropped++;
		return;
	}

	va_start(args, format);
	if (vasprintf(&diag.text, format, args) < 0)
		diag.text = NULL;
	va_end(args);
	diag.file = file ? strdup(file) : NULL;
	if (!diag.text || (file && !diag.file)) {
		diag_done(&diag);
		diags->dropped++;
		return;
	}
	diags->items[diags->n++] = diag;
}

void vfv_diags_done(struct vfv_diags *diags)
{
	for (size_t i = 0; i < diags->n; i++)
		diag_done(&diags->items[i]);
	free(diags->items);
	*diags = (struct vfv_diags){ 0 };
}

static int diag_order(const struct vfv_diag *a, const struct vfv_diag *b)
{
	int order = strcmp(a->file ? a->file : "", b->file ? b->file : "");

	if (order)
		return order;
	return (a->line > b->line) - (a->line < b->line);
}

/* An insertion sort: qsort() is not stable, and there are few items. */
void vfv_diags_sort(struct vfv_diags *diags)
{
	for (size_t i = 1; i < diags->n; i++) {
		struct vfv_diag diag = diags->items[i];
		size_t at = i;

		for (; at > 0 && diag_order(&diags->items[at - 1], &diag) > 0; at--)
			diags->items[at] = diags->items[at - 1];
		diags->items[at] = diag;
	}
}

char *vfv_diag_format(const struct vfv_diag *diag)
{
	const char *severity = vfv_severity_name(diag->severity);
	char *text;
	int r;

	if (!diag->file)
		r = asprintf(&text, "%s: %s", severity, diag->text);
	else if (!diag->line)
		r = asprintf(&text, "%s: %s: %s", diag->file, severity, diag->text);
	else
		r = asprintf(&text, "%s:%u: %s: %s", diag->file, diag->line, severity, diag->text);
	return r < 0 ? NULL : text;
}
