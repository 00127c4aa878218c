/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "named.h"

const char *vfv_named_kind_name(enum vfv_named_kind kind)
{
	switch (kind) {
	case VFV_NAMED_USER:
		return "user";
	case VFV_NAMED_GROUP:
		return "group";
	}
	return "user";
}

bool vfv_named_is_valid(const char *name)
{
	size_t length = strlen(name);

	/*
	 * In /etc/passwd and /etc/group, an entry that begins with "+" or "-" refers to other
	 * names.
	 */
	if (!length || length > VFV_NAMED_NAME_MAX || strchr("+-", *name) ||
	    strspn(name, "0123456789") == length)
		return false;
	for (; *name; name++)
		if ((unsigned char)*name <= ' ' || *name == 0x7f || strchr(":,/\"", *name))
			return false;
	return true;
}

static int compare(enum vfv_named_kind kind, const char *name, const struct vfv_named *other)
{
	return kind == other->kind ? strcmp(name, other->name) : (int)kind - (int)other->kind;
}

/* The index of @name, or the index to insert it at. */
static size_t find(const struct vfv_named_set *set, enum vfv_named_kind kind, const char *name)
{
	size_t low = 0, high = set->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(kind, name, set->items[middle]) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int order(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

/* Sort them, because the same members in another order are the same policy. */
static void sort(struct vfv_named *named)
{
	size_t n = 0;

	if (named->n)
		qsort(named->uids, named->n, sizeof(*named->uids), order);
	for (size_t i = 0; i < named->n; i++)
		if (!n || named->uids[n - 1] != named->uids[i])
			named->uids[n++] = named->uids[i];
	named->n = n;
}

static void named_free(struct vfv_named *named)
{
	if (named) {
		free(named->uids);
		free(named->name);
	}
	free(named);
}

/* Resolve @name, and insert it at index @at. */
static int add(struct vfv_named_set *set, size_t at, enum vfv_named_kind kind, const char *name)
{
	struct vfv_named **items = reallocarray(set->items, set->n + 1, sizeof(*items));
	struct vfv_named *named;

	if (!items)
		return -ENOMEM;
	set->items = items;
	named = calloc(1, sizeof(*named));
	if (named)
		named->name = strdup(name);
	if (!named || !named->name) {
		named_free(named);
		return -ENOMEM;
	}
	named->kind = kind;
	named->error = -ENOENT;
	if (set->resolver)
		named->error = set->resolver->resolve(set->resolver->userdata, kind, name,
						      &named->uids, &named->n);
	if (named->error < 0) {
		named->uids = NULL;
		named->n = 0;
	}
	sort(named);
	memmove(items + at + 1, items + at, (set->n - at) * sizeof(*items));
	items[at] = named;
	set->n++;
	return 0;
}

int vfv_named_get(struct vfv_named_set *set, enum vfv_named_kind kind, const char *name,
		  const struct vfv_named **ret)
{
	size_t at = find(set, kind, name);
	int r = 0;

	if (at == set->n || compare(kind, name, set->items[at]))
		r = set->n < VFV_NAMED_MAX ? add(set, at, kind, name) : -E2BIG;
	if (r < 0)
		return r;
	*ret = set->items[at];
	return (*ret)->error;
}

bool vfv_named_has(const struct vfv_named *named, uint32_t uid)
{
	return named->n && bsearch(&uid, named->uids, named->n, sizeof(uid), order);
}

void vfv_named_set_done(struct vfv_named_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		named_free(set->items[i]);
	free(set->items);
	*set = (struct vfv_named_set){ 0 };
}
