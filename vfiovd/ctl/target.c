/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <string.h>

#include "lib/enums.h"
#include "lib/macro.h"
#include "policy/bdf.h"
#include "policy/range.h"

#include "fail.h"
#include "target.h"

void cmd_targets_done(struct cmd_targets *targets)
{
	free(targets->items);
	*targets = (struct cmd_targets){ 0 };
}

enum cmd_exit cmd_profile(const struct cmd *cmd, const char *word, enum vfiov_profile *profile)
{
	uint32_t value;

	if (vfv_enum_value(&vfv_enum_profile, word, &value) < 0)
		return cmd_fail(cmd, CMD_USAGE, NULL,
				"\"%s\" is no profile: native, transitional or legacy", word);
	*profile = (enum vfiov_profile)value;
	return CMD_OK;
}

static bool is_taken(const struct cmd_targets *targets, const struct cmd_vf *vf)
{
	for (size_t i = 0; i < targets->n; i++)
		if (targets->items[i] == vf)
			return true;
	return false;
}

/* Room for all VFs was made, and none is taken twice. */
static void take(struct cmd_targets *targets, const struct cmd_vf *vf)
{
	if (!is_taken(targets, vf))
		targets->items[targets->n++] = vf;
}

static bool is_bdf(const char *text, struct vfv_bdf bdf)
{
	struct vfv_bdf other;

	return vfv_bdf_parse(text, &other) >= 0 && vfv_bdf_equal(bdf, other);
}

static enum cmd_exit find_bdf(const struct cmd *cmd, const struct cmd_inventory *inventory,
			      const char *word, struct vfv_bdf bdf, struct cmd_targets *targets)
{
	char text[VFV_BDF_TEXT];

	for (size_t i = 0; i < inventory->n; i++)
		if (is_bdf(inventory->items[i].vf.bdf, bdf)) {
			take(targets, &inventory->items[i]);
			return CMD_OK;
		}
	vfv_bdf_format(bdf, text);
	for (size_t i = 0; i < inventory->n; i++)
		if (is_bdf(inventory->items[i].vf.pf, bdf))
			return cmd_fail(cmd, CMD_NO_DEVICE, &(struct cmd_error){ .device = word },
					"this is a PF; its first VF is %s#0", text);
	return cmd_fail(cmd, CMD_NO_DEVICE, &(struct cmd_error){ .device = word },
			"no such virtio VF");
}

static bool is_pf(const struct cmd_vf *vf, const char *name, const struct vfv_bdf *bdf)
{
	return bdf ? is_bdf(vf->vf.pf, *bdf) : !strcmp(vf->names.netdev, name);
}

static enum cmd_exit find_pf(const struct cmd *cmd, const struct cmd_inventory *inventory,
			     const char *word, const char *hash, struct cmd_targets *targets)
{
	_cleanup_free_ char *pf = strndup(word, (size_t)(hash - word));
	_cleanup_free_ struct vfv_range *ranges = NULL;
	struct cmd_error about = { .device = word };
	struct vfv_bdf bdf;
	bool pf_is_there = false, found = false, has_bdf;
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
	has_bdf = vfv_bdf_parse(pf, &bdf) >= 0;
	for (size_t i = 0; i < inventory->n; i++) {
		const struct cmd_vf *vf = &inventory->items[i];

		if (!is_pf(vf, pf, has_bdf ? &bdf : NULL))
			continue;
		pf_is_there = true;
		if (!vfv_ranges_contain(ranges, n, vf->vf.index))
			continue;
		found = true;
		take(targets, vf);
	}
	if (found)
		return CMD_OK;
	return cmd_fail(cmd, CMD_NO_DEVICE, &about,
			pf_is_there ? "the PF has no such VF" : "no such virtio PF with VFs");
}

static enum cmd_exit find(const struct cmd *cmd, const struct cmd_inventory *inventory,
			  const char *word, struct cmd_targets *targets)
{
	const char *hash = strchr(word, '#');
	struct vfv_bdf bdf;

	if (hash && hash > word)
		return find_pf(cmd, inventory, word, hash, targets);
	if (vfv_bdf_parse(word, &bdf) >= 0)
		return find_bdf(cmd, inventory, word, bdf, targets);
	return cmd_fail(cmd, CMD_USAGE, &(struct cmd_error){ .device = word },
			"not a VF: say it as 0000:3b:00.2, 3b:00.2, 3b:00.0#1 or ens1f0np0#1");
}

enum cmd_exit cmd_targets_find(const struct cmd *cmd, const struct cmd_inventory *inventory,
			       char **words, size_t n, struct cmd_targets *targets)
{
	enum cmd_exit code = CMD_OK;

	targets->n = 0;
	targets->items = calloc(inventory->n ? inventory->n : 1, sizeof(*targets->items));
	if (!targets->items)
		return cmd_fail_memory(cmd);
	for (size_t i = 0; !n && i < inventory->n; i++)
		take(targets, &inventory->items[i]);
	for (size_t i = 0; code == CMD_OK && i < n; i++)
		code = find(cmd, inventory, words[i], targets);
	return code;
}
