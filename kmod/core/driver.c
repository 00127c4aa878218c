// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registered drivers, and the validation of their tables.
 *
 * Modules: a driver's module uses symbols of this one, so it is unloaded first. The core calls the
 * operations of its table for devices in vfiov.vfs, and reads the table while the driver is in
 * vfiov.drivers, both with vfiov.lock held. So the core does not touch a driver after
 * vfiov_device_unbind() and vfiov_unregister_driver() have returned, and needs no reference to its
 * module.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ctype.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/vfiov.h>

#include "driver.h"
#include "state.h"

/**
 * struct registration - a registered driver
 * @node: in vfiov.drivers
 * @driver: its table
 * @devices: number of its bound devices
 *
 * All fields are protected by vfiov.lock.
 */
struct registration {
	struct list_head node;
	const struct vfiov_driver *driver;
	unsigned int devices;
};

static bool name_valid(const char *name, bool of_driver)
{
	size_t len = name ? strlen(name) : 0;

	if (!len || len > VFIOV_NAME_MAX || *name == '-' || *name == '_')
		return false;
	for (; *name; name++)
		if (!islower(*name) && !isdigit(*name) && *name != '-' &&
		    (*name != '_' || !of_driver))
			return false;
	return true;
}

/* @first: the first of @n entries of @size bytes. Each must have a unique name. */
static bool names_valid(const void *first, unsigned int n, size_t size)
{
	/* The name is the first member of each entry. */
	static_assert(!offsetof(struct vfiov_profile_info, name));
	static_assert(!offsetof(struct vfiov_reason_info, name));
	static_assert(!offsetof(struct vfiov_counter_info, name));

	if (n > VFIOV_TABLE_MAX)
		return false;
	for (unsigned int i = 0; i < n; i++) {
		const char *name = *(const char **)(first + i * size);

		if (!name_valid(name, false))
			return false;
		for (unsigned int j = 0; j < i; j++)
			if (!strcmp(name, *(const char **)(first + j * size)))
				return false;
	}
	return true;
}

/* A message must have room for the whole table, see vfiov_nl_driver_get_start(). */
static bool text_valid(const char *text)
{
	return text && strlen(text) <= VFIOV_TEXT_MAX;
}

static bool texts_valid(const struct vfiov_driver *d)
{
	bool valid = true;

	for (unsigned int i = 0; i < d->nr_profiles; i++)
		valid = valid && text_valid(d->profiles[i].summary) &&
			text_valid(d->profiles[i].effect) &&
			(!d->profiles[i].gate || name_valid(d->profiles[i].gate, true));
	for (unsigned int i = 0; i < d->nr_reasons; i++)
		valid = valid && text_valid(d->reasons[i].text);
	for (unsigned int i = 0; i < d->nr_counters; i++)
		valid = valid && text_valid(d->counters[i].text);
	return valid;
}

static bool table_valid(const struct vfiov_driver *d)
{
	return name_valid(d->name, true) && d->nr_profiles && d->available &&
	       names_valid(d->profiles, d->nr_profiles, sizeof(*d->profiles)) &&
	       names_valid(d->reasons, d->nr_reasons, sizeof(*d->reasons)) &&
	       names_valid(d->counters, d->nr_counters, sizeof(*d->counters)) &&
	       (!d->nr_counters || d->count) && texts_valid(d) &&
	       !strcmp(d->profiles[VFIOV_NATIVE].name, "native") &&
	       !d->profiles[VFIOV_NATIVE].gate;
}

/* Called with vfiov.lock held. */
static struct registration *find(const char *name)
{
	struct registration *r;

	lockdep_assert_held(&vfiov.lock);
	list_for_each_entry(r, &vfiov.drivers, node)
		if (!strcmp(r->driver->name, name))
			return r;
	return NULL;
}

int vfiov_register_driver(const struct vfiov_driver *driver)
{
	struct registration *r;
	int ret = 0;

	if (!table_valid(driver)) {
		pr_err("invalid profile table of driver %s\n", driver->name ?: "?");
		return -EINVAL;
	}
	r = kzalloc(sizeof(*r), GFP_KERNEL);
	if (!r)
		return -ENOMEM;
	r->driver = driver;
	mutex_lock(&vfiov.lock);
	if (find(driver->name))
		ret = -EEXIST;
	else
		list_add_tail(&r->node, &vfiov.drivers);
	vfiov.drivers_generation++;
	vfiov_unlock();
	if (ret)
		kfree(r);
	return ret;
}
EXPORT_SYMBOL_GPL(vfiov_register_driver);

void vfiov_unregister_driver(const struct vfiov_driver *driver)
{
	struct registration *r;

	mutex_lock(&vfiov.lock);
	r = find(driver->name);
	WARN_ON(r->devices);
	list_del(&r->node);
	vfiov.drivers_generation++;
	vfiov_unlock();
	kfree(r);
}
EXPORT_SYMBOL_GPL(vfiov_unregister_driver);

int vfiov_driver_hold(const struct vfiov_driver *driver)
{
	struct registration *r = find(driver->name);

	if (!r || r->driver != driver)
		return -ENODEV;
	r->devices++;
	return 0;
}

void vfiov_driver_release(const struct vfiov_driver *driver)
{
	find(driver->name)->devices--;
}

const struct vfiov_driver *vfiov_driver_at(unsigned int n, unsigned int *devices)
{
	struct registration *r;

	lockdep_assert_held(&vfiov.lock);
	list_for_each_entry(r, &vfiov.drivers, node) {
		if (n--)
			continue;
		*devices = r->devices;
		return r->driver;
	}
	return NULL;
}
