/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Every string that others rely on: journal fields, message ids, paths. Never reuse one. */

#define VFV_DAEMON_NAME "vfiovd"
#define VFV_MODULE_NAME "vfiov_vfio_pci"

/* Where a file exists in more than one, the first of these wins. */
#define VFV_CONF_FILE "/etc/vfiovd/vfiovd.conf"
#define VFV_POLICY_DIR_ETC "/etc/vfiovd/policy.d"
#define VFV_POLICY_DIR_RUN "/run/vfiovd/policy.d"
#define VFV_POLICY_DIR_LIB "/usr/lib/vfiovd/policy.d"

#define VFV_JOURNAL_SOCKET "/run/systemd/journal/socket"

/* Journal fields. Upper case, digits and _, at most 64; journald drops any other. */
#define VFV_FIELD_INSTANCE "VFIOV_INSTANCE"
#define VFV_FIELD_SEQ "VFIOV_SEQ"
#define VFV_FIELD_EVENT "VFIOV_EVENT"
#define VFV_FIELD_TIME "VFIOV_TIME"
#define VFV_FIELD_DEVICE "VFIOV_DEVICE"
#define VFV_FIELD_PF "VFIOV_PF"
#define VFV_FIELD_VF_INDEX "VFIOV_VF_INDEX"
#define VFV_FIELD_PROFILE_OLD "VFIOV_PROFILE_OLD"
#define VFV_FIELD_PROFILE "VFIOV_PROFILE"
#define VFV_FIELD_MIGRATION "VFIOV_MIGRATION"
#define VFV_FIELD_SOURCE "VFIOV_SOURCE"
#define VFV_FIELD_CAUSE "VFIOV_CAUSE"
#define VFV_FIELD_KIND "VFIOV_KIND"
#define VFV_FIELD_RULE "VFIOV_RULE"
#define VFV_FIELD_RULE_FILE "VFIOV_RULE_FILE"
#define VFV_FIELD_RULE_LINE "VFIOV_RULE_LINE"
#define VFV_FIELD_EXPLICIT "VFIOV_EXPLICIT"
#define VFV_FIELD_POLICY_GENERATION "VFIOV_POLICY_GENERATION"
#define VFV_FIELD_POLICY_HASH "VFIOV_POLICY_HASH"
#define VFV_FIELD_TICKET "VFIOV_TICKET"
#define VFV_FIELD_LATENCY_US "VFIOV_LATENCY_US"
#define VFV_FIELD_LOST "VFIOV_LOST"
#define VFV_FIELD_ERROR "VFIOV_ERROR"
#define VFV_FIELD_TEXT "VFIOV_TEXT"
#define VFV_FIELD_REQ_PID "VFIOV_REQ_PID"
#define VFV_FIELD_REQ_UID "VFIOV_REQ_UID"
#define VFV_FIELD_REQ_LOGINUID "VFIOV_REQ_LOGINUID"
#define VFV_FIELD_REQ_COMM "VFIOV_REQ_COMM"
#define VFV_FIELD_FENCE "VFIOV_FENCE"
