/* SPDX-License-Identifier: GPL-2.0-only */
/* Replaces the parts of the kernel that kmod/virtio/stream.c uses, for a program in user space. */
#pragma once

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

static inline u16 get_unaligned_le16(const void *at)
{
	u16 value;

	memcpy(&value, at, sizeof(value));
	return le16toh(value);
}

static inline u32 get_unaligned_le32(const void *at)
{
	u32 value;

	memcpy(&value, at, sizeof(value));
	return le32toh(value);
}

static inline u64 get_unaligned_le64(const void *at)
{
	u64 value;

	memcpy(&value, at, sizeof(value));
	return le64toh(value);
}

static inline void put_unaligned_le16(u16 value, void *at)
{
	value = htole16(value);
	memcpy(at, &value, sizeof(value));
}

static inline void put_unaligned_le32(u32 value, void *at)
{
	value = htole32(value);
	memcpy(at, &value, sizeof(value));
}

static inline void put_unaligned_le64(u64 value, void *at)
{
	value = htole64(value);
	memcpy(at, &value, sizeof(value));
}
