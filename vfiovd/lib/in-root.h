/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Accesses files as a process with another root directory sees them. Symbolic links are followed,
 * and none leads out of that root.
 *
 * openat2() does the same in one call, but RestrictSUIDSGID= in a unit forbids it, because the
 * seccomp filter cannot see its flags.
 */

#include <stddef.h>

enum {
	VFV_IN_ROOT_DEPTH = 64, /* directories, including the root */
	VFV_IN_ROOT_LINKS = 40, /* symbolic links in a path, as in the kernel */
};

/**
 * vfv_in_root_open - open a regular file for reading
 * @root: descriptor of the root directory, which is not closed
 * @path: from the root, with or without a leading "/"
 *
 * Opening a FIFO or a device has side effects, so only a regular file is opened.
 *
 * Return: a descriptor that the caller closes; -ELOOP for more than VFV_IN_ROOT_LINKS links or
 * VFV_IN_ROOT_DEPTH directories, -EINVAL if the file is not regular, or another negative errno.
 */
int vfv_in_root_open(int root, const char *path);

/**
 * vfv_in_root_read - read a small file
 * @text: set to at most @size - 1 of its bytes and a NUL; "" on an error
 *
 * Return: 0, or an error of vfv_in_root_open().
 */
int vfv_in_root_read(int root, const char *path, char *text, size_t size);
