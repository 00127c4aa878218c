// SPDX-License-Identifier: GPL-2.0-only
#include "mutate.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/vfiov.h>
#include <string.h>

#define ALIGN4(n) (((n) + 3) & ~3u)
#define TEXT_ROOM 300

enum type { NONE, U8, U16, U32, U64, TEXT, BDF, INSTANCE, FLAG, NEST };

struct set;

struct attribute {
	enum type type;
	const struct set *nest;
};

struct set {
	const struct attribute *attributes;
	unsigned int max;
};

#define SET(name, max) static const struct set name = { name##_attributes, max }

static const struct attribute vf_stats_attributes[] = {
	[VFIOV_A_VF_STATS_COMMANDS] = { U64 }, [VFIOV_A_VF_STATS_RETRIES] = { U64 },
	[VFIOV_A_VF_STATS_ERRORS] = { U64 },   [VFIOV_A_VF_STATS_NOTIFIES] = { U64 },
	[VFIOV_A_VF_STATS_CACHED] = { U64 },
};
SET(vf_stats, VFIOV_A_VF_STATS_CACHED);

static const struct attribute set_result_attributes[] = {
	[VFIOV_A_SET_RESULT_TICKET] = { U64 },	[VFIOV_A_SET_RESULT_VERDICT] = { U32 },
	[VFIOV_A_SET_RESULT_PROFILE] = { U32 }, [VFIOV_A_SET_RESULT_CAUSE] = { U32 },
	[VFIOV_A_SET_RESULT_RULE] = { TEXT },
};
SET(set_result, VFIOV_A_SET_RESULT_RULE);

static const struct attribute vf_attributes[] = {
	[VFIOV_A_VF_BDF] = { BDF },
	[VFIOV_A_VF_PF] = { BDF },
	[VFIOV_A_VF_INDEX] = { U32 },
	[VFIOV_A_VF_VENDOR] = { U16 },
	[VFIOV_A_VF_DEVICE] = { U16 },
	[VFIOV_A_VF_SUBSYSTEM_VENDOR] = { U16 },
	[VFIOV_A_VF_SUBSYSTEM_DEVICE] = { U16 },
	[VFIOV_A_VF_CLASS] = { U32 },
	[VFIOV_A_VF_NUMA_NODE] = { U32 },
	[VFIOV_A_VF_AVAILABLE] = { U32 },
	[VFIOV_A_VF_MISSING] = { U32 },
	[VFIOV_A_VF_MIGRATABLE] = { U8 },
	[VFIOV_A_VF_CURRENT] = { U32 },
	[VFIOV_A_VF_PENDING] = { U32 },
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
};
SET(vf, VFIOV_A_VF_STATS);

static const struct attribute requester_attributes[] = {
	[VFIOV_A_REQUESTER_PID] = { U32 },
	[VFIOV_A_REQUESTER_UID] = { U32 },
	[VFIOV_A_REQUESTER_LOGINUID] = { U32 },
	[VFIOV_A_REQUESTER_COMM] = { TEXT },
};
SET(requester, VFIOV_A_REQUESTER_COMM);

static const struct attribute request_attributes[] = {
	[VFIOV_A_REQUEST_BDF] = { BDF },
	[VFIOV_A_REQUEST_COOKIE] = { U64 },
	[VFIOV_A_REQUEST_KIND] = { U32 },
	[VFIOV_A_REQUEST_PROFILE] = { U32 },
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
};
SET(request, VFIOV_A_REQUEST_VF);

static const struct attribute stats_attributes[] = {
	[VFIOV_A_STATS_REQUESTS] = { U64 },   [VFIOV_A_STATS_DECISIONS] = { U64 },
	[VFIOV_A_STATS_DEFAULTS] = { U64 },   [VFIOV_A_STATS_REFUSED] = { U64 },
	[VFIOV_A_STATS_STALE] = { U64 },      [VFIOV_A_STATS_OPENS] = { U64 },
	[VFIOV_A_STATS_OWNERS] = { U64 },     [VFIOV_A_STATS_AUDIT_SEQ] = { U64 },
	[VFIOV_A_STATS_AUDIT_ACKED] = { U64 }, [VFIOV_A_STATS_AUDIT_HELD] = { U32 },
	[VFIOV_A_STATS_AUDIT_LOST] = { U64 },
};
SET(stats, VFIOV_A_STATS_AUDIT_LOST);

static const struct attribute status_attributes[] = {
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
};
SET(status, VFIOV_A_STATUS_STATS);

