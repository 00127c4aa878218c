/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_MIGRATION_TELL_H
#define VFIOV_MIGRATION_TELL_H

#include <linux/types.h>
#include <uapi/linux/vfiov.h>

struct vfiov_vf;

/* All functions sleep, and need an open @vf. */

/* Record that @vf was saved, resumed or cancelled. */
void vfiov_migration_tell(struct vfiov_vf *vf, enum vfiov_event event, size_t bytes, s64 time_us);

/*
 * Report a state that was not accepted or not returned. @error: negative errno; @why: a clause. For
 * -EINTR, nothing is reported: the process is being killed.
 */
void vfiov_migration_refuse(struct vfiov_vf *vf, int error, const char *why);

/* Report that the state of the device is unknown. @error, @why: same as above. */
void vfiov_migration_fail(struct vfiov_vf *vf, int error, const char *why);

#endif
