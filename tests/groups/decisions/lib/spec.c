// SPDX-License-Identifier: GPL-2.0-only
#include "spec.h"

#define SET(name, max) static const struct spec_set name = { name##_attributes, max }

static const struct spec_attribute names_attributes[] = {
	[VFIOV_A_NAMES_NAME] = { NAME },
};
SET(names, VFIOV_A_NAMES_NAME);

static const struct spec_attribute counter_attributes[] = {
	[VFIOV_A_COUNTER_NAME] = { NAME },
	[VFIOV_A_COUNTER_VALUE] = { U64 },
};
SET(counter, VFIOV_A_COUNTER_VALUE);

static const struct spec_attribute vf_stats_attributes[] = {
	[VFIOV_A_VF_STATS_COUNTER] = { NEST, &counter },
};
SET(vf_stats, VFIOV_A_VF_STATS_COUNTER);

static const struct spec_attribute guest_attributes[] = {
	[VFIOV_A_GUEST_DRIVER] = { NAME },     [VFIOV_A_GUEST_IO] = { U8 },
	[VFIOV_A_GUEST_MEMORY] = { U8 },       [VFIOV_A_GUEST_BUS_MASTER] = { U8 },
	[VFIOV_A_GUEST_INTERRUPTS] = { NAME }, [VFIOV_A_GUEST_STATUS] = { U32 },
};
SET(guest, VFIOV_A_GUEST_STATUS);

static const struct spec_attribute set_result_attributes[] = {
	[VFIOV_A_SET_RESULT_TICKET] = { U64 },	 [VFIOV_A_SET_RESULT_VERDICT] = { U32 },
	[VFIOV_A_SET_RESULT_PROFILE] = { NAME }, [VFIOV_A_SET_RESULT_CAUSE] = { U32 },
	[VFIOV_A_SET_RESULT_RULE] = { TEXT },
};
SET(set_result, VFIOV_A_SET_RESULT_RULE);

static const struct spec_attribute vf_attributes[] = {
	[VFIOV_A_VF_BDF] = { BDF },
	[VFIOV_A_VF_PF] = { BDF },
	[VFIOV_A_VF_INDEX] = { U32 },
	[VFIOV_A_VF_VENDOR] = { U16 },
	[VFIOV_A_VF_DEVICE] = { U16 },
	[VFIOV_A_VF_SUBSYSTEM_VENDOR] = { U16 },
	[VFIOV_A_VF_SUBSYSTEM_DEVICE] = { U16 },
	[VFIOV_A_VF_CLASS] = { U32 },
	[VFIOV_A_VF_NUMA_NODE] = { U32 },
	[VFIOV_A_VF_AVAILABLE] = { NEST, &names },
	[VFIOV_A_VF_MISSING] = { NEST, &names },
	[VFIOV_A_VF_MIGRATABLE] = { U8 },
	[VFIOV_A_VF_CURRENT] = { NAME },
	[VFIOV_A_VF_PENDING] = { NAME },
	[VFIOV_A_VF_MIGRATION] = { U8 },
	[VFIOV_A_VF_SOURCE] = { U32 },
	[VFIOV_A_VF_CAUSE] = { U32 },
	[VFIOV_A_VF_RULE] = { TEXT },
	[VFIOV_A_VF_POLICY_GENERATION] = { U64 },
	[VFIOV_A_VF_WAITING] = { FLAG },
	[VFIOV_A_VF_OPEN_COUNT] = { U32 },
	[VFIOV_A_VF_OPEN_PID] = { U32 },
	[VFIOV_A_VF_SET] = { NEST, &set_result },
	[VFIOV_A_VF_STATS] = { NEST, &vf_stats },
	[VFIOV_A_VF_SERIAL] = { U64 },
	[VFIOV_A_VF_DRIVER] = { NAME },
	[VFIOV_A_VF_GUEST] = { NEST, &guest },
};
SET(vf, VFIOV_A_VF_GUEST);

static const struct spec_attribute requester_attributes[] = {
	[VFIOV_A_REQUESTER_PID] = { U32 },
	[VFIOV_A_REQUESTER_UID] = { U32 },
	[VFIOV_A_REQUESTER_LOGINUID] = { U32 },
	[VFIOV_A_REQUESTER_COMM] = { TEXT },
};
SET(requester, VFIOV_A_REQUESTER_COMM);

