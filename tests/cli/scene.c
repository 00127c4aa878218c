// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/macro.h"
#include "owner.h"
#include "scene.h"

static void fill_vfs(struct vfs *vfs)
{
	static const uint64_t counts[] = { 1234, 5, 6, 78901, 234 };
	struct vfs_item *item = vfs_add(vfs, 0);

	strcpy(item->vf.current, "transitional");
	strcpy(item->vf.pending, "transitional");
	strcpy(item->vf.rule, "old-guests at 20-legacy.conf:3");
	item->vf.open_count = 1;
	item->vf.open_pid = 4121;
	item->vf.guest = (struct vfv_guest){
		.present = 1U << VFIOV_A_GUEST_IO,
		.driver = "legacy",
		.interrupts = "msi-x",
		.io = 1,
		.memory = 1,
		.bus_master = 1,
		.status = 0x0f,
	};
	for (size_t i = 0; i < ARRAY_SIZE(counts); i++)
		item->vf.stats.counters[i].value = counts[i];

	item = vfs_add(vfs, 1);
	item->answer = VFS_LATE;

	item = vfs_add(vfs, 2);
	item->vf.open_count = 1;
	item->vf.open_pid = 9999;
	strcpy(item->vf.guest.driver, "none");
	strcpy(item->vf.guest.interrupts, "none");
	strcpy(item->vf.pending, "transitional");
	item->vf.source = VFIOV_SOURCE_DEFAULT;
	item->vf.cause = VFIOV_CAUSE_TIMEOUT;
	item->vf.rule[0] = '\0';

	item = vfs_add(vfs, 4);
	item->answer = VFS_REFUSE;
	item->vf.source = VFIOV_SOURCE_DEFAULT;
	item->vf.rule[0] = '\0';

	item = vfs_add(vfs, 5);
	item->answer = VFS_SILENT;
	item->vf.waiting = true;
	item->vf.source = VFIOV_SOURCE_DEFAULT;
	item->vf.rule[0] = '\0';

	item = vfs_add(vfs, 6);
	item->answer = VFS_FAIL;
	item->cause = VFIOV_CAUSE_TIMEOUT;
	vfs_add(vfs, 7)->answer = VFS_OCCUPIED;
}

/* Each request fails for a different cause; the last one is unknown to this version. */
static void fill_failing(struct vfs *vfs)
{
	static const enum vfiov_cause causes[] = {
		VFIOV_CAUSE_NO_OWNER,	 VFIOV_CAUSE_OWNER_LOST, VFIOV_CAUSE_AUDIT_FULL,
		VFIOV_CAUSE_UNAVAILABLE, VFIOV_CAUSE_BUSY,	 VFIOV_CAUSE_SUPERSEDED,
		(enum vfiov_cause)99,
	};

	for (size_t i = 0; i < ARRAY_SIZE(causes); i++) {
		struct vfs_item *item = vfs_add(vfs, (uint32_t)i);

		item->answer = VFS_FAIL;
		item->cause = causes[i];
		item->vf.set.ticket = 1;
		strcpy(item->vf.set.profile, "transitional");
	}
	vfs->items[0].vf.waiting = true;
	vfs->items[1].vf.set.present = 1U << VFIOV_A_SET_RESULT_VERDICT;
	vfs->items[1].vf.set.verdict = VFIOV_VERDICT_GRANT;
	strcpy(vfs->items[1].vf.set.rule, "choice at 20-legacy.conf:8");
	vfs->items[2].vf.set.present = 1U << VFIOV_A_SET_RESULT_VERDICT;
	vfs->items[2].vf.set.verdict = VFIOV_VERDICT_REFUSE;
	vfs->items[2].vf.set.cause = VFIOV_CAUSE_POLICY;
}