static const struct attribute audit_attributes[] = {
	[VFIOV_A_AUDIT_INSTANCE] = { INSTANCE },
	[VFIOV_A_AUDIT_SEQ] = { U64 },
	[VFIOV_A_AUDIT_EVENT] = { U32 },
	[VFIOV_A_AUDIT_TIME] = { U64 },
	[VFIOV_A_AUDIT_BDF] = { BDF },
	[VFIOV_A_AUDIT_PF] = { BDF },
	[VFIOV_A_AUDIT_INDEX] = { U32 },
	[VFIOV_A_AUDIT_PROFILE_OLD] = { U32 },
	[VFIOV_A_AUDIT_PROFILE] = { U32 },
	[VFIOV_A_AUDIT_MIGRATION] = { U8 },
	[VFIOV_A_AUDIT_SOURCE] = { U32 },
	[VFIOV_A_AUDIT_CAUSE] = { U32 },
	[VFIOV_A_AUDIT_KIND] = { U32 },
	[VFIOV_A_AUDIT_RULE] = { TEXT },
	[VFIOV_A_AUDIT_EXPLICIT] = { U8 },
	[VFIOV_A_AUDIT_POLICY_GENERATION] = { U64 },
	[VFIOV_A_AUDIT_TICKET] = { U64 },
	[VFIOV_A_AUDIT_LATENCY_US] = { U64 },
	[VFIOV_A_AUDIT_LOST] = { U64 },
	[VFIOV_A_AUDIT_ERROR] = { U32 },
	[VFIOV_A_AUDIT_TEXT] = { TEXT },
	[VFIOV_A_AUDIT_REQUESTER] = { NEST, &requester },
};
SET(audit, VFIOV_A_AUDIT_REQUESTER);

static const struct attribute doorbell_attributes[] = {
	[VFIOV_A_DOORBELL_COUNT] = { U32 },
	[VFIOV_A_DOORBELL_SEQ] = { U64 },
};
SET(doorbell, VFIOV_A_DOORBELL_SEQ);

/* What goes with a command, most of all: of every attribute some are tried. */
static const struct {
	const struct set *set;
	uint32_t usual; /* attributes that a good request has */
	bool dump;
} commands[VFIOV_CMD_MAX + 1] = {
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
					     1u << VFIOV_A_STATUS_POLICY_HASH,
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
	[VFIOV_CMD_AUDIT_ACK] = { &audit,
				  1u << VFIOV_A_AUDIT_INSTANCE | 1u << VFIOV_A_AUDIT_SEQ, false },
	[VFIOV_CMD_AUDIT_NTF] = { &doorbell, 0, false },
};

uint32_t mutate_random(struct mutate *m, uint32_t below)
{
	/* xorshift64*: the same everywhere, unlike random(). */
	m->state ^= m->state >> 12;
	m->state ^= m->state << 25;
	m->state ^= m->state >> 27;
	return (uint32_t)((m->state * 0x2545f4914f6cdd1dull) >> 32) % below;
}

static bool one_in(struct mutate *m, uint32_t n)
{
	return mutate_random(m, n) == 0;
}

static uint64_t some_number(struct mutate *m)
{
	static const uint64_t edges[] = { 0,	      1,	  2,	      3,	 255,
					  UINT16_MAX, INT32_MAX,  UINT32_MAX, INT64_MAX, UINT64_MAX,
					  64,	      5000 };

	if (m->n_numbers && one_in(m, 2))
		return m->numbers[mutate_random(m, m->n_numbers)];
	if (one_in(m, 4))
		return (uint64_t)mutate_random(m, UINT32_MAX) << 32 | mutate_random(m, UINT32_MAX);
	return edges[mutate_random(m, sizeof(edges) / sizeof(edges[0]))];
}

static size_t some_text(struct mutate *m, char *text)
{
	static const uint32_t lengths[] = { 0, 1, 15, 16, 31, 32, 127, 128, 255 };
	size_t len = one_in(m, 3) ? lengths[mutate_random(m, 9)] : mutate_random(m, 20);

	for (size_t i = 0; i < len; i++)
		text[i] = one_in(m, 16) ? mutate_random(m, 256) : 'a' + mutate_random(m, 26);
	text[len] = '\0';
	/* Now and then without its end. */
	return one_in(m, 16) ? len : len + 1;
}

static size_t put_attributes(struct mutate *m, const struct set *set, uint32_t usual,
			     unsigned int depth, uint8_t *buf, size_t room);

