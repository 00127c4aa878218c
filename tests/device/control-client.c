// SPDX-License-Identifier: GPL-2.0-only
#include "control-client.h"
#include "mailbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#define DEVICES "/sys/bus/pci/devices"

struct vfdev {
	int fd;
	uint8_t *bar;
};

static int open_at(const char *bdf, const char *name, int flags)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), DEVICES "/%s/%s", bdf, name);
	fd = open(path, flags | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static unsigned long read_id(const char *bdf, const char *name)
{
	int fd = open_at(bdf, name, O_RDONLY);
	char text[16] = "";

	if (fd >= 0) {
		if (read(fd, text, sizeof(text) - 1) < 0)
			text[0] = '\0';
		close(fd);
	}
	return strtoul(text, NULL, 0);
}

static int is_control(const struct dirent *entry)
{
	return read_id(entry->d_name, "vendor") == VFDEV_MAILBOX_VENDOR &&
	       read_id(entry->d_name, "device") == VFDEV_MAILBOX_DEVICE;
}

/* No driver enables the device, and its BAR does not answer until it is enabled. */
static int enable(const char *bdf)
{
	int fd, ret = 0;

	if (read_id(bdf, "enable"))
		return 0;
	fd = open_at(bdf, "enable", O_WRONLY);
	if (fd < 0)
		return fd;
	if (write(fd, "1", 1) < 0)
		ret = -errno;
	close(fd);
	return ret;
}

static volatile uint32_t *reg(struct vfdev *dev, unsigned at)
{
	return (volatile uint32_t *)(dev->bar + at);
}

static int open_control(struct vfdev **result, const char *bdf)
{
	struct vfdev *dev;
	int ret;

	ret = enable(bdf);
	if (ret)
		return ret;
	dev = calloc(1, sizeof(*dev));
	if (!dev)
		return -ENOMEM;
	dev->fd = open_at(bdf, "resource0", O_RDWR);
	if (dev->fd < 0) {
		ret = dev->fd;
		free(dev);
		return ret;
	}
	dev->bar = mmap(NULL, VFDEV_MAILBOX_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, dev->fd, 0);
	if (dev->bar == MAP_FAILED) {
		ret = -errno;
		dev->bar = NULL;
	} else if (*reg(dev, VFDEV_MAILBOX_REG_MAGIC) != VFDEV_MAILBOX_MAGIC) {
		ret = -EPROTO;
	}
	if (ret) {
		vfdev_close(dev);
		return ret;
	}
	*result = dev;
	return 0;
}

static bool is_of(struct vfdev *dev, const char *pf)
{
	uint32_t at = *reg(dev, VFDEV_MAILBOX_REG_PF);
	char bdf[16];

	snprintf(bdf, sizeof(bdf), "0000:%02x:%02x.%x", at >> 8 & 0xff, at >> 3 & 0x1f, at & 7);
	return at != VFDEV_MAILBOX_NO_PF && !strcmp(bdf, pf);
}

int vfdev_open_pf(struct vfdev **dev, const char *pf)
{
	struct dirent **entries;
	int i, n, ret = -ENODEV;

	n = scandir(DEVICES, &entries, is_control, alphasort);
	if (n < 0)
		return -errno;
	for (i = 0; i < n && ret == -ENODEV; i++) {
		ret = open_control(dev, entries[i]->d_name);
		if (!ret && pf && !is_of(*dev, pf)) {
			vfdev_close(*dev);
			ret = -ENODEV;
		}
	}
	while (n--)
		free(entries[n]);
	free(entries);
	return ret;
}

int vfdev_open(struct vfdev **dev)
{
	return vfdev_open_pf(dev, NULL);
}

void vfdev_close(struct vfdev *dev)
{
	if (!dev)
		return;
	if (dev->bar)
		munmap(dev->bar, VFDEV_MAILBOX_SIZE);
	close(dev->fd);
	free(dev);
}

/* Called with the lock held. The reply is a copy, because the next client reuses the mailbox. */
static int exchange(struct vfdev *dev, const char *line, char **reply)
{
	size_t len = strlen(line);
	char *text;

	if (len > VFDEV_MAILBOX_REQUEST_SIZE)
		return -E2BIG;
	memcpy(dev->bar + VFDEV_MAILBOX_REQUEST, line, len);
	__sync_synchronize();
	*reg(dev, VFDEV_MAILBOX_REG_DOORBELL) = len;

	/* An uncached write is posted; the read waits for it. */
	len = *reg(dev, VFDEV_MAILBOX_REG_REPLY_LENGTH);
	if (len > VFDEV_MAILBOX_REPLY_SIZE)
		return -EPROTO;
	text = malloc(len + 1);
	if (!text)
		return -ENOMEM;
	memcpy(text, dev->bar + VFDEV_MAILBOX_REPLY, len);
	text[len] = '\0';
	*reply = text;
	return 0;
}

int vfdev_command(struct vfdev *dev, char **reply, const char *format, ...)
{
	static const char ok[] = "ok\n", error[] = "error: ";
	char *line = NULL, *text = NULL;
	size_t skip = 0;
	va_list args;
	int ret;

	if (reply)
		*reply = NULL;
	va_start(args, format);
	ret = vasprintf(&line, format, args);
	va_end(args);
	if (ret < 0)
		return -ENOMEM;

	do {
		ret = flock(dev->fd, LOCK_EX) ? -errno : 0;
	} while (ret == -EINTR);
	if (!ret) {
		ret = exchange(dev, line, &text);
		flock(dev->fd, LOCK_UN);
	}
	free(line);
	if (ret)
		return ret;

	if (!strncmp(text, ok, strlen(ok))) {
		skip = strlen(ok);
	} else if (!strncmp(text, error, strlen(error))) {
		skip = strlen(error);
		ret = -EINVAL;
	} else {
		free(text);
		return -EPROTO;
	}
	if (reply) {
		memmove(text, text + skip, strlen(text + skip) + 1);
		*reply = text;
	} else {
		free(text);
	}
	return ret;
}

int64_t vfdev_count(struct vfdev *dev, int vf, int op)
{
	char *reply, *line, *save = NULL, vf_text[16] = "any", op_text[16] = "any";
	uint64_t commands;
	int64_t sum = 0;
	int ret;

	if (vf >= 0)
		snprintf(vf_text, sizeof(vf_text), "%d", vf);
	if (op >= 0)
		snprintf(op_text, sizeof(op_text), "%d", op);
	ret = vfdev_command(dev, &reply, "count vf=%s op=%s", vf_text, op_text);
	if (ret) {
		free(reply);
		return ret;
	}
	for (line = strtok_r(reply, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (sscanf(line, "vf=%*s op=%*u commands=%" SCNu64, &commands) == 1)
			sum += commands;
	}
	free(reply);
	return sum;
}
