// SPDX-License-Identifier: GPL-2.0-only
/*
 * An unprivileged process can list the VFs and their profiles, but cannot change anything.
 * Information about other users is available to administrators only: the card's serial number, the
 * process that has a VF open, counters, and doorbells of requests and audit records.
 */
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

/* All commands that need privilege; the last one is a dump. */
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

/* The data about the open VF and the module that is visible to the user nobody. */
struct sight {
	int returned[CALLS];
	struct vfv_vf vf;
	struct vfv_vf dumped;
	struct vfv_status status;
	int join_vf, join_request, join_audit;
	int open_serial; /* the serial number in sysfs */
};

static void calls(struct vfv_genl *genl, const char *bdf, int returned[static CALLS])
{
	const struct vfv_status params = { .present = 1u << VFIOV_A_STATUS_OPEN_WAIT_MS,
					   .open_wait_ms = 1 };
	const uint8_t instance[VFIOV_INSTANCE_LEN] = { 0 };
	struct vfv_request answer = { .present = 1u << VFIOV_A_REQUEST_PROFILE,
				      .cookie = 1,
				      .profile = "native" };
	struct vfv_request *requests = NULL;
	struct vfv_status status;
	uint64_t ticket;
	size_t n;

	strcpy(answer.bdf, bdf);
	returned[SET] = vfv_genl_profile_set(genl, bdf, "native", false, NULL, &ticket, NULL);
	returned[RESET] = vfv_genl_profile_reset(genl, bdf, NULL, &ticket, NULL);
	returned[PARAMS] = vfv_genl_params_set(genl, &params, NULL);
	returned[REGISTER] = vfv_genl_owner_register(genl, "nobody", &status, NULL);
	returned[UNREGISTER] = vfv_genl_owner_unregister(genl, NULL);
	returned[UPDATE] = vfv_genl_owner_update(genl, 1, "00", "", NULL);
	returned[DECIDE] = vfv_genl_decision_set(genl, &answer, NULL);
	returned[ACK] = vfv_genl_audit_ack(genl, instance, 1, NULL);
	returned[REQUESTS] = vfv_genl_request_dump(genl, 16, &requests, &n, NULL);
	returned[AUDIT] = vfv_genl_audit_dump(genl, 0, ignore, NULL, NULL);
	free(requests);
}

static int look(struct vfv_genl *genl, const char *bdf, struct sight *s)
{
	_cleanup_free_ struct vfv_vf *vfs = NULL;
	char path[128];
	size_t n;
	int r;

	r = vfv_genl_vf_get(genl, bdf, &s->vf, NULL);
	if (r == 0)
		r = vfv_genl_status_get(genl, &s->status, NULL);
	if (r == 0)
		r = vfv_genl_vf_dump(genl, &vfs, &n, NULL);
	if (r == 0)
		r = vfv_genl_events_open(genl);
	if (r < 0)
		return r;
	for (size_t i = 0; i < n; i++)
		if (!strcmp(vfs[i].bdf, bdf))
			s->dumped = vfs[i];
	s->join_vf = vfv_genl_join(genl, VFV_GROUP_VF);
	s->join_request = vfv_genl_join(genl, VFV_GROUP_REQUEST);
	s->join_audit = vfv_genl_join(genl, VFV_GROUP_AUDIT);
	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/vfiov/serial", bdf);
	s->open_serial = util_errno(open(path, O_RDONLY | O_CLOEXEC));
	return 0;
}

/* Runs in its own process, because dropped privileges cannot be regained. */
_Noreturn static void child(const char *bdf, int out)
{
	struct sight s = { 0 };
	struct vfv_genl *genl;

	if (setgroups(0, NULL) < 0 || setresgid(NOBODY, NOBODY, NOBODY) < 0 ||
	    setresuid(NOBODY, NOBODY, NOBODY) < 0 || vfv_genl_open(&genl, NULL) < 0 ||
	    vfv_genl_resolve(genl) < 0 || look(genl, bdf, &s) < 0)
		_exit(1);
	calls(genl, bdf, s.returned);
	_exit(write(out, &s, sizeof(s)) != sizeof(s));
}

static int as_nobody(const char *bdf, struct sight *s)
{
	size_t got = 0;
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
	while (pid > 0 && (n = read(fds[0], (char *)s + got, sizeof(*s) - got)) > 0)
		got += n;
	close(fds[0]);
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return -errno;
	return got == sizeof(*s) && status == 0 ? 0 : -EIO;
}

static bool is_plain(const struct vfv_vf *vf)
{
	return vfv_has(vf, VFIOV_A_VF_CURRENT) && vf->open_count == 1 &&
	       !vfv_has(vf, VFIOV_A_VF_SERIAL) && !vfv_has(vf, VFIOV_A_VF_OPEN_PID) &&
	       !vfv_has(vf, VFIOV_A_VF_STATS) && !vfv_has(vf, VFIOV_A_VF_GUEST);
}

