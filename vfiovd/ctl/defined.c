/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>

#include "policy/serial.h"

#include "defined.h"
#include "table.h"

/*
 * Find the current location of the definition's PF. Return: NULL if it is absent or cannot be seen.
 */
static const struct cmd_card_pf *find_pf(const struct cmd_cards *cards,
					 const struct vfv_definition *definition)
{
	const struct cmd_card_pf *pf;

	if (!definition->serial)
		return cmd_cards_at(cards, definition->pf);
	(void)cmd_cards_with(cards, definition->serial, definition->pf, &pf);
	return pf;
}

const char *cmd_defined_state(const struct cmd_cards *cards,
			      const struct vfv_definition *definition)
{
	const struct cmd_card_pf *pf = find_pf(cards, definition);

	if (pf)
		return cmd_cards_have_vf(cards, pf->bdf, definition->vf) ? "present" : "no-vf";
	for (size_t i = 0; definition->serial && i < cards->n; i++)
		if (!cards->items[i].serial_known)
			return NULL;
	return "no-pf";
}

static const char *state_text(const char *state)
{
	if (!state)
		return "unknown";
	if (!strcmp(state, "no-pf"))
		return "no such PF";
	return strcmp(state, "no-vf") ? "present" : "no such VF";
}

static void add_row(struct cmd_table *table, const struct vfv_definition *item,
		    const struct cmd_cards *cards)
{
	const struct cmd_card_pf *now = find_pf(cards, item);
	const char *state = cmd_defined_state(cards, item);
	char pf[VFV_BDF_TEXT], serial[VFV_SERIAL_TEXT];

	cmd_table_add(table, CMD_PLAIN, "%s#%u", vfv_bdf_format(now ? now->bdf : item->pf, pf),
		      item->vf);
	cmd_table_add(table, CMD_PLAIN, "%s",
		      item->serial ? vfv_serial_format(item->serial, serial) : "address");
	cmd_table_add(table, state && !strcmp(state, "present") ? CMD_PLAIN : CMD_WARN, "%s",
		      state_text(state));
	cmd_table_add(table, CMD_PLAIN, "%s%s", item->profile, item->migration ? "+migration" : "");
	cmd_table_add(table, CMD_PLAIN, "%u", item->uid);
	cmd_table_add(table, CMD_PLAIN, "%s", item->note ? item->note : "");
}

enum cmd_exit cmd_defined_print(const struct cmd *cmd, const struct vfv_definitions *definitions,
				const struct cmd_cards *cards)
{
	static const char *const headers[] = { "VF",	 "KEPT BY", "STATE", "PROFILE",
					       "BY UID", "NOTE",    NULL };
	struct cmd_table table;

	cmd_table_init(&table, headers);
	for (size_t i = 0; i < definitions->n; i++)
		add_row(&table, &definitions->items[i], cards);
	return cmd_table_print(cmd, &table);
}
