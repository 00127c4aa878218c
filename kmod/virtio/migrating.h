/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_MIGRATING_H
#define VFIOV_MIGRATING_H

#include <linux/atomic.h>
#include <linux/ktime.h>
#include <linux/mutex.h>
#include <linux/vfio.h>

#include "stream.h"

struct vfiov_transfer;

/**
 * struct vfiov_migration - migration of an open VF
 * @lock: protects all members but @reset; outside of bar0.lock
 * @state: state as user space sees it
 * @transfer: the file's data in STOP_COPY and RESUMING, otherwise NULL
 * @stopped: the device is stopped, or may be
 * @saved: its state was read, and it has not run since then
 * @resumed: @here was received in a stream, and the device has not run since then
 * @here: header of the stream that was saved or resumed
 * @bytes: size of the last stream
 * @since: when the VF was stopped, or began to resume
 * @reset: the function was reset (reset.c), so the state is RUNNING again
 */
struct vfiov_migration {
	struct mutex lock; /* see above */
	enum vfio_device_mig_state state;
	struct vfiov_transfer *transfer;
	bool stopped;
	bool saved;
	bool resumed;
	struct vfiov_stream here;
	size_t bytes;
	ktime_t since;
	atomic_t reset;
};

#endif
