// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only processes with CAP_NET_ADMIN in the initial user namespace and in the initial network
 * namespace may change anything. Owner commands are accepted only on the socket that registered,
 * from the process that registered. The module counts and audits refusals.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "client/util.h"
#include "lib/become.h"
#include "lib/names.h"
#include "lib/stand-in.h"
#include "lib/wire.h"

struct probe {
	struct scene *scene;
	char bdf[VFIO_BDF_LEN];
	struct vfv_request request;
	struct wire owner;
};

/* Tries a profile-set; also covers a process that cannot see the family. */
static int try_set(const char *bdf)
{
	struct wire_msg msg;
	struct wire wire;
	int r;

	r = wire_open(&wire);
	if (r < 0)
		return r;
	wire_begin(&msg, wire.family, VFIOV_CMD_PROFILE_SET, 0);
	wire_text(&msg, VFIOV_A_REQUEST_BDF, bdf);
	wire_text(&msg, VFIOV_A_REQUEST_PROFILE, "native");
	r = wire_talk(&wire, &msg, NULL, NULL);
	wire_close(&wire);
	return r;
}

/* Runs the function in a separate process; returns its result. */
static int as(int (*become)(void), const char *bdf)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		if (become() < 0)
			_exit(0);
		_exit(-try_set(bdf));
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? -WEXITSTATUS(status) : -EIO;
}

static void others(struct probe *p)
{
	struct tap *tap = &p->scene->tap;

	tap_returned(tap, as(become_no_admin, p->bdf), -EPERM, "root without CAP_NET_ADMIN");
	tap_returned(tap, as(become_root_elsewhere, p->bdf), -EPERM,
		     "root of another user namespace");
	tap_returned(tap, as(become_other_net, p->bdf), -ENOENT,
		     "the family does not exist in another network namespace");
	tap_returned(tap, as(become_both, p->bdf), -ENOENT, "nor for root of other namespaces");
}

/* A socket that was opened with privilege is used without it. */
static void opened_before(struct probe *p)
{
	int status;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		struct wire_msg msg;
		struct wire wire;

		if (wire_open(&wire) < 0 || become_no_admin() < 0)
			_exit(0);
		wire_begin(&msg, wire.family, VFIOV_CMD_PROFILE_SET, 0);
		wire_text(&msg, VFIOV_A_REQUEST_BDF, p->bdf);
		wire_text(&msg, VFIOV_A_REQUEST_PROFILE, "native");
		_exit(-wire_talk(&wire, &msg, NULL, NULL));
	}
	waitpid(pid, &status, 0);
	tap_returned(&p->scene->tap, -WEXITSTATUS(status), -EPERM,
		     "a socket that was opened with privilege, used without");
}

static void found(struct nlmsghdr *reply, void *userdata)
{
	struct probe *p = userdata;

	vfv_msg_parse(&vfv_request_set, (void *)((char *)NLMSG_DATA(reply) + GENL_HDRLEN),
		      NLMSG_PAYLOAD(reply, GENL_HDRLEN), &p->request);
}

static int decide(struct wire *wire, const struct vfv_request *request, uint64_t cookie)
{
	struct wire_msg msg;

	wire_begin(&msg, wire->family, VFIOV_CMD_DECISION_SET, 0);
	wire_text(&msg, VFIOV_A_REQUEST_BDF, request->bdf);
	wire_u64(&msg, VFIOV_A_REQUEST_COOKIE, cookie);
	wire_u32(&msg, VFIOV_A_REQUEST_VERDICT, VFIOV_VERDICT_GRANT);
	wire_text(&msg, VFIOV_A_REQUEST_PROFILE, "transitional");
	return wire_talk(wire, &msg, NULL, NULL);
}

static void take(struct probe *p)
{
	struct wire_msg msg;

	tap_must(daemon_stop(p->scene->genl), "stop vfiovd");
	tap_must(wire_open(&p->owner), "open a socket");
	tap_must(wire_register(&p->owner, VFIOV_ABI, "who-may"), "become the owner");
	stand_in_bind(p->scene, 1, p->bdf);
	p->owner.on_reply = found;
	p->owner.userdata = p;
	wire_begin(&msg, p->owner.family, VFIOV_CMD_REQUEST_GET, NLM_F_DUMP);
	tap_must(wire_talk(&p->owner, &msg, NULL, NULL), "pull requests");
	tap_must(p->request.cookie ? 0 : -ENOENT, "find a request");
}

/* A process at the other end of the channel. */
static pid_t fork_with(int channel[static 2])
{
	pid_t pid;

	tap_must(util_errno(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel)),
		 "make sockets");
	fflush(stdout);
	pid = fork();
	tap_must(util_errno(pid), "fork");
	return pid;
}

