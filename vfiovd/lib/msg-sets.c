// SPDX-License-Identifier: GPL-2.0-only
/* The attribute sets of genl-spec/vfiov.yaml, as tables. */
#include "macro.h"
#include "msg-set.h"
#include "msg.h"

/* One attribute per line, which clang-format would change. */
/* clang-format off */

/* The type of the field selects how its attribute is read. */
#define FIELD(type, field) (((struct type *)NULL)->field)
#define KIND(value)                                                                              \
	_Generic((value), uint8_t: VFV_ATTR_NUMBER, uint16_t: VFV_ATTR_NUMBER,                   \
		 uint32_t: VFV_ATTR_NUMBER, int32_t: VFV_ATTR_NUMBER, uint64_t: VFV_ATTR_NUMBER, \
		 bool: VFV_ATTR_FLAG, char *: VFV_ATTR_STRING, uint8_t *: VFV_ATTR_BINARY)

#define ATTR(type, field, word)                                                   \
	{ .name = (word), .kind = KIND(FIELD(type, field)),                       \
	  .offset = offsetof(struct type, field), .size = sizeof(FIELD(type, field)) }
#define ATTR_WORD(type, field, word)                                              \
	{ .name = (word), .kind = VFV_ATTR_WORD, .offset = offsetof(struct type, field), \
	  .size = sizeof(FIELD(type, field)) }
#define ATTR_NEST(type, field, word, set)                                         \
	{ .name = (word), .kind = VFV_ATTR_NEST, .offset = offsetof(struct type, field), \
	  .size = sizeof(FIELD(type, field)), .nest = &(set) }
#define ATTR_WORDS(type, field, word)                                             \
	{ .name = (word), .kind = VFV_ATTR_WORDS, .offset = offsetof(struct type, field), \
	  .size = sizeof(FIELD(type, field)), .nest = &names_set }