static void fill_odd(struct vfs *vfs)
{
	struct vfs_item *item;

	strcpy(vfs_add(vfs, 0)->vf.pf, "nowhere");
	item = vfs_add(vfs, 1);
	item->vf.index = 9;
	strcpy(item->vf.bdf, "nowhere");
	/* The VF is open, but by an unknown process. */
	vfs_add(vfs, 2)->vf.open_count = 1;
	vfs_add(vfs, 3)->answer = VFS_GONE;
	item = vfs_add(vfs, 4);
	item->answer = VFS_OVERTAKEN;
}

/* VF 1 is bound to another driver, which has its own profiles and its own counter. */
static void give_to_another(struct vfs *vfs)
{
	struct vfv_vf *vf = &vfs->items[1].vf;

	strcpy(vf->driver, "sample_vfio_pci");
	vf->available = (struct vfv_words){ 2, { VFV_PROFILE_NATIVE, "bare" } };
	vf->missing = (struct vfv_words){ 1, { "no-label" } };
	vf->stats = (struct vfv_vf_stats){
		.n_counters = 1,
		.counters = { { .name = "config-reads", .value = 17 } },
	};
	vfs->two_drivers = true;
}

static const unsigned char features[N_SCENES] = {
	[OFFLINE] = IS_OFFLINE,
	[NAMELESS] = IS_OFFLINE,
	[ABSENT] = IS_OFFLINE,
	[RUNNING] = HAS_DAEMON,
	[UNJUDGED] = HAS_DAEMON,
	[OTHER_RULES] = HAS_DAEMON,
	[LOG_ONLY] = HAS_DAEMON,
	[STALE] = HAS_DAEMON | IS_STALE,
	[STORY] = HAS_DAEMON,
	[BAD_POLICY] = IS_OFFLINE,
	[BAD_FILES] = HAS_DAEMON | IS_STALE | TELLS,
	[BAD_DEAF] = HAS_DAEMON | IS_STALE | TELLS,
	[BAD_ALONE] = TELLS,
	[SPOILED] = HAS_DAEMON | IS_STALE,
	[BAD_START] = HAS_DAEMON,
	[TAKING] = HAS_DAEMON | IS_STALE | TELLS,
	[UNCHANGED] = HAS_DAEMON | TELLS,
	[MUFFLED] = HAS_DAEMON | TELLS,
	[DEAF] = HAS_DAEMON | IS_STALE | TELLS,
	[ASLEEP] = HAS_DAEMON | TELLS,
	[FAILING] = HAS_DAEMON,
	[STRANGER] = HAS_DAEMON | IS_STALE,
	[WHO] = IS_OFFLINE,
	[DEFINED] = IS_OFFLINE,
	[HOSTS] = IS_OFFLINE,
	[CARDS] = HAS_DAEMON | TELLS,
	[BEYOND] = HAS_DAEMON,
	[ATTRIBUTES] = IS_OFFLINE,
	[SINGLE] = IS_OFFLINE,
	[NO_JOURNAL] = IS_OFFLINE,
	[OBSTACLE] = IS_OFFLINE,
	[POOR] = IS_OFFLINE | IS_DROPPED,
	[ODD] = HAS_DAEMON,
	[LOST] = HAS_DAEMON,
	[GAP] = HAS_DAEMON,
	[FULL] = HAS_DAEMON,
	[TORN] = HAS_DAEMON,
	[FORBIDDEN] = HAS_DAEMON,
	[BROKEN] = HAS_DAEMON,
	[USED] = HAS_DAEMON,
	[DRIVERCTL] = HAS_DAEMON,
	[TWO_DRIVERS] = HAS_DAEMON,
	[OLD_MODULE] = HAS_DAEMON,
	[NEW_MODULE] = HAS_DAEMON,
	[ENDING] = HAS_DAEMON | IS_STALE | TELLS,
	[FOREIGN] = HAS_DAEMON | IS_STALE | IS_DROPPED | TELLS,
	[ALONE] = TELLS,
	[KERNELS] = HAS_DAEMON,
	[PLAIN] = IS_OFFLINE,
};

bool scene_has(enum scene scene, enum scene_feature feature)
{
	return features[scene] & feature;
}

