/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>
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
	static const struct vfv_words ours = { 3,
					       { VFV_PROFILE_NATIVE, "transitional", "legacy" } };
	struct vfv_words profiles = { 0 };
	size_t n = 0;

	if (!vf->bound)
		return "?";
	for (uint32_t i = 0; vf->table && i < vf->table->n_profiles; i++)
		(void)vfv_words_add(&profiles, vf->table->profiles[i].name);
	/* sysfs does not have the profiles that are not available. */
	if (!profiles.n)
		profiles = strcmp(vf->driver, VFV_MODULE_NAME) ? vf->vf.available : ours;
	for (; n < profiles.n; n++)
		text[n] = vfv_words_have(&vf->vf.available, profiles.items[n]) ? *profiles.items[n]
									       : '-';
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

static const char *guest_driver(const struct vfv_guest *guest)
{
	return strcmp(guest->driver, "none") ? guest->driver : "no driver yet";
}

static const char *on_off(uint8_t value)
{
	return value ? "on" : "off";
}

const char *cmd_vf_guest(const struct vfv_vf *vf, char text[static CMD_CELL_SIZE])
{
	const struct vfv_guest *g = &vf->guest;
	size_t used = 0;

	text[0] = '\0';
	if (vfv_has(g, VFIOV_A_GUEST_DRIVER))
		used += (size_t)snprintf(text, CMD_CELL_SIZE, ", %s%s", guest_driver(g),
					 strcmp(g->driver, "none") ? " driver" : "");
	if (vfv_has(g, VFIOV_A_GUEST_IO))
		used += (size_t)snprintf(text + used, CMD_CELL_SIZE - used, ", I/O %s",
					 on_off(g->io));
	if (vfv_has(g, VFIOV_A_GUEST_MEMORY))
		used += (size_t)snprintf(text + used, CMD_CELL_SIZE - used, ", memory %s",
					 on_off(g->memory));
	if (vfv_has(g, VFIOV_A_GUEST_BUS_MASTER))
		used += (size_t)snprintf(text + used, CMD_CELL_SIZE - used, ", bus master %s",
					 on_off(g->bus_master));
	if (vfv_has(g, VFIOV_A_GUEST_INTERRUPTS))
		used += (size_t)snprintf(text + used, CMD_CELL_SIZE - used, ", interrupts %s",
					 g->interrupts);
	if (vfv_has(g, VFIOV_A_GUEST_STATUS))
		snprintf(text + used, CMD_CELL_SIZE - used, ", device status 0x%02" PRIx32,
			 g->status);
	return *text ? text + strlen(", ") : text;
}

const char *cmd_vf_use(const struct cmd *cmd, const struct cmd_vf *vf,
		       char text[static CMD_CELL_SIZE])
{
	char name[32] = "";

	/* Nothing else is known about such a VF. */
	if (!vf->bound && vf->governed)
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
	snprintf(text, CMD_CELL_SIZE, "open (%s%s%u)%s%s", name, *name ? " " : "", vf->vf.open_pid,
		 *vf->vf.guest.driver ? ", " : "", guest_driver(&vf->vf.guest));
	return text;
}
