/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "policy/range.h"
#include "policy/serial.h"

#include "fail.h"
#include "place.h"
#include "target.h"

void cmd_places_done(struct cmd_places *places)
{
	free(places->items);
	*places = (struct cmd_places){ 0 };
}

enum { NUMBERS_MAX = 4096, N_NUMBERS = VFV_VF_INDEX_MAX + 1 };

/* Fill @vfs with the VFs of @pf, indexed by number, to avoid searching for each one. */
static void fill_vfs(const struct cmd_inventory *inventory, struct vfv_bdf pf,
		     const struct cmd_vf *vfs[static N_NUMBERS])
{
	for (size_t i = 0; i < inventory->n; i++) {
		const struct cmd_vf *vf = &inventory->items[i];
		struct vfv_bdf bdf;

		if (vf->vf.index < N_NUMBERS && vfv_bdf_parse(vf->vf.pf, &bdf) >= 0 &&
		    vfv_bdf_equal(bdf, pf) && !vfs[vf->vf.index])
			vfs[vf->vf.index] = vf;
	}
}

static bool is_in(const struct cmd_places *places, struct vfv_bdf pf, uint32_t index)
{
	for (size_t i = 0; i < places->n; i++)
		if (!places->items[i].by_serial && places->items[i].index == index &&
		    vfv_bdf_equal(places->items[i].pf, pf))
			return true;
	return false;
}

/* Return: a new place, NULL if out of memory. */
static struct cmd_place *grow(struct cmd_places *places)
{
	struct cmd_place *items = reallocarray(places->items, places->n + 1, sizeof(*items));

	if (!items)
		return NULL;
	places->items = items;
	return &items[places->n++];
}

static int append(struct cmd_places *places, struct vfv_bdf pf, uint32_t index,
		  const struct cmd_vf *vf)
{
	struct cmd_place *place;
	char text[VFV_BDF_TEXT];

	if (is_in(places, pf, index))
		return 0;
	place = grow(places);
	if (!place)
		return -ENOMEM;
	*place = (struct cmd_place){ .pf = pf, .index = index, .vf = vf };
	snprintf(place->text, CMD_PLACE_TEXT, "%s#%u", vfv_bdf_format(pf, text), index);
	return 0;
}

static bool is_in_by_serial(const struct cmd_places *places, const struct vfv_definition *item)
{
	for (size_t i = 0; i < places->n; i++) {
		const struct cmd_place *place = &places->items[i];

		if (place->by_serial && place->serial == item->serial &&
		    place->index == item->vf && vfv_bdf_equal(place->pf, item->pf))
			return true;
	}
	return false;
}

/* Add the places of the definitions for VFs with a number in @range, of any PF of the card. */
static enum cmd_exit append_defined(const struct cmd *cmd, const char *word, uint64_t serial,
				    const struct vfv_definitions *definitions,
				    const struct vfv_range *range, struct cmd_places *places)
{
	char text[VFV_SERIAL_TEXT];
	bool any = false;

	for (size_t i = 0; i < definitions->n; i++) {
		const struct vfv_definition *item = &definitions->items[i];
		struct cmd_place *place;

		if (item->serial != serial || !vfv_ranges_contain(range, 1, item->vf))
			continue;
		any = true;
		if (is_in_by_serial(places, item))
			continue;
		place = grow(places);
		if (!place)
			return cmd_fail_memory(cmd);
		*place = (struct cmd_place){ .pf = item->pf, .index = item->vf, .serial = serial,
					     .by_serial = true };
		snprintf(place->text, CMD_PLACE_TEXT, "%s#%u", vfv_serial_format(serial, text),
			 item->vf);
	}
	if (any)
		return CMD_OK;
	return cmd_fail(cmd, CMD_NO_DEVICE, &(struct cmd_error){ .device = word },
			"no profile is defined for it");
}

static enum cmd_exit append_serial(const struct cmd *cmd, const char *word, uint64_t serial,
				   const struct vfv_definitions *definitions, const char *numbers,
				   struct cmd_places *places)
{
	_cleanup_free_ struct vfv_range *ranges = NULL;
	enum cmd_exit code = CMD_OK;
	const char *why;
	size_t n;
	int r = vfv_ranges_parse(numbers, &n, &ranges, &why);

	if (r == -EINVAL)
		return cmd_fail(cmd, CMD_USAGE, &(struct cmd_error){ .device = word }, "%s", why);
	if (r < 0)
		return cmd_fail_memory(cmd);
	for (size_t i = 0; code == CMD_OK && i < n; i++)
		code = append_defined(cmd, word, serial, definitions, &ranges[i], places);
	return code;
}

