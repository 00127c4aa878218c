// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <netlink/attr.h>

#include "msg-set.h"
#include "msg.h"

static const struct vfv_attr *find_attr(const struct vfv_attr_set *set, unsigned int type)
{
	return type < set->n && set->attrs[type].name ? &set->attrs[type] : NULL;
}

static int parse_string(const struct vfv_attr *attr, const struct nlattr *nla, char *field)
{
	const char *data = nla_data(nla);
	int len = nla_len(nla);

	if (len < 1 || (size_t)len > attr->size || data[len - 1])
		return -EBADMSG;
	memcpy(field, data, len);
	return 0;
}

static int parse_word(const struct vfv_attr *attr, const struct nlattr *nla, char *field)
{
	int r = parse_string(attr, nla, field);

	return r < 0 || vfv_word_is_valid(field) ? r : -EBADMSG;
}

static int parse_words(const struct vfv_attr *attr, const struct nlattr *nla,
		       struct vfv_words *words)
{
	const struct nlattr *item;
	int rest, r;

	*words = (struct vfv_words){ 0 };
	nla_for_each_nested(item, nla, rest)
	{
		const struct vfv_attr *name = find_attr(attr->nest, nla_type(item));
		char word[VFV_WORD_SIZE];

		if (!name)
			continue;
		r = parse_word(name, item, word);
		if (r < 0)
			return r;
		if (vfv_words_add(words, word) < 0)
			return -EBADMSG;
	}
	return rest > 0 ? -EBADMSG : 0;
}

/* NOLINTNEXTLINE(misc-no-recursion) */
static int parse_element(const struct vfv_attr *attr, const struct nlattr *nla, char *object)
{
	uint32_t *n = (uint32_t *)(object + attr->n_offset);
	size_t size = attr->nest->size;
	int r;

	if ((*n + 1) * size > attr->size)
		return -EBADMSG;
	r = vfv_msg_parse(attr->nest, nla_data(nla), nla_len(nla),
			  object + attr->offset + *n * size);
	if (r == 0)
		(*n)++;
	return r;
}

/* NOLINTNEXTLINE(misc-no-recursion) ; as deep as the tables, not as the message */
static int parse_attr(const struct vfv_attr *attr, const struct nlattr *nla, char *object)
{
	void *field = object + attr->offset;

	switch (attr->kind) {
	case VFV_ATTR_NUMBER:
	case VFV_ATTR_BINARY:
		if ((size_t)nla_len(nla) != attr->size)
			return -EBADMSG;
		memcpy(field, nla_data(nla), attr->size);
		return 0;
	case VFV_ATTR_STRING:
		return parse_string(attr, nla, field);
	case VFV_ATTR_FLAG:
		*(bool *)field = true;
		return 0;
	case VFV_ATTR_NEST:
		return vfv_msg_parse(attr->nest, nla_data(nla), nla_len(nla), field);
	case VFV_ATTR_WORD:
		return parse_word(attr, nla, field);
	case VFV_ATTR_WORDS:
		return parse_words(attr, nla, field);
	case VFV_ATTR_LIST:
		return parse_element(attr, nla, object);
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
	nla_for_each_attr(nla, head, len, rest)
	{
		const struct vfv_attr *attr = find_attr(set, nla_type(nla));

		if (!attr)
			continue;
		r = parse_attr(attr, nla, object);
		if (r < 0)
			return r;
		*present |= 1U << nla_type(nla);
	}
	return rest > 0 ? -EBADMSG : 0;
}

const char *vfv_msg_attr_name(const struct vfv_attr_set *set, unsigned int type)
{
	const struct vfv_attr *attr = find_attr(set, type);

	return attr ? attr->name : NULL;
}

const struct vfv_attr_set *vfv_msg_attr_nest(const struct vfv_attr_set *set, unsigned int type)
{
	const struct vfv_attr *attr = find_attr(set, type);

	return attr ? attr->nest : NULL;
}

uint64_t vfv_counter_value(const struct vfv_vf_stats *stats, const char *name)
{
	for (uint32_t i = 0; i < stats->n_counters; i++)
		if (strcmp(stats->counters[i].name, name) == 0)
			return stats->counters[i].value;
	return 0;
}

void vfv_instance_format(const uint8_t instance[static VFIOV_INSTANCE_LEN], char text[static 37])
{
	for (size_t i = 0, at = 0; i < VFIOV_INSTANCE_LEN; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			text[at++] = '-';
		at += snprintf(text + at, 37 - at, "%02x", instance[i]);
	}
}
