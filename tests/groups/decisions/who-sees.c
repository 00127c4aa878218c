// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests who may see details about other users. Counters, the serial number and the process that has
 * a VF open need CAP_NET_ADMIN or CAP_SYS_ADMIN in the initial user namespace; requests and audit
 * records need CAP_NET_ADMIN there. Root of another user namespace has neither capability, even on
 * a socket that was opened with privilege. host/unprivileged tests a process without any privilege.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "client/util.h"
#include "lib/become.h"
#include "lib/stand-in.h"

#define VF_INDEX 1

struct sight {
	bool early; /* the socket was opened before the change of privileges */
	int get, dump, requests, audit;
	int join_vf, join_request, join_audit;
	bool serial, open_pid, stats, dumped_pid, module_stats;
};

static int ignore(const struct vfv_audit_record *record, void *userdata)
{
	(void)record;
	(void)userdata;
	return 0;
}

static void look(struct vfv_genl *genl, const char *bdf, struct sight *s)
{
	_cleanup_free_ struct vfv_vf *vfs = NULL;
	struct vfv_request *requests = NULL;
	struct vfv_status status = { 0 };
	struct vfv_vf vf = { 0 };
	size_t n = 0;

	s->get = vfv_genl_vf_get(genl, bdf, &vf, NULL);
	s->serial = vfv_has(&vf, VFIOV_A_VF_SERIAL);
	s->open_pid = vfv_has(&vf, VFIOV_A_VF_OPEN_PID);
	s->stats = vfv_has(&vf, VFIOV_A_VF_STATS);
	s->dump = vfv_genl_vf_dump(genl, &vfs, &n, NULL);
	for (size_t i = 0; s->dump == 0 && i < n; i++)
		s->dumped_pid |= vfv_has(&vfs[i], VFIOV_A_VF_OPEN_PID);
	vfv_genl_status_get(genl, &status, NULL);
	s->module_stats = vfv_has(&status, VFIOV_A_STATUS_STATS);
	s->requests = vfv_genl_request_dump(genl, 16, &requests, &n, NULL);
	free(requests);
	s->audit = vfv_genl_audit_dump(genl, 0, ignore, NULL, NULL);
	s->join_vf = vfv_genl_join(genl, VFV_GROUP_VF);
	s->join_request = vfv_genl_join(genl, VFV_GROUP_REQUEST);
	s->join_audit = vfv_genl_join(genl, VFV_GROUP_AUDIT);
}

static int open_socket(struct vfv_genl **genl)
{
	int r = vfv_genl_open(genl, NULL);

	return r ?: vfv_genl_resolve(*genl) ?: vfv_genl_events_open(*genl);
}

_Noreturn static void child(int (*become)(void), const char *bdf, struct sight s, int out)
{
	struct vfv_genl *genl;

	if ((s.early && open_socket(&genl) < 0) || (become && become() < 0) ||
	    (!s.early && open_socket(&genl) < 0))
		_exit(1);
	look(genl, bdf, &s);
	_exit(write(out, &s, sizeof(s)) != sizeof(s));
}

/* Runs in a separate process and returns what it sees; with @become NULL, it stays root. */
static struct sight sight_of(int (*become)(void), bool early, const char *bdf)
{
	struct sight s = { .early = early };
	int fds[2], status;
	pid_t pid;

	tap_must(util_errno(pipe2(fds, O_CLOEXEC)), "make a pipe");
	fflush(stdout);
	pid = fork();
	tap_must(util_errno(pid), "fork");
	if (pid == 0)
		child(become, bdf, s, fds[1]);
	close(fds[1]);
	tap_must(read(fds[0], &s, sizeof(s)) == sizeof(s) ? 0 : -EIO, "listen for changes");
	close(fds[0]);
	waitpid(pid, &status, 0);
	return s;
}

static bool is_refused(const struct sight *s)
{
	return s->requests == -EPERM && s->audit == -EPERM && s->join_request == -EPERM &&
	       s->join_audit == -EPERM;
}

static bool sees_details(const struct sight *s)
{
	return s->serial && s->open_pid && s->stats && s->dumped_pid && s->module_stats;
}

static bool sees_none(const struct sight *s)
{
	return !s->serial && !s->open_pid && !s->stats && !s->dumped_pid && !s->module_stats;
}

static void check(struct tap *tap, const char *who, const struct sight *s, bool details)
{
	tap_ok(tap, s->get == 0 && s->dump == 0 && s->join_vf == 0,
	       "%s: VFs are listed, and their changes are received", who);
	tap_ok(tap, is_refused(s),
	       "%s: no requests, no audit records, no groups of them (%d %d %d %d)", who,
	       s->requests, s->audit, s->join_request, s->join_audit);
	tap_ok(tap, details ? sees_details(s) : sees_none(s),
	       details ? "%s: details are seen" : "%s: no details are visible", who);
}

int main(void)
{
	char bdf[VFIO_BDF_LEN];
	struct scene scene;
	struct vfio_vf vf;
	struct sight s;

	scene_begin(&scene);
	scene_rule(&scene, "all", "0-2", "transitional", "\"native\", \"transitional\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);
	scene_open(&vf, bdf);
	s = sight_of(NULL, false, bdf);
	tap_ok(&scene.tap, sees_details(&s), "root sees all details");
	tap_ok(&scene.tap, s.audit == 0 && s.join_request == 0 && s.join_audit == 0,
	       "and is notified of requests and audit records (%d %d %d)", s.audit, s.join_request,
	       s.join_audit);
	tap_returned(&scene.tap, s.requests, -EPERM, "requests are visible only to the owner");
	s = sight_of(become_no_admin, false, bdf);
	check(&scene.tap, "root without CAP_NET_ADMIN", &s, true);
	s = sight_of(become_no_admin, true, bdf);
	check(&scene.tap, "the same with an earlier socket", &s, true);
	s = sight_of(become_root_elsewhere, false, bdf);
	check(&scene.tap, "root of another user namespace", &s, false);
	s = sight_of(become_root_elsewhere, true, bdf);
	check(&scene.tap, "the same with an earlier socket", &s, false);
	vfio_detach(&vf);
	return scene_end(&scene);
}
