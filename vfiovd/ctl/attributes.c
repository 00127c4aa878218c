/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/line.h"
#include "policy/serial.h"

#include "attributes.h"

/* Long enough for all profiles of a driver, or for a rule and its location. */
enum { LINE = VFV_WORDS_MAX * VFV_WORD_SIZE + 1 };

static bool read_line(int dir, const char *name, char line[static LINE])
{
	char path[64];

	snprintf(path, sizeof(path), "vfiov/%s", name);
	return vfv_line_read(dir, path, line, LINE) >= 0;
}

static void take_profile(struct vfv_vf *vf, unsigned int attribute,
			 char field[static VFV_WORD_SIZE], const char *word)
{
	if (!vfv_word_is_valid(word))
		return;
	strcpy(field, word);
	vf->present |= 1U << attribute;
}

static void take_available(struct vfv_vf *vf, char *words)
{
	char *rest = words, *word;

	/* Invalid and surplus words are omitted: they grant nothing. */
	while ((word = strsep(&rest, " ")))
		(void)vfv_words_add(&vf->available, word);
	vf->present |= 1U << VFIOV_A_VF_AVAILABLE;
}

/* "policy: RULE at FILE:LINE", or "default: CAUSE" */
static void take_reason(struct vfv_vf *vf, char *line)
{
	char *text = strstr(line, ": ");

	if (!text)
		return;
	*text = '\0';
	text += strlen(": ");
	if (vfv_enum_value(&vfv_enum_source, line, &vf->source) < 0)
		return;
	if (vfv_enum_value(&vfv_enum_cause, text, &vf->cause) < 0)
		snprintf(vf->rule, sizeof(vf->rule), "%s", text);
}

bool cmd_attributes_read(int dir, bool all, struct cmd_vf *item)
{
	struct vfv_vf *vf = &item->vf;
	char line[LINE];

	if (!read_line(dir, "current_profile", line) || !vfv_word_is_valid(line))
		return false;
	take_profile(vf, VFIOV_A_VF_CURRENT, vf->current, line);
	if (read_line(dir, "available_profiles", line))
		take_available(vf, line);
	if (read_line(dir, "pending_profile", line))
		take_profile(vf, VFIOV_A_VF_PENDING, vf->pending, line);
	if (read_line(dir, "reason", line))
		take_reason(vf, line);
	if (read_line(dir, "migration", line))
		vf->migration = !strcmp(line, "on");
	if (all && read_line(dir, "serial", line)) {
		/* An empty line means that the PF has none. */
		item->serial_known = true;
		if (vfv_serial_parse(line, &vf->serial) >= 0)
			vf->present |= 1U << VFIOV_A_VF_SERIAL;
	}
	if (vfv_word_is_valid(item->driver))
		snprintf(vf->driver, sizeof(vf->driver), "%.*s", VFV_WORD_SIZE - 1, item->driver);
	item->bound = true;
	return true;
}
