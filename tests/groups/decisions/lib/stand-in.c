// SPDX-License-Identifier: GPL-2.0-only
#include "stand-in.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "client/util.h"

#define UNLOAD_TRIES 100
#define UNLOAD_AGAIN_MS 10

void stand_in_socket(struct vfv_genl **ret)
{
	tap_must(vfv_genl_open(ret, NULL), "open a netlink socket");
	tap_must(vfv_genl_resolve(*ret), "find the family");
}

void stand_in_take(struct scene *scene, struct vfv_genl **owner)
{
	struct vfv_status status;

	tap_must(daemon_stop(scene->genl), "stop vfiovd");
	stand_in_socket(owner);
	tap_must(vfv_genl_owner_register(*owner, "stand-in", &status, NULL), "become the owner");
}

void stand_in_leave(struct vfv_genl *owner)
{
	vfv_genl_close(owner);
}

struct vfv_request stand_in_pull(struct vfv_genl *owner, const char *bdf)
{
	struct vfv_request found = { .present = 0 };
	struct vfv_request *requests = NULL;
	size_t n;

	tap_must(vfv_genl_request_dump(owner, SCENE_VFS, &requests, &n, NULL), "pull requests");
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(requests[i].bdf, bdf))
			found = requests[i];
	}
	free(requests);
	return found;
}

static int answer(struct vfv_genl *genl, const char *bdf, struct vfv_request *a,
		  struct vfv_nl_error *error)
{
	a->present |= 1u << VFIOV_A_REQUEST_RULE;
	strcpy(a->rule, "stand-in");
	snprintf(a->bdf, sizeof(a->bdf), "%s", bdf);
	return vfv_genl_decision_set(genl, a, error);
}

int stand_in_grant(struct vfv_genl *genl, const char *bdf, uint64_t cookie, const char *profile,
		   struct vfv_nl_error *error)
{
	struct vfv_request a = {
		.present = 1u << VFIOV_A_REQUEST_PROFILE,
		.cookie = cookie,
		.verdict = VFIOV_VERDICT_GRANT,
	};

	strcpy(a.profile, profile);
	return answer(genl, bdf, &a, error);
}

int stand_in_refuse(struct vfv_genl *genl, const char *bdf, uint64_t cookie,
		    struct vfv_nl_error *error)
{
	struct vfv_request a = { .cookie = cookie, .verdict = VFIOV_VERDICT_REFUSE };

	return answer(genl, bdf, &a, error);
}

void stand_in_bind(struct scene *scene, unsigned int index, char bdf[static VFIO_BDF_LEN])
{
	scene_vf(scene, index, bdf);
	tap_must(bind_to(bdf, BIND_DRIVER, NULL), "bind %s", bdf);
}

void stand_in_bind_granted(struct scene *scene, struct vfv_genl *owner, unsigned int index,
			   const char *profile, char bdf[static VFIO_BDF_LEN])
{
	struct vfv_request request;

	stand_in_bind(scene, index, bdf);
	request = stand_in_pull(owner, bdf);
	tap_must(stand_in_grant(owner, bdf, request.cookie, profile, NULL), "decide about %s", bdf);
}

static int ignore(const struct vfv_audit_record *record, void *userdata)
{
	return 0;
}

unsigned int stand_in_use_up(struct vfv_genl *owner, const char *bdf, struct opener *opener)
{
	struct opener_result result;
	unsigned int n = 0;

	for (;;) {
		tap_must(vfv_genl_audit_dump(owner, 0, ignore, NULL, NULL), "read the audit");
		opener_start(opener, bdf);
		tap_must(opener_wait(opener, &result, SCENE_TIMEOUT_MS), "open %s", bdf);
		tap_must(result.r, "open %s", bdf);
		if (result.native)
			return n;
		opener_close(opener);
		tap_must(++n < VFIOV_RING_SIZE_MIN ? 0 : -EOVERFLOW, "use up the places of %s",
			 bdf);
	}
}

void stand_in_params(struct vfv_genl *genl, int open_wait_ms, int grace_ms, int ring_size)
{
	const struct vfv_status params = {
		.present = (open_wait_ms >= 0 ? 1u << VFIOV_A_STATUS_OPEN_WAIT_MS : 0) |
			   (grace_ms >= 0 ? 1u << VFIOV_A_STATUS_GRACE_MS : 0) |
			   (ring_size >= 0 ? 1u << VFIOV_A_STATUS_RING_SIZE : 0),
		.open_wait_ms = open_wait_ms,
		.grace_ms = grace_ms,
		.ring_size = ring_size,
	};

	tap_must(vfv_genl_params_set(genl, &params, NULL), "set parameters");
}

void stand_in_pf_driver(struct scene *scene, const char *verb)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX], name[32] = "";
	struct dirent *entry;
	DIR *dir;

	snprintf(path, sizeof(path), "/sys/bus/pci/devices/%s", scene->pf);
	dir = opendir(path);
	tap_must(dir ? 0 : -errno, "open %s", path);
	while ((entry = readdir(dir)))
		if (!strncmp(entry->d_name, "virtio", strlen("virtio")))
			snprintf(name, sizeof(name), "%.31s", entry->d_name);
	closedir(dir);
	snprintf(path, sizeof(path), "/sys/bus/virtio/drivers/virtio_net/%s", verb);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	tap_must(fd < 0 || write(fd, name, strlen(name)) < 0 ? -errno : 0, "%s %s", verb, name);
}

int stand_in_unload(void)
{
	int r = -EAGAIN;

	for (unsigned int i = 0; i < UNLOAD_TRIES && r == -EAGAIN; i++) {
		r = module_unload();
		if (r == -EAGAIN)
			util_sleep_ms(UNLOAD_AGAIN_MS);
	}
	return r;
}

struct vfv_vf stand_in_vf(struct vfv_genl *genl, const char *bdf)
{
	struct vfv_vf vf;

	tap_must(vfv_genl_vf_get(genl, bdf, &vf, NULL), "get %s", bdf);
	return vf;
}

struct vfv_status stand_in_status(struct vfv_genl *genl)
{
	struct vfv_status status;

	tap_must(vfv_genl_status_get(genl, &status, NULL), "get the status");
	return status;
}
