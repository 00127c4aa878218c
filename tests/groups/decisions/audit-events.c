// SPDX-License-Identifier: GPL-2.0-only
/*
 * journalctl finds a record of every kind of event, with the fields of that event. The event
 * "default" is tested with each cause.
 */
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "client/util.h"
#include "lib/names.h"
#include "lib/opener.h"
#include "lib/stand-in.h"

#define MATCHES_MAX 8

struct story {
	struct scene *scene;
	struct vfv_genl *owner;
	char bdf[VFIO_BDF_LEN], device[64], pf[64];
};

/*
 * Claims that a record has all of these fields (the list ends with NULL), and that its message is a
 * sentence.
 */
static void claim_record(struct story *s, const char *claim, const char *const fields[])
{
	const char *matches[MATCHES_MAX + 1];
	char message[256] = "";
	unsigned int n = 0;
	int r;

	for (; n < MATCHES_MAX - 1 && fields[n]; n++)
		matches[n] = fields[n];
	matches[n] = NULL;
	r = journal_find(s->scene->journal, matches, SCENE_TIMEOUT_MS);
	if (r == 0)
		journal_field(s->scene->journal, "MESSAGE", message, sizeof(message));
	tap_ok(&s->scene->tap, r == 0 && strlen(message) > 10, "%s: %s", claim, message);
}

#define CLAIM_RECORD(s, claim, ...) \
	claim_record(s, claim, (const char *const[]){ __VA_ARGS__, NULL })
#define EVENT(name) VFV_FIELD_EVENT "=" name
#define CAUSE(name) VFV_FIELD_CAUSE "=" name
#define PROFILE(name) VFV_FIELD_PROFILE "=" name
#define OLD(name) VFV_FIELD_PROFILE_OLD "=" name
#define KIND(name) VFV_FIELD_KIND "=" name
#define SOURCE(name) VFV_FIELD_SOURCE "=" name
#define BY_US VFV_FIELD_REQ_COMM "=decisions-audit"

static void open_once(struct story *s)
{
	struct vfio_vf vf;

	scene_open(&vf, s->bdf);
	vfio_detach(&vf);
}

static void ordinary_life(struct story *s)
{
	uint64_t ticket;
	struct vfv_vf vf;

	scene_rule(s->scene, "all", "0-3", "transitional", "\"native\", \"transitional\"");
	scene_bind_decided(s->scene, 0, s->bdf);
	open_once(s);
	tap_must(vfv_genl_profile_set(s->scene->genl, s->bdf, "native", false, "for a reason",
				      &ticket, NULL),
		 "ask for native");
	tap_must(scene_wait_decided(s->scene, s->bdf, &vf), "get a decision");
	tap_must(vfv_genl_profile_reset(s->scene->genl, s->bdf, NULL, &ticket, NULL), "reset");
	tap_must(scene_wait_decided(s->scene, s->bdf, &vf), "get a decision");
	tap_must(bind_unbind(s->bdf), "unbind %s", s->bdf);
	CLAIM_RECORD(s, "bind", EVENT("bind"), s->device, s->pf, BY_US, VFV_FIELD_VF_INDEX "=0",
		     VFV_FIELD_REQ_UID "=0", "MESSAGE_ID=" VFV_ID_BIND);
	CLAIM_RECORD(s, "request of a bind", EVENT("request"), s->device, KIND("bind"), BY_US);
	CLAIM_RECORD(s, "decision", EVENT("decision"), s->device, KIND("bind"),
		     PROFILE("transitional"), SOURCE("policy"), VFV_FIELD_RULE "=all",
		     VFV_FIELD_RULE_LINE "=3");
	CLAIM_RECORD(s, "decision is explicit", EVENT("decision"), s->device,
		     VFV_FIELD_EXPLICIT "=1", VFV_FIELD_RULE_FILE "=" POLICY_RULES_FILE);
	CLAIM_RECORD(s, "open", EVENT("open"), s->device, PROFILE("transitional"), BY_US,
		     VFV_FIELD_RULE "=all");
	CLAIM_RECORD(s, "close", EVENT("close"), s->device, OLD("transitional"));
	CLAIM_RECORD(s, "request of a set", EVENT("request"), s->device, KIND("set"),
		     PROFILE("native"), BY_US, VFV_FIELD_TEXT "=for a reason");
	CLAIM_RECORD(s, "set", EVENT("set"), s->device, OLD("transitional"), PROFILE("native"),
		     SOURCE("operator"), CAUSE("none"));
	CLAIM_RECORD(s, "request of a reset", EVENT("request"), s->device, KIND("reset"), BY_US);
	CLAIM_RECORD(s, "decision of a reset", EVENT("decision"), s->device, KIND("reset"),
		     PROFILE("transitional"));
	CLAIM_RECORD(s, "unbind", EVENT("unbind"), s->device, BY_US, "MESSAGE_ID=" VFV_ID_UNBIND);
}

/* A process in its own PID namespace cannot impersonate another process of the host. */
static void from_within(struct story *s)
{
	char number[64];
	int status = -1;
	pid_t pid;

	scene_bind_decided(s->scene, 0, s->bdf);
	fflush(stdout);
	/* Like fork(), but returns the PID in the outer namespace. */
	pid = (pid_t)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, NULL, NULL, NULL, NULL);
	tap_must(util_errno(pid), "fork into a PID namespace");
	if (pid == 0) {
		struct vfv_genl *inside;
		uint64_t ticket;

		stand_in_socket(&inside);
		_exit(getpid() != 1 || vfv_genl_profile_set(inside, s->bdf, "native", false,
							    "from within", &ticket, NULL) < 0);
	}
	waitpid(pid, &status, 0);
	tap_ok(&s->scene->tap, status == 0, "process 1 of a PID namespace asks for a profile");
	tap_must(bind_unbind(s->bdf), "unbind %s", s->bdf);
	snprintf(number, sizeof(number), VFV_FIELD_REQ_PID "=%d", pid);
	CLAIM_RECORD(s, "and the record has its PID on the host", EVENT("request"), s->device,
		     KIND("set"), number, VFV_FIELD_TEXT "=from within");
}

