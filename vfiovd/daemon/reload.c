// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <syslog.h>

#include "generation.h"
#include "invalid.h"
#include "lib/genl.h"
#include "lib/names.h"
#include "lib/plural.h"
#include "loader.h"
#include "log.h"
#include "policy/load.h"
#include "policy/policy.h"
#include "reload.h"
#include "state.h"
#include "status.h"
#include "watch.h"

/* "" while there is only the built-in policy. */
static const char *hash_in_force(const struct vd_manager *m)
{
	return m->policy.broken ? "" : vfv_policy_hash(m->policy.current);
}

static void log_loaded(struct vd_manager *m)
{
	const struct vd_policy *p = &m->policy;
	size_t n_rules = vfv_policy_n_rules(p->current);
	size_t n_log_only = vfv_policy_n_log_only(p->current);
	char log_only[48] = "";
	struct vd_entry *entry;

	if (n_log_only)
		snprintf(log_only, sizeof(log_only), ", %zu of them log-only,", n_log_only);
	entry = vd_log_begin(m, LOG_NOTICE, VFV_ID_POLICY_LOADED,
			     "Policy generation %" PRIu64
			     " with %zu %s%s is in force, transitional %s",
			     p->generation, n_rules, vfv_plural(n_rules, "rule", "rules"), log_only,
			     vfv_policy_settings(p->current)->allow_transitional
				     ? "may be granted"
				     : "is never granted (allow_transitional is false)");
	vd_log_add(entry, VFV_FIELD_POLICY_GENERATION, "%" PRIu64, p->generation);
	vd_log_add(entry, VFV_FIELD_POLICY_HASH, "%s", vfv_policy_hash(p->current));
	vd_log_send(m, entry);
}

int vd_policy_start(struct vd_manager *m)
{
	struct vfv_diags diags = { 0 }, none = { 0 };
	size_t n_rules;
	int r;

	r = vfv_policy_load(m->options.root[0] ? m->options.root : NULL, 1, &diags,
			    &m->policy.current);
	vd_invalid_log_diags(m, &diags);
	if (r < 0) {
		m->policy.broken = true;
		vd_invalid_set(&m->policy.invalid, &diags, r);
		vd_invalid_log(m, &diags, "every VF stays native until a valid policy is loaded");
		r = vfv_policy_new(NULL, 0, 1, &none, &m->policy.current);
	}
	vfv_diags_done(&diags);
	vfv_diags_done(&none);
	if (r < 0)
		return r;
	vd_generation_set(m, 1);
	/* The policy takes effect, and gets its number, when vfiovd becomes the owner. */
	n_rules = vfv_policy_n_rules(m->policy.current);
	if (!m->policy.broken)
		vd_log(m, LOG_INFO, "Read a policy with %zu %s", n_rules,
		       vfv_plural(n_rules, "rule", "rules"));
	return 0;
}

static uint32_t value_or(int said, uint32_t otherwise)
{
	return said >= 0 ? (uint32_t)said : otherwise;
}

/* Tell the kernel which policy is in force, and the errors in its files. */
static void send_policy(struct vd_manager *m)
{
	const struct vd_policy *p = &m->policy;
	struct vfv_nl_error error;
	int r;

	if (m->server.state != VD_SERVER_OWNER)
		return;
	r = vfv_genl_owner_update(m->genl, p->generation, hash_in_force(m), p->invalid.text,
				  &error);
	if (r == -EINVAL && strcmp(error.attribute, "policy-error") == 0) {
		/* A module that does not know this attribute must still get the number. */
		vd_log(m, LOG_WARNING, "The kernel refused the first error of the policy: %s",
		       vfv_nl_error_text(&error));
		r = vfv_genl_owner_update(m->genl, p->generation, hash_in_force(m), "", &error);
	}
	if (r < 0)
		vd_log(m, LOG_WARNING, "The kernel refused the generation of the policy: %s",
		       vfv_nl_error_text(&error));
}

static void update_kernel(struct vd_manager *m)
{
	const struct vfv_settings *settings = vfv_policy_settings(m->policy.current);
	/*
	 * Send all of them: a setting that is no longer in vfiovd.conf must not keep its old value.
	 */
	const struct vfv_status params = {
		.present = 1U << VFIOV_A_STATUS_OPEN_WAIT_MS | 1U << VFIOV_A_STATUS_GRACE_MS |
			   1U << VFIOV_A_STATUS_RING_SIZE,
		.open_wait_ms = value_or(settings->open_wait_ms, VFV_OPEN_WAIT_MS),
		.grace_ms = value_or(settings->grace_ms, VFV_GRACE_MS),
		.ring_size = value_or(settings->ring_size, VFV_RING_SIZE),
	};
	struct vfv_nl_error error;

	if (m->server.state != VD_SERVER_OWNER)
		return;
	/*
	 * A policy with errors does not define them, and the kernel's settings may be from a valid
	 * policy.
	 */
	if (!m->policy.broken && vfv_genl_params_set(m->genl, &params, &error) < 0)
		vd_log(m, LOG_WARNING, "The kernel refused the parameters of the policy: %s%s%s",
		       vfv_nl_error_text(&error), error.attribute[0] ? ": " : "", error.attribute);
	/* Do this last, because processes that wait for the policy wait for its hash to appear. */
	send_policy(m);
}

