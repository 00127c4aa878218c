/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * nettle, because its functions have no state and need no initialisation;
 * libgcrypt wants a process-wide one, with locked memory and random numbers.
 */
#include <stdio.h>
#include <string.h>

#include <nettle/sha2.h>
#include <nettle/version.h>

#include "hash.h"

static void hash_number(struct sha256_ctx *context, uint64_t number)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(number >> (56 - 8 * i));
	sha256_update(context, sizeof(bytes), bytes);
}

static void hash_bytes(struct sha256_ctx *context, const void *data, size_t size)
{
	hash_number(context, size);
	if (size)
		sha256_update(context, size, data);
}

void vfv_policy_files_hash(const struct vfv_policy_file *files, size_t n,
			   char hex[static VFV_HASH_SIZE])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;

	sha256_init(&context);
	for (size_t i = 0; i < n; i++) {
		hash_number(&context, files[i].kind);
		hash_bytes(&context, files[i].name, strlen(files[i].name));
		hash_bytes(&context, files[i].data, files[i].size);
	}
#if NETTLE_VERSION_MAJOR >= 4
	sha256_digest(&context, digest);
#else
	sha256_digest(&context, sizeof(digest), digest);
#endif
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}