/* Root sees everything that the user nobody must not see, which proves that the data exists. */
static void sees(struct tap *tap, const struct sight *s, const struct vfv_vf *vf,
		 const struct vfv_status *status)
{
	tap_ok(tap,
	       vf->serial && vf->open_pid && vfv_has(vf, VFIOV_A_VF_STATS) &&
		       vfv_has(vf, VFIOV_A_VF_GUEST) && vfv_has(status, VFIOV_A_STATUS_STATS),
	       "root sees serial number, process, counters and what the guest did");
	tap_ok(tap, is_plain(&s->vf) && is_plain(&s->dumped),
	       "user nobody sees the VF without them, alone and in a list");
	tap_ok(tap, s->status.vfs == status->vfs && !vfv_has(&s->status, VFIOV_A_STATUS_STATS),
	       "nor the counters of the module");
	tap_returned(tap, s->join_vf, 0, "user nobody may receive changes of VFs");
	tap_returned(tap, s->join_request, -EPERM, "but not of requests");
	tap_returned(tap, s->join_audit, -EPERM, "nor of audit records");
	tap_returned(tap, s->open_serial, -EACCES,
		     "the serial number in sysfs is readable only by root");
}

static void keep_vf(const struct vfv_notice *notice, void *userdata)
{
	if (notice->type == VFV_NOTICE_VF)
		*(struct vfv_vf *)userdata = notice->vf;
}

/* Every user can receive the messages about VFs. */
static void hears(struct scene *scene, struct vfv_genl *listener, const char *bdf)
{
	struct vfv_vf heard = { 0 };

	tap_must(vfv_genl_events_read(listener, keep_vf, &heard), "read events");
	tap_ok(&scene->tap, !strcmp(heard.bdf, bdf) && is_plain(&heard),
	       "an event has none of these, neither for nobody nor for root");
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

/*
 * Each verb that shows something works for every user, but omits data that only administrators may
 * see.
 */
static void show(struct tap *tap, const char *bdf)
{
	const char *const verbs[][4] = {
		{ "vfiovctl", "status", NULL },
		{ "vfiovctl", "--json", "status", NULL },
		{ "vfiovctl", "show", bdf, NULL },
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(verbs); i++) {
		struct run result;

		tap_must(run(&result, NOBODY, verbs[i]), "run vfiovctl");
		tap_ok(tap,
		       result.status == 0 && !strstr(result.out, "serial") &&
			       !strstr(result.out, "requests,") && !strstr(result.out, "issued"),
		       "vfiovctl %s works without these", verbs[i][1]);
		if (result.status)
			tap_note("status %d: %s", result.status, result.err);
		run_free(&result);
	}
}

static void set(struct tap *tap, const char *bdf)
{
	struct run result;

	tap_must(run(&result, NOBODY,
		     (const char *[]){ "vfiovctl", "set", bdf, "transitional", NULL }),
		 "run vfiovctl");
	tap_ok(tap, result.status == EXIT_DENIED, "vfiovctl set exits with status %d: %d",
	       EXIT_DENIED, result.status);
	tap_note("%.*s", (int)strcspn(result.err, "\n"), result.err);
	run_free(&result);
}

int main(void)
{
	struct vfv_status before, after;
	struct vfv_vf vf_before, vf_after;
	char bdf[VFIO_BDF_LEN];
	struct vfv_genl *listener;
	struct sight sight;
	struct scene scene;
	struct vfio_vf vf;

	scene_begin(&scene);
	/* Root may call all of these, so refusals are due to missing privileges. */
	scene_rule(&scene, "choice", "3", "native", "\"native\", \"transitional\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);
	tap_must(vfv_genl_open(&listener, NULL), "open a socket");
	tap_must(vfv_genl_resolve(listener), "find the family");
	tap_must(vfv_genl_events_open(listener), "open a socket");
	tap_must(vfv_genl_join(listener, VFV_GROUP_VF), "listen");
	scene_open(&vf, bdf);
	hears(&scene, listener, bdf);
	vfv_genl_close(listener);
	tap_must(vfv_genl_status_get(scene.genl, &before, NULL), "get the status");
	tap_must(vfv_genl_vf_get(scene.genl, bdf, &vf_before, NULL), "get the VF");
	tap_must(as_nobody(bdf, &sight), "read and send commands as nobody");
	sees(&scene.tap, &sight, &vf_before, &before);
	list(&scene.tap, bdf);
	show(&scene.tap, bdf);
	set(&scene.tap, bdf);
	for (int i = 0; i < CALLS; i++)
		tap_returned(&scene.tap, sight.returned[i], -EPERM, "%s is refused", call_name[i]);
	tap_must(vfv_genl_status_get(scene.genl, &after, NULL), "get the status");
	tap_must(vfv_genl_vf_get(scene.genl, bdf, &vf_after, NULL), "get the VF");
	tap_ok(&scene.tap,
	       !strcmp(vf_after.current, vf_before.current) &&
		       vf_after.set.ticket == vf_before.set.ticket &&
		       after.open_wait_ms == before.open_wait_ms &&
		       after.owner_pid == before.owner_pid &&
		       after.policy_generation == before.policy_generation,
	       "nothing has changed");
	vfio_detach(&vf);
	return scene_end(&scene);
}
