// SPDX-License-Identifier: GPL-2.0-only
#include "error-cases.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/vfiov.h>

#include "lib/macro.h"

#define NO_VF "0000:ff:1f.7"

/* A table is easier to read in columns. */
/* clang-format off */
#define S(a) VFIOV_A_STATUS_##a
#define R(a) VFIOV_A_REQUEST_##a
#define A(a) VFIOV_A_AUDIT_##a
#define BDF_GONE { R(BDF), TEXT, 0, NO_VF }
#define BDF_WAITING { R(BDF), WAITING }
#define BDF_OPENED { R(BDF), OPENED }
#define BDF_IDLE { R(BDF), IDLE }
#define GRANT { R(VERDICT), U32, VFIOV_VERDICT_GRANT }
#define PROFILE(p) { R(PROFILE), TEXT, 0, p }

const struct error_case error_cases[] = {
	{ "status-get with an attribute", VFIOV_CMD_STATUS_GET, OTHER, 0,
	  { { S(ABI), U32, 1 } }, -EINVAL, "abi" },

	{ "vf-get without bdf", VFIOV_CMD_VF_GET, OTHER, 0, { { 0 } }, -EINVAL, "bdf" },
	{ "vf-get of no VF", VFIOV_CMD_VF_GET, OTHER, 0,
	  { { VFIOV_A_VF_BDF, TEXT, 0, NO_VF } }, -ENODEV, "bdf" },
	{ "vf-get of an empty text", VFIOV_CMD_VF_GET, OTHER, 0,
	  { { VFIOV_A_VF_BDF, TEXT, 0, "" } }, -ENODEV, "bdf" },
	{ "vf-get with a long bdf", VFIOV_CMD_VF_GET, OTHER, 0,
	  { { VFIOV_A_VF_BDF, LONG } }, -EINVAL, "bdf" },
	{ "vf-get with a text without end", VFIOV_CMD_VF_GET, OTHER, 0,
	  { { VFIOV_A_VF_BDF, OPEN_END } }, -EINVAL, "bdf" },
	{ "vf-get with an attribute of the answer", VFIOV_CMD_VF_GET, OTHER, 0,
	  { { VFIOV_A_VF_PF, TEXT, 0, NO_VF } }, -EINVAL, "pf" },
	{ "vf-get dump with an attribute", VFIOV_CMD_VF_GET, OTHER, NLM_F_DUMP,
	  { { VFIOV_A_VF_BDF, TEXT, 0, NO_VF } }, -EINVAL, "bdf" },

	{ "owner-register without abi", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(OWNER_NAME), TEXT, 0, "x" } }, -EINVAL, "abi" },
	{ "owner-register without name", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U32, VFIOV_ABI } }, -EINVAL, "owner-name" },
	{ "owner-register with a newer abi", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U32, VFIOV_ABI + 1 }, { S(OWNER_NAME), TEXT, 0, "x" } },
	  -EPROTONOSUPPORT, "abi" },
	{ "owner-register with an older abi", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U32, VFIOV_ABI - 1 }, { S(OWNER_NAME), TEXT, 0, "x" } },
	  -EPROTONOSUPPORT, "abi" },
	{ "owner-register with abi of 8 bits", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U8, VFIOV_ABI }, { S(OWNER_NAME), TEXT, 0, "x" } }, -EINVAL, "abi" },
	{ "owner-register with a long name", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U32, VFIOV_ABI }, { S(OWNER_NAME), LONG } }, -EINVAL, "owner-name" },
	{ "owner-register of a second owner", VFIOV_CMD_OWNER_REGISTER, OTHER, 0,
	  { { S(ABI), U32, VFIOV_ABI }, { S(OWNER_NAME), TEXT, 0, "x" } }, -EEXIST, NULL },

	{ "owner-unregister of another socket", VFIOV_CMD_OWNER_UNREGISTER, OTHER, 0,
	  { { 0 } }, -EPERM, NULL },
	{ "owner-unregister with an attribute", VFIOV_CMD_OWNER_UNREGISTER, OWNER, 0,
	  { { S(ABI), U32, 1 } }, -EINVAL, "abi" },

	{ "owner-update of another socket", VFIOV_CMD_OWNER_UPDATE, OTHER, 0,
	  { { S(POLICY_GENERATION), U64, 7 } }, -EPERM, NULL },
	{ "owner-update with a generation of 32 bits", VFIOV_CMD_OWNER_UPDATE, OWNER, 0,
	  { { S(POLICY_GENERATION), U32, 7 } }, -EINVAL, "policy-generation" },
	{ "owner-update with a long hash", VFIOV_CMD_OWNER_UPDATE, OWNER, 0,
	  { { S(POLICY_HASH), LONG } }, -EINVAL, "policy-hash" },
	{ "owner-update with a long error", VFIOV_CMD_OWNER_UPDATE, OWNER, 0,
	  { { S(POLICY_ERROR), LONG } }, -EINVAL, "policy-error" },
	{ "owner-update with an error of two lines", VFIOV_CMD_OWNER_UPDATE, OWNER, 0,
	  { { S(POLICY_ERROR), TEXT, 0, "a\nb" } }, -EINVAL, "policy-error" },

	{ "request-get of another socket", VFIOV_CMD_REQUEST_GET, OTHER, NLM_F_DUMP,
	  { { 0 } }, -EPERM, NULL },
	{ "request-get with an attribute", VFIOV_CMD_REQUEST_GET, OWNER, NLM_F_DUMP,
	  { BDF_WAITING }, -EINVAL, "bdf" },

	{ "decision-set without bdf", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { { R(COOKIE), COOKIE }, GRANT, PROFILE("native") }, -EINVAL, "bdf" },
	{ "decision-set without cookie", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, GRANT, PROFILE("native") }, -EINVAL, "cookie" },
	{ "decision-set without verdict", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, PROFILE("native") }, -EINVAL, "verdict" },
	{ "decision-set of another socket", VFIOV_CMD_DECISION_SET, OTHER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, PROFILE("native") }, -EPERM, NULL },
	{ "decision-set for no VF", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_GONE, { R(COOKIE), COOKIE }, GRANT, PROFILE("native") }, -ENODEV, "bdf" },
	{ "decision-set with a guessed cookie", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), U64, 1 }, GRANT, PROFILE("native") }, -ESTALE, "cookie" },
	{ "decision-set with the cookie of another VF", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_IDLE, { R(COOKIE), COOKIE }, GRANT, PROFILE("native") }, -ESTALE, "cookie" },
	{ "decision-set that refuses a bind", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, { R(VERDICT), U32, VFIOV_VERDICT_REFUSE } },
	  -EINVAL, "verdict" },
	{ "decision-set that grants no profile", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT }, -EINVAL, "profile" },
	{ "decision-set with a profile that the driver does not have", VFIOV_CMD_DECISION_SET,
	  OWNER, 0, { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, PROFILE("reduced") },
	  -EOPNOTSUPP, "profile" },
	{ "decision-set with the number of native, as in ABI 1", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(PROFILE), U32, 0 } },
	  -EOPNOTSUPP, "profile" },
	{ "decision-set with the number of another profile, as in ABI 1", VFIOV_CMD_DECISION_SET,
	  OWNER, 0, { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(PROFILE), U32, 1 } },
	  -EOPNOTSUPP, "profile" },
	{ "decision-set with a long profile", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(PROFILE), LONG } },
	  -EINVAL, "profile" },
	{ "decision-set with a profile without end", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(PROFILE), OPEN_END } },
	  -EINVAL, "profile" },
	{ "decision-set with a verdict that does not exist", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, { R(VERDICT), U32, 2 } }, -ERANGE, "verdict" },
	{ "decision-set with migration 2", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(MIGRATION), U8, 2 } },
	  -ERANGE, "migration" },
	{ "decision-set with explicit 2", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(EXPLICIT), U8, 2 } },
	  -ERANGE, "explicit" },
	{ "decision-set with a long rule", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(RULE), LONG } }, -EINVAL, "rule" },
	{ "decision-set with a rule that rings the doorbell", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, { R(VERDICT), U32, VFIOV_VERDICT_REFUSE },
	    { R(RULE), TEXT, 0, "a\a" } }, -EINVAL, "rule" },
	{ "decision-set with a cookie of 32 bits", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), U32, 1 }, GRANT, PROFILE("native") }, -EINVAL, "cookie" },
	{ "decision-set with a ticket", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, { R(TICKET), U64, 1 } },
	  -EINVAL, "ticket" },

	{ "profile-set without bdf", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { PROFILE("native") }, -EINVAL, "bdf" },
	{ "profile-set without profile", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_IDLE }, -EINVAL, "profile" },
	{ "profile-set of a profile that the driver does not have", VFIOV_CMD_PROFILE_SET, OTHER,
	  0, { BDF_IDLE, PROFILE("Native") }, -EOPNOTSUPP, "profile" },
	{ "profile-set with a number, as in ABI 1", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_IDLE, { R(PROFILE), U32, 0 } }, -EOPNOTSUPP, "profile" },
	{ "profile-set of no VF", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_GONE, PROFILE("native") }, -ENODEV, "bdf" },
	{ "profile-set with migration", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_IDLE, PROFILE("native"), { R(MIGRATION), U8, 1 } }, -EOPNOTSUPP, "migration" },
	{ "profile-set of an open VF", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_OPENED, PROFILE("native") }, -EBUSY, "bdf" },
	{ "profile-set of a VF with a request", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_WAITING, PROFILE("native") }, -EAGAIN, "bdf" },
	{ "profile-set with a long reason", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_IDLE, PROFILE("native"), { R(REASON), LONG } }, -EINVAL, "reason" },
	{ "profile-set with a reason of two lines", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_IDLE, PROFILE("native"), { R(REASON), TEXT, 0, "two\nlines" } }, -EINVAL, "reason" },

	{ "profile-reset without bdf", VFIOV_CMD_PROFILE_RESET, OTHER, 0,
	  { { 0 } }, -EINVAL, "bdf" },
	{ "profile-reset of no VF", VFIOV_CMD_PROFILE_RESET, OTHER, 0,
	  { BDF_GONE }, -ENODEV, "bdf" },
	{ "profile-reset of an open VF", VFIOV_CMD_PROFILE_RESET, OTHER, 0,
	  { BDF_OPENED }, -EBUSY, "bdf" },
	{ "profile-reset of a VF with a request", VFIOV_CMD_PROFILE_RESET, OTHER, 0,
	  { BDF_WAITING }, -EAGAIN, "bdf" },
	{ "profile-reset with a profile", VFIOV_CMD_PROFILE_RESET, OTHER, 0,
	  { BDF_IDLE, PROFILE("native") }, -EINVAL, "profile" },

	{ "params-set of an open wait above the cap", VFIOV_CMD_PARAMS_SET, OTHER, 0,
	  { { S(OPEN_WAIT_MS), U32, VFIOV_OPEN_WAIT_CAP + 1 } }, -ERANGE, "open-wait-ms" },
	{ "params-set of a grace above the cap", VFIOV_CMD_PARAMS_SET, OTHER, 0,
	  { { S(GRACE_MS), U32, VFIOV_GRACE_CAP + 1 } }, -ERANGE, "grace-ms" },
	{ "params-set of a ring above the cap", VFIOV_CMD_PARAMS_SET, OTHER, 0,
	  { { S(RING_SIZE), U32, VFIOV_RING_SIZE_CAP + 1 } }, -ERANGE, "ring-size" },
	{ "params-set of a ring below the minimum", VFIOV_CMD_PARAMS_SET, OTHER, 0,
	  { { S(RING_SIZE), U32, VFIOV_RING_SIZE_MIN - 1 } }, -ERANGE, "ring-size" },
	{ "params-set of the owner's name", VFIOV_CMD_PARAMS_SET, OTHER, 0,
	  { { S(OWNER_NAME), TEXT, 0, "x" } }, -EINVAL, "owner-name" },

	{ "driver-get dump with an attribute", VFIOV_CMD_DRIVER_GET, OTHER, NLM_F_DUMP,
	  { { VFIOV_A_DRIVER_NAME, TEXT, 0, "x" } }, -EINVAL, "name" },

	{ "audit-get beyond the last record", VFIOV_CMD_AUDIT_GET, OTHER, 0,
	  { { A(SEQ), U64, UINT64_MAX } }, -ENODATA, NULL },
	{ "audit-get with a sequence of 32 bits", VFIOV_CMD_AUDIT_GET, OTHER, 0,
	  { { A(SEQ), U32, 1 } }, -EINVAL, "seq" },
	{ "audit-get dump with a sequence of 8 bits", VFIOV_CMD_AUDIT_GET, OTHER, NLM_F_DUMP,
	  { { A(SEQ), U8, 1 } }, -EINVAL, "seq" },

	{ "audit-ack without instance", VFIOV_CMD_AUDIT_ACK, OWNER, 0,
	  { { A(SEQ), U64, 1 } }, -EINVAL, "instance" },
	{ "audit-ack without sequence", VFIOV_CMD_AUDIT_ACK, OWNER, 0,
	  { { A(INSTANCE), INSTANCE } }, -EINVAL, "seq" },
	{ "audit-ack of another socket", VFIOV_CMD_AUDIT_ACK, OTHER, 0,
	  { { A(INSTANCE), INSTANCE }, { A(SEQ), U64, 1 } }, -EPERM, NULL },
	{ "audit-ack of another instance", VFIOV_CMD_AUDIT_ACK, OWNER, 0,
	  { { A(INSTANCE), TEXT, 0, "fifteen letters" }, { A(SEQ), U64, 1 } },
	  -ESTALE, "instance" },
	{ "audit-ack of a short instance", VFIOV_CMD_AUDIT_ACK, OWNER, 0,
	  { { A(INSTANCE), TEXT, 0, "short" }, { A(SEQ), U64, 1 } }, -ERANGE, "instance" },
	{ "audit-ack of a record that does not exist yet", VFIOV_CMD_AUDIT_ACK, OWNER, 0,
	  { { A(INSTANCE), INSTANCE }, { A(SEQ), U64, UINT64_MAX } }, -ERANGE, "seq" },
};

const struct error_case error_cases_unavailable[] = {
	{ "decision-set with a profile that the VF does not support", VFIOV_CMD_DECISION_SET, OWNER, 0,
	  { BDF_WAITING, { R(COOKIE), COOKIE }, GRANT, PROFILE("legacy") }, -EOPNOTSUPP, "profile" },
	{ "profile-set of a profile that the VF does not support", VFIOV_CMD_PROFILE_SET, OTHER, 0,
	  { BDF_IDLE, PROFILE("transitional") }, -EOPNOTSUPP, "profile" },
};
/* clang-format on */

const size_t error_cases_n = ARRAY_SIZE(error_cases);
const size_t error_cases_unavailable_n = ARRAY_SIZE(error_cases_unavailable);
