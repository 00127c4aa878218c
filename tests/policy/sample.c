// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "sample.h"

static int resolve(void *userdata, enum vfv_named_kind kind, const char *name, uint32_t **uids,
		   size_t *n)
{
	static const struct {
		enum vfv_named_kind kind;
		const char *name;
		int r;
		size_t n;
		uint32_t uids[3];
	} all[] = {
		{ VFV_NAMED_USER, "alice", 0, 1, { 1000 } },
		{ VFV_NAMED_USER, "bob", 0, 1, { 1001 } },
		{ VFV_NAMED_GROUP, "ops", 0, 3, { 1001, 1000, 1001 } },
		{ VFV_NAMED_GROUP, "empty", 0, 0, { 0 } },
		{ VFV_NAMED_USER, "broken", -EIO, 0, { 0 } },
		{ VFV_NAMED_GROUP, "huge", -EOVERFLOW, 0, { 0 } },
	};

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		if (all[i].kind != kind || strcmp(all[i].name, name))
			continue;
		if (all[i].r < 0)
			return all[i].r;
		*n = all[i].n;
		*uids = NULL;
		if (*n) {
			*uids = malloc(sizeof(all[i].uids));
			memcpy(*uids, all[i].uids, sizeof(all[i].uids));
		}
		return 0;
	}
	return -ENOENT;
}

const struct vfv_resolver sample_users = { .resolve = resolve };

struct vfv_policy *sample_policy(const char *main_text, const char *rules_text)
{
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	struct vfv_policy_file files[3];
	struct vfv_policy *policy = NULL;
	size_t n = 0;

	files[n++] = (struct vfv_policy_file){ "/etc/vfiovd/drivers.d/" SAMPLE_DRIVER ".conf",
					       SAMPLE_DECLARATION, strlen(SAMPLE_DECLARATION),
					       VFV_FILE_DRIVER };
	if (main_text)
		files[n++] = (struct vfv_policy_file){ "/etc/vfiovd/vfiovd.conf", main_text,
						       strlen(main_text), VFV_FILE_MAIN };
	if (rules_text)
		files[n++] =
			(struct vfv_policy_file){ "/etc/vfiovd/policy.d/50-test.conf", rules_text,
						  strlen(rules_text), VFV_FILE_RULES };
	if (vfv_policy_new_with(files, n, &sample_users, 7, &diags, &policy) < 0)
		fail_msg("%s", diags.n ? vfv_diag_format(&diags.items[0]) : "no memory");
	return policy;
}
