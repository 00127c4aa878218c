/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <gcrypt.h>

#include "hash.h"

enum { DIGEST_SIZE = 32 };

static void hash_number(gcry_md_hd_t context, uint64_t number)
{
	uint8_t bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(number >> (56 - 8 * i));
	gcry_md_write(context, bytes, sizeof(bytes));
}

static void hash_bytes(gcry_md_hd_t context, const void *data, size_t size)
{
	hash_number(context, size);
	gcry_md_write(context, data, size);
}

/*
 * The ids of users and groups are part of the hash: a change of a group's members changes the
 * policy.
 */
static void hash_named(gcry_md_hd_t context, const struct vfv_named *named)
{
	hash_number(context, named->kind);
	hash_bytes(context, named->name, strlen(named->name));
	hash_number(context, named->n);
	for (size_t i = 0; i < named->n; i++)
		hash_number(context, named->uids[i]);
}

int vfv_policy_files_hash(const struct vfv_policy_file *files, size_t n,
			  const struct vfv_named_set *named, char hex[static VFV_HASH_SIZE])
{
	gcry_md_hd_t context;
	const uint8_t *digest;

	/* Initialises the library; later calls do nothing. */
	if (!gcry_check_version(NULL) || gcry_md_open(&context, GCRY_MD_SHA256, 0))
		return -ENOMEM;
	for (size_t i = 0; i < n; i++) {
		/* Use only the base name: the same files below another root are the same policy. */
		const char *name = basename(files[i].name);

		hash_number(context, files[i].kind);
		hash_bytes(context, name, strlen(name));
		hash_bytes(context, files[i].data, files[i].size);
	}
	/* Separates the names from the files: no kind of file has this value. */
	if (named->n)
		hash_number(context, UINT64_MAX);
	for (size_t i = 0; i < named->n; i++)
		hash_named(context, named->items[i]);
	digest = gcry_md_read(context, GCRY_MD_SHA256);
	for (size_t i = 0; i < DIGEST_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	gcry_md_close(context);
	return 0;
}
