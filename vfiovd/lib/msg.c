// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <netlink/attr.h>

#include "macro.h"
#include "msg.h"

enum kind { U8, U16, U32, U64, STRING, BINARY, FLAG, NEST };

struct attr {
	const char *name;
	enum kind kind;
	size_t offset;
	size_t size;
	const struct vfv_attr_set *nest;
};

struct vfv_attr_set {
	size_t size; /* of the struct */
	unsigned int n;
	const struct attr *attrs;
};

/* The field's size is checked against its kind in vfv_msg_parse()'s unit test, see sizes there. */
#define ATTR(type, field, word, how) \
	{ .name = (word), .kind = (how), .offset = offsetof(struct type, field), \
	  .size = sizeof(((struct type *)NULL)->field) }
#define ATTR_NEST(type, field, word, set) \
	{ .name = (word), .kind = NEST, .offset = offsetof(struct type, field), \
	  .size = sizeof(((struct type *)NULL)->field), .nest = &(set) }
#define ATTR_SET(type, table) { sizeof(struct type), ARRAY_SIZE(table), (table) }

/* "present" has a bit for each; it is the first member of each struct. */
#define CHECK(type, max) \
	_Static_assert((max) < 32 && offsetof(struct type, present) == 0, #type)

#define VF_STATS(id, field, word) \
	[VFIOV_A_VF_STATS_##id] = ATTR(vfv_vf_stats, field, word, U64)
static const struct attr vf_stats_attrs[] = {
	VF_STATS(COMMANDS, commands, "commands"),
	VF_STATS(RETRIES, retries, "retries"),
	VF_STATS(ERRORS, errors, "errors"),
	VF_STATS(NOTIFIES, notifies, "notifies"),
	VF_STATS(CACHED, cached, "cached"),
};
static const struct vfv_attr_set vf_stats_set = ATTR_SET(vfv_vf_stats, vf_stats_attrs);
CHECK(vfv_vf_stats, VFIOV_A_VF_STATS_MAX);

#define SET_RESULT(id, field, word, how) \
	[VFIOV_A_SET_RESULT_##id] = ATTR(vfv_set_result, field, word, how)
static const struct attr set_result_attrs[] = {
	SET_RESULT(TICKET, ticket, "ticket", U64),
	SET_RESULT(VERDICT, verdict, "verdict", U32),
	SET_RESULT(PROFILE, profile, "profile", U32),
	SET_RESULT(CAUSE, cause, "cause", U32),
	SET_RESULT(RULE, rule, "rule", STRING),
};
static const struct vfv_attr_set set_result_set = ATTR_SET(vfv_set_result, set_result_attrs);
CHECK(vfv_set_result, VFIOV_A_SET_RESULT_MAX);

#define VF(id, field, word, how) [VFIOV_A_VF_##id] = ATTR(vfv_vf, field, word, how)
static const struct attr vf_attrs[] = {
	VF(BDF, bdf, "bdf", STRING),
	VF(PF, pf, "pf", STRING),
	VF(INDEX, index, "index", U32),
	VF(VENDOR, vendor, "vendor", U16),
	VF(DEVICE, device, "device", U16),
	VF(SUBSYSTEM_VENDOR, subsystem_vendor, "subsystem-vendor", U16),
	VF(SUBSYSTEM_DEVICE, subsystem_device, "subsystem-device", U16),
	VF(CLASS, class, "class", U32),
	VF(NUMA_NODE, numa_node, "numa-node", U32),
	VF(AVAILABLE, available, "available", U32),
	VF(MISSING, missing, "missing", U32),
	VF(MIGRATABLE, migratable, "migratable", U8),
	VF(CURRENT, current, "current", U32),
	VF(PENDING, pending, "pending", U32),
	VF(MIGRATION, migration, "migration", U8),
	VF(SOURCE, source, "source", U32),
	VF(CAUSE, cause, "cause", U32),
	VF(RULE, rule, "rule", STRING),
	VF(POLICY_GENERATION, policy_generation, "policy-generation", U64),
	VF(WAITING, waiting, "waiting", FLAG),
	VF(OPEN_COUNT, open_count, "open-count", U32),
	VF(OPEN_PID, open_pid, "open-pid", U32),
	[VFIOV_A_VF_SET] = ATTR_NEST(vfv_vf, set, "set", set_result_set),
	[VFIOV_A_VF_STATS] = ATTR_NEST(vfv_vf, stats, "stats", vf_stats_set),
};
const struct vfv_attr_set vfv_vf_set = ATTR_SET(vfv_vf, vf_attrs);
CHECK(vfv_vf, VFIOV_A_VF_MAX);

#define REQUESTER(id, field, word, how) \
	[VFIOV_A_REQUESTER_##id] = ATTR(vfv_process, field, word, how)
static const struct attr requester_attrs[] = {
	REQUESTER(PID, pid, "pid", U32),
	REQUESTER(UID, uid, "uid", U32),
	REQUESTER(LOGINUID, loginuid, "loginuid", U32),
	REQUESTER(COMM, comm, "comm", STRING),
};
static const struct vfv_attr_set requester_set = ATTR_SET(vfv_process, requester_attrs);
CHECK(vfv_process, VFIOV_A_REQUESTER_MAX);

#define REQUEST(id, field, word, how) \
	[VFIOV_A_REQUEST_##id] = ATTR(vfv_request, field, word, how)
static const struct attr request_attrs[] = {
	REQUEST(BDF, bdf, "bdf", STRING),
	REQUEST(COOKIE, cookie, "cookie", U64),
	REQUEST(KIND, kind, "kind", U32),
	REQUEST(PROFILE, profile, "profile", U32),
	REQUEST(MIGRATION, migration, "migration", U8),
	REQUEST(REASON, reason, "reason", STRING),
	REQUEST(AGE_MS, age_ms, "age-ms", U32),
	REQUEST(TICKET, ticket, "ticket", U64),
	REQUEST(VERDICT, verdict, "verdict", U32),
	REQUEST(RULE, rule, "rule", STRING),
	REQUEST(POLICY_GENERATION, policy_generation, "policy-generation", U64),
	REQUEST(EXPLICIT, explicit, "explicit", U8),
	[VFIOV_A_REQUEST_REQUESTER] =
		ATTR_NEST(vfv_request, requester, "requester", requester_set),
	[VFIOV_A_REQUEST_VF] = ATTR_NEST(vfv_request, vf, "vf", vfv_vf_set),
};
const struct vfv_attr_set vfv_request_set = ATTR_SET(vfv_request, request_attrs);
CHECK(vfv_request, VFIOV_A_REQUEST_MAX);

#define STATS(id, field, word, how) [VFIOV_A_STATS_##id] = ATTR(vfv_stats, field, word, how)
static const struct attr stats_attrs[] = {
	STATS(REQUESTS, requests, "requests", U64),
	STATS(DECISIONS, decisions, "decisions", U64),
	STATS(DEFAULTS, defaults, "defaults", U64),
	STATS(REFUSED, refused, "refused", U64),
	STATS(STALE, stale, "stale", U64),
	STATS(OPENS, opens, "opens", U64),
	STATS(OWNERS, owners, "owners", U64),
	STATS(AUDIT_SEQ, audit_seq, "audit-seq", U64),
	STATS(AUDIT_ACKED, audit_acked, "audit-acked", U64),
	STATS(AUDIT_HELD, audit_held, "audit-held", U32),
	STATS(AUDIT_LOST, audit_lost, "audit-lost", U64),
};
static const struct vfv_attr_set stats_set = ATTR_SET(vfv_stats, stats_attrs);
CHECK(vfv_stats, VFIOV_A_STATS_MAX);

#define STATUS(id, field, word, how) [VFIOV_A_STATUS_##id] = ATTR(vfv_status, field, word, how)
static const struct attr status_attrs[] = {
	STATUS(ABI, abi, "abi", U32),
	STATUS(VERSION, version, "version", STRING),
	STATUS(INSTANCE, instance, "instance", BINARY),
	STATUS(OWNER_NAME, owner_name, "owner-name", STRING),
	STATUS(OWNER_PID, owner_pid, "owner-pid", U32),
	STATUS(POLICY_GENERATION, policy_generation, "policy-generation", U64),
	STATUS(POLICY_HASH, policy_hash, "policy-hash", STRING),
	STATUS(VFS, vfs, "vfs", U32),
	STATUS(WAITING, waiting, "waiting", U32),
	STATUS(OPEN_WAIT_MS, open_wait_ms, "open-wait-ms", U32),
	STATUS(GRACE_MS, grace_ms, "grace-ms", U32),
	STATUS(RING_SIZE, ring_size, "ring-size", U32),
	[VFIOV_A_STATUS_STATS] = ATTR_NEST(vfv_status, stats, "stats", stats_set),
};
const struct vfv_attr_set vfv_status_set = ATTR_SET(vfv_status, status_attrs);
CHECK(vfv_status, VFIOV_A_STATUS_MAX);

#define AUDIT(id, field, word, how) \
	[VFIOV_A_AUDIT_##id] = ATTR(vfv_audit_record, field, word, how)
static const struct attr audit_attrs[] = {
	AUDIT(INSTANCE, instance, "instance", BINARY),
	AUDIT(SEQ, seq, "seq", U64),
	AUDIT(EVENT, event, "event", U32),
	AUDIT(TIME, time, "time", U64),
	AUDIT(BDF, bdf, "bdf", STRING),
	AUDIT(PF, pf, "pf", STRING),
	AUDIT(INDEX, index, "index", U32),
	AUDIT(PROFILE_OLD, profile_old, "profile-old", U32),
	AUDIT(PROFILE, profile, "profile", U32),
	AUDIT(MIGRATION, migration, "migration", U8),
	AUDIT(SOURCE, source, "source", U32),
	AUDIT(CAUSE, cause, "cause", U32),
	AUDIT(KIND, kind, "kind", U32),
	AUDIT(RULE, rule, "rule", STRING),
	AUDIT(EXPLICIT, explicit, "explicit", U8),
	AUDIT(POLICY_GENERATION, policy_generation, "policy-generation", U64),
	AUDIT(TICKET, ticket, "ticket", U64),
	AUDIT(LATENCY_US, latency_us, "latency-us", U64),
	AUDIT(LOST, lost, "lost", U64),
	AUDIT(ERROR, error, "error", U32),
	AUDIT(TEXT, text, "text", STRING),
	[VFIOV_A_AUDIT_REQUESTER] =
		ATTR_NEST(vfv_audit_record, requester, "requester", requester_set),
};
const struct vfv_attr_set vfv_audit_set = ATTR_SET(vfv_audit_record, audit_attrs);
CHECK(vfv_audit_record, VFIOV_A_AUDIT_MAX);

#define DOORBELL(id, field, word, how) \
	[VFIOV_A_DOORBELL_##id] = ATTR(vfv_doorbell, field, word, how)
static const struct attr doorbell_attrs[] = {
	DOORBELL(COUNT, count, "count", U32),
	DOORBELL(SEQ, seq, "seq", U64),
};
const struct vfv_attr_set vfv_doorbell_set = ATTR_SET(vfv_doorbell, doorbell_attrs);
CHECK(vfv_doorbell, VFIOV_A_DOORBELL_MAX);

static const struct attr *find_attr(const struct vfv_attr_set *set, unsigned int type)
{
	return type < set->n && set->attrs[type].name ? &set->attrs[type] : NULL;
}

static int parse_attr(const struct attr *attr, const struct nlattr *nla, void *field)
{
	int len = nla_len(nla);
	const char *data = nla_data(nla);

	switch (attr->kind) {
	case U8:
	case U16:
	case U32:
	case U64:
	case BINARY:
		if ((size_t)len != attr->size)
			return -EBADMSG;
		memcpy(field, data, len);
		return 0;
	case STRING:
		if (len < 1 || (size_t)len > attr->size || data[len - 1])
			return -EBADMSG;
		memcpy(field, data, len);
		return 0;
	case FLAG:
		*(bool *)field = true;
		return 0;
	case NEST:
		return vfv_msg_parse(attr->nest, (const struct nlattr *)data, len, field);
	}
	return -EBADMSG;
}

int vfv_msg_parse(const struct vfv_attr_set *set, const struct nlattr *head, int len, void *object)
{
	uint32_t *present = object;
	const struct nlattr *nla;
	int rest, r;

	memset(object, 0, set->size);
	nla_for_each_attr(nla, head, len, rest) {
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
