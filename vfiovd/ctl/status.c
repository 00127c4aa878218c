/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "lib/label.h"
#include "lib/macro.h"
#include "lib/names.h"
#include "lib/plural.h"

#include "fail.h"
#include "json.h"
#include "beyond.h"
#include "modules.h"
#include "text.h"

static json_t *optional(bool is_there, json_t *value)
{
	if (is_there)
		return value;
	json_decref(value);
	return json_null();
}

static json_t *stats_json(const struct vfv_stats *s)
{
	return json_pack("{sI sI sI sI sI sI sI sI sI sI sI}", "requests", (json_int_t)s->requests,
			 "decisions", (json_int_t)s->decisions, "defaults", (json_int_t)s->defaults,
			 "refused", (json_int_t)s->refused, "stale", (json_int_t)s->stale, "opens",
			 (json_int_t)s->opens, "owners", (json_int_t)s->owners, "audit_seq",
			 (json_int_t)s->audit_seq, "audit_acked", (json_int_t)s->audit_acked,
			 "audit_held", (json_int_t)s->audit_held, "audit_lost",
			 (json_int_t)s->audit_lost);
}

/* NULL if there is no daemon, or if it has not reported its policy yet. */
static const char *policy_state(const struct vfv_status *s)
{
	if (!*s->policy_error)
		return *s->policy_hash ? "valid" : NULL;
	return *s->policy_hash ? "stale" : "invalid";
}

