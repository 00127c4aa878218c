/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/bdf.h"
#include "policy/drivers.h"
#include "policy/range.h"
#include "policy/suggest.h"

#include "fail.h"
#include "summary.h"
#include "target.h"

void cmd_targets_done(struct cmd_targets *targets)
{
	free(targets->items);
	*targets = (struct cmd_targets){ 0 };
}

static enum cmd_exit fail_profile(const struct cmd *cmd, const struct vfv_drivers *drivers,
				  const char *word)
{
	const char *better = vfv_suggest(word, vfv_drivers_profile_name, drivers);
	char names[256] = "";
	size_t length = 0;

	if (better)
		return cmd_fail(cmd, CMD_USAGE, NULL,
				"\"%s\" is not a profile (did you mean \"%s\"?)", word, better);
	for (size_t i = 0; i < drivers->n_names && length < sizeof(names); i++)
		length += (size_t)snprintf(names + length, sizeof(names) - length, "%s%s",
					   !i ? "" : (i + 1 < drivers->n_names ? ", " : " or "),
					   drivers->names[i]);
	return cmd_fail(cmd, CMD_USAGE, NULL, "\"%s\" is not a profile: %s", word, names);
}

enum cmd_exit cmd_profile(const struct cmd *cmd, const char *word, const char **profile)
{
	_cleanup_(vfv_drivers_done) struct vfv_drivers drivers = { 0 };
	enum cmd_exit code = cmd_drivers_read(cmd, &drivers);

	if (code != CMD_OK)
		return code;
	if (vfv_drivers_profile(&drivers, word) < 0)
		return fail_profile(cmd, &drivers, word);
	*profile = word;
	return CMD_OK;
}

/* The inventory to search, and the VFs found. */
struct search {
	const struct cmd_inventory *inventory;
	struct cmd_targets *targets;
	bool *taken; /* one for each VF of the inventory */
};

/* There is room for all VFs, and none is added twice. */
static void take(struct search *search, size_t i)
{
	if (search->taken[i])
		return;
	search->taken[i] = true;
	search->targets->items[search->targets->n++] = &search->inventory->items[i];
}

static bool is_bdf(const char *text, struct vfv_bdf bdf)
{
	struct vfv_bdf other;

	return vfv_bdf_parse(text, &other) >= 0 && vfv_bdf_equal(bdf, other);
}

static bool is_pf(const struct cmd_vf *vf, const char *name, const struct vfv_bdf *bdf)
{
	if (bdf)
		return is_bdf(vf->vf.pf, *bdf);
	for (size_t i = 0; i < vf->names.n_pf; i++)
		if (!strcmp(vf->names.pf[i], name))
			return true;
	return false;
}

static size_t n_vfs_of(const struct cmd_inventory *inventory, const char *name,
		       const struct vfv_bdf *bdf)
{
	size_t n = 0;

	for (size_t i = 0; i < inventory->n; i++)
		n += is_pf(&inventory->items[i], name, bdf);
	return n;
}

/* A PF without a number is an error: all VFs must be named explicitly. */
static enum cmd_exit fail_pf(const struct cmd *cmd, const char *word, size_t n)
{
	struct cmd_error about = { .device = word };

	if (n == 1)
		return cmd_fail(cmd, CMD_NO_DEVICE, &about, "this is a PF; its VF is %s#0", word);
	return cmd_fail(cmd, CMD_NO_DEVICE, &about, "this is a PF; its VFs are %s#0-%zu", word,
			n - 1);
}

static enum cmd_exit find_bdf(const struct cmd *cmd, struct search *search, const char *word,
			      struct vfv_bdf bdf)
{
	const struct cmd_inventory *inventory = search->inventory;

	for (size_t i = 0; i < inventory->n; i++)
		if (is_bdf(inventory->items[i].vf.bdf, bdf)) {
			take(search, i);
			return CMD_OK;
		}
	if (n_vfs_of(inventory, NULL, &bdf))
		return fail_pf(cmd, word, n_vfs_of(inventory, NULL, &bdf));
	return cmd_fail(cmd, CMD_NO_DEVICE, &(struct cmd_error){ .device = word },
			"no such virtio VF");
}

/* Return: true if there was at least one. */
static bool take_range(struct search *search, const char *name, const struct vfv_bdf *bdf,
		       const struct vfv_range *range)
{
	bool found = false;

	for (size_t i = 0; i < search->inventory->n; i++) {
		const struct cmd_vf *vf = &search->inventory->items[i];

		if (!is_pf(vf, name, bdf) || !vfv_ranges_contain(range, 1, vf->vf.index))
			continue;
		found = true;
		take(search, i);
	}
	return found;
}

static enum cmd_exit find_pf(const struct cmd *cmd, struct search *search, const char *word,
			     const char *hash)
{
	_cleanup_free_ char *pf = strndup(word, (size_t)(hash - word));
	_cleanup_free_ struct vfv_range *ranges = NULL;
	struct cmd_error about = { .device = word };
	const struct vfv_bdf *by_bdf;
	struct vfv_bdf bdf;
	const char *why;
	size_t n;
	int r;

	if (!pf)
		return cmd_fail_memory(cmd);
	r = vfv_ranges_parse(hash + 1, &n, &ranges, &why);
	if (r == -EINVAL)
		return cmd_fail(cmd, CMD_USAGE, &about, "%s", why);
	if (r < 0)
		return cmd_fail_memory(cmd);
	by_bdf = vfv_bdf_parse(pf, &bdf) >= 0 ? &bdf : NULL;
	if (!n_vfs_of(search->inventory, pf, by_bdf))
		return cmd_fail(cmd, CMD_NO_DEVICE, &about, "no such virtio PF with VFs");
	/* A range may extend beyond the existing VFs; a range without any is an error. */
	for (size_t i = 0; i < n; i++)
		if (!take_range(search, pf, by_bdf, &ranges[i]))
			return cmd_fail(cmd, CMD_NO_DEVICE, &about, "the PF has no VF %u",
					ranges[i].first);
	return CMD_OK;
}

static enum cmd_exit find(const struct cmd *cmd, struct search *search, const char *word)
{
	const char *hash = strchr(word, '#');
	struct vfv_bdf bdf;

	if (hash && hash > word)
		return find_pf(cmd, search, word, hash);
	if (vfv_bdf_parse(word, &bdf) >= 0)
		return find_bdf(cmd, search, word, bdf);
	if (*word && n_vfs_of(search->inventory, word, NULL))
		return fail_pf(cmd, word, n_vfs_of(search->inventory, word, NULL));
	return cmd_fail(cmd, CMD_USAGE, &(struct cmd_error){ .device = word },
			"not a VF: use 0000:3b:00.2, 3b:00.2, 3b:00.0#1 or ens1f0np0#1");
}

enum cmd_exit cmd_targets_find(const struct cmd *cmd, const struct cmd_inventory *inventory,
			       char **words, size_t n, struct cmd_targets *targets)
{
	_cleanup_free_ bool *taken = calloc(inventory->n + 1, sizeof(*taken));
	struct search search = { inventory, targets, taken };
	enum cmd_exit code = CMD_OK;

	targets->n = 0;
	/* NOLINTNEXTLINE(bugprone-sizeof-expression) ; pointers to what the inventory has */
	targets->items = calloc(inventory->n + 1, sizeof(*targets->items));
	if (!targets->items || !taken)
		return cmd_fail_memory(cmd);
	for (size_t i = 0; !n && i < inventory->n; i++)
		take(&search, i);
	for (size_t i = 0; code == CMD_OK && i < n; i++)
		code = find(cmd, &search, words[i]);
	return code;
}
