// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each allocation in the initialization of a module fails once, first in the core and then in the
 * driver. Either the load fails and leaves nothing behind, so that the module can be loaded again,
 * or it succeeds, and the load of the core is audited, or counted as lost.
 *
 * Timeout: 600 s
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/names.h"
#include "lib/stand-in.h"
#include "lib/victim.h"
#include "scene/bind-all.h"

struct load {
	struct victim *victim;
	char core[256];
	char driver[256];
};

static int load(const char *path)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);

	return util_errno(fd < 0 ? fd : syscall(SYS_finit_module, fd, "", 0));
}

static int load_core(void *userdata)
{
	struct load *l = userdata;

	return load(l->core);
}

static int load_driver(void *userdata)
{
	struct load *l = userdata;

	return load(l->driver);
}

static void core_loaded(void *userdata, int r)
{
	struct load *l = userdata;
	struct vfv_status status;

	/* Ignore messages from other kernel layers about failed allocations. */
	l->victim->odd += module_loaded() != (r == 0);
	if (r < 0)
		return;
	tap_must(vfv_genl_resolve(l->victim->scene.genl), "find the family");
	status = stand_in_status(l->victim->scene.genl);
	if (status.stats.audit_seq + status.stats.audit_lost != 1) {
		l->victim->odd++;
		tap_note("after a load the audit has %lu records, and %lu are lost",
			 status.stats.audit_seq, status.stats.audit_lost);
	}
	tap_must(stand_in_unload(), "unload the module");
}

static void driver_loaded(void *userdata, int r)
{
	struct load *l = userdata;

	l->victim->odd += (access("/sys/module/" VFV_MODULE_NAME "/initstate", F_OK) == 0) != (r == 0);
	if (r == 0)
		tap_must(util_errno(syscall(SYS_delete_module, VFV_MODULE_NAME, O_NONBLOCK)),
			 "unload the driver");
}

static void find_module(char *path, size_t size, const char *name)
{
	struct utsname system;

	uname(&system);
	snprintf(path, size, "/usr/lib/modules/%.64s/updates/%s.ko", system.release, name);
}

/*
 * Each load would bind a VF whose driver_override names the driver; another test covers this case.
 */
static void free_vfs(const struct scene *scene)
{
	struct bind_all vfs;

	bind_all_find(&vfs, scene, SCENE_VFS);
	bind_all_reserve(&vfs, "\n");
}

int main(void)
{
	struct victim v;
	struct load l = { .victim = &v };
	struct inject_result result;

	victim_begin(&v, 7);
	free_vfs(&v.scene);
	/* A new module instance needs a new ledger. */
	ledger_close(v.ledger);
	tap_must(daemon_stop(v.scene.genl), "stop vfiovd");
	find_module(l.core, sizeof(l.core), VFV_CORE_NAME);
	find_module(l.driver, sizeof(l.driver), VFV_MODULE_NAME);
	tap_must(stand_in_unload(), "unload the module");
	inject_below("", "do_one_initcall");
	result = inject_each(&v.inject, &(struct inject_action){ load_core, core_loaded, &l });
	victim_claim(&v, "load of the core", result, 10);
	tap_must(load(l.core), "load the core");
	result = inject_each(&v.inject, &(struct inject_action){ load_driver, driver_loaded, &l });
	victim_claim(&v, "load of the driver", result, 5);

	tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(v.scene.genl), "find the family");
	tap_must(daemon_start(v.scene.genl), "start vfiovd");
	ledger_open(&v.ledger, v.scene.genl);
	return victim_end(&v);
}
