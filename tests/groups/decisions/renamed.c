// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names change after VFs were decided: the network interface of the PF is renamed and gets an
 * alternative name, and the host is renamed. The daemon re-evaluates idle VFs. An open VF keeps its
 * profile, and its new one is shown as pending. A profile set by an operator stays while the policy
 * allows it. During a storm of changes, the daemon decides once per second. Timeout: 240 s
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/sysfs.h"
#include "lib/stand-in.h"

#define KEPT "vfkept0"
#define OTHER "vfother0"
#define ALTERNATIVE "vfkept-by-another-name"

enum { IDLE, OPEN, SET, ALLOWED, VFS };
enum { STORM = 60 };

struct town {
	struct scene scene;
	char name[IFNAMSIZ]; /* initial name of the interface */
	char bdf[VFS][VFIO_BDF_LEN];
	char host[65];
};

static void ip(const char *const argv[])
{
	tap_must(run_quietly(argv), "run %s %s %s", argv[0], argv[1], argv[2]);
}

static const char *interface(struct town *t, char name[static IFNAMSIZ])
{
	struct vfv_sysfs_netdevs netdevs;

	tap_must(vfv_sysfs_netdevs("", t->scene.pf, &netdevs), "list the interfaces of the PF");
	tap_must(netdevs.n ? 0 : -ENODEV, "find the interface of the PF");
	return strcpy(name, netdevs.names[0]);
}

/* Renames the interface as udev does: takes it down first, and up again afterwards. */
static void rename_to(struct town *t, const char *to)
{
	char now[IFNAMSIZ];

	interface(t, now);
	if (!strcmp(now, to))
		return;
	ip((const char *[]){ "ip", "link", "set", now, "down", NULL });
	ip((const char *[]){ "ip", "link", "set", now, "name", to, NULL });
	ip((const char *[]){ "ip", "link", "set", to, "up", NULL });
}

/*
 * Loads a policy: matching VFs are native and may be set to the allowed profiles; other VFs are
 * transitional.
 */
static void rules(struct town *t, const char *match, const char *allow)
{
	_cleanup_free_ char *text = NULL;

	if (asprintf(
		    &text,
		    "{ name = \"keep\"; match = { %s; }; profile = \"native\"; allow = [ %s ]; },\n"
		    "{ name = \"rest\"; profile = \"transitional\"; allow = [ \"native\", "
		    "\"transitional\", \"legacy\" ]; }",
		    match, allow) < 0)
		tap_must(-ENOMEM, "write the rules");
	tap_must(policy_rules(t->scene.genl, true, text), "load the policy");
}

static struct vfv_vf state(struct town *t, unsigned int vf)
{
	struct vfv_vf ret;

	tap_must(vfv_genl_vf_get(t->scene.genl, t->bdf[vf], &ret, NULL), "ask for %s", t->bdf[vf]);
	return ret;
}

static const char *next(const struct vfv_vf *vf)
{
	return vfv_has(vf, VFIOV_A_VF_PENDING) ? vf->pending : vf->current;
}

/*
 * Returns whether, within SCENE_TIMEOUT_MS, a rule decides that the next open of the VF gets
 * PROFILE.
 */
static bool becomes(struct town *t, unsigned int vf, const char *profile)
{
	for (unsigned int ms = 0; ms < SCENE_TIMEOUT_MS; ms += 50) {
		struct vfv_vf now = state(t, vf);

		if (!now.waiting && !strcmp(next(&now), profile) &&
		    !strstr(now.rule, "could not be evaluated"))
			return true;
		usleep(50000);
	}
	return false;
}

static uint64_t requests(struct town *t)
{
	struct vfv_status status;

	tap_must(vfv_genl_status_get(t->scene.genl, &status, NULL), "read the status");
	return status.stats.requests;
}

static void set(struct town *t, unsigned int vf, const char *profile)
{
	tap_must(run_quietly((const char *[]){ "vfiovctl", "set", t->bdf[vf], profile, NULL }),
		 "set %s", t->bdf[vf]);
}

static void renamed(struct town *t)
{
	struct tap *tap = &t->scene.tap;
	struct vfio_vf open;
	struct vfv_vf vf;

	rename_to(t, OTHER);
	rules(t, "pf = \"" KEPT "\"", "\"native\", \"legacy\"");
	for (unsigned int i = 0; i < VFS; i++) {
		scene_bind_decided(&t->scene, i, t->bdf[i]);
		if (!becomes(t, i, "transitional"))
			tap_note("%s was not transitional", t->bdf[i]);
	}
	set(t, SET, "transitional");
	set(t, ALLOWED, "legacy");
	scene_open(&open, t->bdf[OPEN]);
	tap_must(journal_mark(t->scene.journal), "mark the journal");

	rename_to(t, KEPT);
	tap_ok(tap, becomes(t, IDLE, "native"),
	       "an idle VF is re-evaluated when the PF gets the name in a rule");
	tap_ok(tap, strstr(state(t, IDLE).rule, "keep at "), "by that rule");
	tap_ok(tap, becomes(t, SET, "native"),
	       "so is a VF with a set profile that this rule does not allow");
	tap_ok(tap, becomes(t, OPEN, "native"), "native is pending for an open VF");
	vf = state(t, OPEN);
	tap_ok(tap, !strcmp(vf.current, "transitional") && vfv_has(&vf, VFIOV_A_VF_PENDING),
	       "it is still transitional, and shows the pending profile");
	tap_ok(tap, !scene_is_native(&open), "its guest sees no change");
	vf = state(t, ALLOWED);
	tap_ok(tap,
	       !strcmp(vf.current, "legacy") && vf.source == VFIOV_SOURCE_OPERATOR && !vf.waiting,
	       "a set profile stays if the rule allows it");
	tap_returned(tap, scene_audit(&t->scene, t->bdf[IDLE], "request"), 0,
		     "the audit has its request");
	vfio_detach(&open);
	tap_must(scene_audit(&t->scene, t->bdf[OPEN], "close"), "check the recorded close");
	tap_ok(tap, !strcmp(state(t, OPEN).current, "native"), "it is native after its close");
	scene_open(&open, t->bdf[OPEN]);
	tap_ok(tap, scene_is_native(&open), "and opens as native");
	vfio_detach(&open);

	rename_to(t, OTHER);
	tap_ok(tap, becomes(t, IDLE, "transitional") && becomes(t, OPEN, "transitional"),
	       "the old decisions return with the old name");
}

