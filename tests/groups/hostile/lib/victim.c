// SPDX-License-Identifier: GPL-2.0-only
#include "victim.h"

#include <errno.h>
#include <linux/pci_regs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/legacy.h"
#include "client/pci.h"

#define SKIPPED 77

void victim_begin(struct victim *victim, unsigned int index)
{
	if (!inject_available()) {
		puts("this kernel injects no faults");
		exit(SKIPPED);
	}
	*victim = (struct victim){
		.vf = { .container = -1, .group = -1, .device = -1 },
		.index = index,
	};
	scene_begin(&victim->scene);
	scene_rule(&victim->scene, "victim", "0-15", "transitional",
		   "\"native\", \"transitional\"");
	scene_vf(&victim->scene, index, victim->bdf);
	ledger_open(&victim->ledger, victim->scene.genl);
	inject_begin(&victim->inject);
}

/* Binds the VF again, in its initial state. */
static bool works(struct victim *v)
{
	struct legacy_dev legacy;
	uint32_t features = 0;
	bool native;
	int r;

	scene_bind_decided(&v->scene, v->index, v->bdf);
	scene_open(&v->vf, v->bdf);
	native = scene_is_native(&v->vf);
	legacy_init(&legacy, &v->vf);
	r = pci_command(&v->vf, PCI_COMMAND_IO | PCI_COMMAND_MEMORY, 0);
	if (!r)
		r = legacy_reset(&legacy);
	if (!r)
		r = legacy_features(&legacy, &features);
	vfio_detach(&v->vf);
	return !native && !r && features;
}

int victim_end(struct victim *victim)
{
	struct tap *tap = &victim->scene.tap;

	inject_end(&victim->inject);
	vfio_detach(&victim->vf);
	tap_ok(tap, victim->odd == 0, "every failure reports a failed allocation or copy");
	tap_ok(tap, works(victim), "the VF works as transitional after it is bound again");
	ledger_claim(victim->ledger, tap, victim->scene.genl, "after all faults");
	ledger_close(victim->ledger);
	return scene_end(&victim->scene);
}

void victim_claim(struct victim *victim, const char *what, struct inject_result result,
		  unsigned int least)
{
	tap_ok(&victim->scene.tap, result.faults >= least,
	       "%s: %u faults, %u of them returned as errors", what, result.faults, result.errors);
}

void victim_check(struct victim *victim, const char *what, int r)
{
	switch (r) {
	case 0:
	case -ENOMEM:
	case -EFAULT:
	case -ENOBUFS: /* without memory for an audit record, nothing is granted */
		return;
	}
	victim->odd++;
	tap_note("%s: %s", what, strerrorname_np(-r));
}
