// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each allocation for a command of the netlink family fails once: the command is refused and
 * changes nothing, or it succeeds. A grant without memory for its audit record is refused, and its
 * request stays pending. The audit reports the number of events whose record could not be
 * allocated.
 *
 * Timeout: 300 s
 */
#include <errno.h>
#include <stdlib.h>

#include "lib/names.h"
#include "lib/stand-in.h"
#include "lib/victim.h"

struct desk {
	struct victim *victim;
	struct vfv_genl *owner, *other;
	const char *what;
	uint64_t cookie;
	unsigned int value;
};

static struct vfv_genl *asker(struct desk *d)
{
	return d->victim->scene.genl;
}

static void checked(void *userdata, int r)
{
	struct desk *d = userdata;

	victim_check(d->victim, d->what, r);
}

static int status_get(void *userdata)
{
	struct vfv_status status;

	return vfv_genl_status_get(asker(userdata), &status, NULL);
}

static int vf_get(void *userdata)
{
	struct desk *d = userdata;
	struct vfv_vf vf;

	return vfv_genl_vf_get(asker(d), d->victim->bdf, &vf, NULL);
}

static int vf_dump(void *userdata)
{
	struct vfv_vf *vfs = NULL;
	size_t n;
	int r = vfv_genl_vf_dump(asker(userdata), &vfs, &n, NULL);

	free(vfs);
	return r;
}

static int request_dump(void *userdata)
{
	struct desk *d = userdata;
	struct vfv_request *requests = NULL;
	size_t n;
	int r = vfv_genl_request_dump(d->owner, SCENE_VFS, &requests, &n, NULL);

	free(requests);
	return r;
}

static int look(const struct vfv_audit_record *record, void *userdata)
{
	return 0;
}

static int audit_dump(void *userdata)
{
	struct desk *d = userdata;

	return vfv_genl_audit_dump(d->owner, 0, look, NULL, NULL);
}

static int owner_update(void *userdata)
{
	struct desk *d = userdata;

	return vfv_genl_owner_update(d->owner, ++d->value, "hash", "", NULL);
}

static int params_set(void *userdata)
{
	struct desk *d = userdata;
	const struct vfv_status params = {
		.present = 1u << VFIOV_A_STATUS_GRACE_MS,
		.grace_ms = 4000 + ++d->value, /* commands that change nothing are not audited */
	};

	return vfv_genl_params_set(asker(d), &params, NULL);
}

static int registered_twice(void *userdata)
{
	struct desk *d = userdata;
	struct vfv_status status;
	int r = vfv_genl_owner_register(d->other, "other", &status, NULL);

	return r == -EEXIST ? 0 : r;
}

static int owner_register(void *userdata)
{
	struct desk *d = userdata;
	struct vfv_status status;

	return vfv_genl_owner_register(d->owner, "stand-in", &status, NULL);
}

static void registered(void *userdata, int r)
{
	struct desk *d = userdata;

	checked(d, r);
	if (r == 0)
		tap_must(vfv_genl_owner_unregister(d->owner, NULL), "unregister");
}

static int owner_unregister(void *userdata)
{
	struct desk *d = userdata;

	return vfv_genl_owner_unregister(d->owner, NULL);
}

static void unregistered(void *userdata, int r)
{
	checked(userdata, r);
	tap_must(owner_register(userdata), "register again");
}

/* Makes a new request, which stays pending. */
static void ask(struct desk *d)
{
	const char *bdf = d->victim->bdf;
	uint64_t ticket;

	tap_must(vfv_genl_profile_reset(asker(d), bdf, "again", &ticket, NULL), "ask again");
	d->cookie = stand_in_pull(d->owner, bdf).cookie;
}

static int grant(void *userdata)
{
	struct desk *d = userdata;

	return stand_in_grant(d->owner, d->victim->bdf, d->cookie, "transitional", NULL);
}

