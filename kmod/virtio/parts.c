// SPDX-License-Identifier: GPL-2.0-only
/*
 * The admin commands for device parts of a VF. They are executed like all other commands
 * (command.c): a worker owns their memory, and the caller may give up.
 *
 * Each transfer creates a resource object, and destroys it as soon as the device has returned or
 * received the parts. The PF has few objects, so a transfer keeps none while user space decides how
 * long it takes. Nobody waits until the object is destroyed, because the guest is stopped. If the
 * caller gives up on a command that the device has, the worker destroys the object.
 */

#include <linux/delay.h>
#include <linux/mm.h>
#include <linux/pci.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "command.h"
#include "parts.h"
#include "parts_exec.h"
#include "vf.h"

/* Room for the usual state of a VF, to avoid asking the device for the size. */
#define USUAL_ROOM	4096U

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
	int ret;

	/* Wait until the previous object is destroyed, so that a VF never has two. */
	ret = vfiov_flight_settle(vf);
	if (!ret)
		ret = ask(vf, &create);
	*object = create.object;
	return ret;
}

/* @last: the last command that used the object. */
static void object_destroy(struct vfiov_vf *vf, const struct ask *last)
{
	struct ask destroy = { .op = VFIOV_ADMIN_OBJECT_DESTROY, .object = last->object };
	struct vfiov_command *cmd;
	int ret = -ENOMEM;

	if (last->left)
		return;
	cmd = command_of(vf, &destroy);
	if (cmd) {
		ret = vfiov_command_send(vf, cmd);
		vfiov_command_put(cmd);
	}
	if (ret)
		vfiov_parts_kept(vf->core.pdev, destroy.object, ret);
}

static int get_size(struct vfiov_vf *vf, struct ask *size, u32 room)
{
	int ret = ask(vf, size);

	if (ret)
		return ret;
	if (!size->len)
		return -EIO;
	return size->len > room ? -E2BIG : 0;
}

/* Get parts that did not fit in the usual room. @data is replaced. */
static int get_large(struct vfiov_vf *vf, struct ask *get, u32 before, u32 max, u8 **data)
{
	struct ask size = { .op = VFIOV_ADMIN_PARTS_SIZE, .object = get->object };
	int ret;

	kvfree(*data);
	*data = NULL;
	ret = get_size(vf, &size, max);
	get->left = size.left;
	if (ret)
		return ret;
	*data = kvmalloc(before + size.len, GFP_KERNEL_ACCOUNT);
	if (!*data)
		return -ENOMEM;
	get->out = *data + before;
	get->len = size.len;
	return ask(vf, get);
}

static int get_all(struct vfiov_vf *vf, u32 before, u32 max, u8 **data, u32 *len)
{
	u32 room = min(max, USUAL_ROOM);
	struct ask get = { .op = VFIOV_ADMIN_PARTS_GET, .len = room };
	int ret;

	*data = kvmalloc(before + room, GFP_KERNEL_ACCOUNT);
	if (!*data)
		return -ENOMEM;
	ret = object_create(vf, 0, &get.object);
	if (ret)
		return ret;
	get.out = *data + before;
	ret = ask(vf, &get);
	/* The device answers ENOMEM if there is more, but do not rely on that. */
	if (!get.left && (ret == -ENOMEM || (!ret && get.len == room)))
		ret = get_large(vf, &get, before, max, data);
	object_destroy(vf, &get);
	*len = get.len;
	return ret ?: get.len ? 0 : -EIO;
}

int vfiov_parts_get(struct vfiov_vf *vf, u32 before, u32 max, u8 **data, u32 *len)
{
	int ret;

	*data = NULL;
	if (mutex_lock_killable(&vf->bar0.lock))
		return -EINTR;
	ret = get_all(vf, before, max, data, len);
	mutex_unlock(&vf->bar0.lock);
	if (ret) {
		kvfree(*data);
		*data = NULL;
	}
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
