// SPDX-License-Identifier: GPL-2.0-only
#include "scene.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "client/pci.h"
#include "client/util.h"
#include "lib/names.h"

static void vfs_unbind(const struct scene *scene)
{
	char bdf[VFIO_BDF_LEN];

	for (unsigned int i = 0; i < SCENE_VFS; i++) {
		scene_vf(scene, i, bdf);
		tap_must(bind_unbind(bdf), "unbind %s", bdf);
	}
}

/*
 * This is needed once per boot, because nothing else loads drivers on the emulated host, and a PF
 * creates no VFs before a driver has set DRIVER_OK.
 */
static void vfs_make(const struct scene *scene)
{
	unsigned int num;

	tap_must(bind_num_vfs(scene->pf, &num), "count the VFs of %s", scene->pf);
	if (num == SCENE_VFS)
		return;
	tap_must(run_quietly((const char *[]){ "modprobe", "-a", "virtio_net", "vfio-pci", NULL }),
		 "load drivers");
	tap_must(bind_make_vfs(scene->pf, SCENE_VFS), "make %d VFs", SCENE_VFS);
}

void scene_begin(struct scene *scene)
{
	*scene = (struct scene){ 0 };
	tap_must(bind_find_pf(scene->pf), "find a virtio PF");
	vfs_make(scene);
	/*
	 * Load the module before VFs are unbound, because its driver would rebind a VF whose
	 * driver_override names it.
	 */
	if (!module_loaded())
		tap_must(module_load(), "load the module");
	vfs_unbind(scene);
	tap_must(vfv_genl_open(&scene->genl, NULL), "open a netlink socket");
	tap_must(vfv_genl_resolve(scene->genl), "find the family");
	/* A test that died may have left the daemon stopped and systemd's restart disabled. */
	daemon_signal(scene->genl, SIGCONT);
	tap_must(daemon_leave_dead(false), "return the daemon to systemd");
	tap_must(policy_shipped(scene->genl), "restore the shipped policy");
	tap_must(daemon_start(scene->genl), "start vfiovd");
	tap_must(journal_open(&scene->journal), "open the journal");
}

void scene_close(struct scene *scene)
{
	vfs_unbind(scene);
	journal_close(scene->journal);
	vfv_genl_close(scene->genl);
}

int scene_end(struct scene *scene)
{
	scene_close(scene);
	return tap_end(&scene->tap);
}

unsigned int scene_slower(void)
{
	const char *times = getenv("VFIOVD_SLOWER");

	return times && strtoul(times, NULL, 10) ? strtoul(times, NULL, 10) : 1;
}

void scene_rule(struct scene *scene, const char *name, const char *vfs, const char *profile,
		const char *allow)
{
	_cleanup_free_ char *rule = NULL;

	if (asprintf(&rule,
		     "{ name = \"%s\"; match = { pf = \"%s\"; vf = \"%s\"; }; "
		     "profile = \"%s\"; allow = [ %s ]; }",
		     name, scene->pf, vfs, profile, allow) < 0)
		tap_must(-ENOMEM, "write a rule");
	tap_must(policy_rules(scene->genl, true, rule), "set the policy");
}

void scene_migration(struct scene *scene, const char *profile, const char *other)
{
	_cleanup_free_ char *rules = NULL;

	if (asprintf(&rules,
		     "{ name = \"source\"; match = { pf = \"%s\"; vf = \"0\"; }; "
		     "profile = \"%s\"; migration = true; },\n"
		     "{ name = \"there\"; match = { pf = \"%s\"; vf = \"1\"; }; "
		     "profile = \"%s\"; migration = true; }",
		     scene->pf, profile, scene->pf, other) < 0)
		tap_must(-ENOMEM, "write rules");
	tap_must(policy_site(scene->genl, "allow_transitional = true;\nallow_migration = true;\n",
			     rules),
		 "set the policy");
}

void scene_vf(const struct scene *scene, unsigned int index, char bdf[static VFIO_BDF_LEN])
{
	tap_must(bind_vf(scene->pf, index, bdf), "find VF %u of %s", index, scene->pf);
}

int scene_wait_decided(struct scene *scene, const char *bdf, struct vfv_vf *vf)
{
	uint64_t deadline = util_now_ns() + SCENE_TIMEOUT_MS * 1000000ull;
	int r;

	do {
		r = vfv_genl_vf_get(scene->genl, bdf, vf, NULL);
		if (r < 0 || !vf->waiting)
			return r;
		util_sleep_ms(2);
	} while (util_now_ns() < deadline);
	return -ETIMEDOUT;
}

void scene_bind_decided(struct scene *scene, unsigned int index, char bdf[static VFIO_BDF_LEN])
{
	struct vfv_vf vf;

	scene_vf(scene, index, bdf);
	tap_must(bind_to(bdf, BIND_DRIVER, NULL), "bind %s", bdf);
	tap_must(scene_wait_decided(scene, bdf, &vf), "get a decision for %s", bdf);
}

void scene_open(struct vfio_vf *vf, const char *bdf)
{
	tap_must(vfio_attach(vf, bdf), "attach %s", bdf);
	tap_must(vfio_open(vf), "open %s", bdf);
}

bool scene_is_native(struct vfio_vf *vf)
{
	struct pci_ident id;

	tap_must(pci_ident_get(vf, &id), "read the identity of %s", vf->bdf);
	return id.vendor == PCI_VENDOR_VIRTIO && id.device >= 0x1040 && id.revision >= 1 &&
	       id.bar0_size == 0 && vf->region[VFIO_PCI_BAR0_REGION_INDEX].size == 0;
}

int scene_audit(struct scene *scene, const char *bdf, const char *event)
{
	_cleanup_free_ char *device = NULL, *kind = NULL;

	if (asprintf(&device, VFV_FIELD_DEVICE "=%s", bdf) < 0 ||
	    asprintf(&kind, VFV_FIELD_EVENT "=%s", event) < 0)
		return -ENOMEM;
	return journal_find(scene->journal, (const char *[]){ device, kind, NULL },
			    SCENE_TIMEOUT_MS);
}

const char *scene_field(struct scene *scene, const char *field, char value[static 256])
{
	if (journal_field(scene->journal, field, value, 256) < 0)
		value[0] = '\0';
	return value;
}