#define ATTR_LIST(type, field, word, set)                                         \
	{ .name = (word), .kind = VFV_ATTR_LIST, .offset = offsetof(struct type, field), \
	  .size = sizeof(FIELD(type, field)), .nest = &(set),                     \
	  .n_offset = offsetof(struct type, n_##field) }
#define ATTR_SET(type, table) { sizeof(struct type), ARRAY_SIZE(table), (table) }

/* "present" has a bit for each attribute; it is the first member of each struct. */
#define CHECK(type, max) \
	_Static_assert((max) < 32 && offsetof(struct type, present) == 0, #type)

/* Never parsed as a set: it describes the nests of words. */
static const struct vfv_attr names_attrs[] = {
	[VFIOV_A_NAMES_NAME] = { .name = "name", .kind = VFV_ATTR_WORD, .size = VFV_WORD_SIZE },
};
static const struct vfv_attr_set names_set = { 0, ARRAY_SIZE(names_attrs), names_attrs };

static const struct vfv_attr counter_attrs[] = {
	[VFIOV_A_COUNTER_NAME] = ATTR_WORD(vfv_counter, name, "name"),
	[VFIOV_A_COUNTER_VALUE] = ATTR(vfv_counter, value, "value"),
};
static const struct vfv_attr_set counter_set = ATTR_SET(vfv_counter, counter_attrs);
CHECK(vfv_counter, VFIOV_A_COUNTER_MAX);

static const struct vfv_attr vf_stats_attrs[] = {
	[VFIOV_A_VF_STATS_COUNTER] = ATTR_LIST(vfv_vf_stats, counters, "counter", counter_set),
};
static const struct vfv_attr_set vf_stats_set = ATTR_SET(vfv_vf_stats, vf_stats_attrs);
CHECK(vfv_vf_stats, VFIOV_A_VF_STATS_MAX);

#define GUEST(id, field, word) [VFIOV_A_GUEST_##id] = ATTR(vfv_guest, field, word)
static const struct vfv_attr guest_attrs[] = {
	[VFIOV_A_GUEST_DRIVER] = ATTR_WORD(vfv_guest, driver, "driver"),
	GUEST(IO, io, "io"),
	GUEST(MEMORY, memory, "memory"),
	GUEST(BUS_MASTER, bus_master, "bus-master"),
	[VFIOV_A_GUEST_INTERRUPTS] = ATTR_WORD(vfv_guest, interrupts, "interrupts"),
	GUEST(STATUS, status, "status"),
};
static const struct vfv_attr_set guest_set = ATTR_SET(vfv_guest, guest_attrs);
CHECK(vfv_guest, VFIOV_A_GUEST_MAX);

#define SET_RESULT(id, field, word) \
	[VFIOV_A_SET_RESULT_##id] = ATTR(vfv_set_result, field, word)
static const struct vfv_attr set_result_attrs[] = {
	SET_RESULT(TICKET, ticket, "ticket"),
	SET_RESULT(VERDICT, verdict, "verdict"),
	[VFIOV_A_SET_RESULT_PROFILE] = ATTR_WORD(vfv_set_result, profile, "profile"),
	SET_RESULT(CAUSE, cause, "cause"),
	SET_RESULT(RULE, rule, "rule"),
};
static const struct vfv_attr_set set_result_set = ATTR_SET(vfv_set_result, set_result_attrs);
CHECK(vfv_set_result, VFIOV_A_SET_RESULT_MAX);

#define VF(id, field, word) [VFIOV_A_VF_##id] = ATTR(vfv_vf, field, word)
static const struct vfv_attr vf_attrs[] = {
	VF(BDF, bdf, "bdf"),
	VF(PF, pf, "pf"),
	VF(INDEX, index, "index"),
	VF(VENDOR, vendor, "vendor"),
	VF(DEVICE, device, "device"),
	VF(SUBSYSTEM_VENDOR, subsystem_vendor, "subsystem-vendor"),
	VF(SUBSYSTEM_DEVICE, subsystem_device, "subsystem-device"),
	VF(CLASS, class, "class"),
	VF(NUMA_NODE, numa_node, "numa-node"),
	[VFIOV_A_VF_AVAILABLE] = ATTR_WORDS(vfv_vf, available, "available"),
	[VFIOV_A_VF_MISSING] = ATTR_WORDS(vfv_vf, missing, "missing"),
	VF(MIGRATABLE, migratable, "migratable"),
	[VFIOV_A_VF_CURRENT] = ATTR_WORD(vfv_vf, current, "current"),
	[VFIOV_A_VF_PENDING] = ATTR_WORD(vfv_vf, pending, "pending"),
	VF(MIGRATION, migration, "migration"),
	VF(SOURCE, source, "source"),
	VF(CAUSE, cause, "cause"),
	VF(RULE, rule, "rule"),
	VF(POLICY_GENERATION, policy_generation, "policy-generation"),
	VF(WAITING, waiting, "waiting"),
	VF(OPEN_COUNT, open_count, "open-count"),
	VF(OPEN_PID, open_pid, "open-pid"),
	[VFIOV_A_VF_SET] = ATTR_NEST(vfv_vf, set, "set", set_result_set),
	[VFIOV_A_VF_STATS] = ATTR_NEST(vfv_vf, stats, "stats", vf_stats_set),
	VF(SERIAL, serial, "serial"),
	[VFIOV_A_VF_DRIVER] = ATTR_WORD(vfv_vf, driver, "driver"),
	[VFIOV_A_VF_GUEST] = ATTR_NEST(vfv_vf, guest, "guest", guest_set),
};
const struct vfv_attr_set vfv_vf_set = ATTR_SET(vfv_vf, vf_attrs);
CHECK(vfv_vf, VFIOV_A_VF_MAX);

#define REQUESTER(id, field, word) \
	[VFIOV_A_REQUESTER_##id] = ATTR(vfv_process, field, word)
static const struct vfv_attr requester_attrs[] = {
	REQUESTER(PID, pid, "pid"),
	REQUESTER(UID, uid, "uid"),
	REQUESTER(LOGINUID, loginuid, "loginuid"),
	REQUESTER(COMM, comm, "comm"),
};
static const struct vfv_attr_set requester_set = ATTR_SET(vfv_process, requester_attrs);
CHECK(vfv_process, VFIOV_A_REQUESTER_MAX);

#define REQUEST(id, field, word) \
	[VFIOV_A_REQUEST_##id] = ATTR(vfv_request, field, word)
static const struct vfv_attr request_attrs[] = {
	REQUEST(BDF, bdf, "bdf"),
	REQUEST(COOKIE, cookie, "cookie"),
	REQUEST(KIND, kind, "kind"),
	[VFIOV_A_REQUEST_PROFILE] = ATTR_WORD(vfv_request, profile, "profile"),
	REQUEST(MIGRATION, migration, "migration"),
	REQUEST(REASON, reason, "reason"),
	REQUEST(AGE_MS, age_ms, "age-ms"),
	REQUEST(TICKET, ticket, "ticket"),
	REQUEST(VERDICT, verdict, "verdict"),
	REQUEST(RULE, rule, "rule"),
	REQUEST(POLICY_GENERATION, policy_generation, "policy-generation"),
	REQUEST(EXPLICIT, explicit, "explicit"),
	[VFIOV_A_REQUEST_REQUESTER] =
		ATTR_NEST(vfv_request, requester, "requester", requester_set),
	[VFIOV_A_REQUEST_VF] = ATTR_NEST(vfv_request, vf, "vf", vfv_vf_set),
	REQUEST(LEVEL, level, "level"),
};
const struct vfv_attr_set vfv_request_set = ATTR_SET(vfv_request, request_attrs);
CHECK(vfv_request, VFIOV_A_REQUEST_MAX);

#define STATS(id, field, word) [VFIOV_A_STATS_##id] = ATTR(vfv_stats, field, word)
static const struct vfv_attr stats_attrs[] = {
	STATS(REQUESTS, requests, "requests"),
	STATS(DECISIONS, decisions, "decisions"),
	STATS(DEFAULTS, defaults, "defaults"),
	STATS(REFUSED, refused, "refused"),
	STATS(STALE, stale, "stale"),
	STATS(OPENS, opens, "opens"),
	STATS(OWNERS, owners, "owners"),
	STATS(AUDIT_SEQ, audit_seq, "audit-seq"),
	STATS(AUDIT_ACKED, audit_acked, "audit-acked"),
	STATS(AUDIT_HELD, audit_held, "audit-held"),
	STATS(AUDIT_LOST, audit_lost, "audit-lost"),
};
static const struct vfv_attr_set stats_set = ATTR_SET(vfv_stats, stats_attrs);
CHECK(vfv_stats, VFIOV_A_STATS_MAX);

#define STATUS(id, field, word) [VFIOV_A_STATUS_##id] = ATTR(vfv_status, field, word)
static const struct vfv_attr status_attrs[] = {
	STATUS(ABI, abi, "abi"),
	STATUS(VERSION, version, "version"),
	STATUS(INSTANCE, instance, "instance"),
	STATUS(OWNER_NAME, owner_name, "owner-name"),
	STATUS(OWNER_PID, owner_pid, "owner-pid"),
	STATUS(POLICY_GENERATION, policy_generation, "policy-generation"),
	STATUS(POLICY_HASH, policy_hash, "policy-hash"),
	STATUS(VFS, vfs, "vfs"),
	STATUS(WAITING, waiting, "waiting"),
	STATUS(OPEN_WAIT_MS, open_wait_ms, "open-wait-ms"),
	STATUS(GRACE_MS, grace_ms, "grace-ms"),
	STATUS(RING_SIZE, ring_size, "ring-size"),
	[VFIOV_A_STATUS_STATS] = ATTR_NEST(vfv_status, stats, "stats", stats_set),
	STATUS(POLICY_ERROR, policy_error, "policy-error"),
};
const struct vfv_attr_set vfv_status_set = ATTR_SET(vfv_status, status_attrs);
CHECK(vfv_status, VFIOV_A_STATUS_MAX);

#define AUDIT(id, field, word) \
	[VFIOV_A_AUDIT_##id] = ATTR(vfv_audit_record, field, word)
static const struct vfv_attr audit_attrs[] = {
	AUDIT(INSTANCE, instance, "instance"),
	AUDIT(SEQ, seq, "seq"),
	AUDIT(EVENT, event, "event"),
	AUDIT(TIME, time, "time"),
	AUDIT(BDF, bdf, "bdf"),
	AUDIT(PF, pf, "pf"),
	AUDIT(INDEX, index, "index"),
	[VFIOV_A_AUDIT_PROFILE_OLD] = ATTR_WORD(vfv_audit_record, profile_old, "profile-old"),
	[VFIOV_A_AUDIT_PROFILE] = ATTR_WORD(vfv_audit_record, profile, "profile"),
	AUDIT(MIGRATION, migration, "migration"),
	AUDIT(SOURCE, source, "source"),
	AUDIT(CAUSE, cause, "cause"),
	AUDIT(KIND, kind, "kind"),
	AUDIT(RULE, rule, "rule"),
	AUDIT(EXPLICIT, explicit, "explicit"),
	AUDIT(POLICY_GENERATION, policy_generation, "policy-generation"),
	AUDIT(TICKET, ticket, "ticket"),
	AUDIT(LATENCY_US, latency_us, "latency-us"),
	AUDIT(LOST, lost, "lost"),
	AUDIT(ERROR, error, "error"),
	AUDIT(TEXT, text, "text"),
	[VFIOV_A_AUDIT_REQUESTER] =
		ATTR_NEST(vfv_audit_record, requester, "requester", requester_set),
	AUDIT(LEVEL, level, "level"),
	AUDIT(COUNT, count, "count"),
	AUDIT(TIME_LAST, time_last, "time-last"),
	AUDIT(CROWDED, crowded, "crowded"),
	AUDIT(BYTES, bytes, "bytes"),
	[VFIOV_A_AUDIT_DRIVER] = ATTR_WORD(vfv_audit_record, driver, "driver"),
};
const struct vfv_attr_set vfv_audit_set = ATTR_SET(vfv_audit_record, audit_attrs);
CHECK(vfv_audit_record, VFIOV_A_AUDIT_MAX);

#define DOORBELL(id, field, word) \
	[VFIOV_A_DOORBELL_##id] = ATTR(vfv_doorbell, field, word)
static const struct vfv_attr doorbell_attrs[] = {
	DOORBELL(COUNT, count, "count"),
	DOORBELL(SEQ, seq, "seq"),
};
const struct vfv_attr_set vfv_doorbell_set = ATTR_SET(vfv_doorbell, doorbell_attrs);
CHECK(vfv_doorbell, VFIOV_A_DOORBELL_MAX);

#define INFO(set, id, type, field, word) [VFIOV_A_##set##_INFO_##id] = ATTR(type, field, word)
static const struct vfv_attr profile_info_attrs[] = {
	[VFIOV_A_PROFILE_INFO_NAME] = ATTR_WORD(vfv_profile_info, name, "name"),
	INFO(PROFILE, SUMMARY, vfv_profile_info, summary, "summary"),
	INFO(PROFILE, EFFECT, vfv_profile_info, effect, "effect"),
	INFO(PROFILE, GATE, vfv_profile_info, gate, "gate"),
};
static const struct vfv_attr_set profile_info_set = ATTR_SET(vfv_profile_info, profile_info_attrs);
CHECK(vfv_profile_info, VFIOV_A_PROFILE_INFO_MAX);

static const struct vfv_attr reason_info_attrs[] = {
	[VFIOV_A_REASON_INFO_NAME] = ATTR_WORD(vfv_reason_info, name, "name"),
	INFO(REASON, TEXT, vfv_reason_info, text, "text"),
	INFO(REASON, MIGRATION, vfv_reason_info, migration, "migration"),
};
static const struct vfv_attr_set reason_info_set = ATTR_SET(vfv_reason_info, reason_info_attrs);
CHECK(vfv_reason_info, VFIOV_A_REASON_INFO_MAX);

static const struct vfv_attr counter_info_attrs[] = {
	[VFIOV_A_COUNTER_INFO_NAME] = ATTR_WORD(vfv_counter_info, name, "name"),
	INFO(COUNTER, TEXT, vfv_counter_info, text, "text"),
};
static const struct vfv_attr_set counter_info_set = ATTR_SET(vfv_counter_info, counter_info_attrs);
CHECK(vfv_counter_info, VFIOV_A_COUNTER_INFO_MAX);

static const struct vfv_attr driver_attrs[] = {
	[VFIOV_A_DRIVER_NAME] = ATTR_WORD(vfv_driver_info, name, "name"),
	[VFIOV_A_DRIVER_VFS] = ATTR(vfv_driver_info, vfs, "vfs"),
	[VFIOV_A_DRIVER_PROFILE] =
		ATTR_LIST(vfv_driver_info, profiles, "profile", profile_info_set),
	[VFIOV_A_DRIVER_REASON] = ATTR_LIST(vfv_driver_info, reasons, "reason", reason_info_set),
	[VFIOV_A_DRIVER_COUNTER] =
		ATTR_LIST(vfv_driver_info, counters, "counter", counter_info_set),
};
const struct vfv_attr_set vfv_driver_set = ATTR_SET(vfv_driver_info, driver_attrs);
CHECK(vfv_driver_info, VFIOV_A_DRIVER_MAX);

/* clang-format on */