static void alternative(struct town *t)
{
	struct tap *tap = &t->scene.tap;
	char name[IFNAMSIZ];

	rules(t, "pf = \"" ALTERNATIVE "\"", "\"native\"");
	interface(t, name);
	ip((const char *[]){ "ip", "link", "property", "add", "dev", name, "altname", ALTERNATIVE,
			     NULL });
	tap_ok(tap, becomes(t, IDLE, "native"),
	       "a new alternative name of the PF re-evaluates its VFs");
	ip((const char *[]){ "ip", "link", "property", "del", "dev", name, "altname", ALTERNATIVE,
			     NULL });
	tap_ok(tap, becomes(t, IDLE, "transitional"), "so does the removal of one");
}

static void set_host(const char *name)
{
	if (sethostname(name, strlen(name)) < 0)
		tap_must(-errno, "set the host name");
}

static void host(struct town *t)
{
	struct tap *tap = &t->scene.tap;

	rules(t, "host = \"vfkept\"", "\"native\"");
	set_host("vfkept.example.com");
	tap_ok(tap, becomes(t, IDLE, "native"), "a changed host name re-evaluates all VFs");
	set_host("vfother");
	tap_ok(tap, becomes(t, IDLE, "transitional"), "so does the next change");
	set_host(t->host);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Each rename alone would cause a new decision for the VF. */
static void storm(struct town *t)
{
	struct tap *tap = &t->scene.tap;
	uint64_t before, asked, bound;
	char name[IFNAMSIZ];
	int64_t start;

	rules(t, "pf = [ \"" KEPT "\", \"" ALTERNATIVE "\" ]", "\"native\", \"legacy\"");
	set(t, ALLOWED, "legacy");
	interface(t, name);
	before = requests(t);
	start = now_ms();
	for (unsigned int i = 0; i < STORM; i++) {
		ip((const char *[]){ "ip", "link", "property", i % 2 ? "del" : "add", "dev", name,
				     "altname", ALTERNATIVE, NULL });
	}
	tap_ok(tap, becomes(t, IDLE, "transitional"), "the last of %d changes takes effect", STORM);
	/* Let delayed decisions finish. */
	usleep(1500000);
	asked = requests(t) - before;
	bound = (uint64_t)(now_ms() - start) / 1000 + 2;
	tap_note("%d changes, %lu requests of %d VFs in %ld ms", STORM, asked, VFS,
		 now_ms() - start);
	tap_ok(tap, asked <= bound * VFS, "each VF is re-evaluated at most once a second");
	tap_ok(tap,
	       state(t, ALLOWED).source == VFIOV_SOURCE_OPERATOR && becomes(t, ALLOWED, "legacy"),
	       "the set profile is unchanged");
}

/* A restarted daemon notices changes made while it was stopped. */
static void restarted(struct town *t)
{
	rules(t, "pf = \"" KEPT "\"", "\"native\", \"legacy\"");
	tap_must(run_quietly((const char *[]){ "vfiovctl", "reset", t->bdf[IDLE], NULL }), "reset");
	tap_must(daemon_stop(t->scene.genl), "stop vfiovd");
	rename_to(t, KEPT);
	tap_must(daemon_start(t->scene.genl), "start vfiovd");
	tap_ok(&t->scene.tap, becomes(t, IDLE, "native"),
	       "a name that changed while vfiovd was not running is noticed when it starts");
}

/* Only an owner may set an open VF. */
static void by_owner(struct town *t)
{
	struct tap *tap = &t->scene.tap;
	struct vfv_genl *owner;
	struct vfio_vf open;
	uint64_t ticket;

	scene_open(&open, t->bdf[IDLE]);
	stand_in_take(&t->scene, &owner);
	tap_returned(tap, vfv_genl_profile_reset(t->scene.genl, t->bdf[IDLE], NULL, &ticket, NULL),
		     -EBUSY, "only the owner may re-evaluate an open VF");
	tap_returned(tap, vfv_genl_profile_reset(owner, t->bdf[IDLE], NULL, &ticket, NULL), 0,
		     "the owner has");
	tap_ok(tap, state(t, IDLE).waiting, "it waits for an answer");
	vfio_detach(&open);
	stand_in_leave(owner);
	tap_must(daemon_start(t->scene.genl), "start vfiovd");
	tap_ok(tap, becomes(t, IDLE, "native"), "from the next owner");
}

int main(void)
{
	struct town t = { 0 };

	scene_begin(&t.scene);
	gethostname(t.host, sizeof(t.host) - 1);
	interface(&t, t.name);
	renamed(&t);
	alternative(&t);
	host(&t);
	storm(&t);
	restarted(&t);
	by_owner(&t);
	rename_to(&t, t.name);
	return scene_end(&t.scene);
}
