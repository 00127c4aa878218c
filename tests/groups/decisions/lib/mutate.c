// SPDX-License-Identifier: GPL-2.0-only
#include "mutate.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/vfiov.h>
#include <string.h>

#include "spec.h"

#define ALIGN4(n) (((n) + 3) & ~3u)
#define TEXT_ROOM 300

uint32_t mutate_random(struct mutate *m, uint32_t below)
{
	/* xorshift64* gives the same numbers on every system, unlike random(). */
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
	static const uint64_t edges[] = { 0,	     1,		 2,	    3,
					  255,	     UINT16_MAX, INT32_MAX, UINT32_MAX,
					  INT64_MAX, UINT64_MAX, 64,	    5000 };

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
	/* Sometimes omit the terminating NUL. */
	return one_in(m, 16) ? len : len + 1;
}

/* Profiles, a reason, a counter and a driver. */
static size_t some_name(struct mutate *m, char *text)
{
	static const char *const names[] = { "native",	  "transitional", "legacy",
					     "pf-driver", "commands",	  "vfiov_vfio_pci" };

	strcpy(text, names[mutate_random(m, sizeof(names) / sizeof(names[0]))]);
	return strlen(text) + 1;
}

static size_t put_attributes(struct mutate *m, const struct spec_set *set, uint32_t usual,
			     unsigned int depth, uint8_t *buf, size_t room);

static size_t payload(struct mutate *m, const struct spec_attribute *a, unsigned int depth,
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
	case NAME:
		if (!one_in(m, 4))
			return some_name(m, (char *)buf);
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

static size_t put_attributes(struct mutate *m, const struct spec_set *set, uint32_t usual,
			     unsigned int depth, uint8_t *buf, size_t room)
{
	static const struct spec_attribute unknown = { TEXT };
	size_t used = 0;

	for (unsigned int type = 0; type <= set->max + 1; type++) {
		bool is_usual = type < 32 && usual >> type & 1;
		struct nlattr attr = { .nla_type = type };
		const struct spec_attribute *a =
			type && type <= set->max ? &set->attributes[type] : &unknown;
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
	return put_attributes(m, spec_commands[command].set, spec_commands[command].usual, 0, buf,
			      room);
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

	if (!reply && (spec_commands[command].dump ? one_in(m, 2) : one_in(m, 30)))
		nl.nlmsg_flags |= NLM_F_DUMP;
	if (one_in(m, 60))
		genl.cmd = mutate_random(m, 256);
	if (one_in(m, 60))
		genl.version = mutate_random(m, 256);
	if (one_in(m, 60))
		nl.nlmsg_flags |= mutate_random(m, 65536);
	len = head + put_attributes(m, spec_commands[command].set,
				    reply ? 0 : spec_commands[command].usual, 0, buf + head,
				    room - head);
	if (one_in(m, 50))
		len = head + mutate_random(m, len - head + 1);
	nl.nlmsg_len = one_in(m, 100) ? mutate_random(m, len + 64) : len;
	memcpy(buf + NLMSG_HDRLEN, &genl, sizeof(genl));
	if (one_in(m, 6))
		mutate_bytes(m, buf + NLMSG_HDRLEN, len - NLMSG_HDRLEN);
	memcpy(buf, &nl, sizeof(nl));
	return len;
}
