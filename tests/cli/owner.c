// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/macro.h"
#include "owner.h"
#include "policy/load.h"

static struct {
	volatile sig_atomic_t told;
	enum owner_kind kind;
	const char *root;
	bool (*serve)(struct peer_talk *talk, void *userdata);
} owner;

static void note(int signal)
{
	owner.told = 1;
}

void owner_put_hash(struct peer *peer, const char *root)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	char before[sizeof(peer->policy_hash)];

	if (vfv_policy_load(root, 7, &diags, &policy) < 0) {
		snprintf(peer->policy_error, sizeof(peer->policy_error), "%s",
			 diags.errors ? diags.items[0].text : "out of memory");
		return;
	}
	strcpy(before, peer->policy_hash);
	snprintf(peer->policy_hash, sizeof(peer->policy_hash), "%s", vfv_policy_hash(policy));
	if (*before && strcmp(before, peer->policy_hash))
		peer->policy_generation++;
}

static bool serve(struct peer_talk *talk, void *userdata)
{
	bool told = owner.told;

	owner.told = 0;
	if (told && owner.kind == OWNER_ENDS) {
		peer_unload(talk->peer);
		peer_end(talk, -ENOENT, NULL, 0, 0);
		return true;
	}
	if (told && (owner.kind == OWNER_LISTENS || owner.kind == OWNER_MUFFLED)) {
		owner_put_hash(talk->peer, owner.root);
		if (owner.kind == OWNER_LISTENS)
			peer_status_ntf(talk->peer);
		else
			peer_lose_events(talk->peer);
	}
	return owner.serve(talk, userdata);
}

void owner_be(struct peer *peer, const char *root, enum owner_kind kind)
{
	owner.kind = kind;
	owner.root = root;
	owner.serve = peer->serve;
	peer->serve = serve;
	peer->other_pid = (uint32_t)getpid();
	signal(SIGHUP, note);
}
