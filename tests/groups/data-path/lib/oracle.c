// SPDX-License-Identifier: GPL-2.0-only
#include "oracle.h"

#include <string.h>

/* Bit numbers of section 5.1.3, as far as a legacy driver can negotiate them. */
#define NET_F_MTU 3
#define NET_F_MQ 22
#define ALWAYS 32

struct row {
	uint8_t at, len, feature;
};

static const struct row common[] = {
	{ 0, 4, ALWAYS },  /* Device Features bits 0:31 */
	{ 4, 4, ALWAYS },  /* Driver Features bits 0:31 */
	{ 8, 4, ALWAYS },  /* Queue Address */
	{ 12, 2, ALWAYS }, /* queue_size */
	{ 14, 2, ALWAYS }, /* queue_select */
	{ 16, 2, ALWAYS }, /* Queue Notify */
	{ 18, 1, ALWAYS }, /* Device Status */
	{ 19, 1, ALWAYS }, /* ISR Status */
};

static const struct row with_msix[] = {
	{ 20, 2, ALWAYS }, /* config_msix_vector */
	{ 22, 2, ALWAYS }, /* queue_msix_vector */
};

static const struct row net[] = {
	{ 0, 6, ALWAYS },     /* mac */
	{ 6, 2, ALWAYS },     /* status */
	{ 8, 2, NET_F_MQ },   /* max_virtqueue_pairs */
	{ 10, 2, NET_F_MTU }, /* mtu */
};

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static bool find(const struct row *rows, size_t n, uint32_t features, unsigned int pos,
		 struct oracle_field *field)
{
	for (size_t i = 0; i < n; i++) {
		if (pos < rows[i].at || pos >= rows[i].at + rows[i].len)
			continue;
		field->at = rows[i].at;
		field->len = rows[i].len;
		return rows[i].feature == ALWAYS || features >> rows[i].feature & 1;
	}
	return false;
}

unsigned int oracle_config(const struct oracle *oracle)
{
	return oracle->msix ? 24 : 20;
}

bool oracle_field(const struct oracle *oracle, unsigned int pos, struct oracle_field *field)
{
	unsigned int config = oracle_config(oracle);

	*field = (struct oracle_field){ .config = pos >= config };
	if (pos >= config)
		return find(net, ROWS(net), oracle->features, pos - config, field);
	return find(common, ROWS(common), 0, pos, field) ||
	       find(with_msix, ROWS(with_msix), 0, pos, field);
}

unsigned int oracle_bar0_size(uint32_t features)
{
	const struct oracle widest = { .msix = true, .features = features };
	unsigned int end = 0, size = 1;
	struct oracle_field field;

	for (unsigned int pos = 0; pos < ORACLE_BYTES; pos++) {
		if (oracle_field(&widest, pos, &field))
			end = pos + 1;
	}
	while (size < end)
		size *= 2;
	return size;
}

bool oracle_allows(const struct oracle *oracle, const struct device_event *event)
{
	bool config = event->op == DEVICE_CONFIG_READ || event->op == DEVICE_CONFIG_WRITE;
	struct oracle_field field;
	unsigned int pos;

	if (event->bell || event->offset < 0 || event->length == 0)
		return false;
	pos = event->offset + (config ? oracle_config(oracle) : 0);
	if (!oracle_field(oracle, pos, &field) || field.config != config)
		return false;
	if (!config)
		return (unsigned int)event->offset == field.at && event->length == field.len;
	return event->offset + event->length <= (unsigned int)field.at + field.len;
}

void oracle_set(struct oracle *oracle, unsigned int pos, const void *bytes, size_t len)
{
	memcpy(oracle->byte + pos, bytes, len);
}
