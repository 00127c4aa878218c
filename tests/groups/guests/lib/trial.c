// SPDX-License-Identifier: GPL-2.0-only
#include "trial.h"

#include <stdio.h>

void trial_begin(struct trial *trial, unsigned int vf, const char *profile)
{
	char vfs[16], allow[64];

	scene_begin(&trial->scene);
	device_begin(&trial->device);
	trial->vf = vf;
	snprintf(vfs, sizeof(vfs), "%u", vf);
	snprintf(allow, sizeof(allow), "\"native\", \"%s\"", profile);
	scene_rule(&trial->scene, "legacy-guest", vfs, profile, allow);
}

void trial_bind(struct trial *trial)
{
	scene_bind_decided(&trial->scene, trial->vf, trial->bdf);
}

void trial_boot(struct trial *trial, struct guest_options options)
{
	trial_bind(trial);
	options.vf = trial->bdf;
	guest_start(&trial->guest, &options);
	tap_note("from QEMU's start to the guest's shell %lu ms", guest_ready(&trial->guest));
	guest_nic_up(&trial->guest);
	guest_figures(&trial->guest, trial->device, trial->vf, "the link");
	guest_nic_get(&trial->guest, &trial->nic);
}

void trial_stop(struct trial *trial)
{
	tap_ok(&trial->scene.tap, guest_stop(&trial->guest), "QEMU exits normally");
}

int trial_end(struct trial *trial)
{
	device_end(trial->device);
	return scene_end(&trial->scene);
}
