// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <netlink/attr.h>

#include "macro.h"
#include "msg.h"
#include "abi1.h"

enum kind { NUMBER, STRING, BINARY, FLAG, NEST, WORD, WORDS };

struct attr {
	const char *name;
	enum kind kind;
	size_t offset;
	size_t size;
	const struct vfv_attr_set *nest;
	const struct vfv_enum *words; /* words for the number or mask on the wire */
};

struct vfv_attr_set {
	size_t size; /* of the struct */
	unsigned int n;
	const struct attr *attrs;
};

/* One attribute per line, which clang-format would change. */
/* clang-format off */

/* The type of the field selects how its attribute is read. */
#define FIELD(type, field) (((struct type *)NULL)->field)
#define KIND(value)                                                                              \
	_Generic((value), uint8_t: NUMBER, uint16_t: NUMBER, uint32_t: NUMBER, int32_t: NUMBER,  \
		 uint64_t: NUMBER, bool: FLAG, char *: STRING, uint8_t *: BINARY)

#define ATTR(type, field, word)                                                   \
	{ .name = (word), .kind = KIND(FIELD(type, field)),                       \
	  .offset = offsetof(struct type, field), .size = sizeof(FIELD(type, field)) }
#define ATTR_NEST(type, field, word, set)                                         \
	{ .name = (word), .kind = NEST, .offset = offsetof(struct type, field),   \
	  .size = sizeof(FIELD(type, field)), .nest = &(set) }
#define ATTR_WORD(type, field, word, kind_, table)                                \
	{ .name = (word), .kind = (kind_), .offset = offsetof(struct type, field), \
	  .size = sizeof(uint32_t), .words = &(table) }
#define PROFILE(type, field, word) ATTR_WORD(type, field, word, WORD, vfv_abi1_profiles)
#define ATTR_SET(type, table) { sizeof(struct type), ARRAY_SIZE(table), (table) }

