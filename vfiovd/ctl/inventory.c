/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <string.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "policy/names-read.h"

#include "attributes.h"
#include "fail.h"
#include "inventory.h"

void cmd_inventory_done(struct cmd_inventory *inventory)
{
	free(inventory->items);
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

static bool is_listed(const struct vfv_vf *vfs, size_t n, const char *bdf)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(vfs[i].bdf, bdf))
			return true;
	return false;
}

static int merge(const char *root, struct cmd_inventory *inventory, const struct vfv_vf *vfs,
		 size_t n_vfs, const struct cmd_pci *pci, size_t n_pci)
{
	size_t most = n_vfs + n_pci;

	/* One at least, so that NULL is always a failure. */
	inventory->items = calloc(most ? most : 1, sizeof(*inventory->items));
	if (!inventory->items)
		return -ENOMEM;
	for (size_t i = 0; i < n_vfs; i++) {
		struct cmd_vf *item = &inventory->items[inventory->n++];

		item->bound = true;
		item->vf = vfs[i];
		snprintf(item->driver, sizeof(item->driver), "%s", VFV_MODULE_NAME);
	}
	for (size_t i = 0; i < n_pci; i++) {
		struct cmd_vf *item;

		if (is_listed(vfs, n_vfs, pci[i].vf.bdf))
			continue;
		item = &inventory->items[inventory->n++];
		item->vf = pci[i].vf;
		memcpy(item->driver, pci[i].driver, sizeof(item->driver));
		if (!strcmp(item->driver, VFV_MODULE_NAME))
			cmd_attributes_read(root, item);
	}
	qsort(inventory->items, inventory->n, sizeof(*inventory->items), order);
	return 0;
}

/* VFs of one PF are neighbours more often than not, so its names are read once. */
static void add_names(const struct cmd *cmd, struct cmd_inventory *inventory)
{
	for (size_t i = 0; i < inventory->n; i++) {
		struct cmd_vf *item = &inventory->items[i];

		if (i && !strcmp(item[-1].vf.pf, item->vf.pf)) {
			item->names = item[-1].names;
			item->names_error = item[-1].names_error;
		} else {
			item->names_error =
				vfv_names_read(cmd->root, item->vf.pf, NULL, &item->names);
		}
	}
}

static enum cmd_exit ask_kernel(struct cmd *cmd, struct cmd_inventory *inventory,
				struct vfv_vf **vfs, size_t *n)
{
	struct vfv_nl_error error = { 0 };
	int r = cmd_connect(cmd);

	if (r == -ENOENT)
		return CMD_OK;
	if (r < 0)
		return cmd_fail_connect(cmd, r);
	r = vfv_genl_status_get(cmd->genl, &inventory->status, &error);
	if (r >= 0)
		r = vfv_genl_vf_dump(cmd->genl, vfs, n, &error);
	if (r == -ENOENT) /* unloaded between two questions */
		return CMD_OK;
	if (r < 0)
		return cmd_fail_nl(cmd, NULL, &error);
	inventory->has_status = true;
	return CMD_OK;
}

enum cmd_exit cmd_inventory_read(struct cmd *cmd, struct cmd_inventory *inventory)
{
	_cleanup_free_ struct vfv_vf *vfs = NULL;
	_cleanup_free_ struct cmd_pci *pci = NULL;
	size_t n_vfs = 0, n_pci = 0;
	enum cmd_exit code;

	*inventory = (struct cmd_inventory){ 0 };
	code = ask_kernel(cmd, inventory, &vfs, &n_vfs);
	if (code != CMD_OK)
		return code;
	if (cmd_pci_scan(cmd->root, &pci, &n_pci) < 0 ||
	    merge(cmd->root, inventory, vfs, n_vfs, pci, n_pci) < 0)
		return cmd_fail_memory(cmd);
	add_names(cmd, inventory);
	return CMD_OK;
}
