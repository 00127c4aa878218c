/* SPDX-License-Identifier: GPL-2.0-only */
#include <string.h>

#include "lib/enums.h"
#include "lib/label.h"
#include "lib/macro.h"

#include "metric.h"
#include "metrics.h"

static void counter(FILE *file, const char *name, const char *help, uint64_t value)
{
	cmd_metric_one(file, &(struct cmd_metric_family){ name, CMD_COUNTER, help }, value);
}

static void print_daemon(const struct cmd_inventory *inventory, FILE *file)
{
	static const struct cmd_metric_family build = { "build_info", CMD_GAUGE,
							"Versions of the tool and of the module." };
	const struct vfv_status *s = &inventory->status;
	bool is_loaded = inventory->has_status;
	bool is_owned = is_loaded && vfv_has(s, VFIOV_A_STATUS_OWNER_NAME);

	cmd_metric_begin(file, &build);
	cmd_metric_put(file, &build,
		       (const char *const[]){ "tool", VFV_VERSION, "module",
					      is_loaded ? s->version : "", NULL },
		       1);
	cmd_metric_gauge(file, "module_loaded", "Whether the kernel module is loaded.", is_loaded);
	cmd_metric_gauge(file, "daemon_registered", "Whether a daemon is registered.", is_owned);
	if (!is_loaded)
		return;
	cmd_metric_gauge(file, "requests_waiting", "VFs that wait for a decision.", s->waiting);
}

/* Print VFs by profile. Drivers define their profiles, so there may be any number of them. */
struct tally {
	size_t n;
	struct {
		const char *name;
		uint64_t vfs;
	} items[CMD_WORDS_MAX];
	uint64_t others;
};

static void tally_add(struct tally *tally, const char *name, unsigned int vfs)
{
	for (size_t i = 0; i < tally->n; i++)
		if (!strcmp(tally->items[i].name, name)) {
			tally->items[i].vfs += vfs;
			return;
		}
	if (tally->n == CMD_WORDS_MAX) {
		tally->others += vfs;
		return;
	}
	tally->items[tally->n].name = name;
	tally->items[tally->n++].vfs = vfs;
}

static void print_profiles(const struct cmd_inventory *inventory, FILE *file)
{
	static const struct cmd_metric_family family = { "vfs", CMD_GAUGE,
							 "VFs bound to the driver, by profile." };
	struct tally tally = { 0 };

	tally_add(&tally, VFV_PROFILE_NATIVE, 0);
	for (size_t i = 0; i < inventory->n; i++) {
		const struct vfv_vf *vf = &inventory->items[i].vf;

		if (!inventory->items[i].bound)
			continue;
		/*
		 * Also print profiles that no VF has yet, because a time series that begins at 1
		 * shows no increase.
		 */
		for (size_t j = 0; j < vf->available.n; j++)
			tally_add(&tally, vf->available.items[j], 0);
		tally_add(&tally, vf->current, 1);
	}
	cmd_metric_begin(file, &family);
	for (size_t i = 0; i < tally.n; i++)
		cmd_metric_put(file, &family,
			       (const char *const[]){ "profile", tally.items[i].name, NULL },
			       tally.items[i].vfs);
	if (tally.others)
		cmd_metric_put(file, &family, (const char *const[]){ "profile", "other", NULL },
			       tally.others);
}

/* Print the sources of profiles, and whether VFs are open. */
static void print_vfs(const struct cmd_inventory *inventory, FILE *file)
{
	static const struct cmd_metric_family sources = {
		"vfs_by_source", CMD_GAUGE,
		"VFs bound to the driver, by the source of their profile, and the cause of a default."
	};
	uint64_t by_source[CMD_WORDS_MAX][CMD_WORDS_MAX] = { 0 };
	char name[VFV_LABEL_NAME_SIZE], key[VFV_LABEL_KEY_SIZE];
	uint64_t open = 0, migration = 0, unjudged = 0, unbound = 0;

	for (size_t i = 0; i < inventory->n; i++) {
		const struct vfv_vf *vf = &inventory->items[i].vf;

		if (!inventory->items[i].bound) {
			unbound++;
			continue;
		}
		if (vf->source < CMD_WORDS_MAX && vf->cause < CMD_WORDS_MAX)
			by_source[vf->source][vf->cause]++;
		open += vf->open_count != 0;
		migration += vf->migration != 0;
		unjudged += vfv_label_unjudged(vf->rule, name, key);
	}
	cmd_metric_begin(file, &sources);
	for (uint32_t i = 0; i < vfv_enum_source.n; i++)
		for (uint32_t j = 0; j < vfv_enum_cause.n; j++)
			if (by_source[i][j] || j == VFIOV_CAUSE_NONE)
				cmd_metric_put(file, &sources,
					       (const char *const[]){
						       "source", vfv_enum_name(&vfv_enum_source, i),
						       "cause", vfv_enum_name(&vfv_enum_cause, j),
						       NULL },
					       by_source[i][j]);
	cmd_metric_gauge(file, "vfs_open", "VFs that a process has open.", open);
	cmd_metric_gauge(file, "vfs_migration", "VFs with migration turned on.", migration);
	cmd_metric_gauge(file, "vfs_unjudged", "VFs that are native because a fact is not known.",
			 unjudged);
	cmd_metric_gauge(file, "vfs_unbound",
			 "VFs of virtio devices that have another driver, or none.", unbound);
}

