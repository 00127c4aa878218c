/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_TRANSFER_H
#define VFIOV_TRANSFER_H

#include <linux/types.h>

struct file;
struct vfiov_stream;
struct vfiov_transfer;
struct vfiov_vf;

/*
 * The file with which user space reads or writes the stream of a migration. It may outlive the
 * state that it belongs to, the open and the binding of the VF: calls then return -ENODEV.
 */

/*
 * Begin to save @vf: read the device parts. @stream: its header; parts_len is set.
 * Return: the transfer, which must be ended by vfiov_transfer_end(), or ERR_PTR.
 */
struct vfiov_transfer *vfiov_transfer_save(struct vfiov_vf *vf, struct vfiov_stream *stream);

/*
 * Begin to resume @vf. @here: the header that the stream must match.
 * Return: same as vfiov_transfer_save().
 */
struct vfiov_transfer *vfiov_transfer_resume(struct vfiov_vf *vf, const struct vfiov_stream *here);

/* Return: the file, with a reference for user space. */
struct file *vfiov_transfer_file(struct vfiov_transfer *t);

/*
 * End a transfer. Its file no longer reaches the VF, and is freed with its last reference.
 * @stream: set to the header that was received, if a VF is resumed
 * @bytes: set to the number of bytes that were read or written
 * Return: 0 if the transfer is complete; -ENODATA if the stream was not read or written to its end;
 * or the error with which it was refused.
 */
int vfiov_transfer_end(struct vfiov_transfer *t, struct vfiov_stream *stream, size_t *bytes);

#endif
