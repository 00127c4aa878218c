// SPDX-License-Identifier: GPL-2.0-only
#include "guest-steps.h"

#include <errno.h>
#include <linux/pci_regs.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "client/legacy.h"
#include "client/modern.h"
#include "client/pci.h"
#include "client/util.h"
#include "lib/finding.h"
#include "lib/guest-migrate.h"
#include "lib/guest-signals.h"
#include "scene/scene.h"

#define BURST_MAX 40 /* accesses */
#define HAMMERS 3
#define PAUSE_MS 30

static const char *const names[] = {
	[STEP_BIND] = "bind",	  [STEP_UNBIND] = "unbind",   [STEP_OPEN] = "open",
	[STEP_CLOSE] = "close",	  [STEP_SET] = "profile-set", [STEP_ASK] = "vf-get",
	[STEP_BURST] = "burst",	  [STEP_HAMMER] = "hammer",   [STEP_MSIX] = "MSI-X",
	[STEP_RESET] = "reset",	  [STEP_FLR] = "FLR",	      [STEP_CONFIG] = "config",
	[STEP_DECODE] = "decode", [STEP_PAUSE] = "nothing",   [STEP_PIN] = "pin",
	[STEP_KICK] = "kick",	  [STEP_MIGRATE] = "migrate",
};

static const struct dice_choice while_closed[] = {
	{ 30, STEP_BIND }, { 30, STEP_OPEN }, { 8, STEP_UNBIND },
	{ 12, STEP_SET },  { 8, STEP_ASK },   { 6, STEP_PAUSE },
};

static const struct dice_choice while_open[] = {
	{ 30, STEP_BURST }, { 8, STEP_HAMMER },	 { 14, STEP_MSIX },  { 6, STEP_RESET },
	{ 4, STEP_FLR },    { 12, STEP_CONFIG }, { 4, STEP_DECODE }, { 4, STEP_ASK },
	{ 2, STEP_UNBIND }, { 12, STEP_CLOSE },	 { 6, STEP_PAUSE },  { 10, STEP_PIN },
	{ 10, STEP_KICK },  { 8, STEP_MIGRATE },
};

const char *step_name(enum step step)
{
	return names[step];
}

bool guest_is_open(const struct guest *g)
{
	return g->vf.device >= 0;
}

static bool has_legacy(const struct guest *g)
{
	return guest_is_open(g) && g->mark.vf;
}

bool guest_is_wanted_back(const struct guest *g)
{
	struct pollfd pfd = { .fd = g->request, .events = POLLIN };

	return guest_is_open(g) && poll(&pfd, 1, 0) == 1;
}

/* Derives the profile of an open VF from its registers. */
static const char *look(struct guest *g)
{
	unsigned int at;

	if (scene_is_native(&g->vf))
		return "native";
	return modern_capability(&g->vf, PCI_CAP_ID_VNDR, &at) == 0 ? "transitional" : "legacy";
}

/* The kernel must report the same profile, and the process that has the VF open. */
static void compare(struct guest *g, const char *seen)
{
	struct vfv_vf vf;
	int r = vfv_genl_vf_get(g->genl, g->bdf, &vf, NULL);

	if (r == -ENOENT && vfv_genl_resolve(g->genl) == 0)
		r = vfv_genl_vf_get(g->genl, g->bdf, &vf, NULL);
	if (r < 0)
		finding(FINDING_ERROR, "VF %u is open, but vf-get fails with %s", g->index,
			strerrorname_np(-r));
	else if (strcmp(vf.current, seen) || !vf.open_count)
		finding(FINDING_GRANT, "VF %u is %s, but vf-get reports %s", g->index, seen,
			vf.current);
	else if (strcmp(seen, "native") && vf.source == VFIOV_SOURCE_DEFAULT)
		finding(FINDING_GRANT, "VF %u is %s without a grant", g->index, seen);
}

static int decode(struct guest *g)
{
	return pci_command(&g->vf, PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 0);
}

static int step_open(struct guest *g)
{
	const char *seen;
	int r = vfio_attach(&g->vf, g->bdf);

	if (r == 0)
		r = vfio_open(&g->vf);
	if (r < 0) {
		vfio_detach(&g->vf);
		return r;
	}
	seen = look(g);
	replay_saw(g->replay, g->index, seen);
	compare(g, seen);
	r = vfio_irq_enable(&g->vf, VFIO_PCI_REQ_IRQ_INDEX, &g->request, 1);
	if (r < 0)
		finding(FINDING_ERROR, "VF %u: no request interrupt: %s", g->index,
			strerrorname_np(-r));
	g->mark = (struct mark){ .index = g->index };
	if (!strcmp(seen, "native"))
		return 0;
	g->mark.vf = &g->vf;
	r = decode(g);
	if (r == 0)
		r = mark_look(&g->mark);
	g->mark.byte = mark_byte(g->index, g->session++);
	return r;
}

static int step_close(struct guest *g)
{
	uint64_t requests;

	vfio_detach(&g->vf);
	g->mark.vf = NULL;
	g->pin = false;
	(void)!read(g->request, &requests, sizeof(requests));
	return 0;
}

