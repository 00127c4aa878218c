// SPDX-License-Identifier: GPL-2.0-only
/* The command that prints resource objects and device parts. */
#include "console-command.h"
#include "object.h"
#include "options.h"
#include "parts.h"

bool vfdev_console_parts(struct vfdev_console *c, Error **errp)
{
	int64_t only = -1;
	const struct vfdev_option options[] = { { .key = "vf", .number = &only }, {} };

	if (!vfdev_options_parse(c->words, options, errp))
		return false;
	if (only < 0)
		vfdev_objects_print(&c->pf->objects, c->out);
	for (unsigned i = 0; vfdev_pf_vf(c->pf, i); i++) {
		struct vfdev_vf *vf = vfdev_pf_vf(c->pf, i);
		struct vfdev_parts parts;

		if (only >= 0 && only != i)
			continue;
		parts = vfdev_parts_of(vf);
		g_string_append_printf(c->out, "vf=%u stopped=%d staged=%d parts=%u bytes=%zu\n", i,
				       vf->stopped, !!vf->staged.len, vfdev_parts_count(&parts),
				       parts.len);
		vfdev_parts_free(&parts);
	}
	return true;
}
