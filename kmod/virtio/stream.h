/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_STREAM_H
#define VFIOV_STREAM_H

/*
 * The stream of a migration: a header, then the device parts as the device returned them. These are
 * pure functions of bytes, and also compile in user space, for the tests.
 */

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include "stream-user.h"
#endif

#define VFIOV_STREAM_VERSION	1
/* Size of a profile's name in the stream, including the terminating NUL. */
#define VFIOV_STREAM_NAME	32
/*
 * Maximum size of the device parts. Those of a net VF with 127 queue pairs and full tables take
 * about 22,000 bytes.
 */
#define VFIOV_STREAM_PARTS_MAX	65536U
/* Maximum size of the device config that a legacy guest can write. */
#define VFIOV_STREAM_CONFIG	64

/**
 * struct vfiov_stream - a header
 * @profile: name of the profile
 * @device: virtio device type
 * @vectors: number of MSI-X vectors of the VF
 * @bar0_size: size of region 0, 0 if the profile has none
 * @config_len: bytes of device config in region 0
 * @bar0: BAR0 as the guest wrote it
 * @select: Queue Select as the guest wrote it
 * @guest_status: Device Status as the guest knows it, for administrators
 * @guest_legacy: a legacy driver has used the device, for administrators
 * @isr: ISR bits that the guest has yet to read, left over from when it used the pin
 * @written: bytes of @config that are valid, one bit each, because the guest has written them
 * @config: device config
 * @parts_len: size of the device parts
 *
 * @profile, @device, @vectors, @bar0_size and @config_len are the same at both ends.
 */
struct vfiov_stream {
	char profile[VFIOV_STREAM_NAME];
	u16 device;
	u16 vectors;
	u32 bar0_size;
	u32 config_len;
	u32 bar0;
	u16 select;
	u8 guest_status;
	bool guest_legacy;
	u8 isr;
	u64 written;
	u8 config[VFIOV_STREAM_CONFIG];
	u32 parts_len;
};

/* Size of an encoded header. */
#define VFIOV_STREAM_HEADER	144

void vfiov_stream_encode(const struct vfiov_stream *s, u8 header[VFIOV_STREAM_HEADER]);

/*
 * Decode a header and check what does not depend on the device. @s is always initialized.
 * Return: NULL, or a clause that says what is wrong.
 */
const char *vfiov_stream_decode(struct vfiov_stream *s, const u8 header[VFIOV_STREAM_HEADER]);

/*
 * Compare a header with that of the VF that is being resumed.
 * Return: NULL, or a clause that says what differs.
 */
const char *vfiov_stream_differs(const struct vfiov_stream *s, const struct vfiov_stream *here);

/*
 * Check the first bytes of a stream, as many as there are.
 * Return: NULL, or a clause that says what is wrong.
 */
const char *vfiov_stream_begins(const u8 *data, size_t len);

/**
 * struct vfiov_arrival - progress of a stream that is being received; initially zero
 * @stream: the header, if @checked
 * @checked: the header has arrived, and is that of a stream for this VF
 * @complete: all of the stream has arrived, and nothing more
 */
struct vfiov_arrival {
	struct vfiov_stream stream;
	bool checked;
	bool complete;
};

/*
 * Check the part of a stream that has arrived, as early as possible. Must not be called again after
 * it has found something wrong.
 * @data, @len: all bytes up to now
 * @here: the header of the VF that is being resumed
 * Return: NULL, or a clause that says what is wrong.
 */
const char *vfiov_stream_arrived(struct vfiov_arrival *a, const u8 *data, size_t len,
				 const struct vfiov_stream *here);

#endif
