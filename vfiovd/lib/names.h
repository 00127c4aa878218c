/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Others rely on these names: journal fields, message ids, paths, defaults. Never reuse one. */

#define VFV_DAEMON_NAME "vfiovd"
#define VFV_DAEMON_UNIT "vfiovd.service"
#define VFV_MODULE_NAME "vfiov_vfio_pci"
/* The module that registers the family. VFV_MODULE_NAME depends on it. */
#define VFV_CORE_NAME "vfiov"

/* The profile that every driver has: the device as plain vfio-pci presents it. */
#define VFV_PROFILE_NATIVE "native"

/* If several directories contain a file with the same name, the first one wins. */
#define VFV_CONF_FILE "/etc/vfiovd/vfiovd.conf"
#define VFV_POLICY_DIR_ETC "/etc/vfiovd/policy.d"
#define VFV_POLICY_DIR_RUN "/run/vfiovd/policy.d"
#define VFV_POLICY_DIR_LIB "/usr/lib/vfiovd/policy.d"

/* The declarations of drivers. Here, too, the first file with a given name wins. */
#define VFV_DRIVERS_DIR_ETC "/etc/vfiovd/drivers.d"
#define VFV_DRIVERS_DIR_LIB "/usr/share/vfiovd/drivers.d"

/* Written by "vfiovctl define". */
#define VFV_DEFINED_FILE "/var/lib/vfiovd/defined.conf"

/*
 * The driver that a device gets whenever it appears, with one file for each device. Written by
 * "vfiovctl bind --persist" for the udev rule of this package, and by driverctl.
 */
#define VFV_BIND_DIR "/etc/vfiovd/bind.d"
#define VFV_DRIVERCTL_DIR "/etc/driverctl.d"

/* The module's parameters when vfiovd.conf does not set them; equal to the module's defaults. */
#define VFV_OPEN_WAIT_MS 1000
#define VFV_GRACE_MS 3000
#define VFV_RING_SIZE 4096

#define VFV_JOURNAL_SOCKET "/run/systemd/journal/socket"

/* Journal fields. Upper case, digits and _, at most 64 characters; journald drops any other. */
#define VFV_FIELD_INSTANCE "VFIOV_INSTANCE"
#define VFV_FIELD_SEQ "VFIOV_SEQ"
#define VFV_FIELD_EVENT "VFIOV_EVENT"
#define VFV_FIELD_TIME "VFIOV_TIME"
#define VFV_FIELD_DEVICE "VFIOV_DEVICE"
#define VFV_FIELD_PF "VFIOV_PF"
#define VFV_FIELD_VF_INDEX "VFIOV_VF_INDEX"
#define VFV_FIELD_DRIVER "VFIOV_DRIVER"
#define VFV_FIELD_PROFILE_OLD "VFIOV_PROFILE_OLD"
#define VFV_FIELD_PROFILE "VFIOV_PROFILE"
#define VFV_FIELD_MIGRATION "VFIOV_MIGRATION"
#define VFV_FIELD_SOURCE "VFIOV_SOURCE"
#define VFV_FIELD_CAUSE "VFIOV_CAUSE"
#define VFV_FIELD_KIND "VFIOV_KIND"
#define VFV_FIELD_VERDICT "VFIOV_VERDICT"
#define VFV_FIELD_LEVEL "VFIOV_LEVEL"
#define VFV_FIELD_RULE "VFIOV_RULE"
#define VFV_FIELD_RULE_FILE "VFIOV_RULE_FILE"
#define VFV_FIELD_RULE_LINE "VFIOV_RULE_LINE"
#define VFV_FIELD_UNKNOWN "VFIOV_UNKNOWN"
#define VFV_FIELD_EXPLICIT "VFIOV_EXPLICIT"
#define VFV_FIELD_POLICY_GENERATION "VFIOV_POLICY_GENERATION"
#define VFV_FIELD_POLICY_HASH "VFIOV_POLICY_HASH"
#define VFV_FIELD_POLICY_ERROR "VFIOV_POLICY_ERROR"
#define VFV_FIELD_POLICY_FILE "VFIOV_POLICY_FILE"
#define VFV_FIELD_POLICY_LINE "VFIOV_POLICY_LINE"
#define VFV_FIELD_TICKET "VFIOV_TICKET"
#define VFV_FIELD_LATENCY_US "VFIOV_LATENCY_US"
#define VFV_FIELD_LOST "VFIOV_LOST"
#define VFV_FIELD_COUNT "VFIOV_COUNT"
#define VFV_FIELD_TIME_LAST "VFIOV_TIME_LAST"
#define VFV_FIELD_CROWDED "VFIOV_CROWDED"
#define VFV_FIELD_ERROR "VFIOV_ERROR"
#define VFV_FIELD_TEXT "VFIOV_TEXT"
#define VFV_FIELD_REQ_PID "VFIOV_REQ_PID"
#define VFV_FIELD_REQ_UID "VFIOV_REQ_UID"
#define VFV_FIELD_REQ_LOGINUID "VFIOV_REQ_LOGINUID"
#define VFV_FIELD_REQ_COMM "VFIOV_REQ_COMM"
#define VFV_FIELD_BYTES "VFIOV_BYTES"
#define VFV_FIELD_FENCE "VFIOV_FENCE"

