// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "entry.h"

void vd_entry_init(struct vd_entry *entry)
{
	entry->n = 0;
	entry->used = 0;
	entry->cut = false;
}

void vd_entry_addv(struct vd_entry *entry, const char *key, const char *format, va_list args)
{
	char *text = entry->text + entry->used;
	size_t room = VD_ENTRY_BYTES - entry->used;
	size_t key_len = strlen(key) + 1;
	int n;

	if (entry->n == VD_ENTRY_FIELDS || key_len + 1 >= room) {
		entry->cut = true;
		return;
	}
	snprintf(text, room, "%s=", key);
	n = vsnprintf(text + key_len, room - key_len, format, args);
	if (n < 0)
		return;
	if ((size_t)n >= room - key_len) {
		n = room - key_len - 1;
		entry->cut = true;
	}
	entry->fields[entry->n++] = (struct iovec){ text, key_len + n };
	entry->used += key_len + n + 1;
}

void vd_entry_add(struct vd_entry *entry, const char *key, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vd_entry_addv(entry, key, format, args);
	va_end(args);
}

const char *vd_entry_get(const struct vd_entry *entry, const char *key)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < entry->n; i++) {
		const char *field = entry->fields[i].iov_base;

		if (strncmp(field, key, len) == 0 && field[len] == '=')
			return field + len + 1;
	}
	return NULL;
}