/* Another process uses the owner's own socket with the right cookie. */
static void passed(struct probe *p)
{
	int channel[2], status;
	pid_t pid;

	pid = fork_with(channel);
	if (pid == 0) {
		struct wire wire = p->owner;

		close(p->owner.fd);
		wire_take(&wire, channel[1]);
		wire.seq += 1000;
		_exit(-decide(&wire, &p->request, p->request.cookie));
	}
	tap_must(wire_pass(&p->owner, channel[0]), "pass the socket");
	waitpid(pid, &status, 0);
	close(channel[0]);
	close(channel[1]);
	tap_returned(&p->scene->tap, -WEXITSTATUS(status), -EPERM,
		     "the owner's socket in another process, with the right cookie");
}

static int event_count(const struct vfv_audit_record *record, void *userdata)
{
	unsigned int *n = userdata;

	*n += record->event == VFIOV_EVENT_REFUSED && record->error && record->text[0] &&
	      record->requester.pid;
	return 0;
}

/* Commands that reach the module. */
static void impostors(struct probe *p)
{
	struct tap *tap = &p->scene->tap;
	struct vfv_status before = stand_in_status(p->scene->genl), after, ignored;
	struct vfv_genl *second;
	unsigned int audited = 0;
	struct wire other;

	tap_must(wire_open(&other), "open a socket");
	stand_in_socket(&second);
	tap_returned(tap, vfv_genl_owner_register(second, "second", &ignored, NULL), -EEXIST,
		     "a second daemon");
	tap_returned(tap, wire_register(&other, VFIOV_ABI + 1, "other"), -EPROTONOSUPPORT,
		     "a daemon with another ABI");
	tap_returned(tap, decide(&other, &p->request, p->request.cookie), -EPERM,
		     "another socket of the same process, with the right cookie");
	passed(p);
	tap_returned(tap, decide(&p->owner, &p->request, p->request.cookie + 1), -ESTALE,
		     "a guessed cookie");
	after = stand_in_status(p->scene->genl);
	tap_ok(tap,
	       after.stats.refused == before.stats.refused + 5 &&
		       after.stats.stale == before.stats.stale + 1,
	       "all 5 are counted, one as stale");
	tap_must(vfv_genl_audit_dump(second, before.stats.audit_seq, event_count, &audited, NULL),
		 "dump the audit");
	tap_ok(tap, audited == 5, "all 5 are audited, with process, errno and reason: %u", audited);
	tap_ok(tap, stand_in_vf(p->scene->genl, p->bdf).waiting, "the VF still waits");
	tap_returned(tap, decide(&p->owner, &p->request, p->request.cookie), 0,
		     "and the owner can answer");
	vfv_genl_close(second);
	wire_close(&other);
	wire_close(&p->owner);
}

/* Its socket stays open in this process, although this process is not the owner. */
static void outlived(struct probe *p)
{
	struct tap *tap = &p->scene->tap;
	struct vfv_status status;
	struct vfv_genl *next;
	struct wire dead;
	int channel[2];
	pid_t pid;

	pid = fork_with(channel);
	if (pid == 0) {
		struct wire wire;

		if (wire_open(&wire) < 0 || wire_register(&wire, VFIOV_ABI, "dead") < 0)
			_exit(1);
		_exit(wire_pass(&wire, channel[1]) < 0);
	}
	close(channel[1]);
	wire_take(&dead, channel[0]);
	close(channel[0]);
	waitpid(pid, NULL, 0);
	tap_must(util_errno(dead.fd), "get the socket of an owner that has exited");
	status = stand_in_status(p->scene->genl);
	tap_ok(tap, !strcmp(status.owner_name, "dead"),
	       "an owner exited, but its socket is still open");
	stand_in_socket(&next);
	tap_returned(tap, vfv_genl_owner_register(next, "next", &status, NULL), 0,
		     "the next owner can register at once");
	wire_close(&dead);
	status = stand_in_status(p->scene->genl);
	tap_ok(tap, !strcmp(status.owner_name, "next"),
	       "and stays the owner when that socket is closed");
	vfv_genl_close(next);
}

int main(void)
{
	struct scene scene;
	struct probe p = { .scene = &scene };

	scene_begin(&scene);
	scene_rule(&scene, "all", "0-2", "transitional", "\"native\", \"transitional\"");
	scene_bind_decided(&scene, 0, p.bdf);
	others(&p);
	opened_before(&p);
	tap_ok(&scene.tap, stand_in_vf(scene.genl, p.bdf).set.ticket == 0,
	       "none of these has changed anything");
	take(&p);
	impostors(&p);
	outlived(&p);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
