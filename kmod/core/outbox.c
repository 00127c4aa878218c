// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages that are sent after vfiov.lock is released.
 */

#include <linux/device.h>
#include <linux/kobject.h>
#include <linux/slab.h>
#include <linux/vfiov.h>

#include "genl.h"
#include "outbox.h"
#include "state.h"

/* Either a multicast or a uevent. */
struct message {
	struct list_head node;
	struct sk_buff *skb;
	unsigned int group;
	struct device *dev; /* with a reference */
	const char *profile;
};

void vfiov_outbox_init(void)
{
	struct vfiov_outbox *o = &vfiov.outbox;

	spin_lock_init(&o->lock);
	INIT_LIST_HEAD(&o->messages);
	mutex_init(&o->sending);
}

static void outbox_put(const struct message *message)
{
	struct vfiov_outbox *o = &vfiov.outbox;
	struct message *m = kmemdup(message, sizeof(*m), GFP_KERNEL);

	lockdep_assert_held(&vfiov.lock);
	if (!m) {
		nlmsg_free(message->skb);
		put_device(message->dev);
		return;
	}
	spin_lock(&o->lock);
	list_add_tail(&m->node, &o->messages);
	spin_unlock(&o->lock);
	o->dirty = true;
}

void vfiov_outbox_multicast(struct sk_buff *skb, unsigned int group)
{
	outbox_put(&(struct message){ .skb = skb, .group = group });
}

void vfiov_outbox_uevent(struct device *dev, const char *profile)
{
	outbox_put(&(struct message){ .dev = get_device(dev), .profile = profile });
}

static void send_uevent(struct message *m)
{
	char profile[sizeof("VFIOV_PROFILE=") + VFIOV_NAME_MAX];
	char *env[2];

	env[0] = profile;
	env[1] = NULL;
	snprintf(profile, sizeof(profile), "VFIOV_PROFILE=%s", m->profile);
	kobject_uevent_env(&m->dev->kobj, KOBJ_CHANGE, env);
	put_device(m->dev);
}

static void outbox_send(struct message *m)
{
	if (m->dev)
		send_uevent(m);
	else if (vfiov.outbox.open)
		genlmsg_multicast(&vfiov_nl_family, m->skb, 0, m->group, GFP_KERNEL);
	else
		nlmsg_free(m->skb);
	kfree(m);
}

void vfiov_outbox_send(void)
{
	struct vfiov_outbox *o = &vfiov.outbox;
	struct message *m, *next;
	LIST_HEAD(messages);

	mutex_lock(&o->sending);
	/* A task that adds messages from now on sends them itself. */
	spin_lock(&o->lock);
	list_splice_init(&o->messages, &messages);
	spin_unlock(&o->lock);
	list_for_each_entry_safe(m, next, &messages, node)
		outbox_send(m);
	mutex_unlock(&o->sending);
}

void vfiov_outbox_open(void)
{
	mutex_lock(&vfiov.outbox.sending);
	vfiov.outbox.open = true;
	mutex_unlock(&vfiov.outbox.sending);
}

void vfiov_outbox_close(void)
{
	mutex_lock(&vfiov.outbox.sending);
	vfiov.outbox.open = false;
	mutex_unlock(&vfiov.outbox.sending);
}

void vfiov_unlock(void)
{
	bool dirty = vfiov.outbox.dirty;

	vfiov.outbox.dirty = false;
	mutex_unlock(&vfiov.lock);
	if (dirty)
		vfiov_outbox_send();
}
