/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "lib/line.h"
#include "lib/names.h"

#include "ask.h"
#include "fail.h"
#include "take.h"
#include "wait.h"

enum { WAIT_DEFAULT_MS = 10000 };

/*
 * The kernel reports the owner's PID in the initial namespace; in another namespace, that number
 * may be the PID of another process. With a test's kernel, the owner is a process of the test.
 */
static bool numbers_are_ours(const struct cmd *cmd)
{
	static const ino_t initial = 0xEFFFFFFC; /* PROC_PID_INIT_INO */
	struct stat st;

	return cmd->hook || (stat("/proc/self/ns/pid", &st) >= 0 && st.st_ino == initial);
}

/* Get a pidfd of the owner, so that no other process with its PID gets the signal. */
static int hold_owner(struct cmd *cmd, struct vfv_status *status, struct vfv_nl_error *error)
{
	_cleanup_close_ int fd = -1;
	struct vfv_status again;
	int r = vfv_genl_status_get(cmd->genl, status, error);

	if (r < 0)
		return r;
	if (!vfv_has(status, VFIOV_A_STATUS_OWNER_NAME))
		return -ESRCH;
	/* The owner may be another program, which SIGHUP might terminate. */
	if (strcmp(status->owner_name, VFV_DAEMON_NAME))
		return -EMEDIUMTYPE;
	if (!numbers_are_ours(cmd))
		return -EXDEV;
	fd = (int)syscall(SYS_pidfd_open, (pid_t)status->owner_pid, 0);
	if (fd < 0)
		return -errno;
	r = vfv_genl_status_get(cmd->genl, &again, error);
	if (r < 0)
		return r;
	return again.owner_pid == status->owner_pid ? TAKE_FD(fd) : -ESRCH;
}

static enum cmd_exit fail_signal(const struct cmd *cmd, int r, const char *owner,
				 const struct vfv_nl_error *error)
{
	struct cmd_error about = { 0 };

	if (error->code)
		return cmd_fail_nl(cmd, NULL, error);
	if (r == -ESRCH) {
		about.hint = "systemctl start " VFV_DAEMON_NAME;
		return cmd_fail(cmd, CMD_UNREACHABLE, &about, "no daemon is running");
	}
	if (r == -EMEDIUMTYPE)
		return cmd_fail(cmd, CMD_UNREACHABLE, NULL,
				"the owner is %s, not " VFV_DAEMON_NAME
				"; use its own command to reload the files",
				owner);
	if (r == -EXDEV)
		return cmd_fail(cmd, CMD_UNREACHABLE, NULL,
				VFV_DAEMON_NAME " cannot be notified from this PID namespace; "
						"use the initial one");
	if (r == -EPERM)
		about.hint = "this requires permission to signal " VFV_DAEMON_NAME "; try as root";
	return cmd_fail(cmd, CMD_FAILED, &about, "cannot signal %s: %s", VFV_DAEMON_NAME,
			strerror(-r));
}

/*
 * The hash alone may be from an earlier read; the owner updates the kernel's status after each
 * read.
 */
static bool has_taken(const struct vfv_status *status, const char *hash,
		      const struct cmd_wait *wait)
{
	return vfv_has(status, VFIOV_A_STATUS_OWNER_NAME) && wait->status_told &&
	       (hash ? !strcmp(status->policy_hash, hash) : *status->policy_error != '\0');
}

/*
 * Wait until the daemon has read the files since @wait began. Return: CMD_OK if @hash is in force
 * or, if @hash is NULL, if the daemon has found errors.
 */
static enum cmd_exit await(struct cmd *cmd, const char *hash, struct cmd_wait *wait,
			   struct vfv_status *status)
{
	struct cmd_error about = { .hint = "see journalctl -u " VFV_DAEMON_NAME };
	struct vfv_nl_error error = { 0 };
	int r;

	do
		r = vfv_genl_status_get(cmd->genl, status, &error);
	while (r >= 0 && !has_taken(status, hash, wait) && cmd_wait_turn(wait));
	cmd_wait_end(wait);
	if (r < 0)
		return cmd_fail_nl(cmd, NULL, &error);
	if (has_taken(status, hash, wait))
		return CMD_OK;
	if (*status->policy_error)
		return cmd_fail(cmd, CMD_POLICY, &about, "%s reports the policy as INVALID: %s",
				VFV_DAEMON_NAME, status->policy_error);
	return cmd_fail(cmd, CMD_FAILED, &about, "%s did not load the files in time",
			VFV_DAEMON_NAME);
}

bool cmd_is_owner(struct cmd *cmd, pid_t pid)
{
	struct vfv_status status;

	return cmd_connect(cmd) >= 0 && vfv_genl_status_get(cmd->genl, &status, NULL) >= 0 &&
	       vfv_has(&status, VFIOV_A_STATUS_OWNER_PID) && status.owner_pid == (uint32_t)pid &&
	       numbers_are_ours(cmd);
}

/* Check which program has the PID, because SIGHUP may terminate another program. */
static int hold_daemon(pid_t pid)
{
	char path[32], name[sizeof(VFV_DAEMON_NAME) + 1];
	_cleanup_close_ int fd = (int)syscall(SYS_pidfd_open, pid, 0);
	int r;

	if (fd < 0)
		return -errno;
	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	r = vfv_line_read(AT_FDCWD, path, name, sizeof(name));
	if (r < 0)
		return r;
	return strcmp(name, VFV_DAEMON_NAME) ? -EMEDIUMTYPE : TAKE_FD(fd);
}

enum cmd_exit cmd_signal(struct cmd *cmd, pid_t pid)
{
	_cleanup_close_ int fd = hold_daemon(pid);

	if (fd == -EMEDIUMTYPE)
		return cmd_fail(cmd, CMD_FAILED, NULL, "process %d is not " VFV_DAEMON_NAME, pid);
	if (fd < 0 || syscall(SYS_pidfd_send_signal, fd, SIGHUP, NULL, 0) < 0)
		return cmd_fail(cmd, CMD_FAILED, NULL, "cannot signal process %d: %s", pid,
				strerror(fd < 0 ? -fd : errno));
	return CMD_OK;
}

enum cmd_exit cmd_take(struct cmd *cmd, const char *hash, struct cmd_taken *taken)
{
	struct vfv_nl_error error = { 0 };
	_cleanup_close_ int owner = -1;
	enum cmd_exit code = cmd_ask_prepare(cmd);
	struct cmd_wait wait;

	if (code != CMD_OK)
		return code;
	owner = hold_owner(cmd, &taken->status, &error);
	if (owner < 0)
		return fail_signal(cmd, owner, taken->status.owner_name, &error);
	taken->before = taken->status.policy_generation;
	cmd_wait_start(&wait, cmd, VFV_DAEMON_NAME, "the policy to be loaded", WAIT_DEFAULT_MS);
	if (syscall(SYS_pidfd_send_signal, owner, SIGHUP, NULL, 0) < 0)
		return fail_signal(cmd, -errno, taken->status.owner_name, &error);
	return await(cmd, hash, &wait, &taken->status);
}
