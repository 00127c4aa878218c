// SPDX-License-Identifier: GPL-2.0-only
/* Who has no privilege can list the VFs and what they are, and can change nothing. */
#include <fcntl.h>
#include <grp.h>
#include <string.h>
#include <sys/wait.h>

#include "client/util.h"
#include "scene/scene.h"

#define NOBODY 65534
#define VF_INDEX 3

/* vfiovctl(8) */
#define EXIT_DENIED 1

/* All that takes privilege; the last one is a dump. */
enum { SET, RESET, PARAMS, REGISTER, UNREGISTER, UPDATE, DECIDE, ACK, REQUESTS, AUDIT, CALLS };

static const char *const call_name[CALLS] = {
	[SET] = "profile-set",
	[RESET] = "profile-reset",
	[PARAMS] = "params-set",
	[REGISTER] = "owner-register",
	[UNREGISTER] = "owner-unregister",
	[UPDATE] = "owner-update",
	[DECIDE] = "decision-set",
	[ACK] = "audit-ack",
	[REQUESTS] = "request-get",
	[AUDIT] = "audit-get",
};

static int ignore(const struct vfv_audit_record *record, void *userdata)
{
	return 0;
}

static void calls(struct vfv_genl *genl, const char *bdf, int returned[static CALLS])
{
	const struct vfv_status params = { .present = 1u << VFIOV_A_STATUS_OPEN_WAIT_MS,
					   .open_wait_ms = 1 };
	const uint8_t instance[VFIOV_INSTANCE_LEN] = { 0 };
	struct vfv_request answer = { .present = 1u << VFIOV_A_REQUEST_PROFILE, .cookie = 1 };
	struct vfv_request *requests = NULL;
	struct vfv_status status;
	uint64_t ticket;
	size_t n;

	strcpy(answer.bdf, bdf);
	returned[SET] =
		vfv_genl_profile_set(genl, bdf, VFIOV_PROFILE_NATIVE, false, NULL, &ticket, NULL);
	returned[RESET] = vfv_genl_profile_reset(genl, bdf, NULL, &ticket, NULL);
	returned[PARAMS] = vfv_genl_params_set(genl, &params, NULL);
	returned[REGISTER] = vfv_genl_owner_register(genl, "nobody", &status, NULL);
	returned[UNREGISTER] = vfv_genl_owner_unregister(genl, NULL);
	returned[UPDATE] = vfv_genl_owner_update(genl, 1, "00", NULL);
	returned[DECIDE] = vfv_genl_decision_set(genl, &answer, NULL);
	returned[ACK] = vfv_genl_audit_ack(genl, instance, 1, NULL);
	returned[REQUESTS] = vfv_genl_request_dump(genl, 16, &requests, &n, NULL);
	returned[AUDIT] = vfv_genl_audit_dump(genl, 0, ignore, NULL, NULL);
	free(requests);
}

/* A process of its own, for privilege can not be had back. */
_Noreturn static void child(const char *bdf, int out)
{
	struct vfv_genl *genl;
	int returned[CALLS];

	if (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
	    setresuid(NOBODY, NOBODY, NOBODY) < 0 || vfv_genl_open(&genl, NULL) < 0 ||
	    vfv_genl_resolve(genl) < 0)
		_exit(1);
	calls(genl, bdf, returned);
	_exit(write(out, returned, sizeof(returned)) != sizeof(returned));
}

static int as_nobody(const char *bdf, int returned[static CALLS])
{
	int fds[2], status;
	ssize_t n;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return -errno;
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		child(bdf, fds[1]);
	close(fds[1]);
	n = pid < 0 ? -1 : read(fds[0], returned, CALLS * sizeof(*returned));
	close(fds[0]);
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return -errno;
	return n == CALLS * sizeof(*returned) && status == 0 ? 0 : -EIO;
}

static void list(struct tap *tap, const char *bdf)
{
	struct run result;

	tap_must(run(&result, NOBODY, (const char *[]){ "vfiovctl", "list", NULL }),
		 "run vfiovctl");
	tap_ok(tap, result.status == 0 && strstr(result.out, bdf), "vfiovctl list shows the VF");
	if (result.status)
		tap_note("status %d: %s", result.status, result.err);
	run_free(&result);
}

static void set(struct tap *tap, const char *bdf)
{
	struct run result;

	tap_must(run(&result, NOBODY,
		     (const char *[]){ "vfiovctl", "set", bdf, "transitional", NULL }),
		 "run vfiovctl");
	tap_ok(tap, result.status == EXIT_DENIED, "vfiovctl set ends with status %d: %d",
	       EXIT_DENIED, result.status);
	tap_note("%.*s", (int)strcspn(result.err, "\n"), result.err);
	run_free(&result);
}

int main(void)
{
	struct vfv_status before, after;
	struct vfv_vf vf_before, vf_after;
	char bdf[VFIO_BDF_LEN];
	int returned[CALLS];
	struct scene scene;

	scene_begin(&scene);
	/* What root may do: so it is the privilege that is missing. */
	scene_rule(&scene, "choice", "3", "native", "\"native\", \"transitional\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);
	tap_must(vfv_genl_status_get(scene.genl, &before, NULL), "get the status");
	tap_must(vfv_genl_vf_get(scene.genl, bdf, &vf_before, NULL), "get the VF");
	list(&scene.tap, bdf);
	set(&scene.tap, bdf);
	tap_must(as_nobody(bdf, returned), "call the kernel as nobody");
	for (int i = 0; i < CALLS; i++)
		tap_returned(&scene.tap, returned[i], -EPERM, "%s is refused", call_name[i]);
	tap_must(vfv_genl_status_get(scene.genl, &after, NULL), "get the status");
	tap_must(vfv_genl_vf_get(scene.genl, bdf, &vf_after, NULL), "get the VF");
	tap_ok(&scene.tap,
	       vf_after.current == vf_before.current &&
		       vf_after.set.ticket == vf_before.set.ticket &&
		       after.open_wait_ms == before.open_wait_ms &&
		       after.owner_pid == before.owner_pid &&
		       after.policy_generation == before.policy_generation,
	       "nothing has changed");
	return scene_end(&scene);
}
