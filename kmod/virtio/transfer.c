// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file of a migration, one for each transfer.
 *
 * Two locks, outermost first: @io serializes calls on the file and is held while user memory is
 * accessed, which may take forever. @lock protects the pointer to the VF. vfiov_transfer_end()
 * takes only @lock, so it waits for the commands of a write(), but not for user memory. It clears
 * the pointer, so a file that is never closed does not keep the VF.
 *
 * write() sends the device parts with @lock held, so the state does not change before they are
 * sent.
 */

#include <linux/anon_inodes.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "migration_tell.h"
#include "parts.h"
#include "stream.h"
#include "transfer.h"
#include "vf.h"

#define STREAM_MAX	((size_t)VFIOV_STREAM_HEADER + VFIOV_STREAM_PARTS_MAX)

/**
 * struct vfiov_transfer - private data of the file
 * @file: held by the migration from begin to end
 * @io: protects @data, and serializes calls; see above
 * @lock: protects the members below; @pos and @len change only while @io is also held
 * @vf: the VF, until the transfer ends, then NULL
 * @here: header that the stream must match
 * @arrival: what is known about the stream
 * @done: the device has received the parts
 * @error: why the stream was refused, or 0
 * @pos: bytes that were read
 * @len: bytes of @data
 * @data: @len bytes, constant, for a transfer from the VF; otherwise room for STREAM_MAX bytes, and
 *	one to detect excess
 */
struct vfiov_transfer {
	struct file *file;
	struct mutex io; /* see above */
	struct mutex lock; /* see above */
	struct vfiov_vf *vf;
	struct vfiov_stream here;
	struct vfiov_arrival arrival;
	bool done;
	int error;
	size_t pos;
	size_t len;
	u8 *data;
};

static int transfer_release(struct inode *inode, struct file *file)
{
	struct vfiov_transfer *t = file->private_data;

	mutex_destroy(&t->lock);
	mutex_destroy(&t->io);
	kvfree(t->data);
	kfree(t);
	return 0;
}

/* Called with t->lock held. Return: true while the transfer may go on. */
static bool alive(struct vfiov_transfer *t)
{
	return t->vf && !atomic_read(&t->vf->migration.reset);
}

/* Called with t->io held. Return: 0 or -errno. */
static int check_alive(struct vfiov_transfer *t)
{
	int ret;

	if (mutex_lock_killable(&t->lock))
		return -EINTR;
	ret = alive(t) ? t->error : -ENODEV;
	mutex_unlock(&t->lock);
	return ret;
}

static ssize_t read_locked(struct vfiov_transfer *t, char __user *buf, size_t len)
{
	int ret = check_alive(t);

	if (ret)
		return ret;
	len = min(len, t->len - t->pos);
	if (copy_to_user(buf, t->data + t->pos, len))
		return -EFAULT;
	/* The end of the transfer checks the position. */
	mutex_lock(&t->lock);
	t->pos += len;
	mutex_unlock(&t->lock);
	return len;
}

static ssize_t transfer_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct vfiov_transfer *t = file->private_data;
	ssize_t ret;

	if (mutex_lock_killable(&t->io))
		return -EINTR;
	ret = read_locked(t, buf, len);
	mutex_unlock(&t->io);
	return ret;
}

/* Called with t->lock held. Only the first reason is recorded. */
static int refuse(struct vfiov_transfer *t, int error, const char *why)
{
	if (!t->error)
		vfiov_migration_refuse(t->vf, error, why);
	t->error = t->error ?: error;
	return t->error;
}

/* Called with t->lock held, when more bytes have arrived. */
static int take(struct vfiov_transfer *t)
{
	const char *wrong;
	int ret;

	if (!alive(t))
		return -ENODEV;
	wrong = vfiov_stream_arrived(&t->arrival, t->data, t->len, &t->here);
	if (wrong)
		return refuse(t, -EINVAL, wrong);
	if (!t->arrival.complete)
		return 0;
	ret = vfiov_parts_set(t->vf, t->data + VFIOV_STREAM_HEADER, t->arrival.stream.parts_len);
	if (ret)
		return refuse(t, ret, "the device refused the state");
	t->done = true;
	return 0;
}