static void granted(void *userdata, int r)
{
	struct desk *d = userdata;
	struct vfv_vf vf = stand_in_vf(asker(d), d->victim->bdf);

	checked(d, r);
	d->victim->odd += vf.waiting != (r < 0);
	d->victim->odd += (!strcmp(vf.current, "transitional")) != (r == 0);
	if (r < 0)
		tap_must(grant(d), "grant the request that could not be granted");
	ask(d);
}

static int set(void *userdata)
{
	struct desk *d = userdata;
	uint64_t ticket;

	return vfv_genl_profile_set(asker(d), d->victim->bdf, "transitional", false, "because",
				    &ticket, NULL);
}

static int reset(void *userdata)
{
	struct desk *d = userdata;
	uint64_t ticket;

	return vfv_genl_profile_reset(asker(d), d->victim->bdf, "because", &ticket, NULL);
}

/* A refused command leaves no request behind. */
static void asked(void *userdata, int r)
{
	struct desk *d = userdata;

	checked(d, r);
	d->victim->odd += stand_in_vf(asker(d), d->victim->bdf).waiting != (r == 0);
	if (r == 0)
		tap_must(stand_in_grant(d->owner, d->victim->bdf,
					stand_in_pull(d->owner, d->victim->bdf).cookie, "native",
					NULL),
			 "answer");
}

static void each(struct desk *d, const char *what, int (*act)(void *), void (*settle)(void *, int),
		 unsigned int least)
{
	d->what = what;
	victim_claim(d->victim, what,
		     inject_each(&d->victim->inject, &(struct inject_action){ act, settle, d }),
		     least);
}

struct tally {
	uint64_t last, told;
	bool gap;
};

static int tell(const struct vfv_audit_record *record, void *userdata)
{
	struct tally *t = userdata;

	t->gap |= t->last && record->seq != t->last + 1;
	t->last = record->seq;
	t->told += record->lost;
	return 0;
}

/* The next event reports the losses. */
static void losses(struct desk *d, uint64_t before)
{
	struct tally t = { 0 };
	uint64_t lost;

	params_set(d);
	lost = stand_in_status(asker(d)).stats.audit_lost - before;
	tap_must(vfv_genl_audit_dump(d->owner, 0, tell, &t, NULL), "read the audit");
	tap_ok(&d->victim->scene.tap, lost > 0 && t.told == lost && !t.gap,
	       "%lu events found no memory for a record, the audit reports %lu, without a gap",
	       lost, t.told);
}

int main(void)
{
	struct victim v;
	struct desk d = { .victim = &v };
	uint64_t before;

	victim_begin(&v, 6);
	/* Only the core handles these commands, not the driver. */
	inject_below(VFV_CORE_NAME, NULL);
	stand_in_take(&v.scene, &d.owner);
	stand_in_socket(&d.other);
	before = stand_in_status(v.scene.genl).stats.audit_lost;
	stand_in_bind(&v.scene, v.index, v.bdf);

	each(&d, "status-get", status_get, checked, 1);
	each(&d, "vf-get", vf_get, checked, 1);
	each(&d, "vf-get, all", vf_dump, checked, 0);
	each(&d, "request-get", request_dump, checked, 0);
	each(&d, "audit-get", audit_dump, checked, 0);
	each(&d, "owner-update", owner_update, checked, 0);
	each(&d, "params-set", params_set, checked, 1);
	each(&d, "owner-register, refused", registered_twice, checked, 1);
	d.cookie = stand_in_pull(d.owner, v.bdf).cookie;
	each(&d, "decision-set", grant, granted, 1);
	tap_must(grant(&d), "grant the last one");
	each(&d, "profile-set", set, asked, 2);
	each(&d, "profile-reset", reset, asked, 2);
	each(&d, "owner-unregister", owner_unregister, unregistered, 1);
	tap_must(owner_unregister(&d), "unregister");
	each(&d, "owner-register", owner_register, registered, 1);

	tap_must(owner_register(&d), "register");
	losses(&d, before);
	vfv_genl_close(d.other);
	stand_in_leave(d.owner);
	tap_must(daemon_start(v.scene.genl), "start vfiovd");
	stand_in_params(v.scene.genl, -1, 3000, -1);
	return victim_end(&v);
}
