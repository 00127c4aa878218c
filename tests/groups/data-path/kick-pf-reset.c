// SPDX-License-Identifier: GPL-2.0-only
/*
 * A guest kicks without a pause while the PF is reset without its driver's knowledge. The device
 * offers a doorbell in the PF's BAR, but a write to a BAR of a function in reset is silently lost.
 * The module must therefore not use it, and each kick that succeeds must reach the device.
 *
 * Timeout: 180 s
 */
#include <linux/virtio_pci.h>
#include <pthread.h>
#include <stdatomic.h>

#include "client/util.h"
#include "lib/outage.h"
#include "lib/rig.h"

#define VF_INDEX 15
#define KICKS_BEFORE 50
#define PROGRESS_MS (30000 * scene_slower())

struct kicker {
	struct rig *rig;
	pthread_t thread;
	atomic_bool stop;
	atomic_ulong good, failed;
};

static void *kick_on(void *userdata)
{
	struct kicker *k = userdata;

	while (!atomic_load(&k->stop)) {
		if (rig_write(k->rig, VIRTIO_PCI_QUEUE_NOTIFY, "\1\0", 2) < 0)
			atomic_fetch_add(&k->failed, 1);
		else
			atomic_fetch_add(&k->good, 1);
	}
	return NULL;
}

static bool more(atomic_ulong *count, unsigned long n)
{
	uint64_t start = util_now_ns();
	unsigned long before = atomic_load(count);

	while (atomic_load(count) - before < n) {
		if (util_now_ns() - start > PROGRESS_MS * 1000000ul)
			return false;
		util_sleep_ms(1);
	}
	return true;
}

static void reset(struct rig *rig)
{
	struct tap *tap = &rig->scene.tap;
	struct kicker k = { .rig = rig };
	struct pf_action action;
	uint64_t arrived, elsewhere;

	device_do(rig->device, "count reset");
	tap_must(-pthread_create(&k.thread, NULL, kick_on, &k), "start a thread");
	tap_ok(tap, more(&k.good, KICKS_BEFORE), "kicks arrive");
	pf_reset(&action, rig->scene.pf);
	tap_returned(tap, pf_wait(&action, OUTAGE_ACTION_MS), 0,
		     "the PF can be reset during kicks");
	util_sleep_ms(100);
	atomic_store(&k.stop, true);
	pthread_join(k.thread, NULL);

	elsewhere = device_doorbells(rig->device, rig->index, "owner", "good");
	arrived = elsewhere + device_doorbells(rig->device, rig->index, "member", "good") +
		  device_commands(rig->device, rig->index);
	tap_ok(tap, arrived >= k.good, "of %lu kicks that succeeded %lu arrived, %lu failed",
	       k.good, arrived, k.failed);
	tap_ok(tap, elsewhere == 0, "%lu of them in the PF's BAR", elsewhere);
}

int main(void)
{
	struct pf_action action;
	struct rig rig;

	rig_begin(&rig);
	device_do(rig.device, "notify-info owner");
	rig_open(&rig, VF_INDEX);
	reset(&rig);
	rig_close(&rig);
	pf_driver_unbind(&action, rig.scene.pf);
	tap_must(pf_wait(&action, OUTAGE_ACTION_MS), "unbind the PF's driver");
	pf_repair(rig.scene.pf);
	rig_open(&rig, VF_INDEX);
	tap_returned(&rig.scene.tap, rig_write(&rig, VIRTIO_PCI_QUEUE_NOTIFY, "\1\0", 2), 0,
		     "a kick succeeds with its driver bound again");
	return rig_end(&rig);
}
