/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "lib/label.h"
#include "lib/names.h"
#include "policy/match.h"
#include "policy/names-read.h"
#include "policy/serial.h"

#include "json.h"
#include "vf.h"

static json_t *word(const struct vfv_enum *e, uint32_t value)
{
	return json_string(vfv_enum_name(e, value));
}

static json_t *hex(unsigned int value, int digits)
{
	return json_sprintf("%0*x", digits, value);
}

static json_t *known(bool is_known, json_t *value)
{
	if (is_known)
		return value;
	json_decref(value);
	return json_null();
}

static json_t *names_json(const struct vfv_names *names)
{
	json_t *array = json_array();

	for (size_t i = 0; i < names->n_pf; i++)
		json_array_append_new(array, cmd_json_text(names->pf[i]));
	return array;
}

/* The unknown facts, among those for which null elsewhere in the object means "none". */
static json_t *unknown_json(const struct cmd_vf *item)
{
	json_t *array = json_array();

	if (!vfv_names_know(&item->names, VFV_FACT_NAMES))
		json_array_append_new(array, json_string(vfv_match_pf.name));
	if (!vfv_names_know(&item->names, VFV_FACT_PORT))
		json_array_append_new(array, json_string(vfv_match_port.name));
	if (!item->serial_known)
		json_array_append_new(array, json_string(vfv_match_serial.name));
	return array;
}

static void add_identity(json_t *object, const struct cmd_vf *item)
{
	const struct cmd_attachment *attachment = &item->attachment;
	const struct vfv_vf *vf = &item->vf;
	char serial[VFV_SERIAL_TEXT];

	json_object_set_new(object, "bdf", json_string(vf->bdf));
	json_object_set_new(object, "pf", known(vfv_has(vf, VFIOV_A_VF_PF), json_string(vf->pf)));
	json_object_set_new(object, "index",
			    known(vfv_has(vf, VFIOV_A_VF_INDEX), json_integer(vf->index)));
	json_object_set_new(object, "netdev",
			    known(item->names.n_pf, cmd_json_text(item->names.pf[0])));
	json_object_set_new(object, "pf_names", names_json(&item->names));
	json_object_set_new(object, "port",
			    known(*item->names.port, cmd_json_text(item->names.port)));
	json_object_set_new(object, "driver", known(*item->driver, json_string(item->driver)));
	json_object_set_new(
		object, "beyond",
		known(item->reach != CMD_REACH_POLICY,
		      json_string(item->reach != CMD_REACH_POLICY ? cmd_reach_name(item->reach)
								  : "")));
	json_object_set_new(object, "bound", json_boolean(item->governed));
	json_object_set_new(object, "vendor",
			    known(vfv_has(vf, VFIOV_A_VF_VENDOR), hex(vf->vendor, 4)));
	json_object_set_new(object, "device",
			    known(vfv_has(vf, VFIOV_A_VF_DEVICE), hex(vf->device, 4)));
	json_object_set_new(
		object, "subsystem_vendor",
		known(vfv_has(vf, VFIOV_A_VF_SUBSYSTEM_VENDOR), hex(vf->subsystem_vendor, 4)));
	json_object_set_new(
		object, "subsystem_device",
		known(vfv_has(vf, VFIOV_A_VF_SUBSYSTEM_DEVICE), hex(vf->subsystem_device, 4)));
	json_object_set_new(object, "class",
			    known(vfv_has(vf, VFIOV_A_VF_CLASS), hex(vf->class, 6)));
	json_object_set_new(object, "numa_node",
			    known(vfv_has(vf, VFIOV_A_VF_NUMA_NODE), json_integer(vf->numa_node)));
	json_object_set_new(
		object, "iommu_group",
		known(attachment->iommu_group >= 0, json_integer(attachment->iommu_group)));
	json_object_set_new(object, "cdev",
			    known(*attachment->cdev, json_string(attachment->cdev)));
	json_object_set_new(object, "driver_override",
			    known(*attachment->override, cmd_json_text(attachment->override)));
	json_object_set_new(
		object, "driver_override_exists",
		known(*attachment->override, json_boolean(attachment->override_exists)));
	json_object_set_new(
		object, "serial",
		known(vf->serial != 0, json_string(vfv_serial_format(vf->serial, serial))));
	json_object_set_new(object, "unknown_facts", unknown_json(item));
}