/* "present" has a bit for each attribute; it is the first member of each struct. */
#define CHECK(type, max) \
	_Static_assert((max) < 32 && offsetof(struct type, present) == 0, #type)

#define VF_STATS(id, field, word) \
	[VFIOV_A_VF_STATS_##id] = ATTR(vfv_vf_stats, field, word)
static const struct attr vf_stats_attrs[] = {
	VF_STATS(COMMANDS, commands, "commands"),
	VF_STATS(RETRIES, retries, "retries"),
	VF_STATS(ERRORS, errors, "errors"),
	VF_STATS(NOTIFIES, notifies, "notifies"),
	VF_STATS(CACHED, cached, "cached"),
};
static const struct vfv_attr_set vf_stats_set = ATTR_SET(vfv_vf_stats, vf_stats_attrs);
CHECK(vfv_vf_stats, VFIOV_A_VF_STATS_MAX);

#define SET_RESULT(id, field, word) \
	[VFIOV_A_SET_RESULT_##id] = ATTR(vfv_set_result, field, word)
static const struct attr set_result_attrs[] = {
	SET_RESULT(TICKET, ticket, "ticket"),
	SET_RESULT(VERDICT, verdict, "verdict"),
	[VFIOV_A_SET_RESULT_PROFILE] = PROFILE(vfv_set_result, profile, "profile"),
	SET_RESULT(CAUSE, cause, "cause"),
	SET_RESULT(RULE, rule, "rule"),
};
static const struct vfv_attr_set set_result_set = ATTR_SET(vfv_set_result, set_result_attrs);
CHECK(vfv_set_result, VFIOV_A_SET_RESULT_MAX);

#define VF(id, field, word) [VFIOV_A_VF_##id] = ATTR(vfv_vf, field, word)
static const struct attr vf_attrs[] = {
	VF(BDF, bdf, "bdf"),
	VF(PF, pf, "pf"),
	VF(INDEX, index, "index"),
	VF(VENDOR, vendor, "vendor"),
	VF(DEVICE, device, "device"),
	VF(SUBSYSTEM_VENDOR, subsystem_vendor, "subsystem-vendor"),
	VF(SUBSYSTEM_DEVICE, subsystem_device, "subsystem-device"),
	VF(CLASS, class, "class"),
	VF(NUMA_NODE, numa_node, "numa-node"),
	[VFIOV_A_VF_AVAILABLE] =
		ATTR_WORD(vfv_vf, available, "available", WORDS, vfv_abi1_profiles),
	[VFIOV_A_VF_MISSING] = ATTR_WORD(vfv_vf, missing, "missing", WORDS, vfv_abi1_missing),
	VF(MIGRATABLE, migratable, "migratable"),
	[VFIOV_A_VF_CURRENT] = PROFILE(vfv_vf, current, "current"),
	[VFIOV_A_VF_PENDING] = PROFILE(vfv_vf, pending, "pending"),
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
};
const struct vfv_attr_set vfv_vf_set = ATTR_SET(vfv_vf, vf_attrs);
CHECK(vfv_vf, VFIOV_A_VF_MAX);

#define REQUESTER(id, field, word) \
	[VFIOV_A_REQUESTER_##id] = ATTR(vfv_process, field, word)
static const struct attr requester_attrs[] = {
	REQUESTER(PID, pid, "pid"),
	REQUESTER(UID, uid, "uid"),
	REQUESTER(LOGINUID, loginuid, "loginuid"),
	REQUESTER(COMM, comm, "comm"),
};
static const struct vfv_attr_set requester_set = ATTR_SET(vfv_process, requester_attrs);
CHECK(vfv_process, VFIOV_A_REQUESTER_MAX);

#define REQUEST(id, field, word) \
	[VFIOV_A_REQUEST_##id] = ATTR(vfv_request, field, word)
static const struct attr request_attrs[] = {
	REQUEST(BDF, bdf, "bdf"),
	REQUEST(COOKIE, cookie, "cookie"),
	REQUEST(KIND, kind, "kind"),
	[VFIOV_A_REQUEST_PROFILE] = PROFILE(vfv_request, profile, "profile"),
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
static const struct attr stats_attrs[] = {
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
static const struct attr status_attrs[] = {
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
static const struct attr audit_attrs[] = {
	AUDIT(INSTANCE, instance, "instance"),
	AUDIT(SEQ, seq, "seq"),
	AUDIT(EVENT, event, "event"),
	AUDIT(TIME, time, "time"),
	AUDIT(BDF, bdf, "bdf"),
	AUDIT(PF, pf, "pf"),
	AUDIT(INDEX, index, "index"),
	[VFIOV_A_AUDIT_PROFILE_OLD] = PROFILE(vfv_audit_record, profile_old, "profile-old"),
	[VFIOV_A_AUDIT_PROFILE] = PROFILE(vfv_audit_record, profile, "profile"),
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
};
const struct vfv_attr_set vfv_audit_set = ATTR_SET(vfv_audit_record, audit_attrs);
CHECK(vfv_audit_record, VFIOV_A_AUDIT_MAX);

#define DOORBELL(id, field, word) \
	[VFIOV_A_DOORBELL_##id] = ATTR(vfv_doorbell, field, word)
static const struct attr doorbell_attrs[] = {
	DOORBELL(COUNT, count, "count"),
	DOORBELL(SEQ, seq, "seq"),
};
const struct vfv_attr_set vfv_doorbell_set = ATTR_SET(vfv_doorbell, doorbell_attrs);
CHECK(vfv_doorbell, VFIOV_A_DOORBELL_MAX);

/* clang-format on */

static const struct attr *find_attr(const struct vfv_attr_set *set, unsigned int type)
{
	return type < set->n && set->attrs[type].name ? &set->attrs[type] : NULL;
}

static int parse_words(const struct attr *attr, const struct nlattr *nla, void *field)
{
	if ((size_t)nla_len(nla) != attr->size)
		return -EBADMSG;
	if (attr->kind == WORD)
		vfv_abi1_word(attr->words, nla_get_u32(nla), field);
	else
		vfv_abi1_words(attr->words, nla_get_u32(nla), field);
	return 0;
}

/* NOLINTNEXTLINE(misc-no-recursion) ; as deep as the tables above, not as the message */
static int parse_attr(const struct attr *attr, const struct nlattr *nla, void *field)
{
	int len = nla_len(nla);
	void *data = nla_data(nla);

	switch (attr->kind) {
	case NUMBER:
	case BINARY:
		if ((size_t)len != attr->size)
			return -EBADMSG;
		memcpy(field, data, len);
		return 0;
	case STRING:
		if (len < 1 || (size_t)len > attr->size || ((char *)data)[len - 1])
			return -EBADMSG;
		memcpy(field, data, len);
		return 0;
	case FLAG:
		*(bool *)field = true;
		return 0;
	case NEST:
		return vfv_msg_parse(attr->nest, data, len, field);
	case WORD:
	case WORDS:
		return parse_words(attr, nla, field);
	}
	return -EBADMSG;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
int vfv_msg_parse(const struct vfv_attr_set *set, const struct nlattr *head, int len, void *object)
{
	uint32_t *present = object;
	const struct nlattr *nla;
	int rest, r;

	memset(object, 0, set->size);
	if (set == &vfv_vf_set)
		strcpy(((struct vfv_vf *)object)->driver, VFV_ABI1_DRIVER);
	nla_for_each_attr(nla, head, len, rest)
	{
		const struct attr *attr = find_attr(set, nla_type(nla));

		if (!attr)
			continue;
		r = parse_attr(attr, nla, (char *)object + attr->offset);
		if (r < 0)
			return r;
		*present |= 1U << nla_type(nla);
	}
	return rest > 0 ? -EBADMSG : 0;
}

const char *vfv_msg_attr_name(const struct vfv_attr_set *set, unsigned int type)
{
	const struct attr *attr = find_attr(set, type);

	return attr ? attr->name : NULL;
}

const struct vfv_attr_set *vfv_msg_attr_nest(const struct vfv_attr_set *set, unsigned int type)
{
	const struct attr *attr = find_attr(set, type);

	return attr ? attr->nest : NULL;
}

void vfv_instance_format(const uint8_t instance[static VFIOV_INSTANCE_LEN], char text[static 37])
{
	for (size_t i = 0, at = 0; i < VFIOV_INSTANCE_LEN; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			text[at++] = '-';
		at += snprintf(text + at, 37 - at, "%02x", instance[i]);
	}
}
