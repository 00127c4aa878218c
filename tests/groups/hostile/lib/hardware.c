// SPDX-License-Identifier: GPL-2.0-only
#include "hardware.h"

#include <string.h>

#include "client/util.h"
#include "lib/finding.h"
#include "scene/pf.h"

#define STREAM 2000 /* number of the random stream */
#define AWAY_MS 400
/* Guests close on request, and with a silent device each command takes 2 s. */
#define ACTION_MS 180000

static const char *const names[] = {
	[HARDWARE_FAULT] = "faults",
	[HARDWARE_HOLD] = "silent device",
	[HARDWARE_BREAK] = "broken device",
	[HARDWARE_VIRTIO_UNBIND] = "virtio_net unbound",
	[HARDWARE_DRIVER_UNBIND] = "virtio-pci unbound",
	[HARDWARE_SRIOV_OFF] = "SR-IOV off",
	[HARDWARE_CALM] = "no faults",
};

const char *hardware_name(enum hardware_trouble what)
{
	return names[what];
}

void hardware_begin(struct hardware *h, struct scene *scene, uint64_t seed)
{
	*h = (struct hardware){ .scene = scene };
	dice_init(&h->dice, seed, STREAM);
	device_begin(&h->device);
	/* The trace would contain every command of several hours. */
	device_do(h->device, "trace off");
}

static void calm(struct hardware *h)
{
	device_repair(h->device);
}

void hardware_end(struct hardware *h)
{
	calm(h);
	pf_repair(h->scene->pf);
	device_end(h->device);
}

static void fault(struct hardware *h)
{
	/*
	 * virtio 1.3 section 2.12: ENXIO, EAGAIN, ENOMEM, EBUSY, EINVAL, ENOSPC, and an invalid
	 * status.
	 */
	static const unsigned int statuses[] = { 6, 11, 12, 16, 22, 28, 255 };
	char what[64];

	switch (dice_roll(&h->dice, 3)) {
	case 0:
		snprintf(what, sizeof(what), "status=%u",
			 statuses[dice_roll(&h->dice, ARRAY_SIZE(statuses))]);
		break;
	case 1:
		snprintf(what, sizeof(what), "delay=%u", dice_roll(&h->dice, 300));
		break;
	default:
		snprintf(what, sizeof(what), "short=%u", dice_roll(&h->dice, 4));
		break;
	}
	device_do(h->device, "fault add vf=%u op=%u skip=%u times=%u %s",
		  dice_roll(&h->dice, SCENE_VFS), DEVICE_COMMON_WRITE + dice_roll(&h->dice, 5),
		  dice_roll(&h->dice, 5), dice_roll(&h->dice, 20) + 1, what);
}

static void hold(struct hardware *h)
{
	unsigned int vf = dice_roll(&h->dice, SCENE_VFS);

	device_do(h->device, "fault add vf=%u times=%u hold", vf, dice_roll(&h->dice, 4) + 1);
	/* Sometimes longer than the timeout of a command. */
	util_sleep_ms(dice_roll(&h->dice, 2500));
	calm(h);
}

/* Applies the disturbance, and reverts it a moment later. */
static void away(struct hardware *h, void (*begin)(struct pf_action *action, const char *pf),
		 const char *what)
{
	struct pf_action action;
	int r;

	begin(&action, h->scene->pf);
	r = pf_wait(&action, ACTION_MS);
	if (r == -ETIMEDOUT)
		finding(FINDING_HANG, "%s does not finish", what);
	else if (r < 0)
		finding(FINDING_ERROR, "%s ends with %s", what, strerrorname_np(-r));
	tap_must(r == -ETIMEDOUT ? r : 0, "wait until %s finishes", what);
	util_sleep_ms(dice_roll(&h->dice, AWAY_MS));
	pf_repair(h->scene->pf);
}

static void sriov_off(struct pf_action *action, const char *pf)
{
	pf_vfs(action, pf, 0);
}

void hardware_trouble(struct hardware *h, enum hardware_trouble what)
{
	h->troubles[what]++;
	switch (what) {
	case HARDWARE_FAULT:
		for (unsigned int n = dice_roll(&h->dice, 4); n > 0; n--)
			fault(h);
		return;
	case HARDWARE_HOLD:
		hold(h);
		return;
	case HARDWARE_BREAK:
		device_do(h->device, "break");
		util_sleep_ms(dice_roll(&h->dice, AWAY_MS));
		away(h, pf_virtio_unbind, "unbinding virtio_net from a broken PF");
		return;
	case HARDWARE_VIRTIO_UNBIND:
		away(h, pf_virtio_unbind, "unbinding virtio_net");
		return;
	case HARDWARE_DRIVER_UNBIND:
		away(h, pf_driver_unbind, "unbinding virtio-pci");
		return;
	case HARDWARE_SRIOV_OFF:
		away(h, sriov_off, "turning SR-IOV off");
		return;
	case HARDWARE_CALM:
		calm(h);
		return;
	case HARDWARE_TROUBLES:
		return;
	}
}
