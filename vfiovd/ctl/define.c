/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/enums.h"
#include "policy/serial.h"

#include "define-check.h"
#include "defined.h"
#include "fail.h"
#include "json.h"
#include "place.h"
#include "policy-json.h"
#include "policy-load.h"
#include "store.h"
#include "take.h"
#include "target.h"
#include "text.h"

/* The state of a change. The lock is taken before the files are read. */
struct change {
	struct cmd *cmd;
	struct cmd_store store;
	struct vfv_policy *policy;
	struct cmd_inventory inventory;
	struct cmd_cards cards;
	struct vfv_definitions definitions; /* the policy's definitions, with the changes */
};

static int copy_definitions(const struct vfv_definitions *from, struct vfv_definitions *to)
{
	for (size_t i = 0; i < from->n; i++) {
		struct vfv_definition item = from->items[i];
		int r;

		if (item.note && !(item.note = strdup(item.note)))
			return -1;
		r = vfv_definitions_put(to, &item);
		if (r < 0) {
			free(item.note);
			return r;
		}
	}
	return 0;
}

static enum cmd_exit begin(struct change *change)
{
	enum cmd_exit code = cmd_store_lock(change->cmd, &change->store);

	if (code == CMD_OK)
		code = cmd_policy_load(change->cmd, &change->policy);
	if (code == CMD_OK)
		code = cmd_inventory_read(change->cmd, &change->inventory);
	if (code == CMD_OK)
		code = cmd_cards_read(change->cmd, &change->inventory, &change->cards);
	if (code == CMD_OK &&
	    copy_definitions(vfv_policy_definitions(change->policy), &change->definitions) < 0)
		code = cmd_fail_memory(change->cmd);
	return code;
}

static void end(struct change *change)
{
	vfv_definitions_done(&change->definitions);
	cmd_inventory_done(&change->inventory);
	cmd_cards_done(&change->cards);
	change->policy = vfv_policy_unref(change->policy);
	cmd_store_done(&change->store);
}

/* Return only when a running daemon knows about the change. */
static enum cmd_exit finish(struct change *change)
{
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	struct cmd *cmd = change->cmd;
	struct cmd_taken taken;
	enum cmd_exit code = cmd_store_write(cmd, &change->store, &change->definitions, &policy);

	if (code != CMD_OK || !change->inventory.has_status ||
	    !vfv_has(&change->inventory.status, VFIOV_A_STATUS_OWNER_NAME))
		return code;
	return cmd_take(cmd, vfv_policy_hash(policy), &taken);
}

/* Return: the definition of the VF, found by its card or by its address. */
static const struct vfv_definition *find(const struct change *change, const struct cmd_place *place)
{
	const struct vfv_definitions *definitions = &change->definitions;
	const struct vfv_definition *found;

	found = vfv_definitions_find(definitions, place->serial, place->pf, place->index);
	if (place->by_serial)
		return found;
	if (!found)
		found = vfv_definitions_find(definitions, 0, place->pf, place->index);
	/* If there is no PF at the address, a definition may be for a PF that used to be there. */
	for (size_t i = 0; !found && !place->is_there && i < definitions->n; i++)
		if (definitions->items[i].vf == place->index &&
		    vfv_bdf_equal(definitions->items[i].pf, place->pf))
			found = &definitions->items[i];
	return found;
}

/* Without --migration, keep the defined value or, if there is none, the VF's current one. */
static bool migration_of(const struct change *change, const struct cmd_place *place)
{
	const struct vfv_definition *definition;

	if (change->cmd->migration >= 0)
		return change->cmd->migration;
	definition = find(change, place);
	if (definition)
		return definition->migration;
	return place->vf && place->vf->bound && place->vf->vf.migration;
}

/* Remove all definitions for the VF. Return: true if there were any. */
static bool remove_all(struct change *change, const struct cmd_place *place)
{
	const struct vfv_definition *found;
	bool any = false;

	while ((found = find(change, place))) {
		(void)vfv_definitions_remove(&change->definitions, found->serial, found->pf,
					     found->vf);
		any = true;
	}
	return any;
}

static enum cmd_exit put(struct change *change, const struct cmd_place *place, struct vfv_want want)
{
	struct vfv_definition definition = {
		.serial = place->serial,
		.pf = place->pf,
		.vf = place->index,
		.uid = want.by->uid,
	};
	enum cmd_exit code;

	strcpy(definition.profile, want.profile);
	want.migration = definition.migration = migration_of(change, place);
	code = cmd_define_check(change->cmd, change->policy, &change->cards, place, &want);
	if (code != CMD_OK)
		return code;
	if (change->cmd->reason && !(definition.note = strdup(change->cmd->reason)))
		return cmd_fail_memory(change->cmd);
	/*
	 * Also remove a definition by address, which would only take effect while the card is at
	 * another address.
	 */
	(void)remove_all(change, place);
	if (vfv_definitions_put(&change->definitions, &definition) < 0) {
		free(definition.note);
		return cmd_fail_memory(change->cmd);
	}
	return CMD_OK;
}

