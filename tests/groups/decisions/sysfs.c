// SPDX-License-Identifier: GPL-2.0-only
/*
 * In each state of a VF, sysfs shows its available, current and pending profile, and the reason.
 * The values agree with vf-get, and each change sends a uevent.
 *
 * Timeout: 240 s
 */
#include <linux/netlink.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/opener.h"
#include "lib/stand-in.h"
#include "scene/pf.h"

#define WAIT_MS 300
#define GRACE_MS 300

/* Files in the directory vfiov that change; NULL if a file is not checked. */
struct shown {
	const char *available, *current, *pending, *reason;
};

struct table {
	struct scene *scene;
	struct vfv_genl *owner;
	int uevents;
};

static const char *read_file(const char *bdf, const char *name, char text[static 256])
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s/vfiov/%s", bdf, name);
	file = fopen(path, "re");
	tap_must(file ? 0 : -errno, "open %s", path);
	text[0] = '\0';
	if (fgets(text, 256, file))
		text[strcspn(text, "\n")] = '\0';
	fclose(file);
	return text;
}

static bool reads(const char *bdf, const char *name, const char *expected)
{
	char text[256];

	if (!expected || !strcmp(read_file(bdf, name, text), expected))
		return true;
	tap_note("%s is \"%s\", not \"%s\"", name, text, expected);
	return false;
}

static void shows(struct table *t, const char *bdf, const char *when, struct shown s)
{
	bool good = reads(bdf, "available_profiles", s.available);

	good &= reads(bdf, "current_profile", s.current);
	good &= reads(bdf, "pending_profile", s.pending);
	good &= reads(bdf, "reason", s.reason);
	good &= reads(bdf, "migration", "off");
	tap_ok(&t->scene->tap, good, "%s: \"%s\", then \"%s\", by \"%s\"", when, s.current,
	       s.pending, s.reason);
}

/* Returns the VF's last uevent with a profile since the previous call. */
static bool uevent_reported(struct table *t, const char *bdf, const char *profile)
{
	static const char key[] = "VFIOV_PROFILE=";
	char text[8192], last[32] = "";
	ssize_t len;

	while ((len = recv(t->uevents, text, sizeof(text) - 1, MSG_DONTWAIT)) > 0) {
		text[len] = '\0';
		if (strncmp(text, "change@", 7) || !strstr(text, bdf))
			continue;
		for (char *at = text; at < text + len; at += strlen(at) + 1)
			if (!strncmp(at, key, sizeof(key) - 1))
				snprintf(last, sizeof(last), "%s", at + sizeof(key) - 1);
	}
	return !strcmp(last, profile);
}

static void grant(struct table *t, const char *bdf, const char *profile)
{
	tap_must(stand_in_grant(t->owner, bdf, stand_in_pull(t->owner, bdf).cookie, profile, NULL),
		 "decide about %s", bdf);
}

static void open_wait(struct opener *opener, const char *bdf)
{
	struct opener_result result;

	opener_start(opener, bdf);
	tap_must(opener_wait(opener, &result, SCENE_TIMEOUT_MS), "open %s", bdf);
	tap_must(result.r, "open %s", bdf);
}