static void print_stats(const struct vfv_stats *s, uint32_t ring_size, FILE *file)
{
	counter(file, "requests", "Requests for a decision.", s->requests);
	counter(file, "decisions", "Decisions of a daemon that the kernel accepted.", s->decisions);
	counter(file, "defaults", "Opens that were native because there was no decision.",
		s->defaults);
	counter(file, "refused_commands", "Commands that the kernel refused.", s->refused);
	counter(file, "stale_answers", "Answers that came too late.", s->stale);
	counter(file, "opens", "Opens of VFs.", s->opens);
	counter(file, "owners", "Daemons that registered.", s->owners);
	counter(file, "audit_records", "Audit records.", s->audit_seq);
	counter(file, "audit_acknowledged", "Audit records that are in the journal.", s->audit_acked);
	counter(file, "audit_lost", "Audit records that were lost.", s->audit_lost);
	cmd_metric_gauge(file, "audit_held", "Audit records that the kernel holds.", s->audit_held);
	cmd_metric_gauge(file, "audit_ring_size", "Audit records that the kernel can hold.",
			 ring_size);
}

static void print_recent(const struct cmd_recent *recent, FILE *file)
{
	static const struct cmd_metric_family decisions = {
		"recent_decisions", CMD_GAUGE,
		"Decisions in the last hour of the journal, by verdict and by source."
	};
	static const struct cmd_metric_family defaults = {
		"recent_defaults", CMD_GAUGE,
		"Opens without a decision in the last hour of the journal, by cause."
	};

	cmd_metric_begin(file, &decisions);
	for (uint32_t i = 0; i < vfv_enum_verdict.n; i++)
		for (enum cmd_by by = 0; by < CMD_N_BY; by++)
			cmd_metric_put(file, &decisions,
				       (const char *const[]){ "verdict",
							      vfv_enum_name(&vfv_enum_verdict, i),
							      "by", cmd_by_name(by), NULL },
				       recent->decisions[i][by]);
	cmd_metric_begin(file, &defaults);
	for (uint32_t i = 0; i < vfv_enum_cause.n; i++)
		cmd_metric_put(
			file, &defaults,
			(const char *const[]){ "cause", vfv_enum_name(&vfv_enum_cause, i), NULL },
			recent->defaults[i]);
}

/*
 * Print counters of each VF, up to a limit: time series of thousands of VFs would burden the
 * server.
 */
static void print_counters(const struct cmd_inventory *inventory, FILE *file)
{
	static const struct {
		struct cmd_metric_family family;
		const char *counter;
	} rows[] = {
		{ { "vf_commands", CMD_COUNTER, "Admin commands for the VF." }, "commands" },
		{ { "vf_command_errors", CMD_COUNTER, "Admin commands for the VF that failed." },
		  "errors" },
		{ { "vf_command_retries", CMD_COUNTER, "Admin commands that were sent again." },
		  "retries" },
		{ { "vf_notifies", CMD_COUNTER, "Notifications from the guest through BAR0." },
		  "notifies" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint64_t others = 0;
		size_t n = 0;

		cmd_metric_begin(file, &rows[i].family);
		for (size_t j = 0; j < inventory->n; j++) {
			const struct cmd_vf *item = &inventory->items[j];
			uint64_t value;

			if (!item->bound || !vfv_has(&item->vf, VFIOV_A_VF_STATS) ||
			    strcmp(item->vf.driver, VFV_MODULE_NAME) != 0)
				continue;
			value = vfv_counter_value(&item->vf.stats, rows[i].counter);
			if (n++ >= CMD_METRICS_VFS)
				others += value;
			else
				cmd_metric_put(file, &rows[i].family,
					       (const char *const[]){ "vf", item->vf.bdf, NULL },
					       value);
		}
		if (n > CMD_METRICS_VFS)
			cmd_metric_put(file, &rows[i].family,
				       (const char *const[]){ "vf", "other", NULL }, others);
	}
}

/* The counters of other drivers, whose names only those drivers know. */
static void print_driver_counters(const struct cmd_inventory *inventory, FILE *file)
{
	static const struct cmd_metric_family family = { "vf_counter", CMD_COUNTER,
							 "Counters that a driver defines." };
	size_t n = 0;

	for (size_t i = 0; i < inventory->n && n < CMD_METRICS_VFS; i++) {
		const struct vfv_vf *vf = &inventory->items[i].vf;

		if (!inventory->items[i].bound || !vf->stats.n_counters ||
		    !strcmp(vf->driver, VFV_MODULE_NAME))
			continue;
		if (!n++)
			cmd_metric_begin(file, &family);
		for (uint32_t j = 0; j < vf->stats.n_counters; j++)
			cmd_metric_put(file, &family,
				       (const char *const[]){ "vf", vf->bdf, "driver", vf->driver,
							      "counter", vf->stats.counters[j].name,
							      NULL },
				       vf->stats.counters[j].value);
	}
}

void cmd_metrics_print(const struct cmd *cmd, const struct cmd_metrics *metrics, FILE *file)
{
	const struct cmd_inventory *inventory = &metrics->inventory;

	print_daemon(inventory, file);
	print_profiles(inventory, file);
	print_vfs(inventory, file);
	cmd_metrics_print_policy(cmd, metrics, file);
	/* Counters are for administrators only. */
	if (inventory->has_status && vfv_has(&inventory->status, VFIOV_A_STATUS_STATS))
		print_stats(&inventory->status.stats, inventory->status.ring_size, file);
	if (metrics->has_recent)
		print_recent(&metrics->recent, file);
	print_counters(inventory, file);
	print_driver_counters(inventory, file);
	cmd_metric_end(file);
}
