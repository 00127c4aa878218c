// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cost of actions on many VFs as their number grows, from 1 to the maximum of the PF.
 */
#include "decisions.h"
#include "lists.h"
#include "readers.h"
#include "scene/bind-all.h"

#define ROUNDS 2
#define READ_MS 1000

static void list(struct figure *figure, unsigned int n, unsigned int round)
{
	static struct samples times;

	lists_time(figure, n, 1, &times);
	figure_observe(figure, "ours", round, &times, "list, %u VFs", n);
}

static void measure(struct figure *figure, struct bind_all *vfs, unsigned int round)
{
	static struct reader readers[BIND_ALL_MAX];
	uint64_t took;
	struct readers_result result;
	unsigned int n = vfs->n;

	decisions_mark(figure);
	took = bind_all(vfs, BIND_DRIVER).wall;
	figure_value(figure, "ours", round, took, "bind in one write, %u VFs", n);
	took = decisions_wait(figure, n, NULL);
	figure_value(figure, "ours", round, took, "first request to last decision, %u VFs", n);
	list(figure, n, round);
	for (unsigned int i = 0; i < n; i++)
		figure_open_bound(figure, i, &readers[i].vf);
	result = readers_run(readers, n, READ_MS);
	figure_value(figure, "ours", round, result.took_ns * n / result.sum,
		     "an access of each at once, %u VFs", n);
	readers_close(readers, n);
}

int main(void)
{
	static struct bind_all vfs;
	unsigned int counts[] = { 1, 4, 16, 0 };
	struct figure figure;

	figure_begin(&figure, "growth");
	tap_must(bind_total_vfs(figure.rig.scene.pf, &counts[3]), "count the PF's possible VFs");
	for (unsigned int i = 0; i < ARRAY_SIZE(counts); i++) {
		figure_make_vfs(&figure, counts[i]);
		bind_all_find(&vfs, &figure.rig.scene, counts[i]);
		for (unsigned int round = 0; round < ROUNDS; round++)
			measure(&figure, &vfs, round);
	}
	return figure_end(&figure);
}