static const struct spec_attribute request_attributes[] = {
	[VFIOV_A_REQUEST_BDF] = { BDF },
	[VFIOV_A_REQUEST_COOKIE] = { U64 },
	[VFIOV_A_REQUEST_KIND] = { U32 },
	[VFIOV_A_REQUEST_PROFILE] = { NAME },
	[VFIOV_A_REQUEST_MIGRATION] = { U8 },
	[VFIOV_A_REQUEST_REASON] = { TEXT },
	[VFIOV_A_REQUEST_AGE_MS] = { U32 },
	[VFIOV_A_REQUEST_TICKET] = { U64 },
	[VFIOV_A_REQUEST_VERDICT] = { U32 },
	[VFIOV_A_REQUEST_RULE] = { TEXT },
	[VFIOV_A_REQUEST_POLICY_GENERATION] = { U64 },
	[VFIOV_A_REQUEST_EXPLICIT] = { U8 },
	[VFIOV_A_REQUEST_REQUESTER] = { NEST, &requester },
	[VFIOV_A_REQUEST_VF] = { NEST, &vf },
	[VFIOV_A_REQUEST_LEVEL] = { U32 },
};
SET(request, VFIOV_A_REQUEST_LEVEL);

static const struct spec_attribute stats_attributes[] = {
	[VFIOV_A_STATS_REQUESTS] = { U64 },    [VFIOV_A_STATS_DECISIONS] = { U64 },
	[VFIOV_A_STATS_DEFAULTS] = { U64 },    [VFIOV_A_STATS_REFUSED] = { U64 },
	[VFIOV_A_STATS_STALE] = { U64 },       [VFIOV_A_STATS_OPENS] = { U64 },
	[VFIOV_A_STATS_OWNERS] = { U64 },      [VFIOV_A_STATS_AUDIT_SEQ] = { U64 },
	[VFIOV_A_STATS_AUDIT_ACKED] = { U64 }, [VFIOV_A_STATS_AUDIT_HELD] = { U32 },
	[VFIOV_A_STATS_AUDIT_LOST] = { U64 },
};
SET(stats, VFIOV_A_STATS_AUDIT_LOST);

static const struct spec_attribute status_attributes[] = {
	[VFIOV_A_STATUS_ABI] = { U32 },
	[VFIOV_A_STATUS_VERSION] = { TEXT },
	[VFIOV_A_STATUS_INSTANCE] = { INSTANCE },
	[VFIOV_A_STATUS_OWNER_NAME] = { TEXT },
	[VFIOV_A_STATUS_OWNER_PID] = { U32 },
	[VFIOV_A_STATUS_POLICY_GENERATION] = { U64 },
	[VFIOV_A_STATUS_POLICY_HASH] = { TEXT },
	[VFIOV_A_STATUS_VFS] = { U32 },
	[VFIOV_A_STATUS_WAITING] = { U32 },
	[VFIOV_A_STATUS_OPEN_WAIT_MS] = { U32 },
	[VFIOV_A_STATUS_GRACE_MS] = { U32 },
	[VFIOV_A_STATUS_RING_SIZE] = { U32 },
	[VFIOV_A_STATUS_STATS] = { NEST, &stats },
	[VFIOV_A_STATUS_POLICY_ERROR] = { TEXT },
};
SET(status, VFIOV_A_STATUS_POLICY_ERROR);

static const struct spec_attribute audit_attributes[] = {
	[VFIOV_A_AUDIT_INSTANCE] = { INSTANCE }, [VFIOV_A_AUDIT_SEQ] = { U64 },
	[VFIOV_A_AUDIT_EVENT] = { U32 },	 [VFIOV_A_AUDIT_TIME] = { U64 },
	[VFIOV_A_AUDIT_BDF] = { BDF },		 [VFIOV_A_AUDIT_PF] = { BDF },
	[VFIOV_A_AUDIT_INDEX] = { U32 },	 [VFIOV_A_AUDIT_PROFILE_OLD] = { NAME },
	[VFIOV_A_AUDIT_PROFILE] = { NAME },	 [VFIOV_A_AUDIT_MIGRATION] = { U8 },
	[VFIOV_A_AUDIT_SOURCE] = { U32 },	 [VFIOV_A_AUDIT_CAUSE] = { U32 },
	[VFIOV_A_AUDIT_KIND] = { U32 },		 [VFIOV_A_AUDIT_RULE] = { TEXT },
	[VFIOV_A_AUDIT_EXPLICIT] = { U8 },	 [VFIOV_A_AUDIT_POLICY_GENERATION] = { U64 },
	[VFIOV_A_AUDIT_TICKET] = { U64 },	 [VFIOV_A_AUDIT_LATENCY_US] = { U64 },
	[VFIOV_A_AUDIT_LOST] = { U64 },		 [VFIOV_A_AUDIT_ERROR] = { U32 },
	[VFIOV_A_AUDIT_TEXT] = { TEXT },	 [VFIOV_A_AUDIT_REQUESTER] = { NEST, &requester },
	[VFIOV_A_AUDIT_LEVEL] = { U32 },	 [VFIOV_A_AUDIT_COUNT] = { U64 },
	[VFIOV_A_AUDIT_TIME_LAST] = { U64 },	 [VFIOV_A_AUDIT_CROWDED] = { FLAG },
	[VFIOV_A_AUDIT_DRIVER] = { NAME },
};
SET(audit, VFIOV_A_AUDIT_DRIVER);

