// SPDX-License-Identifier: GPL-2.0-only
#include "pf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/virtio_ids.h>
#include <string.h>

#include "client/bind.h"
#include "client/util.h"
#include "scene/scene.h"

#define DEVICES "/sys/bus/pci/devices"
#define VIRTIO_DRIVERS "/sys/bus/virtio/drivers"
#define PCI_DRIVER "/sys/bus/pci/drivers/virtio-pci"
/* Long enough for a debug kernel on a busy machine. */
#define REPAIR_MS 180000

static void *work(void *userdata)
{
	struct pf_action *action = userdata;
	uint64_t start = util_now_ns();
	int fd = open(action->path, O_WRONLY | O_CLOEXEC);

	action->result = fd < 0 ? -errno : 0;
	if (fd >= 0) {
		if (write(fd, action->text, strlen(action->text)) < 0)
			action->result = -errno;
		close(fd);
	}
	action->took_ns = util_now_ns() - start;
	atomic_store(&action->done, true);
	return NULL;
}

static void begin(struct pf_action *action, const char *path, const char *text)
{
	*action = (struct pf_action){ 0 };
	snprintf(action->path, sizeof(action->path), "%s", path);
	snprintf(action->text, sizeof(action->text), "%s", text);
	tap_must(-pthread_create(&action->thread, NULL, work, action), "start a thread");
}

static void begin_at_pf(struct pf_action *action, const char *pf, const char *attr,
			const char *text)
{
	char path[256];

	snprintf(path, sizeof(path), DEVICES "/%s/%s", pf, attr);
	begin(action, path, text);
}

/* The name on the virtio bus changes each time virtio_pci binds the PF. */
static int virtio_name(const char *pf, char name[static 64])
{
	char path[256];
	struct dirent *entry;
	DIR *dir;
	int r = -ENOENT;

	snprintf(path, sizeof(path), DEVICES "/%s", pf);
	dir = opendir(path);
	if (!dir)
		return -errno;
	while (r < 0 && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, "virtio", strlen("virtio")) == 0) {
			snprintf(name, 64, "%.63s", entry->d_name);
			r = 0;
		}
	}
	closedir(dir);
	return r;
}

static void begin_virtio(struct pf_action *action, const char *pf, const char *verb)
{
	static const char *const drivers[] = {
		[VIRTIO_ID_NET] = "virtio_net",
		[VIRTIO_ID_BLOCK] = "virtio_blk",
	};
	_cleanup_fclose_ FILE *file = NULL;
	char name[64], path[256];
	unsigned int id = 0;

	tap_must(virtio_name(pf, name), "find the virtio device of %s", pf);
	snprintf(path, sizeof(path), DEVICES "/%s/%s/device", pf, name);
	file = fopen(path, "re");
	if (!file || fscanf(file, "%x", &id) != 1 || id >= ARRAY_SIZE(drivers) || !drivers[id])
		tap_must(-ENODEV, "name the driver of %s", pf);
	snprintf(path, sizeof(path), VIRTIO_DRIVERS "/%s/%s", drivers[id], verb);
	begin(action, path, name);
}

void pf_virtio_unbind(struct pf_action *action, const char *pf)
{
	begin_virtio(action, pf, "unbind");
}

void pf_virtio_bind(struct pf_action *action, const char *pf)
{
	begin_virtio(action, pf, "bind");
}

void pf_driver_unbind(struct pf_action *action, const char *pf)
{
	begin(action, PCI_DRIVER "/unbind", pf);
}

void pf_driver_bind(struct pf_action *action, const char *pf)
{
	begin(action, PCI_DRIVER "/bind", pf);
}

void pf_remove(struct pf_action *action, const char *pf)
{
	begin_at_pf(action, pf, "remove", "1");
}

void pf_rescan(struct pf_action *action)
{
	begin(action, "/sys/bus/pci/rescan", "1");
}

void pf_reset(struct pf_action *action, const char *pf)
{
	begin_at_pf(action, pf, "reset", "1");
}

void pf_vfs(struct pf_action *action, const char *pf, unsigned int num)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", num);
	begin_at_pf(action, pf, "sriov_numvfs", text);
}

bool pf_has_feature(const char *pf, unsigned int bit)
{
	char path[256], name[64], bits[65] = "";
	_cleanup_close_ int fd = -1;

	tap_must(virtio_name(pf, name), "find the virtio device of %s", pf);
	snprintf(path, sizeof(path), DEVICES "/%s/%s/features", pf, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	tap_must(fd < 0 || read(fd, bits, sizeof(bits) - 1) < 0 ? -errno : 0, "read %s", path);
	return bits[bit] == '1';
}

int pf_wait(struct pf_action *action, unsigned int timeout_ms)
{
	uint64_t deadline = util_now_ns() + timeout_ms * 1000000ull;

	while (!atomic_load(&action->done)) {
		if (util_now_ns() > deadline)
			return -ETIMEDOUT;
		util_sleep_ms(2);
	}
	pthread_join(action->thread, NULL);
	return action->result;
}

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

static void must(struct pf_action *action, const char *what)
{
	tap_must(pf_wait(action, REPAIR_MS), "%s", what);
}

void pf_repair(const char *pf)
{
	struct pf_action action;
	char path[256], name[64];

	snprintf(path, sizeof(path), DEVICES "/%s", pf);
	if (!exists(path)) {
		pf_rescan(&action);
		must(&action, "scan the bus");
	}
	snprintf(path, sizeof(path), DEVICES "/%s/driver", pf);
	if (!exists(path)) {
		pf_driver_bind(&action, pf);
		must(&action, "bind virtio-pci to the PF");
	}
	tap_must(virtio_name(pf, name), "find the virtio device of %s", pf);
	snprintf(path, sizeof(path), DEVICES "/%s/%s/driver", pf, name);
	if (!exists(path)) {
		pf_virtio_bind(&action, pf);
		must(&action, "bind the driver of its virtio device");
	}
	tap_must(bind_make_vfs(pf, SCENE_VFS), "make %d VFs", SCENE_VFS);
}