/* Apply the new policy, or discard it. */
static void take(struct vd_manager *m, struct vd_loaded *loaded)
{
	struct vd_policy *p = &m->policy;
	bool same;

	vd_invalid_log_diags(m, &loaded->diags);
	if (loaded->r < 0) {
		p->stale = true;
		vd_invalid_set(&p->invalid, &loaded->diags, loaded->r);
		vd_invalid_log(m, &loaded->diags,
			       p->broken ? "every VF stays native"
					 : "the previous policy stays in force");
		vfv_diags_done(&loaded->diags);
		send_policy(m);
		return;
	}
	vfv_diags_done(&loaded->diags);
	same = !p->broken &&
	       strcmp(vfv_policy_hash(loaded->policy), vfv_policy_hash(p->current)) == 0;
	vd_loader_discard(p->loader, p->current);
	p->current = loaded->policy;
	p->broken = p->stale = false;
	p->invalid = (struct vd_invalid){ 0 };
	if (!same)
		vd_generation_set(m, p->generation + 1);
	log_loaded(m);
	vd_watch_policy(m);
	update_kernel(m);
}

static int on_loaded(sd_event_source *source _unused_, int fd _unused_, uint32_t events _unused_,
		     void *userdata)
{
	struct vd_manager *m = userdata;
	struct vd_policy *p = &m->policy;
	struct vd_loaded loaded;

	if (!vd_loader_done(p->loader, &loaded))
		return 0;
	p->loading = false;
	take(m, &loaded);
	if (p->again)
		vd_policy_reload(m);
	else
		vd_status_ready(m);
	return 0;
}

static int start_loader(struct vd_manager *m)
{
	struct vd_policy *p = &m->policy;
	int r;

	if (p->loader)
		return 0;
	r = vd_loader_start(m->options.root, &p->loader);
	if (r < 0)
		return r;
	r = sd_event_add_io(m->event, &p->source, vd_loader_fd(p->loader), EPOLLIN, on_loaded, m);
	if (r < 0) {
		(void)vd_loader_stop(p->loader, UINT64_C(1000000));
		p->loader = NULL;
	}
	return r < 0 ? r : 0;
}

void vd_policy_reload(struct vd_manager *m)
{
	struct vd_policy *p = &m->policy;
	struct vd_loaded failed = { 0 };

	/* The load in progress may have read the files before this request. */
	p->again = p->loading;
	if (p->loading)
		return;
	vd_status_reloading(m);
	failed.r = start_loader(m);
	if (failed.r < 0) {
		take(m, &failed);
		vd_status_ready(m);
		return;
	}
	p->loading = true;
	vd_loader_load(p->loader, p->generation + 1);
}

/* The highest generation of a policy that decided on any VF. */
static uint64_t newest_in_use(struct vd_manager *m)
{
	_cleanup_free_ struct vfv_vf *vfs = NULL;
	uint64_t newest = 0;
	size_t n;

	if (vfv_genl_vf_dump(m->genl, &vfs, &n, NULL) < 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (vfs[i].policy_generation > newest)
			newest = vfs[i].policy_generation;
	return newest;
}

void vd_policy_announce(struct vd_manager *m, const struct vfv_status *before)
{
	const char *hash = hash_in_force(m);
	uint64_t used = newest_in_use(m);

	if (before->policy_generation && strcmp(before->policy_hash, hash) == 0)
		vd_generation_set(m, before->policy_generation);
	else if (before->policy_generation >= m->policy.generation || used >= m->policy.generation)
		vd_generation_set(
			m,
			(before->policy_generation > used ? before->policy_generation : used) + 1);
	if (!m->policy.broken)
		log_loaded(m);
	update_kernel(m);
}

void vd_policy_done(struct vd_manager *m, uint64_t usec)
{
	struct vd_policy *p = &m->policy;

	p->source = sd_event_source_disable_unref(p->source);
	(void)vd_loader_stop(TAKE_PTR(p->loader), usec);
	p->current = vfv_policy_unref(p->current);
}