static json_t *set_json(const struct vfv_set_result *set)
{
	json_t *object = json_object();

	json_object_set_new(object, "ticket", json_integer((json_int_t)set->ticket));
	json_object_set_new(object, "verdict",
			    known(vfv_has(set, VFIOV_A_SET_RESULT_VERDICT),
				  word(&vfv_enum_verdict, set->verdict)));
	json_object_set_new(object, "profile", json_string(set->profile));
	json_object_set_new(object, "cause", word(&vfv_enum_cause, set->cause));
	json_object_set_new(object, "rule", known(*set->rule, cmd_json_text(set->rule)));
	return object;
}

static json_t *stats_json(const struct vfv_vf_stats *stats)
{
	json_t *object = json_object();

	for (uint32_t i = 0; i < stats->n_counters; i++)
		json_object_set_new(object, stats->counters[i].name,
				    json_integer((json_int_t)stats->counters[i].value));
	return object;
}

static json_t *guest_json(const struct vfv_guest *g)
{
	json_t *object = json_object();

	json_object_set_new(object, "driver",
			    known(vfv_has(g, VFIOV_A_GUEST_DRIVER), json_string(g->driver)));
	json_object_set_new(object, "io", known(vfv_has(g, VFIOV_A_GUEST_IO), json_boolean(g->io)));
	json_object_set_new(object, "memory",
			    known(vfv_has(g, VFIOV_A_GUEST_MEMORY), json_boolean(g->memory)));
	json_object_set_new(
		object, "bus_master",
		known(vfv_has(g, VFIOV_A_GUEST_BUS_MASTER), json_boolean(g->bus_master)));
	json_object_set_new(
		object, "interrupts",
		known(vfv_has(g, VFIOV_A_GUEST_INTERRUPTS), json_string(g->interrupts)));
	json_object_set_new(object, "status",
			    known(vfv_has(g, VFIOV_A_GUEST_STATUS), json_integer(g->status)));
	return object;
}

static void add_state(json_t *object, const struct vfv_vf *vf)
{
	char name[VFV_LABEL_NAME_SIZE], key[VFV_LABEL_KEY_SIZE];

	json_object_set_new(object, "available", cmd_json_words(&vf->available));
	json_object_set_new(object, "missing",
			    known(vfv_has(vf, VFIOV_A_VF_MISSING), cmd_json_words(&vf->missing)));
	json_object_set_new(
		object, "migratable",
		known(vfv_has(vf, VFIOV_A_VF_MIGRATABLE), json_boolean(vf->migratable)));
	json_object_set_new(object, "profile", json_string(vf->current));
	json_object_set_new(object, "pending",
			    known(vfv_has(vf, VFIOV_A_VF_PENDING), json_string(vf->pending)));
	json_object_set_new(object, "migration", json_boolean(vf->migration));
	json_object_set_new(object, "source", word(&vfv_enum_source, vf->source));
	json_object_set_new(object, "cause", word(&vfv_enum_cause, vf->cause));
	json_object_set_new(object, "rule", known(*vf->rule, cmd_json_text(vf->rule)));
	json_object_set_new(object, "unknown",
			    vfv_label_unjudged(vf->rule, name, key) ? json_string(key)
								    : json_null());
	json_object_set_new(
		object, "policy_generation",
		known(vf->policy_generation, json_integer((json_int_t)vf->policy_generation)));
	json_object_set_new(object, "waiting",
			    known(vfv_has(vf, VFIOV_A_VF_OPEN_COUNT), json_boolean(vf->waiting)));
	json_object_set_new(
		object, "open_count",
		known(vfv_has(vf, VFIOV_A_VF_OPEN_COUNT), json_integer(vf->open_count)));
	json_object_set_new(object, "open_pid",
			    known(vfv_has(vf, VFIOV_A_VF_OPEN_PID), json_integer(vf->open_pid)));
	json_object_set_new(object, "set",
			    vfv_has(vf, VFIOV_A_VF_SET) ? set_json(&vf->set) : json_null());
	json_object_set_new(object, "stats",
			    vfv_has(vf, VFIOV_A_VF_STATS) ? stats_json(&vf->stats) : json_null());
	json_object_set_new(object, "guest",
			    vfv_has(vf, VFIOV_A_VF_GUEST) ? guest_json(&vf->guest) : json_null());
}

json_t *cmd_vf_json(const struct cmd_vf *vf)
{
	json_t *object = json_object();

	add_identity(object, vf);
	if (vf->bound)
		add_state(object, &vf->vf);
	return object;
}

void cmd_vfs_print(const struct cmd *cmd, json_t *vfs)
{
	json_t *object = cmd_json_new();
	struct vfv_names names = { 0 };

	vfv_names_read_host(cmd->root, &names);
	json_object_set_new(object, "host", *names.host ? cmd_json_text(names.host) : json_null());
	json_object_set_new(object, "vfs", vfs);
	cmd_json_write(cmd, stdout, object);
}
