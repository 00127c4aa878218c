/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/plural.h"
#include "policy/serial.h"

#include "fail.h"
#include "json.h"
#include "summary.h"
#include "targets-read.h"
#include "text.h"
#include "vf.h"

_printf_(2, 3) static void line(const char *name, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	printf("  %-11s ", name);
	cmd_text_put(stdout, text);
	putchar('\n');
}

static void print_attachment(const struct cmd_attachment *attachment)
{
	if (*attachment->override)
		line("override", "%s%s", attachment->override,
		     attachment->override_exists ? "" : ", no driver of this name is registered");
	if (attachment->iommu_group >= 0)
		line("IOMMU group", "%d", attachment->iommu_group);
	if (*attachment->cdev)
		line("cdev", "%s", attachment->cdev);
}

static void print_identity(const struct cmd_vf *vf)
{
	const struct vfv_vf *v = &vf->vf;
	char serial[VFV_SERIAL_TEXT], ids[5][CMD_ID_SIZE];

	if (vfv_has(v, VFIOV_A_VF_PF))
		line("PF", "%s%s%s%s, VF %u", v->pf, vf->names.n_pf ? " (" : "", vf->names.pf[0],
		     vf->names.n_pf ? ")" : "", v->index);
	if (*vf->names.port)
		line("port", "%s", vf->names.port);
	if (v->serial)
		line("PF serial", "%s", vfv_serial_format(v->serial, serial));
	line("ids", "%s:%s, subsystem %s:%s, class %s",
	     cmd_vf_id(v, VFIOV_A_VF_VENDOR, v->vendor, 4, ids[0]),
	     cmd_vf_id(v, VFIOV_A_VF_DEVICE, v->device, 4, ids[1]),
	     cmd_vf_id(v, VFIOV_A_VF_SUBSYSTEM_VENDOR, v->subsystem_vendor, 4, ids[2]),
	     cmd_vf_id(v, VFIOV_A_VF_SUBSYSTEM_DEVICE, v->subsystem_device, 4, ids[3]),
	     cmd_vf_id(v, VFIOV_A_VF_CLASS, v->class, 6, ids[4]));
	if (vfv_has(v, VFIOV_A_VF_NUMA_NODE) && v->numa_node >= 0)
		line("NUMA node", "%d", v->numa_node);
	line("driver", "%s", *vf->driver ? vf->driver : "none");
	print_attachment(&vf->attachment);
	if (vf->reach != CMD_REACH_POLICY)
		line("policy", "%s", cmd_reach_text(vf->reach));
}

static void print_abilities(const struct vfv_vf *vf)
{
	char text[VFV_WORDS_MAX * (VFV_WORD_SIZE + 1)];

	vfv_words_format(&vf->available, ", ", text, sizeof(text));
	line("can be", "%s%s", text, vf->migratable ? ", with migration" : "");
	if (!vf->missing.n)
		return;
	vfv_words_format(&vf->missing, ", ", text, sizeof(text));
	line("missing", "%s", text);
}

static void print_set(const struct vfv_set_result *set)
{
	if (!vfv_has(set, VFIOV_A_SET_RESULT_VERDICT))
		line("last set", "%s, waiting for an answer", set->profile);
	else if (set->verdict == VFIOV_VERDICT_GRANT)
		line("last set", "%s, granted%s%s", set->profile, *set->rule ? " by " : "",
		     set->rule);
	else
		line("last set", "%s, refused (%s)%s%s", set->profile,
		     vfv_enum_name(&vfv_enum_cause, set->cause), *set->rule ? " by " : "",
		     set->rule);
}

/* The driver defines the names. */
static void print_counters(const struct vfv_vf_stats *stats)
{
	char text[VFV_WORDS_MAX * (VFV_WORD_SIZE + 24)];
	size_t used = 0;

	for (uint32_t i = 0; i < stats->n_counters; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s %" PRIu64,
					 i ? ", " : "", stats->counters[i].name,
					 stats->counters[i].value);
	line("counters", "%s", text);
}

static void print_state(const struct cmd *cmd, const struct cmd_vf *vf,
			const struct vfv_drivers *drivers)
{
	const struct vfv_vf *v = &vf->vf;
	const char *summary = cmd_summary(drivers, vf->driver, v->current);
	char text[CMD_CELL_SIZE];

	print_abilities(v);
	line("profile", "%s", cmd_vf_profile(v->current, v->migration, text));
	if (summary)
		line("summary", "%s", summary);
	if (vfv_has(v, VFIOV_A_VF_PENDING))
		line("pending", "%s, when it is closed", v->pending);
	line("from", "%s", cmd_vf_from(vf, text));
	if (v->policy_generation)
		line("generation", "%" PRIu64, v->policy_generation);
	line("use", "%s", cmd_vf_use(cmd, vf, text));
	if (vfv_has(v, VFIOV_A_VF_GUEST))
		line("guest", "%s", cmd_vf_guest(v, text));
	if (v->waiting)
		line("request", "waiting for vfiovd");
	if (vfv_has(v, VFIOV_A_VF_SET))
		print_set(&v->set);
	if (v->stats.n_counters)
		print_counters(&v->stats);
}

static void print_text(const struct cmd *cmd, const struct cmd_vf *vf,
		       const struct vfv_drivers *drivers)
{
	cmd_text_style(stdout, cmd->color, CMD_BOLD, vf->vf.bdf);
	putchar('\n');
	print_identity(vf);
	if (vf->bound)
		print_state(cmd, vf, drivers);
}

static json_t *show_json(const struct cmd_vf *vf, const struct vfv_drivers *drivers)
{
	json_t *object = cmd_vf_json(vf);
	const char *summary = cmd_summary(drivers, vf->driver, vf->vf.current);

	if (vf->bound)
		json_object_set_new(object, "summary",
				    summary ? cmd_json_text(summary) : json_null());
	return object;
}

enum cmd_exit cmd_show(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory;
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	_cleanup_(vfv_drivers_done) struct vfv_drivers drivers = { 0 };
	enum cmd_exit code = cmd_targets_read(cmd, argv, (size_t)argc, true, &inventory, &targets);
	json_t *vfs;

	if (code == CMD_OK)
		code = cmd_drivers_read(cmd, &drivers);
	if (code != CMD_OK)
		return code;
	if (!cmd->json) {
		for (size_t i = 0; i < targets.n; i++)
			print_text(cmd, targets.items[i], &drivers);
		return CMD_OK;
	}
	vfs = json_array();
	for (size_t i = 0; i < targets.n; i++)
		json_array_append_new(vfs, show_json(targets.items[i], &drivers));
	cmd_vfs_print(cmd, vfs);
	return CMD_OK;
}