static void defaults(struct story *s)
{
	struct vfv_status second;
	struct vfv_genl *other;
	struct opener opener;
	struct opener_result result;

	stand_in_params(s->scene->genl, 300, 600, -1);
	stand_in_take(s->scene, &s->owner);
	stand_in_socket(&other);
	vfv_genl_owner_register(other, "second", &second, NULL);
	stand_in_bind(s->scene, 0, s->bdf);
	open_once(s); /* timeout */
	stand_in_params(s->scene->genl, 3000, -1, -1);
	stand_in_bind(s->scene, 0, s->bdf);
	opener_start(&opener, s->bdf);
	util_sleep_ms(100);
	stand_in_leave(s->owner);
	tap_must(opener_wait(&opener, &result, SCENE_TIMEOUT_MS), "open"); /* owner-lost */
	opener_close(&opener);
	open_once(s); /* no-owner */
	tap_must(bind_unbind(s->bdf), "unbind %s", s->bdf);
	vfv_genl_close(other);
	tap_must(daemon_start(s->scene->genl), "start vfiovd");
	CLAIM_RECORD(s, "default, timeout", EVENT("default"), s->device, CAUSE("timeout"),
		     PROFILE("native"), SOURCE("default"));
	CLAIM_RECORD(s, "default, owner lost", EVENT("default"), s->device, CAUSE("owner-lost"),
		     PROFILE("native"));
	CLAIM_RECORD(s, "default, no owner", EVENT("default"), s->device, CAUSE("no-owner"),
		     PROFILE("native"));
	CLAIM_RECORD(s, "owner down", EVENT("owner-down"), VFV_FIELD_TEXT "=stand-in");
	CLAIM_RECORD(s, "owner up", EVENT("owner-up"), VFV_FIELD_TEXT "=vfiovd");
	CLAIM_RECORD(s, "refused", EVENT("refused"), BY_US, VFV_FIELD_ERROR "=17");
	CLAIM_RECORD(s, "parameters", EVENT("params"), BY_US,
		     VFV_FIELD_TEXT "=open-wait-ms 300 -> 3000");
}

static void without_pf(struct story *s)
{
	scene_bind_decided(s->scene, 0, s->bdf);
	stand_in_pf_driver(s->scene, "unbind");
	open_once(s); /* the profile was granted, but the device no longer supports it */
	stand_in_pf_driver(s->scene, "bind");
	tap_must(bind_unbind(s->bdf), "unbind %s", s->bdf);
	CLAIM_RECORD(s, "PF gone", EVENT("pf-gone"), s->pf, BY_US);
	CLAIM_RECORD(s, "default, unavailable", EVENT("default"), s->device, CAUSE("unavailable"),
		     PROFILE("native"));
	CLAIM_RECORD(s, "PF back", EVENT("pf-back"), s->pf, BY_US);
}

static void new_module(struct story *s)
{
	tap_must(journal_mark(s->scene->journal), "mark the journal");
	tap_must(stand_in_unload(), "unload the module");
	tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(s->scene->genl), "find the family");
	tap_must(daemon_wait_owner(s->scene->genl, true, SCENE_TIMEOUT_MS), "see vfiovd register");
	CLAIM_RECORD(s, "load", EVENT("load"), VFV_FIELD_REQ_COMM "=modprobe",
		     "MESSAGE_ID=" VFV_ID_LOAD);
}

static void lost(struct story *s)
{
	struct vfv_status status;

	/* Without a grace period, the VF becomes native at once. */
	stand_in_params(s->scene->genl, -1, 0, VFIOV_RING_SIZE_MIN);
	tap_must(daemon_stop(s->scene->genl), "stop vfiovd");
	stand_in_bind(s->scene, 0, s->bdf);
	for (unsigned int i = 0; i < VFIOV_RING_SIZE_MIN; i++) {
		uint64_t ticket;

		tap_must(vfv_genl_profile_set(s->scene->genl, s->bdf, "native", false, NULL,
					      &ticket, NULL),
			 "set native");
	}
	status = stand_in_status(s->scene->genl);
	tap_must(daemon_start(s->scene->genl), "start vfiovd");
	tap_ok(&s->scene->tap, status.stats.audit_lost > 0, "%lu events find no free place",
	       status.stats.audit_lost);
	CLAIM_RECORD(s, "lost", EVENT("lost"), s->device, "MESSAGE_ID=" VFV_ID_LOST);
	stand_in_params(s->scene->genl, 1000, 3000, 4096);
}

int main(void)
{
	struct scene scene;
	struct story s = { .scene = &scene };

	scene_begin(&scene);
	scene_vf(&scene, 0, s.bdf);
	snprintf(s.device, sizeof(s.device), VFV_FIELD_DEVICE "=%s", s.bdf);
	snprintf(s.pf, sizeof(s.pf), VFV_FIELD_PF "=%s", scene.pf);
	ordinary_life(&s);
	from_within(&s);
	defaults(&s);
	without_pf(&s);
	new_module(&s);
	lost(&s);
	return scene_end(&scene);
}
