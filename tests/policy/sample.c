// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "lib/macro.h"
#include "sample.h"

struct vfv_policy *sample_policy(const char *main_text, const char *rules_text)
{
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	struct vfv_policy_file files[2];
	struct vfv_policy *policy = NULL;
	size_t n = 0;

	if (main_text)
		files[n++] = (struct vfv_policy_file){ "/etc/vfiovd/vfiovd.conf", main_text,
						       strlen(main_text), VFV_FILE_MAIN };
	if (rules_text)
		files[n++] =
			(struct vfv_policy_file){ "/etc/vfiovd/policy.d/50-test.conf", rules_text,
						  strlen(rules_text), VFV_FILE_RULES };
	if (vfv_policy_new(files, n, 7, &diags, &policy) < 0)
		fail_msg("%s", diags.n ? vfv_diag_format(&diags.items[0]) : "no memory");
	return policy;
}