static const struct spec_attribute doorbell_attributes[] = {
	[VFIOV_A_DOORBELL_COUNT] = { U32 },
	[VFIOV_A_DOORBELL_SEQ] = { U64 },
};
SET(doorbell, VFIOV_A_DOORBELL_SEQ);

static const struct spec_attribute profile_info_attributes[] = {
	[VFIOV_A_PROFILE_INFO_NAME] = { NAME },
	[VFIOV_A_PROFILE_INFO_SUMMARY] = { TEXT },
	[VFIOV_A_PROFILE_INFO_EFFECT] = { TEXT },
	[VFIOV_A_PROFILE_INFO_GATE] = { TEXT },
};
SET(profile_info, VFIOV_A_PROFILE_INFO_GATE);

static const struct spec_attribute reason_info_attributes[] = {
	[VFIOV_A_REASON_INFO_NAME] = { NAME },
	[VFIOV_A_REASON_INFO_TEXT] = { TEXT },
	[VFIOV_A_REASON_INFO_MIGRATION] = { FLAG },
};
SET(reason_info, VFIOV_A_REASON_INFO_MIGRATION);

static const struct spec_attribute counter_info_attributes[] = {
	[VFIOV_A_COUNTER_INFO_NAME] = { NAME },
	[VFIOV_A_COUNTER_INFO_TEXT] = { TEXT },
};
SET(counter_info, VFIOV_A_COUNTER_INFO_TEXT);

static const struct spec_attribute driver_attributes[] = {
	[VFIOV_A_DRIVER_NAME] = { NAME },
	[VFIOV_A_DRIVER_VFS] = { U32 },
	[VFIOV_A_DRIVER_PROFILE] = { NEST, &profile_info },
	[VFIOV_A_DRIVER_REASON] = { NEST, &reason_info },
	[VFIOV_A_DRIVER_COUNTER] = { NEST, &counter_info },
};
SET(driver, VFIOV_A_DRIVER_COUNTER);

const struct spec_command spec_commands[VFIOV_CMD_MAX + 1] = {
	[VFIOV_CMD_STATUS_GET] = { &status, 0, false },
	[VFIOV_CMD_STATUS_NTF] = { &status, 0, false },
	[VFIOV_CMD_VF_GET] = { &vf, 1u << VFIOV_A_VF_BDF, true },
	[VFIOV_CMD_VF_NTF] = { &vf, 0, false },
	[VFIOV_CMD_VF_DEL_NTF] = { &vf, 0, false },
	[VFIOV_CMD_OWNER_REGISTER] = { &status,
				       1u << VFIOV_A_STATUS_ABI | 1u << VFIOV_A_STATUS_OWNER_NAME,
				       false },
	[VFIOV_CMD_OWNER_UNREGISTER] = { &status, 0, false },
	[VFIOV_CMD_OWNER_UPDATE] = { &status,
				     1u << VFIOV_A_STATUS_POLICY_GENERATION |
					     1u << VFIOV_A_STATUS_POLICY_HASH |
					     1u << VFIOV_A_STATUS_POLICY_ERROR,
				     false },
	[VFIOV_CMD_REQUEST_GET] = { &request, 0, true },
	[VFIOV_CMD_REQUEST_NTF] = { &doorbell, 0, false },
	[VFIOV_CMD_DECISION_SET] = { &request,
				     1u << VFIOV_A_REQUEST_BDF | 1u << VFIOV_A_REQUEST_COOKIE |
					     1u << VFIOV_A_REQUEST_VERDICT |
					     1u << VFIOV_A_REQUEST_PROFILE |
					     1u << VFIOV_A_REQUEST_RULE,
				     false },
	[VFIOV_CMD_PROFILE_SET] = { &request,
				    1u << VFIOV_A_REQUEST_BDF | 1u << VFIOV_A_REQUEST_PROFILE |
					    1u << VFIOV_A_REQUEST_REASON,
				    false },
	[VFIOV_CMD_PROFILE_RESET] = { &request, 1u << VFIOV_A_REQUEST_BDF, false },
	[VFIOV_CMD_PARAMS_SET] = { &status, 1u << VFIOV_A_STATUS_OPEN_WAIT_MS, false },
	[VFIOV_CMD_AUDIT_GET] = { &audit, 1u << VFIOV_A_AUDIT_SEQ, true },
	[VFIOV_CMD_AUDIT_ACK] = { &audit, 1u << VFIOV_A_AUDIT_INSTANCE | 1u << VFIOV_A_AUDIT_SEQ,
				  false },
	[VFIOV_CMD_AUDIT_NTF] = { &doorbell, 0, false },
	[VFIOV_CMD_DRIVER_GET] = { &driver, 0, true },
};
