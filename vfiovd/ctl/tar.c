/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <string.h>

#include "tar.h"

enum { BLOCK = 512 };

struct header {
	char name[100];
	char mode[8];
	char uid[8];
	char gid[8];
	char size[12];
	char mtime[12];
	char checksum[8];
	char type;
	char link[100];
	char magic[8];
	char owner[32];
	char group[32];
	char device[16];
	char prefix[155];
	char padding[12];
};

_Static_assert(sizeof(struct header) == BLOCK, "a header is one block");

/* The checksum counts its own field as blanks. */
static void seal(struct header *header)
{
	const unsigned char *bytes = (const unsigned char *)header;
	unsigned int sum = 0;

	memset(header->checksum, ' ', sizeof(header->checksum));
	for (size_t i = 0; i < sizeof(*header); i++)
		sum += bytes[i];
	snprintf(header->checksum, sizeof(header->checksum), "%06o", sum);
}

static int put(FILE *archive, const void *data, size_t size)
{
	errno = 0;
	if (fwrite(data, 1, size, archive) == size)
		return 0;
	return errno ? -errno : -EIO;
}

int cmd_tar_put(FILE *archive, const char *name, const char *data, size_t size, time_t time)
{
	static const char zeros[BLOCK];
	struct header header = { .type = '0' };
	int r;

	if (strlen(name) >= sizeof(header.name))
		return -ENAMETOOLONG;
	strcpy(header.name, name);
	strcpy(header.mode, "0000644");
	strcpy(header.uid, "0000000");
	strcpy(header.gid, "0000000");
	snprintf(header.size, sizeof(header.size), "%011o", (unsigned int)size);
	snprintf(header.mtime, sizeof(header.mtime), "%011llo",
		 (unsigned long long)time & 077777777777);
	memcpy(header.magic, "ustar\00000", sizeof(header.magic));
	strcpy(header.owner, "root");
	strcpy(header.group, "root");
	seal(&header);
	r = put(archive, &header, sizeof(header));
	if (r >= 0)
		r = put(archive, data, size);
	if (r >= 0 && size % BLOCK)
		r = put(archive, zeros, BLOCK - size % BLOCK);
	return r;
}

int cmd_tar_end(FILE *archive)
{
	static const char zeros[2 * BLOCK];
	int r = put(archive, zeros, sizeof(zeros));

	if (r >= 0 && fflush(archive) == EOF)
		r = -errno;
	return r;
}
