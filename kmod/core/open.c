// SPDX-License-Identifier: GPL-2.0-only
/*
 * The life of a VF's profile: requested at bind, latched at open until close.
 *
 *	bind ----> request ----> answer: choice.next
 *	open ----> wait, bounded ----> choice.latched = choice.next, or native
 *	close ---> choice.next applies again
 *
 * A VF is native without migration unless something else was granted. No other default can be
 * configured.
 */

#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/sched/signal.h>

#include "audit.h"
#include "choice.h"
#include "entry.h"
#include "nl_doorbell.h"
#include "owner.h"
#include "request.h"
#include "state.h"

static const struct vfiov_decision native;

/* Replace a prepared record that was used, for the next open with a grant. */
static void prepare_again(struct vfiov_entry *vf)
{
	if (vfiov_decision_is_grant(&vf->choice.next))
		vfiov_audit_prepare(vf);
}

/* Record the open. Return: false for a grant that cannot be recorded. */
static bool audit_open(struct vfiov_entry *vf)
{
	struct vfiov_choice *c = &vf->choice;
	struct vfiov_record *rec;

	if (!vfiov_decision_is_grant(&c->latched)) {
		vfiov_audit_add(vfiov_choice_record(VFIOV_EVENT_OPEN, vf, &c->latched));
		return true;
	}
	rec = vfiov_audit_use(VFIOV_EVENT_OPEN, vf, &c->prepared.open);
	rec = vfiov_choice_describe(rec, vf, &c->latched);
	if (!vfiov_audit_try(rec)) {
		vfiov_audit_free(rec);
		return false;
	}
	prepare_again(vf);
	return true;
}

static void audit_close(struct vfiov_entry *vf)
{
	struct vfiov_choice *c = &vf->choice;
	struct vfiov_record *rec;

	if (!vfiov_decision_is_grant(&c->latched)) {
		vfiov_audit_add(vfiov_choice_record(VFIOV_EVENT_CLOSE, vf, &c->latched));
		return;
	}
	rec = vfiov_audit_use(VFIOV_EVENT_CLOSE, vf, &c->prepared.close);
	vfiov_audit_add(vfiov_choice_describe(rec, vf, &c->latched));
	prepare_again(vf);
}

/* A pending set does not delay an open, because the VF already has a decision. */
static bool must_wait(struct vfiov_entry *vf)
{
	const struct vfiov_request *r = &vf->request;

	return r->live && r->kind != VFIOV_REQUEST_KIND_SET && !vf->choice.leaving &&
	       !vfiov.suspending && vfiov_owner_expected();
}

/*
 * Release vfiov.lock and sleep until woken, for at most @left jiffies.
 * Return: the remaining jiffies, or -EINTR.
 */
static long wait_a_while(struct vfiov_entry *vf, long left)
{
	DEFINE_WAIT(wait);

	prepare_to_wait(&vf->choice.wait, &wait, TASK_KILLABLE);
	/* Do not use vfiov_unlock(), which sleeps; there is nothing to send. */
	mutex_unlock(&vfiov.lock);
	left = schedule_timeout(left);
	finish_wait(&vf->choice.wait, &wait);
	mutex_lock(&vfiov.lock);
	return fatal_signal_pending(current) ? -EINTR : left;
}

/* Return: the cause to record when a VF is opened while its request is unanswered. */
static enum vfiov_cause why_default(struct vfiov_entry *vf, bool waited)
{
	if (vf->choice.leaving)
		return VFIOV_CAUSE_SUPERSEDED;
	if (vfiov_owner_expected())
		return VFIOV_CAUSE_TIMEOUT;
	return waited ? VFIOV_CAUSE_OWNER_LOST : VFIOV_CAUSE_NO_OWNER;
}