/* Count the VFs that are native because a rule could not be evaluated. */
static unsigned int count_unjudged(const struct cmd *cmd)
{
	char name[VFV_LABEL_NAME_SIZE], key[VFV_LABEL_KEY_SIZE];
	_cleanup_free_ struct vfv_vf *vfs = NULL;
	unsigned int unjudged = 0;
	size_t n;

	/* The module may have been unloaded in the meantime. */
	if (vfv_genl_vf_dump(cmd->genl, &vfs, &n, NULL) < 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		unjudged += vfv_label_unjudged(vfs[i].rule, name, key);
	return unjudged;
}

static void print_json(const struct cmd *cmd, const struct vfv_status *s, unsigned int unjudged,
		       const struct cmd_beyond *beyond, const struct cmd_modules *modules)
{
	bool owned = s && vfv_has(s, VFIOV_A_STATUS_OWNER_NAME);
	bool offline = cmd_is_offline(cmd);
	json_t *status = json_object();
	char instance[37];

	json_object_set_new(status, "module_loaded", optional(!offline, json_boolean(s)));
	json_object_set_new(status, "daemon_registered", optional(!offline, json_boolean(owned)));
	json_object_set_new(status, "vfs_foreign", json_integer(beyond->foreign));
	json_object_set_new(status, "vfs_altered", json_integer(beyond->altered));
	cmd_modules_json(modules, status);
	if (s) {
		vfv_instance_format(s->instance, instance);
		json_object_set_new(status, "module_version", cmd_json_text(s->version));
		json_object_set_new(status, "abi", json_integer(s->abi));
		json_object_set_new(status, "instance", json_string(instance));
		json_object_set_new(status, "daemon",
				    optional(owned, cmd_json_text(s->owner_name)));
		json_object_set_new(status, "daemon_pid",
				    optional(owned, json_integer(s->owner_pid)));
		json_object_set_new(status, "policy_generation",
				    optional(s->policy_generation,
					     json_integer((json_int_t)s->policy_generation)));
		json_object_set_new(status, "policy_hash",
				    optional(*s->policy_hash, cmd_json_text(s->policy_hash)));
		json_object_set_new(status, "policy_state",
				    optional(policy_state(s), json_string(policy_state(s) ?: "")));
		json_object_set_new(status, "policy_error",
				    optional(*s->policy_error, cmd_json_text(s->policy_error)));
		json_object_set_new(status, "vfs", json_integer(s->vfs));
		json_object_set_new(status, "waiting", json_integer(s->waiting));
		json_object_set_new(status, "unjudged", json_integer(unjudged));
		json_object_set_new(status, "open_wait_ms", json_integer(s->open_wait_ms));
		json_object_set_new(status, "grace_ms", json_integer(s->grace_ms));
		json_object_set_new(status, "ring_size", json_integer(s->ring_size));
		json_object_set_new(status, "stats",
				    vfv_has(s, VFIOV_A_STATUS_STATS) ? stats_json(&s->stats)
								     : json_null());
	}
	cmd_json_print(cmd, stdout, "status", status);
}

static void print_audit(const struct cmd *cmd, const struct vfv_status *s)
{
	printf("audit       %" PRIu64 " %s, %u of at most %u not yet written", s->stats.audit_seq,
	       vfv_plural(s->stats.audit_seq, "record", "records"), s->stats.audit_held,
	       s->ring_size);
	if (s->stats.audit_lost) {
		char text[64];

		snprintf(text, sizeof(text), ", %" PRIu64 " lost", s->stats.audit_lost);
		cmd_text_style(stdout, cmd->color, CMD_BAD, text);
	}
	putchar('\n');
}

static void print_counters(const struct vfv_stats *s)
{
	printf("counters    %" PRIu64 " %s, %" PRIu64 " %s, %" PRIu64 " %s, %" PRIu64
	       " of them native by default, %" PRIu64 " %s refused\n",
	       s->requests, vfv_plural(s->requests, "request", "requests"), s->decisions,
	       vfv_plural(s->decisions, "decision", "decisions"), s->opens,
	       vfv_plural(s->opens, "open", "opens"), s->defaults, s->refused,
	       vfv_plural(s->refused, "command", "commands"));
}

static void print_beyond(const struct cmd *cmd, const struct cmd_beyond *beyond)
{
	char text[96];

	if (!beyond->foreign && !beyond->altered)
		return;
	printf("outside     ");
	snprintf(text, sizeof(text), "%u with another VFIO driver", beyond->foreign);
	if (beyond->foreign)
		cmd_text_style(stdout, cmd->color, CMD_WARN, text);
	if (beyond->foreign && beyond->altered)
		fputs(", ", stdout);
	snprintf(text, sizeof(text), "%u with a driver that changes what the guest sees",
		 beyond->altered);
	if (beyond->altered)
		cmd_text_style(stdout, cmd->color, CMD_BAD, text);
	printf(": the policy does not apply to them, see vfiovctl list\n");
}

/* Call it only with a running daemon. */
static void print_policy(const struct cmd *cmd, const struct vfv_status *s)
{
	char hash[13];

	printf("policy      ");
	if (*s->policy_hash || !*s->policy_error) {
		snprintf(hash, sizeof(hash), "%.12s", s->policy_hash);
		printf("generation %" PRIu64 ", sha256 ", s->policy_generation);
		cmd_text_put(stdout, hash);
		putchar('\n');
	}
	if (!*s->policy_error)
		return;
	if (*s->policy_hash)
		printf("            ");
	cmd_text_style(stdout, cmd->color, CMD_BAD, "INVALID");
	fputs(": ", stdout);
	cmd_text_put(stdout, s->policy_error);
	if (*s->policy_hash)
		printf("\n            generation %" PRIu64 " stays in force until this is fixed\n",
		       s->policy_generation);
	else
		printf("\n            no policy is in force, so every VF stays native\n");
}

static void print_not_loaded(const struct cmd *cmd, const struct cmd_modules *modules)
{
	cmd_text_style(stdout, cmd->color, CMD_WARN, "not loaded");
	printf(" (%s)\n", VFV_MODULE_NAME);
	cmd_modules_explain(cmd, modules);
}

static void print_text(const struct cmd *cmd, const struct vfv_status *s, unsigned int unjudged,
		       const struct cmd_beyond *beyond, const struct cmd_modules *modules)
{
	char instance[37];

	if (!s) {
		printf("module      ");
		if (cmd_is_offline(cmd))
			puts("unknown: --root has no running kernel");
		else
			print_not_loaded(cmd, modules);
		cmd_modules_next(cmd, modules);
		print_beyond(cmd, beyond);
		return;
	}
	vfv_instance_format(s->instance, instance);
	cmd_text_line(stdout, "module      %s %s, instance %s", VFV_CORE_NAME, s->version,
		      instance);
	cmd_modules_next(cmd, modules);
	printf("daemon      ");
	if (vfv_has(s, VFIOV_A_STATUS_OWNER_NAME)) {
		cmd_text_put(stdout, s->owner_name);
		printf(", pid %u\n", s->owner_pid);
		print_policy(cmd, s);
	} else {
		cmd_text_style(stdout, cmd->color, CMD_WARN, "none registered");
		printf(", so every VF that is opened is native\n");
	}
	printf("VFs         %u bound, %u waiting for a decision\n", s->vfs, s->waiting);
	if (unjudged) {
		printf("            ");
		cmd_text_style(stdout, cmd->color, CMD_WARN, "not evaluated");
		printf(": %u native because a fact is not known, see vfiovctl list\n", unjudged);
	}
	print_beyond(cmd, beyond);
	if (vfv_has(s, VFIOV_A_STATUS_STATS)) {
		print_audit(cmd, s);
		print_counters(&s->stats);
	} else {
		puts("counters    only shown to administrators");
	}
	printf("limits      open wait %u ms, grace period for a new daemon %u ms\n",
	       s->open_wait_ms, s->grace_ms);
}

/* Always print the status; the exit code tells scripts whether VFs would get decisions. */
enum cmd_exit cmd_status(struct cmd *cmd, int argc, char **argv)
{
	struct vfv_nl_error error = { 0 };
	unsigned int unjudged = 0;
	struct cmd_modules modules;
	struct cmd_beyond beyond;
	struct vfv_status status;
	int r = cmd_connect(cmd);

	if (r >= 0)
		r = vfv_genl_status_get(cmd->genl, &status, &error);
	if (r < 0 && r != -ENOENT)
		return error.code ? cmd_fail_nl(cmd, NULL, &error) : cmd_fail_connect(cmd, r);
	if (r >= 0)
		unjudged = count_unjudged(cmd);
	cmd_beyond_count(cmd, &beyond);
	cmd_modules_read(cmd, r >= 0, &modules);
	if (cmd->json)
		print_json(cmd, r < 0 ? NULL : &status, unjudged, &beyond, &modules);
	else
		print_text(cmd, r < 0 ? NULL : &status, unjudged, &beyond, &modules);
	if (cmd_is_offline(cmd))
		return CMD_OK;
	if (r < 0 || !vfv_has(&status, VFIOV_A_STATUS_OWNER_NAME))
		return CMD_UNREACHABLE;
	if (*status.policy_error)
		return CMD_POLICY;
	/*
	 * VFs outside the policy's control may have more than it grants, while unevaluated rules
	 * only lead to a smaller grant.
	 */
	if (beyond.foreign || beyond.altered)
		return CMD_DRIFT;
	return unjudged ? CMD_UNJUDGED : CMD_OK;
}
