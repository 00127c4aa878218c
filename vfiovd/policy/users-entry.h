/* SPDX-License-Identifier: GPL-2.0-only */
/* Single entries of the databases of users and groups: see users.h. */
#pragma once

#include <grp.h>
#include <pwd.h>
#include <stdio.h>

#include "resolve.h"

/*
 * One entry, with the memory that it points to. Zero-initialise it, and reuse it for the next
 * entry.
 */
struct vfv_entry {
	union {
		struct passwd user;
		struct group group;
	};
	char *buffer;
	size_t size;
};

void vfv_entry_done(struct vfv_entry *entry);

/* Open etc/passwd or etc/group below @root. Return: 0, -ENOENT, another negative errno. */
int vfv_entries_open(const char *root, enum vfv_named_kind kind, FILE **ret);

/* Read the next user or group of a file. Return: 0, -ENOENT at the end, another negative errno. */
int vfv_entry_read(FILE *file, enum vfv_named_kind kind, struct vfv_entry *entry);

/*
 * Find an entry in the name service, or in the file below @root if that is not NULL. Return: 0,
 * -ENOENT, another negative errno.
 */
int vfv_entry_find(const char *root, enum vfv_named_kind kind, const char *name,
		   struct vfv_entry *entry);
