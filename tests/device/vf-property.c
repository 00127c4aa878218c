// SPDX-License-Identifier: GPL-2.0-only
#include "vf-property.h"

struct vfdev_vf_property {
	char *name;
	char *value;
	QTAILQ_ENTRY(vfdev_vf_property) link;
};

static struct vfdev_vf_property *find(struct vfdev_pf *pf, const char *name)
{
	struct vfdev_vf_property *p;

	QTAILQ_FOREACH(p, &pf->vf_properties, link)
	{
		if (!strcmp(p->name, name))
			return p;
	}
	return NULL;
}

static void forget(struct vfdev_pf *pf, struct vfdev_vf_property *p)
{
	QTAILQ_REMOVE(&pf->vf_properties, p, link);
	g_free(p->name);
	g_free(p->value);
	g_free(p);
}

/*
 * Check this with a temporary object: only an object has all properties, and only its setters can
 * check values.
 */
static bool check(struct vfdev_pf *pf, const char *name, const char *value, Error **errp)
{
	Object *trial = object_new(VFDEV_PF_GET_CLASS(pf)->vf_type);
	bool ok = object_property_parse(trial, name, value, errp);

	object_unref(trial);
	return ok;
}

bool vfdev_vf_property_set(struct vfdev_pf *pf, const char *name, const char *value, Error **errp)
{
	struct vfdev_vf_property *p = find(pf, name);

	if (value && !check(pf, name, value, errp))
		return false;
	if (p)
		forget(pf, p);
	if (value) {
		p = g_new0(struct vfdev_vf_property, 1);
		p->name = g_strdup(name);
		p->value = g_strdup(value);
		QTAILQ_INSERT_TAIL(&pf->vf_properties, p, link);
	}
	pf->vfs_outdated = true;
	return true;
}

void vfdev_vf_property_print(struct vfdev_pf *pf, GString *out)
{
	struct vfdev_vf_property *p;

	QTAILQ_FOREACH(p, &pf->vf_properties, link)
	{
		g_string_append_printf(out, "%s=%s\n", p->name, p->value);
	}
}

bool vfdev_vf_property_apply(struct vfdev_pf *pf, struct vfdev_vf *vf, Error **errp)
{
	struct vfdev_vf_property *p;

	QTAILQ_FOREACH(p, &pf->vf_properties, link)
	{
		if (!object_property_parse(OBJECT(vf), p->name, p->value, errp))
			return false;
	}
	return true;
}

void vfdev_vf_property_clear(struct vfdev_pf *pf)
{
	struct vfdev_vf_property *p, *next;

	QTAILQ_FOREACH_SAFE(p, &pf->vf_properties, link, next)
	{
		forget(pf, p);
	}
}
