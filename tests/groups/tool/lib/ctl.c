// SPDX-License-Identifier: GPL-2.0-only
#include "ctl.h"

#include <string.h>

enum { WORDS_MAX = 12 };

void ctl(struct scene *scene, struct run *result, int status, const char *const words[])
{
	const char *argv[WORDS_MAX + 2] = { "vfiovctl" };
	char line[256] = "vfiovctl";

	for (size_t i = 0; i < WORDS_MAX && words[i]; i++) {
		argv[i + 1] = words[i];
		snprintf(line + strlen(line), sizeof(line) - strlen(line), " %s", words[i]);
	}
	run_free(result);
	tap_must(run(result, 0, argv), "run vfiovctl");
	if (!tap_ok(&scene->tap, result->status == status, "%s ends with status %d", line, status))
		tap_note("status %d: %.*s", result->status, (int)strcspn(result->err, "\n"),
			 result->err);
}

void vf_state(struct scene *scene, const char *bdf, struct vfv_vf *vf)
{
	tap_must(vfv_genl_vf_get(scene->genl, bdf, vf, NULL), "ask for %s", bdf);
}
