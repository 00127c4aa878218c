/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "policy/names-read.h"

#include "attributes.h"
#include "fail.h"
#include "inventory.h"
#include "target.h"

void cmd_inventory_done(struct cmd_inventory *inventory)
{
	free(inventory->items);
	free(inventory->drivers);
	*inventory = (struct cmd_inventory){ 0 };
}

static uint64_t bdf_key(const char *text)
{
	struct vfv_bdf bdf;

	return vfv_bdf_parse(text, &bdf) < 0 ? UINT64_MAX : vfv_bdf_key(bdf);
}

static int order(const void *left, const void *right)
{
	const struct cmd_vf *a = left, *b = right;
	uint64_t ka = bdf_key(a->vf.bdf), kb = bdf_key(b->vf.bdf);

	return (ka > kb) - (ka < kb);
}

/* An invalid address is not equal to any other. */
static struct cmd_vf *find(const struct cmd_inventory *inventory, size_t n, const char *bdf)
{
	struct cmd_vf key = { 0 };

	snprintf(key.vf.bdf, sizeof(key.vf.bdf), "%s", bdf);
	if (!n || bdf_key(bdf) == UINT64_MAX)
		return NULL;
	return bsearch(&key, inventory->items, n, sizeof(key), order);
}

static void sort(struct cmd_inventory *inventory)
{
	if (inventory->n)
		qsort(inventory->items, inventory->n, sizeof(*inventory->items), order);
}

static struct cmd_vf *append(struct cmd_inventory *inventory)
{
	/* Capacity is not stored: the array doubles whenever n is a power of two. */
	if (!(inventory->n & (inventory->n - 1))) {
		void *items = reallocarray(inventory->items, inventory->n ? inventory->n * 2 : 1,
					   sizeof(*inventory->items));

		if (!items)
			return NULL;
		inventory->items = items;
	}
	inventory->items[inventory->n] = (struct cmd_vf){ .attachment.iommu_group = -1 };
	return &inventory->items[inventory->n++];
}

static int take_found(const char *bdf, const struct cmd_pf *pf, uint32_t index, void *userdata)
{
	struct cmd_vf *item = append(userdata);

	if (!item)
		return -ENOMEM;
	item->vf.present = 1U << VFIOV_A_VF_BDF | 1U << VFIOV_A_VF_PF | 1U << VFIOV_A_VF_INDEX;
	item->vf.index = index;
	/* Both strings fit: they were parsed as addresses, which are shorter. */
	strcpy(item->vf.bdf, bdf);
	strcpy(item->vf.pf, pf->bdf);
	item->serial_known = pf->serial_known;
	if (pf->serial) {
		item->vf.serial = pf->serial;
		item->vf.present |= 1U << VFIOV_A_VF_SERIAL;
	}
	return 0;
}

/* VFs of one PF are usually adjacent, so its names are read once. */
static void add_names(const struct cmd *cmd, struct cmd_inventory *inventory)
{
	for (size_t i = 0; i < inventory->n; i++) {
		struct cmd_vf *item = &inventory->items[i];

		/* Names that cannot be read are marked as unknown. */
		if (i && !strcmp(item[-1].vf.pf, item->vf.pf))
			item->names = item[-1].names;
		else
			(void)vfv_names_read(cmd->root, item->vf.pf, NULL, &item->names);
	}
}

/* Return: true if each word names a single VF. The search can then end once all are found. */
static bool are_single(char **words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr(words[i], '#') && strpbrk(strchr(words[i], '#'), "-,"))
			return false;
	return true;
}

/* Mark the VFs that @words name. Return: their number, 0 if all VFs must be read. */
static size_t mark(const struct cmd *cmd, struct cmd_inventory *inventory, char **words, size_t n)
{
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	struct cmd silent = *cmd;
	bool found;

	silent.silent = true;
	/* A VF that is not in /sys may still be in the kernel's list. */
	found = n && cmd_targets_find(&silent, inventory, words, n, &targets) == CMD_OK;
	for (size_t i = 0; found && i < targets.n; i++)
		inventory->items[targets.items[i] - inventory->items].wanted = true;
	for (size_t i = 0; !found && i < inventory->n; i++)
		inventory->items[i].wanted = true;
	return found ? targets.n : 0;
}

static void take_kernel(struct cmd_vf *item, const struct vfv_vf *vf)
{
	item->governed = item->bound = item->wanted = true;
	/* A caller that may not see the serial number does not get the counters either. */
	item->serial_known = vfv_has(vf, VFIOV_A_VF_SERIAL) || vfv_has(vf, VFIOV_A_VF_STATS);
	item->vf = *vf;
	snprintf(item->driver, sizeof(item->driver), "%s", vf->driver);
}

/* Without the tables, or the table of one driver, the VFs are still complete. */
static void add_tables(struct cmd *cmd, struct cmd_inventory *inventory)
{
	if (vfv_genl_driver_dump(cmd->genl, &inventory->drivers, &inventory->n_drivers, NULL) < 0)
		return;
	for (size_t i = 0; i < inventory->n; i++)
		for (size_t j = 0; j < inventory->n_drivers; j++)
			if (inventory->items[i].bound &&
			    !strcmp(inventory->items[i].driver, inventory->drivers[j].name))
				inventory->items[i].table = &inventory->drivers[j];
}

