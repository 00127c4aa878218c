/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_VFIOV_H
#define _LINUX_VFIOV_H

/*
 * Profiles of devices that VFIO variant drivers give to guests.
 *
 * A driver registers one constant table, and each of its devices at probe. The core asks the owner,
 * a daemon, which profile the device gets, tells the driver at open, and keeps the audit records.
 * Only the driver knows what a profile does to a device.
 *
 *	module_init	vfiov_register_driver()
 *	probe		vfiov_device_bind(), before the device is registered with VFIO
 *	open_device	vfiov_device_open(), what the profile requires, vfiov_device_latch()
 *	close_device	vfiov_device_close()
 *	remove		vfiov_device_leave(), the device is unregistered from VFIO,
 *			vfiov_device_unbind()
 *	module_exit	vfiov_unregister_driver()
 *
 * All of these may sleep. They take the core's lock, so the caller must not hold a lock that an
 * operation of the table takes. It may hold locks of VFIO and of the driver core.
 */

#include <linux/types.h>
#include <uapi/linux/vfiov.h>

struct pci_dev;
struct vfiov_device;
struct vfiov_entry;

/*
 * Maximum number of entries in each list of a table. Messages about a device have room for that
 * many.
 */
#define VFIOV_TABLE_MAX		16

/*
 * Names have 1 to VFIOV_NAME_MAX bytes: lowercase letters, digits, "-" and, in a driver's name,
 * "_". The first is a letter or a digit.
 */

/* The first profile of each table. */
#define VFIOV_NATIVE		0

/**
 * struct vfiov_profile_info - one way in which a driver presents a device
 * @name: for policies and users
 * @summary: its purpose, in one line of at most VFIOV_TEXT_MAX bytes
 * @effect: what it hides from the guest or adds to the device, in the same form as @summary
 * @gate: switch in vfiovd.conf without which no rule can grant it, or NULL
 */
struct vfiov_profile_info {
	const char *name;
	const char *summary;
	const char *effect;
	const char *gate;
};

/**
 * struct vfiov_reason_info - a reason why a device cannot have a profile or migration
 * @name: for users
 * @text: a sentence, of at most VFIOV_TEXT_MAX bytes
 * @migration: it prevents migration, not a profile
 */
struct vfiov_reason_info {
	const char *name;
	const char *text;
	bool migration;
};

/**
 * struct vfiov_counter_info - a counter that a driver keeps for each device
 * @name: for users
 * @text: a sentence, of at most VFIOV_TEXT_MAX bytes
 */
struct vfiov_counter_info {
	const char *name;
	const char *text;
};

/**
 * struct vfiov_guest - what the user of an open device has done with it
 * @driver: name of the interface that its driver uses, "none" without a driver, NULL if unknown
 * @interrupts: "none", "pin", "msi" or "msi-x", NULL if unknown
 * @io: I/O decoding is on; like the members below, negative if unknown
 * @memory: memory decoding is on
 * @bus_master: bus mastering is on
 * @status: last device status, as the interface defines it
 */
struct vfiov_guest {
	const char *driver;
	const char *interrupts;
	int io;
	int memory;
	int bus_master;
	int status;
};

/**
 * struct vfiov_driver - all that the core knows about a driver
 * @name: name of the PCI driver
 * @profiles: the first is "native", which every device can have and which has no gate
 * @nr_profiles: number of entries in @profiles
 * @reasons: why something is not available, in the order of the bits of @missing
 * @nr_reasons: number of entries in @reasons
 * @counters: in the order of the values that @count returns
 * @nr_counters: number of entries in @counters
 * @available: returns a mask of the @profiles that the device can have now, and sets @missing
 *	to a mask of the @reasons why it cannot have the others or migration
 * @migratable: returns true if the device can be migrated now; NULL if it never can
 * @count: sets the value of each counter since bind; NULL if there are no counters
 * @guest: sets what is known about the user of an open device; all fields start unknown. It may be
 *	called until vfiov_device_close() has returned. NULL if nothing is ever known
 *
 * The table is constant, and valid until vfiov_unregister_driver() has returned.
 *
 * The operations are called from vfiov_device_bind() until vfiov_device_unbind() has returned,
 * by any task, with the core's lock held. They must not call the core, wait for the device, or take
 * a lock that a caller of the core holds.
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
	void (*guest)(struct vfiov_device *dev, struct vfiov_guest *guest);
};

/**
 * struct vfiov_device - a device of a driver, embedded in the driver's own struct
 * @driver: its driver's table; set by the driver, constant from bind to unbind
 * @pdev: PCI device; set by the driver, constant from bind to unbind
 * @entry: the core's part, from bind to unbind
 */