/*
 * Start a process that lives as long as this one. This process itself cannot be used, because a
 * process may always signal itself.
 */
static pid_t sleeper(void)
{
	int ends[2];
	char byte;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		abort();
	pid = fork();
	if (pid < 0)
		abort();
	if (pid)
		return pid;
	close(ends[1]);
	_exit(read(ends[0], &byte, 1) != 0);
}

static void break_peer(struct peer *peer, enum scene scene)
{
	enum { ALWAYS = 1000 };

	if (scene == LOST) {
		peer->has_stats = true;
		peer->stats = (struct vfv_stats){
			.requests = 1,
			.decisions = 1,
			.opens = 1,
			.refused = 1,
			.audit_seq = 1,
			.audit_lost = 3,
		};
	}
	if (scene == OLD_MODULE)
		peer->abi = VFIOV_ABI - 1;
	if (scene == NEW_MODULE)
		peer->abi = VFIOV_ABI + 1;
	if (scene == BROKEN)
		peer->family_error = ENOMEM;
	if (scene == TORN) {
		peer->fail[VFIOV_CMD_VF_GET].times = 1;
		peer->fail[VFIOV_CMD_VF_GET].error = -ENOENT;
	}
	if (scene == FORBIDDEN) {
		peer->fail[VFIOV_CMD_STATUS_GET].times = ALWAYS;
		peer->fail[VFIOV_CMD_STATUS_GET].error = -EPERM;
	}
}

void scene_fill(struct peer *peer, struct vfs *vfs, enum scene scene, const char *root)
{
	peer_init(peer);
	vfs_serve(peer, vfs);
	if (scene != UNLOADED && scene != ALONE && scene != BAD_ALONE && scene != REMOVED &&
	    scene != LOCKED)
		peer_load(peer);
	/* The initial load is not one of the scene's events. */
	peer_drop_queue(peer);
	if (scene_has(scene, HAS_DAEMON)) {
		strcpy(peer->other_owner, scene == STRANGER ? "orchestra" : "vfiovd");
		peer->other_pid = scene == STRANGER ? (uint32_t)getpid() : peer->other_pid;
		peer->policy_generation = 7;
		if (scene != BAD_START)
			owner_put_hash(peer, scene_has(scene, IS_STALE) ? "/proc" : root);
	}
	if (scene == TAKING || scene == UNCHANGED || scene == CARDS || scene == BAD_FILES)
		owner_be(peer, root, OWNER_LISTENS);
	if (scene == MUFFLED)
		owner_be(peer, root, OWNER_MUFFLED);
	if (scene == DEAF || scene == ASLEEP || scene == BAD_DEAF)
		owner_be(peer, root, OWNER_DEAF);
	if (scene == ENDING)
		owner_be(peer, root, OWNER_ENDS);
	if (scene == FOREIGN)
		peer->other_pid = (uint32_t)sleeper();
	break_peer(peer, scene);
	if (scene == FAILING)
		fill_failing(vfs);
	else if (scene == ODD)
		fill_odd(vfs);
	else if (scene != EMPTY && scene != USED)
		fill_vfs(vfs);
	if (scene == TWO_DRIVERS)
		give_to_another(vfs);
	if (scene == UNJUDGED)
		strcpy(vfs->items[1].vf.rule, "rule keep could not be evaluated: pf is not known");
	if (scene == SPOILED || scene == BAD_START)
		strcpy(peer->policy_error,
		       "/etc/vfiovd/policy.d/30-bad.conf:2: rule \"a\": unknown key \"profil\"");
	if (scene == BAD_START)
		strcpy(vfs->items[1].vf.rule,
		       "policy INVALID, see /etc/vfiovd/policy.d/30-bad.conf:2");
	/* The kernel module does not know of VFs that are bound to other drivers. */
	for (size_t i = 0; scene == BEYOND && i < vfs->n; i++)
		if (vfs->items[i].vf.index == 5)
			vfs->items[i] = vfs->items[--vfs->n];
}
