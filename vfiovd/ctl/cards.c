/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>

#include "lib/macro.h"

#include "cards.h"
#include "fail.h"

void cmd_cards_done(struct cmd_cards *cards)
{
	free(cards->items);
	free(cards->vfs);
	*cards = (struct cmd_cards){ 0 };
}

static struct cmd_card_pf *find(const struct cmd_cards *cards, struct vfv_bdf bdf)
{
	for (size_t i = 0; i < cards->n; i++)
		if (vfv_bdf_equal(cards->items[i].bdf, bdf))
			return &cards->items[i];
	return NULL;
}

static struct cmd_card_pf *append(struct cmd_cards *cards, struct vfv_bdf bdf)
{
	struct cmd_card_pf *items = reallocarray(cards->items, cards->n + 1, sizeof(*cards->items));

	if (!items)
		return NULL;
	cards->items = items;
	items[cards->n] = (struct cmd_card_pf){ .bdf = bdf };
	return &items[cards->n++];
}

static int take_pf(const struct cmd_pf *pf, void *userdata)
{
	struct cmd_card_pf *item;
	struct vfv_bdf bdf;

	if (vfv_bdf_parse(pf->bdf, &bdf) < 0)
		return 0;
	item = append(userdata, bdf);
	if (!item)
		return -ENOMEM;
	item->serial = pf->serial;
	item->serial_known = pf->serial_known;
	return 0;
}

/* VF numbers have 16 bits, addresses 48. */
static uint64_t vf_key(struct vfv_bdf pf, uint32_t index)
{
	return vfv_bdf_key(pf) << 16 | (index & 0xffff);
}

static int order(const void *left, const void *right)
{
	const uint64_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

bool cmd_cards_have_vf(const struct cmd_cards *cards, struct vfv_bdf bdf, uint32_t index)
{
	uint64_t key = vf_key(bdf, index);

	return cards->n_vfs && bsearch(&key, cards->vfs, cards->n_vfs, sizeof(key), order);
}

/*
 * The kernel may know a serial number that config space does not show, and a PF that /sys does not
 * show.
 */
static int add_of_vfs(struct cmd_cards *cards, const struct cmd_inventory *inventory)
{
	cards->vfs = calloc(inventory->n ? inventory->n : 1, sizeof(*cards->vfs));
	if (!cards->vfs)
		return -ENOMEM;
	for (size_t i = 0; i < inventory->n; i++) {
		const struct vfv_vf *vf = &inventory->items[i].vf;
		struct cmd_card_pf *pf;
		struct vfv_bdf bdf;

		if (vfv_bdf_parse(vf->pf, &bdf) < 0)
			continue;
		cards->vfs[cards->n_vfs++] = vf_key(bdf, vf->index);
		pf = find(cards, bdf);
		if (!pf)
			pf = append(cards, bdf);
		if (!pf)
			return -ENOMEM;
		if (!vf->serial)
			continue;
		pf->serial = vf->serial;
		pf->serial_known = true;
	}
	if (cards->n_vfs)
		qsort(cards->vfs, cards->n_vfs, sizeof(*cards->vfs), order);
	return 0;
}

enum cmd_exit cmd_cards_read(const struct cmd *cmd, const struct cmd_inventory *inventory,
			     struct cmd_cards *cards)
{
	_cleanup_close_ int devices = cmd_pci_open(cmd->root);

	if (devices >= 0 && cmd_pci_scan_pfs(devices, take_pf, cards) < 0)
		return cmd_fail_memory(cmd);
	return add_of_vfs(cards, inventory) < 0 ? cmd_fail_memory(cmd) : CMD_OK;
}

const struct cmd_card_pf *cmd_cards_at(const struct cmd_cards *cards, struct vfv_bdf bdf)
{
	return find(cards, bdf);
}

size_t cmd_cards_with(const struct cmd_cards *cards, uint64_t serial, struct vfv_bdf bdf,
		      const struct cmd_card_pf **first)
{
	size_t n = 0;

	*first = NULL;
	for (size_t i = 0; i < cards->n; i++) {
		const struct cmd_card_pf *pf = &cards->items[i];

		if (pf->serial != serial || (pf->bdf.devfn ^ bdf.devfn) & 7)
			continue;
		*first = *first ? *first : pf;
		n++;
	}
	return n;
}