static void by_owner(struct table *t)
{
	struct tap *tap = &t->scene->tap;
	const char *all = "native transitional legacy";
	char bdf[VFIO_BDF_LEN];
	struct opener opener;

	stand_in_bind(t->scene, 0, bdf);
	shows(t, bdf, "bound", (struct shown){ all, "native", "", "default: none" });
	uevent_reported(t, bdf, "");
	grant(t, bdf, "legacy");
	shows(t, bdf, "granted", (struct shown){ all, "legacy", "", "policy: stand-in" });
	tap_ok(tap, uevent_reported(t, bdf, "legacy"), "a uevent reports it");
	open_wait(&opener, bdf);
	shows(t, bdf, "open", (struct shown){ all, "legacy", "", "policy: stand-in" });
	tap_ok(tap, uevent_reported(t, bdf, ""), "an open without a change sends no uevent");
	opener_close(&opener);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

/* The VF is opened before the answer, which takes effect at the next open. */
static void late(struct table *t)
{
	struct tap *tap = &t->scene->tap;
	char bdf[VFIO_BDF_LEN];
	struct opener opener;

	stand_in_bind(t->scene, 1, bdf);
	open_wait(&opener, bdf);
	shows(t, bdf, "no answer", (struct shown){ NULL, "native", "", "default: timeout" });
	uevent_reported(t, bdf, "");
	grant(t, bdf, "transitional");
	shows(t, bdf, "answered while it is open",
	      (struct shown){ NULL, "native", "transitional", "default: timeout" });
	tap_ok(tap, uevent_reported(t, bdf, "native"), "a uevent reports the pending profile");
	opener_close(&opener);
	shows(t, bdf, "closed", (struct shown){ NULL, "transitional", "", "policy: stand-in" });
	tap_ok(tap, uevent_reported(t, bdf, "transitional"),
	       "and another one reports that it is in effect");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

static void unavailable(struct table *t)
{
	char bdf[VFIO_BDF_LEN];
	struct opener opener;

	stand_in_bind(t->scene, 2, bdf);
	grant(t, bdf, "transitional");
	stand_in_pf_driver(t->scene, "unbind");
	open_wait(&opener, bdf);
	shows(t, bdf, "with the PF's driver unbound",
	      (struct shown){ "native", "native", "transitional", "default: unavailable" });
	opener_close(&opener);
	stand_in_pf_driver(t->scene, "bind");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

static void full(struct table *t)
{
	char bdf[VFIO_BDF_LEN];
	struct vfv_status status;
	struct opener opener;

	stand_in_bind(t->scene, 3, bdf);
	grant(t, bdf, "transitional");
	stand_in_params(t->scene->genl, -1, -1, VFIOV_RING_SIZE_MIN);
	stand_in_use_up(t->owner, bdf, &opener);
	shows(t, bdf, "with the audit full",
	      (struct shown){ NULL, "native", "transitional", "default: audit-full" });
	opener_close(&opener);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	stand_in_params(t->scene->genl, -1, -1, 4096);
	status = stand_in_status(t->scene->genl);
	tap_must(vfv_genl_audit_ack(t->owner, status.instance, status.stats.audit_seq, NULL),
		 "acknowledge");
}

/*
 * The owner exits while an open waits, and no owner replaces it.
 */
static void without_owner(struct table *t)
{
	struct vfv_genl *genl = t->scene->genl;
	struct opener_result result;
	char bdf[VFIO_BDF_LEN];
	struct opener opener;
	uint64_t ticket;

	stand_in_params(genl, 10 * GRACE_MS, GRACE_MS, -1);
	stand_in_bind(t->scene, 5, bdf);
	opener_start(&opener, bdf);
	tap_ok(&t->scene->tap, opener_wait(&opener, &result, GRACE_MS) == -ETIMEDOUT,
	       "an open waits for the owner");
	stand_in_leave(t->owner);
	tap_must(opener_wait(&opener, &result, SCENE_TIMEOUT_MS), "open %s", bdf);
	shows(t, bdf, "with the owner lost",
	      (struct shown){ NULL, "native", "", "default: owner-lost" });
	opener_close(&opener);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);

	stand_in_bind(t->scene, 6, bdf);
	open_wait(&opener, bdf);
	shows(t, bdf, "without an owner",
	      (struct shown){ NULL, "native", "", "default: no-owner" });
	opener_close(&opener);
	tap_must(vfv_genl_profile_set(genl, bdf, "native", false, "so", &ticket, NULL),
		 "set native");
	shows(t, bdf, "set by an administrator",
	      (struct shown){ NULL, "native", "", "operator: none" });
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

static void listen_uevents(struct table *t)
{
	const struct sockaddr_nl all = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int room = 1 << 20;

	t->uevents = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
	tap_must(util_errno(t->uevents), "open a socket");
	setsockopt(t->uevents, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	tap_must(util_errno(bind(t->uevents, (const struct sockaddr *)&all, sizeof(all))),
		 "listen for uevents");
}

int main(void)
{
	struct scene scene;
	struct table t = { .scene = &scene };

	scene_begin(&scene);
	listen_uevents(&t);
	stand_in_params(scene.genl, WAIT_MS, -1, -1);
	stand_in_take(&scene, &t.owner);
	by_owner(&t);
	late(&t);
	unavailable(&t);
	full(&t);
	without_owner(&t);
	close(t.uevents);
	stand_in_params(scene.genl, 1000, 3000, -1);
	tap_must(daemon_start(scene.genl), "start vfiovd");
	return scene_end(&scene);
}
