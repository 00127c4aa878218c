// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "sample-record.h"
#include "unit.h"

struct vfv_audit_record sample_record(enum vfiov_event event)
{
	return (struct vfv_audit_record){
		.present = ~0U,
		.seq = 42,
		.event = event,
		.time = 1795455284777598307,
		.bdf = "0000:01:00.2",
		.pf = "0000:01:00.0",
		.index = 1,
		.driver = "vfiov_vfio_pci",
		.profile_old = "native",
		.profile = "transitional",
		.source = VFIOV_SOURCE_POLICY,
		.rule = "legacy guests at home at /etc/vfiovd/policy.d/20 at.conf:14",
		.explicit = 1,
		.policy_generation = 3,
		.ticket = 9,
		.latency_us = 1900,
		.bytes = 667,
		.text = "because",
		.requester = {
			.present = ~0U, .pid = 4711, .uid = 0, .loginuid = 1000, .comm = "vfiovctl",
		},
	};
}

void assert_field(const struct vd_entry *entry, const char *key, const char *value)
{
	const char *is = vd_entry_get(entry, key);

	if (!is || strcmp(is, value) != 0)
		fail_msg("%s is \"%s\", not \"%s\"", key, is ?: "(absent)", value);
}