/*
 * Message ids, one for each kind of event; systemd/vfiovd.catalog explains them. Those of audit
 * records are named after the events in genl-spec/vfiov.yaml.
 */
#define VFV_ID_LOAD "af9407dd19ca448d94de8c3ab1912b7d"
#define VFV_ID_BIND "31fa9689c5b74b2c8b2a51676e0e1e6e"
#define VFV_ID_UNBIND "04c859e1a31e4c078bb33079f947794c"
#define VFV_ID_REQUEST "6907d518365246c4b45ca4f9507baac0"
#define VFV_ID_DECISION "0683cfdace7146dda636c609afe4b11f"
#define VFV_ID_DEFAULT "e2f233a107114d0489105f4effd43d5e"
#define VFV_ID_OPEN "1ae319f4e8f948b087dfa3c8ea99b5c8"
#define VFV_ID_CLOSE "8c93f0193b3549bfb7109c1eb3f8720d"
#define VFV_ID_SET "7a21018f11764a07875077e6f3606f29"
#define VFV_ID_REFUSED "427070cfc0094bb5b2a13501337941ed"
#define VFV_ID_OWNER_UP "cf23192184284021a3d932a2608d9782"
#define VFV_ID_OWNER_DOWN "3f8f53d73f23472e93cd0d20308434d8"
#define VFV_ID_PF_GONE "a633bd9bc77f494ab5d0d2b968ac426d"
#define VFV_ID_PF_BACK "510b26cb308a44939c7ec030c04be5bc"
#define VFV_ID_PARAMS "df0ac8121a2a4184a014d2e11bb68abe"
#define VFV_ID_LOST "14fdb26795e14c9db1a6d6169d3c2da3"
#define VFV_ID_MIGRATION_SAVED "9b3fce6a1b804a75bdbd07f924479012"
#define VFV_ID_MIGRATION_RESUMED "b890153a76f44244bb94a2ec090c67ff"
#define VFV_ID_MIGRATION_CANCELLED "b2d86aad342e4964a8a9f258e3186493"
#define VFV_ID_MIGRATION_REFUSED "38184d0eb9964df49ce9cff90c6754bd"
#define VFV_ID_MIGRATION_FAILED "69bcf2c5a3354b9a9ada6b434350704d"
#define VFV_ID_AUDIT_START "84b417ed5993435f85e976aa50971fe3"
#define VFV_ID_AUDIT_PROBE "91102b85e6ef46eb8bc4280628bff6e6"
#define VFV_ID_AUDIT_GAP "230571e8531549439368248fa2f3633b"
#define VFV_ID_POLICY_LOADED "5151e5a9937842bdbbb7da8947d5e2fa"
#define VFV_ID_POLICY_REJECTED "cf45156fdbcd422ca90ef687c229931d"
#define VFV_ID_LOG_ONLY "e2aa1994dc5a4c02b9f169609f99c99a"
#define VFV_ID_NOT_OWNER "5264391262e54c0c86576832a1b5fb50"
#define VFV_ID_LOG_DROPPED "30e396eb3a9e4d058a983d68e7f0cfd3"
