// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#include "clean.h"
#include "invalid.h"
#include "lib/label.h"
#include "lib/names.h"
#include "lib/plural.h"
#include "log.h"
#include "policy/utf8.h"
#include "state.h"

/* The queue to the journal is short, and the summary that follows must not be lost. */
enum { LOG_DIAGS_MAX = 50 };

/*
 * Text that does not fit is truncated at a character boundary. The kernel refuses control
 * characters.
 */
static _printf_(2, 3) void put(char text[static VFIOV_TEXT_MAX + 1], const char *format, ...)
{
	size_t n;
	va_list args;

	va_start(args, format);
	vsnprintf(text, VFIOV_TEXT_MAX + 1, format, args);
	va_end(args);
	for (n = strlen(text); n && (text[n - 1] & 0xc0) == 0x80;)
		n--;
	if (n && !vfv_utf8_length((unsigned char *)text + n - 1, strlen(text) - n + 1))
		text[n - 1] = 0;
	vd_clean(text);
}

static const struct vfv_diag *first_error(const struct vfv_diags *diags)
{
	for (size_t i = 0; i < diags->n; i++)
		if (diags->items[i].severity == VFV_ERROR)
			return &diags->items[i];
	return NULL;
}

void vd_invalid_set(struct vd_invalid *invalid, const struct vfv_diags *diags, int error)
{
	const struct vfv_diag *first = first_error(diags);

	*invalid = (struct vd_invalid){ 0 };
	put(invalid->place, "vfiovctl policy check");
	if (first && first->file) {
		invalid->line = first->line;
		put(invalid->file, "%s", first->file);
		if (first->line)
			put(invalid->place, "%s:%u", first->file, first->line);
		else
			put(invalid->place, "%s", first->file);
		put(invalid->text, "%s: %s", invalid->place, first->text);
	} else if (first) {
		put(invalid->text, "%s", first->text);
	} else if (diags->errors) {
		/* No error was kept, because there was no memory, or no room after the warnings. */
		put(invalid->text, "%zu %s, see %s", diags->errors,
		    vfv_plural(diags->errors, "error", "errors"), invalid->place);
	} else {
		put(invalid->text, "cannot read the policy: %s", strerror(-error));
	}
}

void vd_invalid_label(const struct vd_invalid *invalid, char label[static VFIOV_TEXT_MAX + 1])
{
	put(label, VFV_LABEL_INVALID, invalid->place);
}

void vd_invalid_log_diags(struct vd_manager *m, const struct vfv_diags *diags)
{
	size_t total = diags->errors + diags->warnings, i;

	for (i = 0; i < diags->n && i < LOG_DIAGS_MAX; i++) {
		const struct vfv_diag *diag = &diags->items[i];
		_cleanup_free_ char *text = vfv_diag_format(diag);
		struct vd_entry *entry;

		entry = vd_log_begin(m, diag->severity == VFV_ERROR ? LOG_ERR : LOG_WARNING, NULL,
				     "%s", text ?: diag->text);
		if (diag->file)
			vd_log_add(entry, VFV_FIELD_RULE_FILE, "%s", basename(diag->file));
		if (diag->line)
			vd_log_add(entry, VFV_FIELD_RULE_LINE, "%u", diag->line);
		vd_log_send(m, entry);
	}
	if (i < total)
		vd_log(m, diags->errors ? LOG_ERR : LOG_WARNING,
		       "%zu more, see vfiovctl policy check", total - i);
}

void vd_invalid_log(struct vd_manager *m, const struct vfv_diags *diags, const char *consequence)
{
	const struct vd_invalid *invalid = &m->policy.invalid;
	struct vd_entry *entry;

	if (diags->errors)
		entry = vd_log_begin(m, LOG_ERR, VFV_ID_POLICY_REJECTED,
				     "The policy is INVALID (%zu %s), %s; first error: %s",
				     diags->errors, vfv_plural(diags->errors, "error", "errors"),
				     consequence, invalid->text);
	else
		entry = vd_log_begin(m, LOG_ERR, VFV_ID_POLICY_REJECTED,
				     "The policy is INVALID (%s), %s", invalid->text, consequence);
	vd_log_add(entry, VFV_FIELD_POLICY_ERROR, "%s", invalid->text);
	if (invalid->file[0])
		vd_log_add(entry, VFV_FIELD_POLICY_FILE, "%s", invalid->file);
	if (invalid->line)
		vd_log_add(entry, VFV_FIELD_POLICY_LINE, "%u", invalid->line);
	vd_log_send(m, entry);
}
