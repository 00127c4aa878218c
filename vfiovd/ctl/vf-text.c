/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/names.h"
#include "lib/path.h"

#include "vf.h"

const char *cmd_vf_id(const struct vfv_vf *vf, unsigned int attribute, uint32_t value, int digits,
		      char text[static CMD_ID_SIZE])
{
	if (!(vf->present >> attribute & 1))
		return "unknown";
	snprintf(text, CMD_ID_SIZE, "%0*x", digits, value);
	return text;
}

const char *cmd_vf_profile(const char *profile, bool migration, char text[static CMD_CELL_SIZE])
{
	snprintf(text, CMD_CELL_SIZE, "%s%s", profile, migration ? "+migration" : "");
	return text;
}

const char *cmd_vf_pf(const struct cmd_vf *vf, char text[static CMD_CELL_SIZE])
{
	if (!vfv_has(&vf->vf, VFIOV_A_VF_PF))
		return "-";
	snprintf(text, CMD_CELL_SIZE, "%s#%u", vf->names.n_pf ? vf->names.pf[0] : vf->vf.pf,
		 vf->vf.index);
	return text;
}

const char *cmd_vf_can(const struct cmd_vf *vf, char text[static CMD_CELL_SIZE])
{
	static const char *const profiles[] = { VFV_PROFILE_NATIVE, "transitional", "legacy" };
	size_t n = 0;

	if (!vf->bound)
		return "?";
	for (; n < ARRAY_SIZE(profiles); n++)
		text[n] = vfv_words_have(&vf->vf.available, profiles[n]) ? *profiles[n] : '-';
	text[n] = vf->vf.migratable ? 'm' : '-';
	if (!vfv_has(&vf->vf, VFIOV_A_VF_MIGRATABLE))
		text[n] = '?';
	text[n + 1] = '\0';
	return text;
}

const char *cmd_vf_from(const struct cmd_vf *vf, char text[static CMD_CELL_SIZE])
{
	const char *source = vfv_enum_name(&vfv_enum_source, vf->vf.source);

	if (!vf->bound)
		return "-";
	if (vf->vf.waiting && vf->vf.source == VFIOV_SOURCE_DEFAULT)
		snprintf(text, CMD_CELL_SIZE, "waiting for vfiovd");
	else if (*vf->vf.rule)
		snprintf(text, CMD_CELL_SIZE, "%s: %s", source, vf->vf.rule);
	else if (vf->vf.cause != VFIOV_CAUSE_NONE)
		snprintf(text, CMD_CELL_SIZE, "%s (%s)", source,
			 vfv_enum_name(&vfv_enum_cause, vf->vf.cause));
	else
		snprintf(text, CMD_CELL_SIZE, "%s", source);
	return text;
}

/* Get the name of a process, "" if it is unknown. */
static void process_name(const struct cmd *cmd, uint32_t pid, char name[static 32])
{
	(void)vfv_path_read(name, 32, "%s/proc/%u/comm", cmd->root, pid);
}

const char *cmd_vf_use(const struct cmd *cmd, const struct cmd_vf *vf,
		       char text[static CMD_CELL_SIZE])
{
	char name[32] = "";

	/* No source has more data. */
	if (!vf->bound && !strcmp(vf->driver, VFV_MODULE_NAME))
		return "bound, state unknown";
	if (vf->reach != CMD_REACH_POLICY) {
		snprintf(text, CMD_CELL_SIZE, "%s (%s)", cmd_reach_text(vf->reach), vf->driver);
		return text;
	}
	if (!vf->bound) {
		snprintf(text, CMD_CELL_SIZE, "not bound (%s)",
			 *vf->driver ? vf->driver : "no driver");
		return text;
	}
	if (!vfv_has(&vf->vf, VFIOV_A_VF_OPEN_COUNT))
		return "bound, use unknown";
	if (!vf->vf.open_count)
		return "idle";
	if (!vfv_has(&vf->vf, VFIOV_A_VF_OPEN_PID))
		return "open";
	process_name(cmd, vf->vf.open_pid, name);
	snprintf(text, CMD_CELL_SIZE, "open (%s%s%u)", name, *name ? " " : "", vf->vf.open_pid);
	return text;
}
