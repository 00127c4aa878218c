// SPDX-License-Identifier: GPL-2.0-only
/*
 * The admin commands for device parts of a VF. They are executed as all commands are (command.c):
 * a worker owns their memory, and the caller may give up.
 *
 * Each transfer creates a resource object and destroys it afterwards. If the caller gives up on a
 * command that the device has, the worker destroys the object.
 */

#include <linux/delay.h>
#include <linux/pci.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "command.h"
#include "parts.h"
#include "parts_exec.h"
#include "vf.h"

#define EAGAIN_TRIES	5
#define EAGAIN_PAUSE_MS	10

/**
 * struct ask - a command for device parts, which may have to be repeated
 * @op: the operation
 * @off: mode, or kind of object
 * @object: id of the object; set by VFIOV_ADMIN_OBJECT_CREATE
 * @in: data of VFIOV_ADMIN_PARTS_SET, or NULL
 * @out: buffer for the result of VFIOV_ADMIN_PARTS_GET, or NULL
 * @len: size of @in or @out, or 0; set to the result's size
 * @left: set if the worker still has the command, and will destroy the object
 * @unknown: set if the device received the command, and its result is unknown
 */
struct ask {
	enum vfiov_admin_op op;
	u8 off;
	u32 object;
	const u8 *in;
	u8 *out;
	u32 len;
	bool left;
	bool unknown;
};

static struct vfiov_command *command_of(struct vfiov_vf *vf, const struct ask *ask)
{
	u32 header = ask->in ? VFIOV_PARTS_HEADER : 0;
	struct vfiov_command *cmd = vfiov_command_new(vf, ask->op);

	if (!cmd)
		return NULL;
	cmd->off = ask->off;
	cmd->object = ask->object;
	if (!ask->in && !ask->out)
		return cmd;
	/* One contiguous piece, because a command may take only four buffers (queue.c). */
	cmd->buf_len = header + ask->len;
	cmd->buf = kzalloc(cmd->buf_len, GFP_KERNEL_ACCOUNT | __GFP_NOWARN);
	if (!cmd->buf) {
		vfiov_command_put(cmd);
		return NULL;
	}
	if (ask->in)
		memcpy(cmd->buf + header, ask->in, ask->len);
	return cmd;
}

static int ask_once(struct vfiov_vf *vf, struct ask *ask)
{
	struct vfiov_command *cmd = command_of(vf, ask);
	int ret;

	if (!cmd)
		return -ENOMEM;
	ret = vfiov_command_run(vf, cmd);
	if (!ret) {
		ask->object = cmd->object;
		ask->len = cmd->buf_len;
		if (ask->out)
			memcpy(ask->out, cmd->buf, cmd->buf_len);
	}
	/*
	 * Only this task sets @left, after which @given is constant. A worker that has not begun
	 * the command drops it, and does not destroy the object.
	 */
	ask->left = cmd->left && cmd->given;
	ask->unknown = cmd->given && (ret == -EINTR || ret == -ETIMEDOUT || ret == -EIO);
	vfiov_command_put(cmd);
	return ret;
}

static int ask(struct vfiov_vf *vf, struct ask *ask)
{
	for (int try = 1;; try++) {
		int ret = ask_once(vf, ask);

		if (!ret)
			return 0;
		if (ret != -EAGAIN || try == EAGAIN_TRIES) {
			atomic64_inc(&vf->stats.errors);
			return ret;
		}
		atomic64_inc(&vf->stats.retries);
		if (msleep_interruptible(EAGAIN_PAUSE_MS) && fatal_signal_pending(current))
			return -EINTR;
	}
}

int vfiov_parts_mode(struct vfiov_vf *vf, bool stopped, bool *unknown)
{
	struct ask mode = { .op = VFIOV_ADMIN_MODE_SET, .off = stopped };
	int ret = ask(vf, &mode);

	*unknown = mode.unknown;
	return ret;
}

/* @kind: VIRTIO_RESOURCE_OBJ_DEV_PARTS_TYPE_GET is 0, _SET is 1. */
static int object_create(struct vfiov_vf *vf, u8 kind, u32 *object)
{
	struct ask create = { .op = VFIOV_ADMIN_OBJECT_CREATE, .off = kind };
	int ret = ask(vf, &create);

	*object = create.object;
	return ret;
}

/* For a task that is being killed and cannot wait. */
static int destroy_later(struct vfiov_vf *vf, const struct ask *destroy)
{
	struct vfiov_command *cmd = command_of(vf, destroy);
	int ret;

	if (!cmd)
		return -ENOMEM;
	ret = vfiov_command_send(vf, cmd);
	vfiov_command_put(cmd);
	return ret;
}

/* @last: the last command that used the object. */
static void object_destroy(struct vfiov_vf *vf, const struct ask *last)
{
	struct ask destroy = { .op = VFIOV_ADMIN_OBJECT_DESTROY, .object = last->object };
	u32 object = last->object;
	int ret;

	if (last->left)
		return;
	if (fatal_signal_pending(current))
		ret = destroy_later(vf, &destroy);
	else
		ret = ask(vf, &destroy);
	if (ret)
		dev_warn_ratelimited(&vf->core.pdev->dev,
				     "the PF keeps resource object %u (%d)\n", object, ret);
}

static int get_all(struct vfiov_vf *vf, u8 *parts, u32 room, u32 *len)
{
	struct ask size = { .op = VFIOV_ADMIN_PARTS_SIZE };
	struct ask get = { .op = VFIOV_ADMIN_PARTS_GET, .out = parts };
	int ret;

	ret = object_create(vf, 0, &size.object);
	if (ret)
		return ret;
	ret = ask(vf, &size);
	if (!ret && (!size.len || size.len > room))
		ret = size.len ? -E2BIG : -EIO;
	if (ret) {
		object_destroy(vf, &size);
		return ret;
	}
	get.object = size.object;
	get.len = size.len;
	ret = ask(vf, &get);
	object_destroy(vf, &get);
	*len = get.len;
	return ret ?: get.len ? 0 : -EIO;
}

int vfiov_parts_get(struct vfiov_vf *vf, u8 *parts, u32 room, u32 *len)
{
	int ret;

	if (mutex_lock_killable(&vf->bar0.lock))
		return -EINTR;
	ret = get_all(vf, parts, room, len);
	mutex_unlock(&vf->bar0.lock);
	return ret;
}

static int set_all(struct vfiov_vf *vf, const u8 *parts, u32 len)
{
	struct ask set = { .op = VFIOV_ADMIN_PARTS_SET, .in = parts, .len = len };
	int ret;

	ret = object_create(vf, 1, &set.object);
	if (ret)
		return ret;
	ret = ask(vf, &set);
	object_destroy(vf, &set);
	return ret;
}

int vfiov_parts_set(struct vfiov_vf *vf, const u8 *parts, u32 len)
{
	int ret;

	if (mutex_lock_killable(&vf->bar0.lock))
		return -EINTR;
	ret = set_all(vf, parts, len);
	mutex_unlock(&vf->bar0.lock);
	return ret;
}
