/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_VFIOV_H
#define _LINUX_VFIOV_H

/*
 * Profiles of devices that VFIO variant drivers give to guests.
 *
 * A driver registers one constant table, and each of its devices at probe. The core asks the
 * owner, a daemon, by which profile the device is to be shown, tells the driver at open, and
 * keeps the audit. What a profile does to a device is the driver's affair alone.
 *
 *	module_init	vfiov_register_driver()
 *	probe		vfiov_device_bind(), before the device is registered with VFIO
 *	open_device	vfiov_device_open(), what the profile takes, vfiov_device_latch()
 *	close_device	vfiov_device_close()
 *	remove		vfiov_device_leave(), the device is unregistered from VFIO,
 *			vfiov_device_unbind()
 *	module_exit	vfiov_unregister_driver()
 *
 * All of these may sleep. They take the core's lock, and none of them is called with a lock held
 * that an operation of the table takes. Locks of VFIO and of the driver core may be held.
 */

#include <linux/types.h>
#include <uapi/linux/vfiov.h>

struct pci_dev;
struct vfiov_device;
struct vfiov_entry;

/* Entries of each list of a table: available profiles and missing facts are bits of 32. */
#define VFIOV_TABLE_MAX		32

/* Bytes of a name without its end. Letters of lower case, digits and '-'; a driver's '_', too. */
#define VFIOV_NAME_MAX		31

/* The first profile of each table. */
#define VFIOV_NATIVE		0

/**
 * struct vfiov_profile_info - one way in which a driver shows a device
 * @name: for policies and users
 * @summary: what it is for, in a line
 * @effect: what it hides from the guest or adds, in a line
 * @gate: setting of the site that has to be on as well, or NULL
 */
struct vfiov_profile_info {
	const char *name;
	const char *summary;
	const char *effect;
	const char *gate;
};

/**
 * struct vfiov_reason_info - why a device can not have each profile
 * @name: for users
 * @text: a sentence
 * @migration: it stands in the way of migration, and not of a profile
 */
struct vfiov_reason_info {
	const char *name;
	const char *text;
	bool migration;
};

/**
 * struct vfiov_counter_info - something that a driver counts for each device
 * @name: for users
 * @text: a sentence
 */
struct vfiov_counter_info {
	const char *name;
	const char *text;
};

/**
 * struct vfiov_driver - all that the core knows of a driver
 * @name: of the PCI driver
 * @profiles: the first is "native", which every device can have, and which has no gate
 * @nr_profiles: entries of @profiles
 * @reasons: why something is not available, by the bits of @available
 * @nr_reasons: entries of @reasons
 * @counters: in the order of the values of @count
 * @nr_counters: entries of @counters
 * @available: profiles that the device can have now, as bits by their place in @profiles;
 *	@missing is set to the @reasons why not the others, and why no migration, as bits
 * @migratable: whether the device can be migrated now; may be NULL: never
 * @count: the value of each counter since bind; may be NULL when there are none
 *
 * Constant, and valid until vfiov_unregister_driver() has returned.
 *
 * The operations are called from vfiov_device_bind() on until vfiov_device_unbind() has returned,
 * by any task, with the core's lock held: they do not call the core, do not wait for the
 * device, and take no lock that is held by somebody who calls the core.
 */
struct vfiov_driver {
	const char *name;
	const struct vfiov_profile_info *profiles;
	unsigned int nr_profiles;
	const struct vfiov_reason_info *reasons;
	unsigned int nr_reasons;
	const struct vfiov_counter_info *counters;
	unsigned int nr_counters;
	u32 (*available)(struct vfiov_device *dev, u32 *missing);
	bool (*migratable)(struct vfiov_device *dev);
	void (*count)(struct vfiov_device *dev, u64 *values);
};

/**
 * struct vfiov_device - a device of a driver, embedded in the driver's own struct
 * @driver: its driver's table; set by the driver, constant from bind to unbind
 * @pdev: PCI device; the same
 * @entry: the core's part, from bind to unbind
 */
struct vfiov_device {
	const struct vfiov_driver *driver;
	struct pci_dev *pdev;
	struct vfiov_entry *entry;
};

/**
 * struct vfiov_grant - what a device is to be while it is open
 * @profile: place in the driver's table
 * @migration: it may be migrated
 */
struct vfiov_grant {
	unsigned int profile;
	bool migration;
};

/**
 * vfiov_register_driver() - make a driver known, before its first device
 * @driver: the table
 *
 * Return: 0; -EINVAL for a table that is not well-formed, with a message in the log; -EEXIST
 * when a driver of that name is there; -ENOMEM.
 */
int vfiov_register_driver(const struct vfiov_driver *driver);

/**
 * vfiov_unregister_driver() - forget a driver, when none of its devices is bound any more
 * @driver: the table
 */
void vfiov_unregister_driver(const struct vfiov_driver *driver);

/**
 * vfiov_device_bind() - make a device known, at probe
 * @dev: with @dev->driver and @dev->pdev set, and ready for the operations of the table
 *
 * Adds the directory vfiov/ to the device in sysfs and makes a request to the owner, without ever
 * waiting for the answer. Call it before the device can be opened, so that an open finds its
 * request.
 *
 * Return: 0; -ENODEV when the driver is not registered; -EBUSY, -EEXIST, -ENOMEM.
 */
int vfiov_device_bind(struct vfiov_device *dev);

/**
 * vfiov_device_leave() - begin to remove a device
 * @dev: bound
 *
 * Ends all waits in vfiov_device_open() and removes the directory in sysfs. Call it before the
 * device is unregistered from VFIO, which waits for those who open it.
 */
void vfiov_device_leave(struct vfiov_device *dev);

/**
 * vfiov_device_unbind() - forget a device, at remove and where probe fails after bind
 * @dev: bound, not open, and nobody can open it any more
 *
 * When it returns, the core has nothing that points to @dev and calls nothing for it.
 */
void vfiov_device_unbind(struct vfiov_device *dev);

/**
 * vfiov_device_open() - begin an open
 * @dev: bound, not open
 * @grant: set to what the device is to be
 *
 * Waits, killably and no longer than open-wait-ms, for the owner's answer, where a request waits
 * for one. From here on nobody can change the profile until vfiov_device_close().
 *
 * Return: 0, and then vfiov_device_close() has to be called, also when the open fails; or -EINTR.
 */
int vfiov_device_open(struct vfiov_device *dev, struct vfiov_grant *grant);

/**
 * vfiov_device_latch() - the open succeeds
 * @dev: from vfiov_device_open()
 * @grant: what the device can be of what vfiov_device_open() said; set to what it has to be
 *
 * What differs from what was granted becomes native without migration, and so does what finds no
 * place in the audit: the driver then shows the device natively. This does not fail.
 */
void vfiov_device_latch(struct vfiov_device *dev, struct vfiov_grant *grant);

/**
 * vfiov_device_close() - the device was closed, or could not be opened
 * @dev: from vfiov_device_open()
 */
void vfiov_device_close(struct vfiov_device *dev);

/**
 * vfiov_pf_changed() - a PF stopped to serve its VFs, or serves them again
 * @driver: of the VFs
 * @pf: the PF
 * @back: it serves them again
 *
 * This is recorded, and everybody is told of each VF of @driver: what @driver->available says of
 * it may have changed.
 */
void vfiov_pf_changed(const struct vfiov_driver *driver, struct pci_dev *pf, bool back);

#endif
