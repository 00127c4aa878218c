// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VF without a grant of migration answers as vfio-pci does, regardless of its profile. A VF with
 * the grant can be migrated while it is open. Grants to other VFs and earlier grants do not matter.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "client/util.h"
#include "lib/pair.h"

static void answers(struct tap *tap, const struct vfio_vf *vf, int expected, const char *what)
{
	uint64_t flags, size;
	uint32_t state;

	tap_returned(tap, migration_flags(vf, &flags), expected, "%s: MIGRATION", what);
	if (expected == 0)
		tap_ok(tap, flags == (VFIO_MIGRATION_STOP_COPY | VFIO_MIGRATION_P2P),
		       "%s: STOP_COPY and P2P", what);
	tap_returned(tap, migration_state(vf, &state), expected, "%s: MIG_DEVICE_STATE", what);
	tap_returned(tap, migration_size(vf, &size), expected, "%s: MIG_DATA_SIZE", what);
	tap_returned(tap, migration_set(vf, VFIO_DEVICE_STATE_RUNNING, NULL), expected,
		     "%s: a new state", what);
}

/* Opens VF @index with this profile, with or without a grant of migration. */
static void one(struct pair *pair, unsigned int index, const char *profile, bool granted)
{
	_cleanup_free_ char *rule = NULL;
	struct vfio_vf vf;
	char bdf[VFIO_BDF_LEN];

	if (asprintf(&rule, "{ name = \"one\"; match = { vf = \"%u\"; }; profile = \"%s\"; migration = %s; }",
		     index, profile, granted ? "true" : "false") < 0)
		tap_must(-ENOMEM, "write a rule");
	tap_must(policy_site(pair->scene.genl,
			     "allow_transitional = true;\nallow_migration = true;\n", rule),
		 "set the policy");
	scene_bind_decided(&pair->scene, index, bdf);
	scene_open(&vf, bdf);
	answers(&pair->scene.tap, &vf, granted ? 0 : -ENOTTY, profile);
	vfio_detach(&vf);
}

static void plain(struct pair *pair)
{
	struct vfio_vf vf;
	char bdf[VFIO_BDF_LEN];

	scene_vf(&pair->scene, 5, bdf);
	tap_must(bind_to(bdf, "vfio-pci", NULL), "bind %s to vfio-pci", bdf);
	scene_open(&vf, bdf);
	answers(&pair->scene.tap, &vf, -ENOTTY, "vfio-pci");
	vfio_detach(&vf);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
}

static void closed_gate(struct pair *pair)
{
	struct vfio_vf vf;
	char bdf[VFIO_BDF_LEN];

	tap_must(policy_site(pair->scene.genl, "allow_transitional = true;\n",
			     "{ name = \"gate\"; match = { vf = \"6\"; }; profile = \"native\"; migration = true; }"),
		 "close the gate");
	scene_bind_decided(&pair->scene, 6, bdf);
	scene_open(&vf, bdf);
	answers(&pair->scene.tap, &vf, -ENOTTY, "without allow_migration");
	vfio_detach(&vf);
}

int main(void)
{
	static const char *const profiles[] = { "native", "transitional", "legacy" };
	struct pair pair;
	char bdf[VFIO_BDF_LEN];

	pair_begin(&pair, "transitional", "native");
	answers(&pair.scene.tap, &pair.vf[0], 0, "transitional, granted");
	answers(&pair.scene.tap, &pair.vf[1], 0, "native, granted");
	plain(&pair);
	for (unsigned int i = 0; i < 3; i++) {
		one(&pair, 7 + i, profiles[i], true);
		one(&pair, 10 + i, profiles[i], false);
	}
	/* This VF was granted migration before. */
	scene_vf(&pair.scene, 7, bdf);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	one(&pair, 7, "native", false);
	closed_gate(&pair);
	return pair_end(&pair);
}