static ssize_t write_locked(struct vfiov_transfer *t, const char __user *buf, size_t len)
{
	int ret = check_alive(t);

	if (ret || !len)
		return ret;
	/* The excess is refused below, so one byte of it is enough. */
	len = min(len, STREAM_MAX + 1 - t->len);
	if (copy_from_user(t->data + t->len, buf, len))
		return -EFAULT;
	if (mutex_lock_killable(&t->lock))
		return -EINTR;
	t->len += len;
	ret = take(t);
	mutex_unlock(&t->lock);
	return ret ?: len;
}

static ssize_t transfer_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct vfiov_transfer *t = file->private_data;
	ssize_t ret;

	if (mutex_lock_killable(&t->io))
		return -EINTR;
	ret = write_locked(t, buf, len);
	mutex_unlock(&t->io);
	return ret;
}

static const struct file_operations save_fops = {
	.owner = THIS_MODULE,
	.read = transfer_read,
	.release = transfer_release,
};

static const struct file_operations resume_fops = {
	.owner = THIS_MODULE,
	.write = transfer_write,
	.release = transfer_release,
};

/* Return: a transfer that owns @data, or ERR_PTR. */
static struct vfiov_transfer *transfer_new(struct vfiov_vf *vf, const struct file_operations *fops,
					   int flags, u8 *data)
{
	struct vfiov_transfer *t = kzalloc(sizeof(*t), GFP_KERNEL_ACCOUNT);
	int ret;

	if (!t)
		return ERR_PTR(-ENOMEM);
	mutex_init(&t->io);
	mutex_init(&t->lock);
	t->vf = vf;
	t->file = anon_inode_getfile("vfiov-migration", fops, t, flags);
	if (IS_ERR(t->file)) {
		ret = PTR_ERR(t->file);
		kfree(t);
		return ERR_PTR(ret);
	}
	t->data = data;
	stream_open(t->file->f_inode, t->file);
	return t;
}

struct vfiov_transfer *vfiov_transfer_save(struct vfiov_vf *vf, struct vfiov_stream *stream)
{
	struct vfiov_transfer *t;
	u8 *data;
	int ret;

	ret = vfiov_parts_get(vf, VFIOV_STREAM_HEADER, VFIOV_STREAM_PARTS_MAX, &data,
			      &stream->parts_len);
	if (ret)
		return ERR_PTR(ret);
	t = transfer_new(vf, &save_fops, O_RDONLY, data);
	if (IS_ERR(t)) {
		kvfree(data);
		return t;
	}
	vfiov_stream_encode(stream, t->data);
	t->len = VFIOV_STREAM_HEADER + stream->parts_len;
	return t;
}

struct vfiov_transfer *vfiov_transfer_resume(struct vfiov_vf *vf, const struct vfiov_stream *here)
{
	u8 *data = kvzalloc(STREAM_MAX + 1, GFP_KERNEL_ACCOUNT);
	struct vfiov_transfer *t;

	if (!data)
		return ERR_PTR(-ENOMEM);
	t = transfer_new(vf, &resume_fops, O_WRONLY, data);
	if (IS_ERR(t)) {
		kvfree(data);
		return t;
	}
	t->here = *here;
	return t;
}

struct file *vfiov_transfer_file(struct vfiov_transfer *t)
{
	return get_file(t->file);
}

int vfiov_transfer_end(struct vfiov_transfer *t, struct vfiov_stream *stream, size_t *bytes)
{
	bool save = t->file->f_op == &save_fops;
	int ret;

	mutex_lock(&t->lock);
	t->vf = NULL;
	*bytes = save ? t->pos : t->len;
	if (save)
		ret = t->pos == t->len ? 0 : -ENODATA;
	else
		ret = t->error ?: t->done ? 0 : -ENODATA;
	if (!save && !ret)
		*stream = t->arrival.stream;
	mutex_unlock(&t->lock);
	fput(t->file);
	return ret;
}