static enum cmd_exit drop(struct change *change, const struct cmd_place *place)
{
	if (!remove_all(change, place))
		return cmd_fail(change->cmd, CMD_NO_DEVICE,
				&(struct cmd_error){ .device = place->text },
				"no profile is defined for it");
	return CMD_OK;
}

/* Return: true if the VF differs from its definition, either the current one or the removed one. */
static bool differs(const struct cmd_place *place, const struct vfv_definition *defined)
{
	const struct cmd_vf *vf = place->vf;

	if (!vf || !vf->bound)
		return false;
	return !defined || strcmp(vf->vf.current, defined->profile) ||
	       !!vf->vf.migration != defined->migration;
}

static void print_defined(const struct vfv_definition *defined)
{
	char serial[VFV_SERIAL_TEXT];

	printf("defined as %s%s by ", defined->profile, defined->migration ? "+migration" : "");
	if (defined->serial)
		printf("serial number %s", vfv_serial_format(defined->serial, serial));
	else
		printf("address");
}

static void print(const struct change *change, const struct cmd_places *places)
{
	const struct cmd *cmd = change->cmd;

	if (cmd->json) {
		cmd_json_print(cmd, stdout, "defined",
			       cmd_definitions_json(&change->definitions, &change->cards));
		return;
	}
	for (size_t i = 0; i < places->n; i++) {
		const struct cmd_place *place = &places->items[i];
		const struct vfv_definition *defined = find(change, place);

		printf("%s: ", place->text);
		if (defined)
			print_defined(defined);
		else
			printf("no longer defined");
		if (!place->vf)
			printf(defined ? "; no such VF now\n" : "\n");
		else if (differs(place, defined))
			printf("; vfiovctl reset %s re-evaluates it\n", place->vf->vf.bdf);
		else
			printf("\n");
	}
}

/*
 * A failure before the write leaves the file unchanged; if only the notification of the daemon
 * fails, the definition stays and the exit code shows the failure.
 */
static enum cmd_exit change_all(struct cmd *cmd, char **words, size_t n,
				const struct vfv_want *want)
{
	_cleanup_(cmd_places_done) struct cmd_places places = { 0 };
	struct change change = { .cmd = cmd, .store = { -1, -1 } };
	enum cmd_exit code = begin(&change);

	if (code == CMD_OK)
		code = cmd_places_find(cmd, &change.inventory, want ? NULL : &change.definitions,
				       words, n, &places);
	cmd_places_identify(&places, &change.cards, &change.inventory);
	for (size_t i = 0; code == CMD_OK && i < places.n; i++)
		code = want ? put(&change, &places.items[i], *want)
			    : drop(&change, &places.items[i]);
	if (code == CMD_OK)
		code = finish(&change);
	if (code == CMD_OK)
		print(&change, &places);
	end(&change);
	return code;
}

static enum cmd_exit list(struct cmd *cmd)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	_cleanup_(cmd_cards_done) struct cmd_cards cards = { 0 };
	_cleanup_(vfv_policy_unrefp) struct vfv_policy *policy = NULL;
	const struct vfv_definitions *definitions;
	enum cmd_exit code = cmd_policy_load(cmd, &policy);

	if (code == CMD_OK)
		code = cmd_inventory_read(cmd, &inventory);
	if (code == CMD_OK)
		code = cmd_cards_read(cmd, &inventory, &cards);
	if (code != CMD_OK)
		return code;
	definitions = vfv_policy_definitions(policy);
	if (!cmd->json)
		return cmd_defined_print(cmd, definitions, &cards);
	cmd_json_print(cmd, stdout, "defined", cmd_definitions_json(definitions, &cards));
	return CMD_OK;
}

enum cmd_exit cmd_define(struct cmd *cmd, int argc, char **argv)
{
	const struct vfv_process me = { .uid = (uint32_t)getuid() };
	struct vfv_want want = { .by = &me };
	enum cmd_exit code;

	if (!argc)
		return list(cmd);
	if (argc < 2)
		return cmd_fail(cmd, CMD_USAGE, NULL, "usage: vfiovctl define TARGET... PROFILE");
	code = cmd_profile(cmd, argv[argc - 1], &want.profile);
	return code == CMD_OK ? change_all(cmd, argv, (size_t)argc - 1, &want) : code;
}

enum cmd_exit cmd_undefine(struct cmd *cmd, int argc, char **argv)
{
	return change_all(cmd, argv, (size_t)argc, NULL);
}
