// SPDX-License-Identifier: GPL-2.0-only
/*
 * The legacy admin commands of a VF (virtio 1.3 section 2.12.1.2), and their retries.
 */

#include <linux/delay.h>
#include <linux/sched/signal.h>

#include "admin.h"
#include "command.h"
#include "vf.h"

#define EAGAIN_TRIES	5
#define EAGAIN_PAUSE_MS	10

/*
 * Run @cmd, and rerun it as a copy while the device returns EAGAIN, which means that it did nothing
 * and the driver should retry (virtio 1.3 section 2.12.1). Consumes the caller's reference to @cmd.
 * On success @result is the answered command, with a reference.
 */
static int command_retry(struct vfiov_vf *vf, struct vfiov_command *cmd,
			 struct vfiov_command **result)
{
	for (int try = 1;; try++) {
		struct vfiov_command *again;
		int ret = vfiov_command_run(vf, cmd);

		if (!ret) {
			*result = cmd;
			return 0;
		}
		if (ret != -EAGAIN || try == EAGAIN_TRIES) {
			atomic64_inc(&vf->stats.errors);
			vfiov_command_put(cmd);
			return ret;
		}

		/* The worker may still hold the answered command, so retry with a copy. */
		again = vfiov_command_new(vf, cmd->op);
		if (again) {
			again->off = cmd->off;
			again->len = cmd->len;
			memcpy(again->data, cmd->data, sizeof(again->data));
		}
		vfiov_command_put(cmd);
		if (!again)
			return -ENOMEM;
		cmd = again;
		atomic64_inc(&vf->stats.retries);
		if (msleep_interruptible(EAGAIN_PAUSE_MS) && fatal_signal_pending(current)) {
			vfiov_command_put(cmd);
			return -EINTR;
		}
	}
}

int vfiov_admin_rw(struct vfiov_vf *vf, enum vfiov_admin_op op, u8 off, u8 len, u8 *data)
{
	bool read = op == VFIOV_ADMIN_COMMON_READ || op == VFIOV_ADMIN_DEVICE_READ;
	struct vfiov_command *cmd = vfiov_command_new(vf, op);
	int ret;

	if (!cmd)
		return -ENOMEM;
	cmd->off = off;
	cmd->len = len;
	if (!read)
		memcpy(cmd->data, data, len);
	ret = command_retry(vf, cmd, &cmd);
	if (ret)
		return ret;
	if (read)
		memcpy(data, cmd->data, len);
	vfiov_command_put(cmd);
	return 0;
}

int vfiov_admin_notify_info(struct vfiov_vf *vf, u8 flags, u8 *bar, u64 *offset)
{
	struct vfiov_command *cmd = vfiov_command_new(vf, VFIOV_ADMIN_NOTIFY_INFO);
	int ret;

	if (!cmd)
		return -ENOMEM;
	cmd->off = flags;
	ret = command_retry(vf, cmd, &cmd);
	if (ret)
		return ret;
	*bar = cmd->bar;
	*offset = cmd->bar_offset;
	vfiov_command_put(cmd);
	return 0;
}