static enum cmd_exit append_ranges(const struct cmd *cmd, const struct cmd_inventory *inventory,
				   const char *word, struct vfv_bdf pf, const char *numbers,
				   struct cmd_places *places)
{
	_cleanup_free_ const struct cmd_vf **vfs = calloc(N_NUMBERS, sizeof(*vfs));
	_cleanup_free_ struct vfv_range *ranges = NULL;
	const char *why;
	uint32_t total = 0;
	size_t n;
	int r = vfv_ranges_parse(numbers, &n, &ranges, &why);

	if (r == -ENOMEM || !vfs)
		return cmd_fail_memory(cmd);
	if (r < 0)
		return cmd_fail(cmd, CMD_USAGE, &(struct cmd_error){ .device = word }, "%s", why);
	fill_vfs(inventory, pf, vfs);
	for (size_t i = 0; i < n; i++)
		for (uint32_t vf = ranges[i].first; vf <= ranges[i].last; vf++) {
			if (++total > NUMBERS_MAX)
				return cmd_fail(cmd, CMD_USAGE,
						&(struct cmd_error){ .device = word },
						"more than %d VFs", NUMBERS_MAX);
			if (append(places, pf, vf, vfs[vf]) < 0)
				return cmd_fail_memory(cmd);
		}
	return CMD_OK;
}

/* Every form except a PF's address with numbers names existing VFs. */
static enum cmd_exit append_targets(const struct cmd *cmd, const struct cmd_inventory *inventory,
				    char *word, struct cmd_places *places)
{
	_cleanup_(cmd_targets_done) struct cmd_targets targets = { 0 };
	enum cmd_exit code = cmd_targets_find(cmd, inventory, &word, 1, &targets);

	for (size_t i = 0; code == CMD_OK && i < targets.n; i++) {
		const struct cmd_vf *vf = targets.items[i];
		struct vfv_bdf pf;

		if (vfv_bdf_parse(vf->vf.pf, &pf) < 0)
			code = cmd_fail(cmd, CMD_FAILED,
					&(struct cmd_error){ .device = vf->vf.bdf },
					"its PF is unknown");
		else if (append(places, pf, vf->vf.index, vf) < 0)
			code = cmd_fail_memory(cmd);
	}
	return code;
}

enum cmd_exit cmd_places_find(const struct cmd *cmd, const struct cmd_inventory *inventory,
			      const struct vfv_definitions *definitions, char **words, size_t n,
			      struct cmd_places *places)
{
	enum cmd_exit code = CMD_OK;

	for (size_t i = 0; code == CMD_OK && i < n; i++) {
		const char *hash = strchr(words[i], '#');
		_cleanup_free_ char *pf =
			hash ? strndup(words[i], (size_t)(hash - words[i])) : NULL;
		struct vfv_bdf bdf;
		uint64_t serial;

		if (hash && !pf)
			return cmd_fail_memory(cmd);
		if (pf && definitions && vfv_serial_parse(pf, &serial) >= 0)
			code = append_serial(cmd, words[i], serial, definitions, hash + 1, places);
		else if (pf && vfv_bdf_parse(pf, &bdf) >= 0)
			code = append_ranges(cmd, inventory, words[i], bdf, hash + 1, places);
		else
			code = append_targets(cmd, inventory, words[i], places);
	}
	return code;
}

/* Find the VF of a card, regardless of its current address. */
static void find_by_serial(struct cmd_place *place, const struct cmd_cards *cards,
			   const struct cmd_inventory *inventory)
{
	const struct cmd_card_pf *pf;

	place->is_there = cmd_cards_with(cards, place->serial, place->pf, &pf);
	for (size_t i = 0; pf && i < inventory->n; i++) {
		const struct cmd_vf *vf = &inventory->items[i];
		struct vfv_bdf bdf;

		if (vf->vf.index == place->index && vfv_bdf_parse(vf->vf.pf, &bdf) >= 0 &&
		    vfv_bdf_equal(bdf, pf->bdf))
			place->vf = vf;
	}
}

void cmd_places_identify(struct cmd_places *places, const struct cmd_cards *cards,
			 const struct cmd_inventory *inventory)
{
	for (size_t i = 0; i < places->n; i++) {
		struct cmd_place *place = &places->items[i];
		const struct cmd_card_pf *pf = cmd_cards_at(cards, place->pf), *first;

		if (place->by_serial) {
			find_by_serial(place, cards, inventory);
			continue;
		}
		place->is_there = pf;
		/* Two cards with the same serial number cannot be told apart by it. */
		if (pf && pf->serial && cmd_cards_with(cards, pf->serial, place->pf, &first) == 1)
			place->serial = pf->serial;
	}
}
