/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

#include "lib/names.h"

#include "ask.h"
#include "fail.h"
#include "take.h"
#include "wait.h"

enum { WAIT_DEFAULT_MS = 10000 };

/* The owner's process, held, so that no other one with its number gets the signal. */
static int hold_owner(struct cmd *cmd, struct vfv_status *status, struct vfv_nl_error *error)
{
	_cleanup_close_ int fd = -1;
	struct vfv_status again;
	int r = vfv_genl_status_get(cmd->genl, status, error);

	if (r < 0)
		return r;
	if (!vfv_has(status, VFIOV_A_STATUS_OWNER_NAME))
		return -ESRCH;
	fd = (int)syscall(SYS_pidfd_open, (pid_t)status->owner_pid, 0);
	if (fd < 0)
		return -errno;
	r = vfv_genl_status_get(cmd->genl, &again, error);
	if (r < 0)
		return r;
	return again.owner_pid == status->owner_pid ? TAKE_FD(fd) : -ESRCH;
}

static enum cmd_exit fail_signal(const struct cmd *cmd, int r, const struct vfv_nl_error *error)
{
	struct cmd_error about = { 0 };

	if (error->code)
		return cmd_fail_nl(cmd, NULL, error);
	if (r == -ESRCH) {
		about.hint = "systemctl start " VFV_DAEMON_NAME;
		return cmd_fail(cmd, CMD_UNREACHABLE, &about, "no daemon is there to take it");
	}
	if (r == -EPERM)
		about.hint = "this needs the right to signal " VFV_DAEMON_NAME ", try as root";
	return cmd_fail(cmd, CMD_FAILED, &about, "%s cannot be told: %s", VFV_DAEMON_NAME,
			strerror(-r));
}

static bool has_taken(const struct vfv_status *status, const char *hash)
{
	return vfv_has(status, VFIOV_A_STATUS_OWNER_NAME) && !strcmp(status->policy_hash, hash);
}

/* Return: CMD_OK when @hash is in force. */
static enum cmd_exit await(struct cmd *cmd, const char *hash, struct vfv_status *status)
{
	struct cmd_error about = { .hint = "journalctl -u " VFV_DAEMON_NAME " says why" };
	struct vfv_nl_error error = { 0 };
	struct cmd_wait wait;
	int r;

	cmd_wait_start(&wait, cmd, VFV_DAEMON_NAME, "the policy to be read", WAIT_DEFAULT_MS);
	do
		r = vfv_genl_status_get(cmd->genl, status, &error);
	while (r >= 0 && !has_taken(status, hash) && cmd_wait_turn(&wait));
	cmd_wait_end(&wait);
	if (r < 0)
		return cmd_fail_nl(cmd, NULL, &error);
	if (has_taken(status, hash))
		return CMD_OK;
	return cmd_fail(cmd, CMD_FAILED, &about, "%s has not taken the files in time",
			VFV_DAEMON_NAME);
}

enum cmd_exit cmd_take(struct cmd *cmd, const char *hash, struct cmd_taken *taken)
{
	struct vfv_nl_error error = { 0 };
	_cleanup_close_ int owner = -1;
	enum cmd_exit code = cmd_ask_prepare(cmd);

	if (code != CMD_OK)
		return code;
	owner = hold_owner(cmd, &taken->status, &error);
	if (owner < 0)
		return fail_signal(cmd, owner, &error);
	taken->before = taken->status.policy_generation;
	if (syscall(SYS_pidfd_send_signal, owner, SIGHUP, NULL, 0) < 0)
		return fail_signal(cmd, -errno, &error);
	return await(cmd, hash, &taken->status);
}
