// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cost of binding, listing, setting and opening one more VF when 250 are bound, on several PFs, and
 * when 16 are bound. Each round measures both cases.
 */
#include "figure.h"
#include "lists.h"
#include "scene/fleet.h"
#include "scene/ledger.h"

#define FEW 16
#define MANY 250
#define ROUNDS 4
#define DECIDED_MS 10000
#define STORED_MS 120000

/*
 * Waits until vfiovd and udev have handled the binds so far, because they share the emulated
 * processors with the next bind.
 */
static void settle(struct figure *figure)
{
	static const char *const udev[] = { "udevadm", "settle", NULL };
	struct vfv_genl *genl = figure->rig.scene.genl;
	struct vfv_status status;

	fleet_wait_decided(genl);
	tap_must(ledger_wait_empty(genl, &status, STORED_MS), "see records stored");
	tap_must(run_quietly(udev), "wait for udev");
}

/* Binds VFs until @n are bound, and measures the last ones. */
static void bind(struct figure *figure, const struct fleet *fleet, enum figure_driver driver,
		 unsigned int bound, unsigned int n, const char *label, unsigned int round)
{
	const char *name = figure_driver_name(driver);
	static uint64_t took[FEW];
	static struct samples times;

	fleet_bind(fleet, name, bound, n - FEW, NULL);
	settle(figure);
	fleet_bind(fleet, name, n - FEW, n, took);
	settle(figure);
	times.n = 0;
	for (unsigned int i = 0; i < FEW; i++)
		samples_add(&times, took[i]);
	figure_observe(figure, label, round, &times,
		       driver == FIGURE_PLAIN ? "bind to vfio-pci, each VF" : "bind, each VF");
}

static void list(struct figure *figure, unsigned int n, const char *label, unsigned int round)
{
	static struct samples times;

	lists_time(figure, n, n, &times);
	figure_observe(figure, label, round, &times, "list, each VF");
}

/* Measures the time from the command to vfiovd's decision. */
static void set(struct figure *figure, const struct fleet *fleet, unsigned int n, const char *label,
		unsigned int round)
{
	struct vfv_genl *genl = figure->rig.scene.genl;
	static struct samples calls, decisions;

	calls.n = decisions.n = 0;
	for (unsigned int i = n - FEW; i < n; i++) {
		uint64_t start = util_now_ns(), ticket;
		struct vfv_vf vf;

		tap_must(vfv_genl_profile_set(genl, fleet->bdf[i], "native", false, NULL, &ticket,
					      NULL),
			 "set %s", fleet->bdf[i]);
		samples_add(&calls, util_now_ns() - start);
		do {
			tap_must(vfv_genl_vf_get(genl, fleet->bdf[i], &vf, NULL), "look");
			tap_must(util_now_ns() - start < DECIDED_MS * 1000000ull ? 0 : -ETIMEDOUT,
				 "get a decision");
		} while (vf.waiting);
		samples_add(&decisions, util_now_ns() - start);
	}
	figure_observe(figure, label, round, &calls, "set, the command");
	figure_observe(figure, label, round, &decisions, "set, until it is decided");
}

static void open_and_close(struct figure *figure, const struct fleet *fleet, unsigned int n,
			   const char *label, unsigned int round)
{
	static struct samples opens;

	opens.n = 0;
	for (unsigned int i = n - FEW; i < n; i++) {
		struct vfio_vf vf;

		scene_open(&vf, fleet->bdf[i]);
		samples_add(&opens, vf.open_ns);
		vfio_detach(&vf);
	}
	figure_observe(figure, label, round, &opens, "open");
}

static void label_make(char label[static 16], unsigned int n)
{
	snprintf(label, 16, "%u VFs", n);
}

static void measure(struct figure *figure, const struct fleet *fleet, unsigned int bound,
		    unsigned int n, unsigned int round)
{
	char label[16];

	label_make(label, n);
	bind(figure, fleet, FIGURE_OURS, bound, n, label, round);
	list(figure, n, label, round);
	set(figure, fleet, n, label, round);
	open_and_close(figure, fleet, n, label, round);
}

/* What grows here grows for any driver, because of the PCI core, VFIO's core or the IOMMU. */
static void compare(struct figure *figure, const struct fleet *fleet, unsigned int bound,
		    unsigned int n, unsigned int round)
{
	char label[16];

	label_make(label, n);
	bind(figure, fleet, FIGURE_PLAIN, bound, n, label, round);
}

int main(void)
{
	static struct fleet fleet;
	struct figure figure;

	figure_begin(&figure, "scale");
	scene_rule(&figure.rig.scene, "figures", "0-255", "native", "\"native\"");
	fleet_make(&fleet);
	tap_must(fleet.n >= MANY ? 0 : -ENODEV, "have %d VFs", MANY);
	for (unsigned int round = 0; round < ROUNDS; round++) {
		measure(&figure, &fleet, 0, FEW, round);
		measure(&figure, &fleet, FEW, MANY, round);
		fleet_unbind(&fleet, 0, MANY);
		compare(&figure, &fleet, 0, FEW, round);
		compare(&figure, &fleet, FEW, MANY, round);
		fleet_unbind(&fleet, 0, MANY);
	}
	fleet_end(&fleet);
	return figure_end(&figure);
}