/* Query the kernel for each VF, if there are only a few. Return: 0 or a negative errno. */
static int ask_each(struct cmd *cmd, struct cmd_inventory *inventory, struct vfv_nl_error *error)
{
	int r = 0;

	for (size_t i = 0; r >= 0 && i < inventory->n; i++) {
		struct cmd_vf *item = &inventory->items[i];
		struct vfv_vf vf;

		if (!item->wanted)
			continue;
		r = vfv_genl_vf_get(cmd->genl, item->vf.bdf, &vf, error);
		if (r >= 0)
			take_kernel(item, &vf);
		else if (r == -ENODEV) /* the VF has another driver */
			r = 0;
	}
	return r;
}

static int ask_all(struct cmd *cmd, struct cmd_inventory *inventory, struct vfv_nl_error *error)
{
	_cleanup_free_ struct vfv_vf *vfs = NULL;
	size_t n_sysfs = inventory->n, n = 0;
	int r = vfv_genl_vf_dump(cmd->genl, &vfs, &n, error);

	for (size_t i = 0; r >= 0 && i < n; i++) {
		struct cmd_vf *item = find(inventory, n_sysfs, vfs[i].bdf);

		if (!item)
			item = append(inventory);
		if (!item)
			return -ENOMEM;
		take_kernel(item, &vfs[i]);
	}
	return r;
}

/* @n: number of requested VFs, 0 for all. Return: same as cmd_inventory_read(). */
static enum cmd_exit ask_kernel(struct cmd *cmd, struct cmd_inventory *inventory, size_t n)
{
	enum { FEW = 64 };
	struct vfv_nl_error error = { 0 };
	int r = cmd_connect(cmd);

	if (r == -ENOENT)
		return CMD_OK;
	if (r < 0)
		return cmd_fail_connect(cmd, r);
	r = vfv_genl_status_get(cmd->genl, &inventory->status, &error);
	if (r >= 0)
		r = n && n <= FEW ? ask_each(cmd, inventory, &error)
				  : ask_all(cmd, inventory, &error);
	if (r == -ENOENT) /* the module was unloaded between two calls */
		return CMD_OK;
	if (r == -ENOMEM && !error.code)
		return cmd_fail_memory(cmd);
	if (r < 0)
		return cmd_fail_nl(cmd, NULL, &error);
	inventory->has_status = true;
	add_tables(cmd, inventory);
	return CMD_OK;
}

/* Read the data of a VF that the kernel's family did not report. */
static void read_unbound(int dir, bool all, struct cmd_vf *item)
{
	cmd_pci_read(dir, all, &item->vf, item->driver);
	/* An old kernel module may lack the directory. */
	item->governed = cmd_pci_is_governed(dir) || !strcmp(item->driver, VFV_MODULE_NAME);
	item->reach = item->governed ? CMD_REACH_POLICY : cmd_reach_find(dir, item->driver);
	if (item->governed)
		cmd_attributes_read(dir, all, item);
}

/* VFs come and go, so drop one that has gone in the meantime. */
static void read_sysfs(struct cmd_inventory *inventory, int devices, bool all)
{
	size_t kept = 0;

	for (size_t i = 0; i < inventory->n; i++) {
		struct cmd_vf *item = &inventory->items[i];

		if (item->wanted && (all || !item->bound)) {
			_cleanup_close_ int dir =
				openat(devices, item->vf.bdf, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

			if (dir < 0 && !item->bound)
				continue;
			if (all && dir >= 0)
				cmd_attachment_read(devices, dir, &item->attachment);
			if (!item->bound)
				read_unbound(dir, all, item);
		}
		if (kept != i)
			inventory->items[kept] = *item;
		kept++;
	}
	inventory->n = kept;
}

enum cmd_exit cmd_inventory_read_for(struct cmd *cmd, char **words, size_t n, bool all,
				     struct cmd_inventory *inventory)
{
	_cleanup_close_ int devices = cmd_pci_open(cmd->root);
	bool by_name = n, single;
	enum cmd_exit code;
	size_t n_sysfs;

	*inventory = (struct cmd_inventory){ 0 };
	if (devices >= 0 && cmd_pci_scan(devices, take_found, inventory) < 0)
		return cmd_fail_memory(cmd);
	sort(inventory);
	/* A target may be the name of a PF. */
	if (by_name)
		add_names(cmd, inventory);
	n_sysfs = inventory->n;
	single = are_single(words, n);
	code = ask_kernel(cmd, inventory, single ? mark(cmd, inventory, words, n) : 0);
	if (code != CMD_OK)
		return code;
	/* The kernel may know of VFs that /sys does not show. */
	if (inventory->n > n_sysfs)
		sort(inventory);
	if (!by_name || inventory->n > n_sysfs)
		add_names(cmd, inventory);
	if (!single)
		(void)mark(cmd, inventory, words, n);
	read_sysfs(inventory, devices, all);
	return CMD_OK;
}

enum cmd_exit cmd_inventory_read(struct cmd *cmd, struct cmd_inventory *inventory)
{
	return cmd_inventory_read_for(cmd, NULL, 0, true, inventory);
}