int vfiov_device_open(struct vfiov_device *dev, struct vfiov_grant *grant)
{
	struct vfiov_entry *vf = dev->entry;
	struct vfiov_choice *c = &vf->choice;
	long left;
	bool waited = false;

	mutex_lock(&vfiov.lock);
	left = msecs_to_jiffies(vfiov.params.open_wait_ms);
	while (must_wait(vf) && left > 0) {
		if (!waited) {
			/* vfiov_unlock() sends the doorbell. */
			waited = true;
			vfiov_doorbell_now(&vfiov.request_doorbell);
			vfiov_unlock();
			mutex_lock(&vfiov.lock);
			continue;
		}
		left = wait_a_while(vf, left);
	}
	if (left < 0) {
		vfiov_unlock();
		return left;
	}

	c->latched = c->next;
	if (vf->request.live && vf->request.kind != VFIOV_REQUEST_KIND_SET) {
		c->latched = native;
		c->latched.cause = why_default(vf, waited);
		if (c->latched.cause == VFIOV_CAUSE_TIMEOUT)
			vfiov_request_renew(vf);
	}
	c->use = VFIOV_OPENING;
	c->open_pid = task_tgid_nr(current);
	grant->profile = c->latched.profile;
	grant->migration = c->latched.migration;
	vfiov_unlock();
	return 0;
}
EXPORT_SYMBOL_GPL(vfiov_device_open);

void vfiov_device_latch(struct vfiov_device *dev, struct vfiov_grant *grant)
{
	struct vfiov_entry *vf = dev->entry;
	struct vfiov_choice *c = &vf->choice;
	bool by_default;

	mutex_lock(&vfiov.lock);
	if (grant->profile != c->latched.profile || grant->migration != c->latched.migration) {
		c->latched = native;
		c->latched.cause = VFIOV_CAUSE_UNAVAILABLE;
	}
	by_default = c->latched.source == VFIOV_SOURCE_DEFAULT;
	if (!by_default && !audit_open(vf)) {
		c->latched = native;
		c->latched.cause = VFIOV_CAUSE_AUDIT_FULL;
		by_default = true;
	}
	if (by_default)
		vfiov_audit_add(vfiov_choice_record(VFIOV_EVENT_DEFAULT, vf, &c->latched));
	c->use = VFIOV_OPEN;
	vfiov.stats.opens++;
	vfiov.stats.defaults += by_default;
	grant->profile = c->latched.profile;
	grant->migration = c->latched.migration;
	vfiov_choice_changed(vf);
	vfiov_unlock();
}
EXPORT_SYMBOL_GPL(vfiov_device_latch);

void vfiov_device_migrated(struct vfiov_device *dev, const struct vfiov_migrated *what)
{
	struct vfiov_entry *vf = dev->entry;
	struct vfiov_record *rec;

	mutex_lock(&vfiov.lock);
	rec = vfiov_choice_record(what->event, vf, &vf->choice.latched);
	if (rec) {
		rec->error = what->error;
		rec->bytes = what->bytes;
		rec->latency_us = what->time_us;
		strscpy(rec->text, what->text ?: "", sizeof(rec->text));
	}
	vfiov_audit_add(rec);
	vfiov_unlock();
}
EXPORT_SYMBOL_GPL(vfiov_device_migrated);

void vfiov_device_close(struct vfiov_device *dev)
{
	struct vfiov_entry *vf = dev->entry;
	struct vfiov_choice *c = &vf->choice;

	mutex_lock(&vfiov.lock);
	if (c->use == VFIOV_OPEN)
		audit_close(vf);
	c->use = VFIOV_CLOSED;
	c->open_pid = 0;
	c->latched = native;
	/* A bind or reset is unanswered, so the VF is native until the answer arrives. */
	if (vf->request.live && vf->request.kind != VFIOV_REQUEST_KIND_SET)
		vfiov_choice_next(vf, &native);
	else if (!vfiov_decision_is_grant(&c->next))
		vfiov_audit_unprepare(vf);
	vfiov_choice_changed(vf);
	vfiov_unlock();
}
EXPORT_SYMBOL_GPL(vfiov_device_close);