static size_t payload(struct mutate *m, const struct attribute *a, unsigned int depth,
		      uint8_t *buf, size_t room)
{
	static const uint8_t widths[] = { [U8] = 1, [U16] = 2, [U32] = 4, [U64] = 8 };
	uint64_t number;

	switch (a->type) {
	case U8:
	case U16:
	case U32:
	case U64:
		number = some_number(m);
		memcpy(buf, &number, widths[a->type]);
		return widths[a->type];
	case BDF:
		if (m->n_bdfs && !one_in(m, 4)) {
			const char *bdf = m->bdfs[mutate_random(m, m->n_bdfs)];

			memcpy(buf, bdf, strlen(bdf) + 1);
			return strlen(bdf) + 1;
		}
		return some_text(m, (char *)buf);
	case TEXT:
		return some_text(m, (char *)buf);
	case INSTANCE:
		if (m->instance && !one_in(m, 4))
			memcpy(buf, m->instance, VFIOV_INSTANCE_LEN);
		return VFIOV_INSTANCE_LEN;
	case NEST:
		return depth < 4 ? put_attributes(m, a->nest, 0, depth + 1, buf, room) : 0;
	case FLAG:
	case NONE:
		return 0;
	}
	return 0;
}

static size_t put_attributes(struct mutate *m, const struct set *set, uint32_t usual,
			     unsigned int depth, uint8_t *buf, size_t room)
{
	static const struct attribute unknown = { TEXT };
	size_t used = 0;

	for (unsigned int type = 0; type <= set->max + 1; type++) {
		bool is_usual = type < 32 && usual >> type & 1;
		struct nlattr attr = { .nla_type = type };
		const struct attribute *a = type && type <= set->max ? &set->attributes[type]
								     : &unknown;
		size_t len;

		if (is_usual ? one_in(m, 12) : !one_in(m, usual ? 24 : 3))
			continue;
		if (room - used < sizeof(attr) + TEXT_ROOM)
			break;
		memset(buf + used, 0, TEXT_ROOM);
		len = payload(m, a, depth, buf + used + sizeof(attr), room - used - sizeof(attr));
		if (one_in(m, 40))
			len = mutate_random(m, 12);
		attr.nla_len = sizeof(attr) + len;
		if (a->type == NEST && one_in(m, 2))
			attr.nla_type |= NLA_F_NESTED;
		if (one_in(m, 60))
			attr.nla_len = mutate_random(m, 65536);
		if (one_in(m, 60))
			attr.nla_type = mutate_random(m, 65536);
		memcpy(buf + used, &attr, sizeof(attr));
		used += sizeof(attr) + ALIGN4(len);
	}
	return used;
}

size_t mutate_attributes(struct mutate *m, uint8_t command, uint8_t *buf, size_t room)
{
	if (!command || command > VFIOV_CMD_MAX)
		command = VFIOV_CMD_VF_GET;
	return put_attributes(m, commands[command].set, commands[command].usual, 0, buf, room);
}

void mutate_bytes(struct mutate *m, uint8_t *buf, size_t len)
{
	if (!len)
		return;
	for (uint32_t n = 1 + mutate_random(m, 4); n > 0; n--)
		buf[mutate_random(m, len)] = mutate_random(m, 256);
}

size_t mutate_message(struct mutate *m, uint16_t family, bool reply, uint8_t *buf, size_t room)
{
	const size_t head = NLMSG_HDRLEN + GENL_HDRLEN;
	uint8_t command = 1 + mutate_random(m, VFIOV_CMD_MAX);
	struct genlmsghdr genl = { .cmd = command, .version = VFIOV_FAMILY_VERSION };
	struct nlmsghdr nl = { .nlmsg_type = family, .nlmsg_flags = reply ? 0 : NLM_F_REQUEST };
	size_t len;

	if (!reply && (commands[command].dump ? one_in(m, 2) : one_in(m, 30)))
		nl.nlmsg_flags |= NLM_F_DUMP;
	if (one_in(m, 60))
		genl.cmd = mutate_random(m, 256);
	if (one_in(m, 60))
		genl.version = mutate_random(m, 256);
	if (one_in(m, 60))
		nl.nlmsg_flags |= mutate_random(m, 65536);
	len = head + put_attributes(m, commands[command].set,
				    reply ? 0 : commands[command].usual, 0, buf + head, room - head);
	if (one_in(m, 50))
		len = head + mutate_random(m, len - head + 1);
	nl.nlmsg_len = one_in(m, 100) ? mutate_random(m, len + 64) : len;
	memcpy(buf + NLMSG_HDRLEN, &genl, sizeof(genl));
	if (one_in(m, 6))
		mutate_bytes(m, buf + NLMSG_HDRLEN, len - NLMSG_HDRLEN);
	memcpy(buf, &nl, sizeof(nl));
	return len;
}
