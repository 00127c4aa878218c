// SPDX-License-Identifier: GPL-2.0-only
#include "daemon.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "client/util.h"
#include "lib/names.h"
#include "scene/run.h"

#define DROP_IN_DIR "/run/systemd/system/" DAEMON_UNIT ".d"
#define DROP_IN DROP_IN_DIR "/leave-dead.conf"
#define LOOK_AGAIN_MS 5

static int systemctl(const char *verb, const char *unit)
{
	return run_quietly((const char *[]){ "systemctl", verb, unit, NULL });
}

/*
 * Returns whether an owner has reported its policy; one that has only registered cannot answer yet.
 */
static bool is_ready(const struct vfv_status *status)
{
	return vfv_has(status, VFIOV_A_STATUS_OWNER_NAME) && status->policy_generation;
}

int daemon_wait_owner(struct vfv_genl *genl, bool present, unsigned int timeout_ms)
{
	uint64_t deadline = util_now_ns() + timeout_ms * 1000000ull;
	struct vfv_status status;
	int r;

	do {
		r = vfv_genl_status_get(genl, &status, NULL);
		if (r < 0)
			return r;
		if (present ? is_ready(&status) : !vfv_has(&status, VFIOV_A_STATUS_OWNER_NAME))
			return 0;
		util_sleep_ms(LOOK_AGAIN_MS);
	} while (util_now_ns() < deadline);
	return -ETIMEDOUT;
}

int daemon_start(struct vfv_genl *genl)
{
	int r = systemctl("start", DAEMON_UNIT);

	return r < 0 ? r : daemon_wait_owner(genl, true, DAEMON_TIMEOUT_MS);
}

int daemon_stop(struct vfv_genl *genl)
{
	int r = systemctl("stop", DAEMON_UNIT);

	return r < 0 ? r : daemon_wait_owner(genl, false, DAEMON_TIMEOUT_MS);
}

int daemon_signal(struct vfv_genl *genl, int signal)
{
	struct vfv_status status;
	int r;

	r = vfv_genl_status_get(genl, &status, NULL);
	if (r < 0)
		return r;
	if (!status.owner_pid)
		return -ESRCH;
	return util_errno(kill(status.owner_pid, signal));
}

int daemon_reload(struct vfv_genl *genl)
{
	uint64_t deadline = util_now_ns() + DAEMON_TIMEOUT_MS * 1000000ull;
	struct vfv_status before, now;
	int r;

	r = vfv_genl_status_get(genl, &before, NULL);
	if (r < 0)
		return r;
	r = daemon_signal(genl, SIGHUP);
	if (r < 0)
		return r;
	do {
		util_sleep_ms(LOOK_AGAIN_MS);
		r = vfv_genl_status_get(genl, &now, NULL);
		if (r < 0)
			return r;
		if (now.policy_generation != before.policy_generation)
			return 0;
	} while (util_now_ns() < deadline);
	return -ETIMEDOUT;
}

int daemon_leave_dead(bool leave)
{
	_cleanup_fclose_ FILE *file = NULL;

	if (!leave) {
		if (unlink(DROP_IN) < 0)
			return errno == ENOENT ? 0 : -errno;
		return systemctl("daemon-reload", NULL);
	}
	if (mkdir(DROP_IN_DIR, 0755) < 0 && errno != EEXIST)
		return -errno;
	file = fopen(DROP_IN, "we");
	if (!file)
		return -errno;
	if (fputs("[Service]\nRestart=no\nWatchdogSec=0\n", file) < 0 || fflush(file) < 0)
		return -errno;
	return systemctl("daemon-reload", NULL);
}

int module_load(void)
{
	return run_quietly((const char *[]){ "modprobe", VFV_MODULE_NAME, NULL });
}

int module_unload(void)
{
	int r = util_errno(syscall(SYS_delete_module, VFV_MODULE_NAME, O_NONBLOCK));

	/* A test may have loaded only the core. */
	if (r < 0 && r != -ENOENT)
		return r;
	return util_errno(syscall(SYS_delete_module, VFV_CORE_NAME, O_NONBLOCK));
}

bool module_loaded(void)
{
	return access("/sys/module/" VFV_CORE_NAME "/initstate", F_OK) == 0;
}