/* Waits until the host asks for the VF back. */
static int burst(const struct guest *g, struct dice *dice, unsigned long *accesses)
{
	const struct mark *mark = &g->mark;
	int r = 0;

	for (unsigned int n = dice_roll(dice, BURST_MAX); r == 0 && n > 0; n--) {
		if (guest_is_wanted_back(g))
			break;
		r = mark_access(mark, dice);
		(*accesses)++;
	}
	return r;
}

struct hammer {
	pthread_t thread;
	const struct guest *guest;
	struct dice dice;
	unsigned long accesses;
	int r;
};

static void *hammer(void *userdata)
{
	struct hammer *h = userdata;

	h->r = burst(h->guest, &h->dice, &h->accesses);
	return NULL;
}

static int step_hammer(struct guest *g)
{
	struct hammer h[HAMMERS];
	int r = 0;

	for (unsigned int i = 0; i < HAMMERS; i++) {
		h[i] = (struct hammer){ .guest = g };
		dice_init(&h[i].dice, dice_roll(&g->dice, UINT16_MAX), i);
		tap_must(-pthread_create(&h[i].thread, NULL, hammer, &h[i]), "start a thread");
	}
	for (unsigned int i = 0; i < HAMMERS; i++) {
		pthread_join(h[i].thread, NULL);
		g->accesses += h[i].accesses;
		r = r ?: h[i].r;
	}
	return r;
}

static int step_flr(struct guest *g)
{
	unsigned int cap;
	uint16_t control;
	int r = modern_capability(&g->vf, PCI_CAP_ID_EXP, &cap);

	if (r == 0)
		r = vfio_read(&g->vf, VFIO_PCI_CONFIG_REGION_INDEX, cap + PCI_EXP_DEVCTL, &control,
			      sizeof(control));
	if (r < 0)
		return r;
	control |= htole16(PCI_EXP_DEVCTL_BCR_FLR);
	r = vfio_write(&g->vf, VFIO_PCI_CONFIG_REGION_INDEX, cap + PCI_EXP_DEVCTL, &control,
		       sizeof(control));
	return r < 0 ? r : decode(g);
}

static int step_set(struct guest *g)
{
	static const char *const profiles[] = { "native", "transitional", "legacy", NULL };
	const char *profile = profiles[dice_roll(&g->dice, ARRAY_SIZE(profiles))];
	uint64_t ticket;
	int r;

	if (!profile)
		r = vfv_genl_profile_reset(g->genl, g->bdf, "chaos", &ticket, NULL);
	else
		r = vfv_genl_profile_set(g->genl, g->bdf, profile, false, "chaos", &ticket, NULL);
	/* The module may have been reloaded with another family number. */
	if (r == -ENOENT)
		vfv_genl_resolve(g->genl);
	return r == -EOPNOTSUPP || r == -ENOTCONN ? 0 : r;
}

static int step_ask(struct guest *g)
{
	struct vfv_vf *vfs = NULL;
	size_t n;
	int r = vfv_genl_vf_dump(g->genl, &vfs, &n, NULL);

	free(vfs);
	if (r == -ENOENT)
		vfv_genl_resolve(g->genl);
	return r;
}

enum step step_choose(struct guest *g)
{
	if (guest_is_open(g))
		return dice_choose(&g->dice, while_open, ARRAY_SIZE(while_open));
	return dice_choose(&g->dice, while_closed, ARRAY_SIZE(while_closed));
}

int step_do(struct guest *g, enum step step)
{
	switch (step) {
	case STEP_BIND:
		return guest_is_open(g) ? 0 : bind_to(g->bdf, BIND_DRIVER, NULL);
	case STEP_UNBIND:
		return guest_is_open(g) ? step_close(g) : bind_unbind(g->bdf);
	case STEP_OPEN:
		return step_open(g);
	case STEP_CLOSE:
		return step_close(g);
	case STEP_SET:
		return step_set(g);
	case STEP_ASK:
		return step_ask(g);
	case STEP_BURST:
		return has_legacy(g) ? burst(g, &g->dice, &g->accesses) : 0;
	case STEP_HAMMER:
		return has_legacy(g) ? step_hammer(g) : 0;
	case STEP_MSIX:
		return signals_msix(g);
	case STEP_PIN:
		return signals_pin(g);
	case STEP_KICK:
		return has_legacy(g) ? signals_kick(g) : 0;
	case STEP_MIGRATE:
		return migrate_some(g) ?: decode(g);
	case STEP_RESET:
		return vfio_reset(&g->vf) ?: decode(g);
	case STEP_FLR:
		return step_flr(g);
	case STEP_CONFIG:
		return has_legacy(g) ? mark_config(&g->mark, dice_roll(&g->dice, 2)) : 0;
	case STEP_DECODE:
		/* An access while decoding is off must return an error. */
		return pci_command(&g->vf, 0, PCI_COMMAND_IO)
			       ?: (has_legacy(g) ? mark_access(&g->mark, &g->dice) : 0)
			       ?: decode(g);
	case STEP_PAUSE:
		util_sleep_ms(dice_roll(&g->dice, PAUSE_MS));
		return 0;
	}
	return 0;
}
