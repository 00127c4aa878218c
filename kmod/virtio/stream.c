// SPDX-License-Identifier: GPL-2.0-only
/*
 * The header of a migration's stream, little-endian:
 *
 *	 0	magic, 8 bytes		16	profile, a name of up to 31 bytes
 *	 8	version			48	device, vectors
 *	10	length of the header	52	bar0_size, config_len, bar0
 *	12	parts_len		64	select
 *				66	guest_status, guest_legacy, isr, 3 bytes that are 0
 *				72	written
 *				80	config
 *
 * The first bytes let this driver and other drivers tell their formats apart.
 */

#ifdef __KERNEL__
#include <linux/string.h>
#include <linux/unaligned.h>
#endif

#include "stream.h"

static const u8 magic[8] = { 'v', 'f', 'i', 'o', 'v', 'm', 'i', 'g' };

enum {
	AT_VERSION = 8,
	AT_HEADER_LEN = 10,
	AT_PARTS_LEN = 12,
	AT_PROFILE = 16,
	AT_DEVICE = 48,
	AT_VECTORS = 50,
	AT_BAR0_SIZE = 52,
	AT_CONFIG_LEN = 56,
	AT_BAR0 = 60,
	AT_SELECT = 64,
	AT_GUEST_STATUS = 66,
	AT_GUEST_LEGACY = 67,
	AT_ISR = 68,
	AT_WRITTEN = 72,
	AT_CONFIG = 80,
};

void vfiov_stream_encode(const struct vfiov_stream *s, u8 header[VFIOV_STREAM_HEADER])
{
	memset(header, 0, VFIOV_STREAM_HEADER);
	memcpy(header, magic, sizeof(magic));
	put_unaligned_le16(VFIOV_STREAM_VERSION, header + AT_VERSION);
	put_unaligned_le16(VFIOV_STREAM_HEADER, header + AT_HEADER_LEN);
	put_unaligned_le32(s->parts_len, header + AT_PARTS_LEN);
	memcpy(header + AT_PROFILE, s->profile, strnlen(s->profile, VFIOV_STREAM_NAME - 1));
	put_unaligned_le16(s->device, header + AT_DEVICE);
	put_unaligned_le16(s->vectors, header + AT_VECTORS);
	put_unaligned_le32(s->bar0_size, header + AT_BAR0_SIZE);
	put_unaligned_le32(s->config_len, header + AT_CONFIG_LEN);
	put_unaligned_le32(s->bar0, header + AT_BAR0);
	put_unaligned_le16(s->select, header + AT_SELECT);
	header[AT_GUEST_STATUS] = s->guest_status;
	header[AT_GUEST_LEGACY] = s->guest_legacy;
	header[AT_ISR] = s->isr;
	put_unaligned_le64(s->written, header + AT_WRITTEN);
	memcpy(header + AT_CONFIG, s->config, VFIOV_STREAM_CONFIG);
}

const char *vfiov_stream_begins(const u8 *data, size_t len)
{
	if (memcmp(data, magic, len < sizeof(magic) ? len : sizeof(magic)))
		return "the state is not of this driver";
	if (len >= AT_VERSION + 2 && get_unaligned_le16(data + AT_VERSION) != VFIOV_STREAM_VERSION)
		return "the state is of another version of this driver";
	return NULL;
}

/* A name may be logged, so it has only lower-case letters, digits and '-', and then zeroes. */
static bool name_valid(const u8 name[VFIOV_STREAM_NAME])
{
	size_t len = strnlen((const char *)name, VFIOV_STREAM_NAME);

	for (size_t i = 0; i < VFIOV_STREAM_NAME; i++) {
		u8 c = name[i];

		if (i >= len ? c : !(c == '-' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
			return false;
	}
	return len && len < VFIOV_STREAM_NAME;
}

const char *vfiov_stream_decode(struct vfiov_stream *s, const u8 header[VFIOV_STREAM_HEADER])
{
	const char *wrong = vfiov_stream_begins(header, VFIOV_STREAM_HEADER);

	memset(s, 0, sizeof(*s));
	if (wrong)
		return wrong;
	if (!name_valid(header + AT_PROFILE))
		return "the state is damaged: its profile has no name";
	memcpy(s->profile, header + AT_PROFILE, VFIOV_STREAM_NAME);
	s->parts_len = get_unaligned_le32(header + AT_PARTS_LEN);
	s->device = get_unaligned_le16(header + AT_DEVICE);
	s->vectors = get_unaligned_le16(header + AT_VECTORS);
	s->bar0_size = get_unaligned_le32(header + AT_BAR0_SIZE);
	s->config_len = get_unaligned_le32(header + AT_CONFIG_LEN);
	s->bar0 = get_unaligned_le32(header + AT_BAR0);
	s->select = get_unaligned_le16(header + AT_SELECT);
	s->guest_status = header[AT_GUEST_STATUS];
	s->guest_legacy = header[AT_GUEST_LEGACY];
	s->isr = header[AT_ISR];
	s->written = get_unaligned_le64(header + AT_WRITTEN);
	memcpy(s->config, header + AT_CONFIG, VFIOV_STREAM_CONFIG);
	if (get_unaligned_le16(header + AT_HEADER_LEN) != VFIOV_STREAM_HEADER)
		return "the state is damaged: its header has another length";
	if (get_unaligned_le32(header + AT_ISR) >> 8 || header[AT_GUEST_LEGACY] > 1)
		return "the state is damaged: what is reserved is set";
	if (!s->parts_len || s->parts_len > VFIOV_STREAM_PARTS_MAX)
		return "the state is damaged: its device parts have no possible length";
	if (s->config_len < VFIOV_STREAM_CONFIG && s->written >> s->config_len)
		return "the state is damaged: it has more device config than its device";
	return NULL;
}

const char *vfiov_stream_differs(const struct vfiov_stream *s, const struct vfiov_stream *here)
{
	if (strcmp(s->profile, here->profile))
		return "the state is of another profile";
	if (s->device != here->device)
		return "the state is of another device type";
	if (s->vectors != here->vectors)
		return "the state is of a device with another number of MSI-X vectors";
	if (s->bar0_size != here->bar0_size || s->config_len != here->config_len)
		return "the state is of a device with other features";
	return NULL;
}

const char *vfiov_stream_arrived(struct vfiov_arrival *a, const u8 *data, size_t len,
				 const struct vfiov_stream *here)
{
	const char *wrong = vfiov_stream_begins(data, len);
	size_t total;

	if (wrong || len < VFIOV_STREAM_HEADER)
		return wrong;
	if (!a->checked) {
		wrong = vfiov_stream_decode(&a->stream, data);
		if (!wrong)
			wrong = vfiov_stream_differs(&a->stream, here);
		if (wrong)
			return wrong;
		a->checked = true;
	}
	total = (size_t)VFIOV_STREAM_HEADER + a->stream.parts_len;
	a->complete = len == total;
	return len > total ? "the state is too long" : NULL;
}
