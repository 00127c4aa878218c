// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads an arbitrary file as the inventory of another host: as a list, or, if the first byte is
 * odd, as an archive with a list. If it can be read, the policy decides for its first VF, any fact
 * of which may be unknown.
 */
#include <errno.h>
#include <string.h>

#include "ctl/collected.h"
#include "ctl/untar.h"
#include "fuzz.h"
#include "lib/macro.h"
#include "policy/policy.h"

static void try_decision(const struct cmd_vf *vf)
{
	static const char
		settings[] = "allow_transitional = true;",
		rules[] = "rules = ( { name = \"a\"; match = { pf = \"eth0\"; host = \"h\";"
			  " port = \"p0\"; serial = \"00-*\"; numa = 0; }; profile = \"legacy\"; },"
			  " { name = \"b\"; profile = \"transitional\"; } );";
	const struct vfv_policy_file files[] = {
		{ "vfiovd.conf", settings, strlen(settings), VFV_FILE_MAIN },
		{ "rules.conf", rules, strlen(rules), VFV_FILE_RULES },
	};
	struct vfv_diags diags = { 0 };
	struct vfv_policy *policy;
	struct vfv_decision decision;
	struct vfv_facts facts;

	if (vfv_facts_make(vf->vf.bdf, &vf->vf, &vf->names, &facts) < 0 ||
	    vfv_policy_new(files, ARRAY_SIZE(files), 1, &diags, &policy) < 0)
		abort();
	vfv_policy_decide(policy, &facts, &decision);
	/* The abilities of the device are known only if the inventory has them. */
	if (!vf->vf.available.n && !vfv_is_native(decision.profile))
		abort();
	vfv_policy_unref(policy);
	vfv_diags_done(&diags);
}

static void try_list(const char *data, size_t size)
{
	struct cmd_collected collected;
	char error[CMD_COLLECTED_ERROR] = "";
	int r = cmd_collected_parse(data, size, &collected, error);

	if (r == -EINVAL && (error[0] != ':' || strlen(error) < 4))
		abort();
	/* Decide for only one VF, because each decision reads the policy again. */
	if (r >= 0 && collected.inventory.n)
		try_decision(&collected.inventory.items[0]);
	cmd_collected_done(&collected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *list = (const char *)data + 1, *why = NULL;
	size_t length = size - 1, at;

	if (!size)
		return 0;
	if (data[0] & 1) {
		int r = cmd_tar_find(list, length, "list.json", &list, &length, &why, &at);

		if (r == -EINVAL && (!why || at > size))
			abort();
		if (r < 0)
			return 0;
		if (list < (const char *)data || list + length > (const char *)data + size)
			abort();
	}
	try_list(list, length);
	return 0;
}
