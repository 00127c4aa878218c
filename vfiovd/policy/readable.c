/* SPDX-License-Identifier: GPL-2.0-only */
#include "readable.h"

static bool has_group(const struct vfv_reader *reader, gid_t gid)
{
	for (size_t i = 0; i < reader->n_groups; i++)
		if (reader->groups[i] == gid)
			return true;
	return false;
}

/* As in path_resolution(7): the first class that applies decides, even if another has more bits. */
bool vfv_may_access(const struct vfv_reader *reader, const struct stat *st, mode_t access)
{
	if (reader->known && reader->uid == 0)
		return true;
	if (reader->known && reader->uid == st->st_uid)
		access <<= 6;
	else if (reader->known && has_group(reader, st->st_gid))
		access <<= 3;
	return (st->st_mode & access) == access;
}