struct vfiov_device {
	const struct vfiov_driver *driver;
	struct pci_dev *pdev;
	struct vfiov_entry *entry;
};

/**
 * struct vfiov_grant - what a device is while it is open
 * @profile: index in the driver's table
 * @migration: it may be migrated
 */
struct vfiov_grant {
	unsigned int profile;
	bool migration;
};

/**
 * vfiov_register_driver() - register a driver, before its first device
 * @driver: the table
 *
 * Return: 0; -EINVAL for a malformed table, with a message in the log; -EEXIST if a driver of that
 * name is registered; -ENOMEM.
 */
int vfiov_register_driver(const struct vfiov_driver *driver);

/**
 * vfiov_unregister_driver() - unregister a driver, after its last device is unbound
 * @driver: the table
 */
void vfiov_unregister_driver(const struct vfiov_driver *driver);

/**
 * vfiov_device_bind() - register a device, at probe
 * @dev: with @dev->driver and @dev->pdev set, and ready for the operations of the table
 *
 * Adds the directory vfiov/ to the device in sysfs and sends a request to the owner. Never waits
 * for the answer. Call it before the device can be opened, so that an open finds the request.
 *
 * Return: 0; -ENODEV if the driver is not registered; -EBUSY, -EEXIST, -ENOMEM.
 */
int vfiov_device_bind(struct vfiov_device *dev);

/**
 * vfiov_device_leave() - begin the removal of a device
 * @dev: bound
 *
 * Ends all waits in vfiov_device_open() and removes the directory in sysfs. Call it before the
 * device is unregistered from VFIO, which waits for opens to end.
 */
void vfiov_device_leave(struct vfiov_device *dev);

/**
 * vfiov_device_unbind() - unregister a device, at remove or if probe fails after bind
 * @dev: bound, not open, and can no longer be opened
 *
 * On return the core has no pointer to @dev and calls no operation for it.
 */
void vfiov_device_unbind(struct vfiov_device *dev);

/**
 * vfiov_device_open() - begin an open
 * @dev: bound, not open
 * @grant: set to the profile and migration of this open
 *
 * If a bind or reset request is unanswered, waits for the answer (killable, at most open-wait-ms).
 * From here on the profile cannot change until vfiov_device_close().
 *
 * Return: 0, then the driver must call vfiov_device_close(), even if the open fails; or -EINTR.
 */
int vfiov_device_open(struct vfiov_device *dev, struct vfiov_grant *grant);

/**
 * vfiov_device_latch() - complete an open
 * @dev: from vfiov_device_open()
 * @grant: the part of the grant that the device can fulfill; set to what the device must be
 *
 * If @grant differs from the owner's, or the audit ring has no place for its record, @grant becomes
 * native without migration, and the driver shows the device as native. This does not fail.
 */
void vfiov_device_latch(struct vfiov_device *dev, struct vfiov_grant *grant);

/**
 * vfiov_device_close() - end an open, successful or not
 * @dev: from vfiov_device_open()
 */
void vfiov_device_close(struct vfiov_device *dev);

/**
 * struct vfiov_migrated - result of one side of a migration
 * @event: one of VFIOV_EVENT_MIGRATION_...
 * @error: positive errno, or 0
 * @bytes: bytes of the state that were read or written
 * @time_us: microseconds since the device was stopped, or since it began to receive a state
 * @text: why it was refused or why it failed, or NULL
 */
struct vfiov_migrated {
	enum vfiov_event event;
	u32 error;
	u64 bytes;
	u64 time_us;
	const char *text;
};

/**
 * vfiov_device_migrated() - record the result of a migration of an open device
 * @dev: from vfiov_device_open()
 * @what: the result
 *
 * May sleep.
 */
void vfiov_device_migrated(struct vfiov_device *dev, const struct vfiov_migrated *what);

/**
 * vfiov_pf_changed() - a PF stopped serving its VFs, or serves them again
 * @driver: the VFs' driver
 * @pf: the PF
 * @back: it serves them again
 *
 * The core records this and sends a notification for each VF of @driver under @pf, because what
 * @driver->available returns for it may have changed.
 */
void vfiov_pf_changed(const struct vfiov_driver *driver, struct pci_dev *pf, bool back);

#endif
