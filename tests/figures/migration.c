// SPDX-License-Identifier: GPL-2.0-only
/*
 * A running legacy network driver moves from one VF to another in the way QEMU migrates it: the
 * time from when the source begins to stop until the destination runs, the parts of that time, the
 * bytes in the stream, and the admin commands for both VFs.
 *
 * QEMU uses the pre-copy phase of a driver that has one, so upstream's is measured with it. It is
 * also measured without the phase, which shows what the phase gains. This needs a kernel with calls
 * for device parts; on others this figure has no observations.
 */
#include <errno.h>

#include "client/migration.h"
#include "client/nic.h"
#include "figure.h"
#include "scene/policy.h"

#define STATE(name) VFIO_DEVICE_STATE_##name
/* VFIO_MIGRATION_PRE_COPY and VFIO_DEVICE_STATE_PRE_COPY, which came with 6.2. */
#define HAS_PRE_COPY (1 << 2)
#define PRE_COPY 6
#define ROUNDS 12
#define STREAM_MAX 70000

static const struct way {
	const char *label;
	enum figure_driver driver;
	bool pre_copy; /* use the pre-copy phase, if the driver has one */
} ways[] = {
	{ "ours", FIGURE_OURS, true },
	{ "upstream", FIGURE_UPSTREAM, true },
	{ "no pre-copy", FIGURE_UPSTREAM, false },
};

struct move {
	struct vfio_vf vf[2];
	struct nic nic;
	uint8_t stream[STREAM_MAX];
	size_t bytes;
	/* ns; the device is stopped in all three */
	uint64_t stop, copy, start;
};

/* Copies what the source has now; in the pre-copy phase, read() then fails with ENOMSG. */
static void copy(struct move *m, int from, int to)
{
	for (;;) {
		ssize_t n = read(from, m->stream, sizeof(m->stream));

		if (n == 0 || (n < 0 && errno == ENOMSG))
			return;
		tap_must(util_errno(n), "read the state");
		tap_must(migration_write(to, m->stream, n, n), "write the state");
		m->bytes += n;
	}
}

static void must(const struct vfio_vf *vf, uint32_t state, int *fd)
{
	tap_must(migration_set(vf, state, fd), "change to state %u", state);
}

static void move(struct move *m, bool pre_copy)
{
	_cleanup_close_ int from = -1, to = -1;
	uint64_t begun, stopped, copied;

	must(&m->vf[1], STATE(RESUMING), &to);
	if (pre_copy) {
		must(&m->vf[0], PRE_COPY, &from);
		copy(m, from, to);
	}
	begun = util_now_ns();
	must(&m->vf[0], STATE(STOP_COPY), &from);
	stopped = util_now_ns();
	copy(m, from, to);
	copied = util_now_ns();
	must(&m->vf[0], STATE(STOP), NULL);
	must(&m->vf[1], STATE(RUNNING), NULL);
	m->start = util_now_ns() - copied;
	m->copy = copied - stopped;
	m->stop = stopped - begun;
}

/* Gives the destination the guest's memory and interrupts, as a VMM does before it starts. */
static void prepare(struct move *m)
{
	const struct vfio_dma *memory[] = { &m->nic.rx.q.mem, &m->nic.tx.q.mem, &m->nic.rx.buffers,
					    &m->nic.tx.buffers };

	for (unsigned int i = 0; i < ARRAY_SIZE(memory); i++)
		tap_must(migration_share(&m->vf[1], memory[i]), "share memory");
	tap_must(vfio_irq_enable(&m->vf[1], VFIO_PCI_MSIX_IRQ_INDEX, m->nic.eventfd, NIC_VECTORS),
		 "enable MSI-X");
}

static void observe(struct figure *figure, const struct way *way, unsigned int round,
		    const struct move *m)
{
	struct vfdev *device = figure->rig.device;

	figure_value(figure, way->label, round, m->stop + m->copy + m->start, "from stop to run");
	figure_value(figure, way->label, round, m->stop, "stop and read the state");
	figure_value(figure, way->label, round, m->copy, "copy and set the state");
	figure_value(figure, way->label, round, m->start, "start the destination");
	figure_value(figure, way->label, round, m->bytes, "bytes");
	figure_value(figure, way->label, round,
		     device_commands(device, 0) + device_commands(device, 1), "commands");
}

/* Returns whether the driver can migrate VFs. */
static bool round_of(struct figure *figure, const struct way *way, unsigned int round)
{
	static struct move m;
	uint64_t flags;
	int r;

	m.bytes = 0;
	for (unsigned int i = 0; i < 2; i++)
		figure_open(figure, way->driver, i, &m.vf[i]);
	r = migration_flags(&m.vf[0], &flags);
	if (r == 0) {
		tap_must(nic_up(&m.nic, &m.vf[0], 0), "bring up the network");
		prepare(&m);
		device_do(figure->rig.device, "count reset");
		move(&m, way->pre_copy && flags & HAS_PRE_COPY);
		observe(figure, way, round, &m);
		/* The source is stopped; a reset makes it answer its driver again. */
		tap_must(vfio_reset(&m.vf[0]), "reset the source");
		nic_down(&m.nic);
	}
	for (unsigned int i = 0; i < 2; i++)
		vfio_detach(&m.vf[i]);
	return r == 0;
}

int main(void)
{
	struct figure figure;
	bool possible = true;

	figure_begin(&figure, "migration");
	tap_must(policy_site(
			 figure.rig.scene.genl,
			 "allow_transitional = true;\nallow_migration = true;\n",
			 "{ name = \"figures\"; profile = \"transitional\"; migration = true; }"),
		 "set the policy");
	for (unsigned int round = 0; round < ROUNDS && possible; round++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(ways) && possible; i++) {
			/* Take turns at going first. */
			const struct way *way = &ways[(round + i) % ARRAY_SIZE(ways)];

			possible = round_of(&figure, way, round);
		}
	}
	if (!possible)
		tap_note("migration: this kernel has no calls for device parts");
	return figure_end(&figure);
}
