/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* A journal entry under construction: KEY=value strings in a buffer of bounded size. */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

#include "lib/macro.h"

enum { VD_ENTRY_FIELDS = 40, VD_ENTRY_BYTES = 4096 };

struct vd_entry {
	size_t n;
	size_t used;
	bool cut;			      /* a field did not fit */
	struct iovec fields[VD_ENTRY_FIELDS]; /* these point into text, so an entry is never
					       * copied */
	char text[VD_ENTRY_BYTES];
};

void vd_entry_init(struct vd_entry *entry);

/*
 * Add KEY=value. A value that does not fit is truncated; the field is omitted if not even its key
 * fits.
 */
void vd_entry_add(struct vd_entry *entry, const char *key, const char *format, ...) _printf_(3, 4);
void vd_entry_addv(struct vd_entry *entry, const char *key, const char *format, va_list args)
	_printf_(3, 0);

/*
 * Returns the value of the first KEY, NULL if there is none. It ends in NUL and is valid as long as
 * ENTRY.
 */
const char *vd_entry_get(const struct vd_entry *entry, const char *key);
