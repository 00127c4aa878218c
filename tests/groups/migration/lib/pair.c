// SPDX-License-Identifier: GPL-2.0-only
#include "pair.h"

#include <linux/pci_regs.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/pci.h"
#include "client/util.h"
#include "lib/names.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
#define PING_MS 3000
#define OBJECT_MS 2000

void pair_open(struct pair *pair, unsigned int i)
{
	char bdf[VFIO_BDF_LEN];

	scene_bind_decided(&pair->scene, i, bdf);
	scene_open(&pair->vf[i], bdf);
}

void pair_begin(struct pair *pair, const char *profile, const char *other)
{
	uint64_t flags;

	*pair = (struct pair){ 0 };
	scene_begin(&pair->scene);
	device_begin(&pair->device);
	scene_migration(&pair->scene, profile, other);
	for (unsigned int i = 0; i < 2; i++)
		pair_open(pair, i);
	if (migration_flags(&pair->vf[0], &flags) == -ENOTTY) {
		tap_skip(&pair->scene.tap, "migration",
			 "this kernel has no calls for device parts");
		exit(pair_end(pair));
	}
}

void pair_up(struct pair *pair)
{
	tap_must(nic_up(&pair->nic, &pair->vf[0], 0), "bring up the network of VF 0");
	tap_must(peer_init(&pair->peer, &pair->nic, PEER_OWN_IP, PEER_GATEWAY_IP),
		 "find the gateway");
	tap_must(peer_resolve(&pair->peer, PING_MS), "resolve its address");
}

int pair_end(struct pair *pair)
{
	for (unsigned int i = 0; i < 2; i++)
		vfio_detach(&pair->vf[i]);
	device_end(pair->device);
	return scene_end(&pair->scene);
}

bool pair_talks(struct pair *pair, unsigned int pings)
{
	struct frame_echo echo = { .id = 77, .length = 400 };
	int r = 0;

	for (unsigned int i = 0; i < pings && r == 0; i++) {
		echo.sequence = ++pair->sequence;
		/* From here on, only an interrupt sets this. */
		pair->nic.rx_pending = false;
		r = peer_echo(&pair->peer, &echo, PING_MS);
	}
	if (r < 0)
		tap_note("ping %u: %d", pair->sequence, r);
	return r == 0;
}

int pair_save(struct pair *pair, unsigned int vf)
{
	_cleanup_close_ int fd = -1;
	int r = migration_set(&pair->vf[vf], STATE(STOP_COPY), &fd);

	pair->len = sizeof(pair->stream);
	return r ?: migration_read(fd, pair->stream, &pair->len) ?:
		migration_set(&pair->vf[vf], STATE(STOP), NULL);
}

int pair_load(struct pair *pair, unsigned int vf, size_t piece)
{
	_cleanup_close_ int fd = -1;

	return migration_set(&pair->vf[vf], STATE(RESUMING), &fd) ?:
	       migration_write(fd, pair->stream, pair->len, piece) ?:
	       migration_set(&pair->vf[vf], STATE(STOP), NULL);
}

void pair_mark(struct pair *pair)
{
	tap_must(journal_mark(pair->scene.journal), "mark the journal");
}

void pair_recorded(struct pair *pair, unsigned int vf, const char *event, const char *text,
		   bool bytes)
{
	char bdf[VFIO_BDF_LEN], said[256] = "", moved[256] = "";
	int r;

	scene_vf(&pair->scene, vf, bdf);
	r = scene_audit(&pair->scene, bdf, event);
	if (r == 0) {
		scene_field(&pair->scene, VFV_FIELD_TEXT, said);
		scene_field(&pair->scene, VFV_FIELD_BYTES, moved);
	}
	tap_ok(&pair->scene.tap,
	       r == 0 && (!text || !strcmp(said, text)) &&
		       (!bytes || strtoul(moved, NULL, 10) == pair->len),
	       "the audit has %s: %s", event, text ? said : moved);
}

int pair_prepare(struct pair *pair, unsigned int vf)
{
	struct nic *nic = &pair->nic;
	struct vfio_vf *to = &pair->vf[vf];
	const struct vfio_dma *memory[] = { &nic->rx.q.mem, &nic->tx.q.mem, &nic->rx.buffers,
					    &nic->tx.buffers };
	int r = 0;

	for (unsigned int i = 0; i < ARRAY_SIZE(memory) && r == 0; i++) {
		r = migration_share(to, memory[i]);
		r = r == -EEXIST ? 0 : r;
	}
	return r ?: pci_bar0_assign(to, 0xc000) ?:
		    pci_command(to, PCI_COMMAND_IO | PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 0);
}

int pair_run(struct pair *pair, unsigned int vf)
{
	int r = migration_set(&pair->vf[vf], STATE(RUNNING), NULL);

	if (r)
		return r;
	pair->nic.vf = &pair->vf[vf];
	pair->nic.dev.vf = &pair->vf[vf];
	pair->at = vf;
	return 0;
}

int pair_go_on(struct pair *pair, unsigned int vf)
{
	return pair_prepare(pair, vf) ?:
	       vfio_irq_enable(&pair->vf[vf], VFIO_PCI_MSIX_IRQ_INDEX, pair->nic.eventfd,
			       NIC_VECTORS) ?:
	       pair_run(pair, vf);
}

static char *ask_parts(struct pair *pair, unsigned int *objects)
{
	char *reply = NULL;

	*objects = UINT32_MAX;
	tap_must(vfdev_command(pair->device, &reply, "parts"), "ask the device");
	sscanf(reply, "objects=%u", objects);
	return reply;
}

/* The module does not wait for an object to be destroyed, so that takes a moment. */
static char *wait_no_objects(struct pair *pair, unsigned int *objects)
{
	uint64_t end = util_now_ns() + OBJECT_MS * UINT64_C(1000000) * scene_slower();
	char *reply;

	for (;;) {
		reply = ask_parts(pair, objects);
		if (*objects == 0 || util_now_ns() > end)
			return reply;
		free(reply);
		util_sleep_ms(10);
	}
}

unsigned int pair_objects(struct pair *pair)
{
	_cleanup_free_ char *reply = NULL;
	unsigned int n;

	reply = wait_no_objects(pair, &n);
	return n;
}

bool pair_clean(struct pair *pair, unsigned int vf)
{
	unsigned int objects, stopped = 1, staged = 1;
	_cleanup_free_ char *reply = NULL;
	char name[16];
	const char *at;

	reply = wait_no_objects(pair, &objects);
	snprintf(name, sizeof(name), "vf=%u ", vf);
	at = strstr(reply, name);
	if (at)
		sscanf(at + strlen(name), "stopped=%u staged=%u", &stopped, &staged);
	if (objects || stopped || staged)
		tap_note("%s", reply);
	return !objects && !stopped && !staged;
}
