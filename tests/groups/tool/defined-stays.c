// SPDX-License-Identifier: GPL-2.0-only
/*
 * A definition for a VF takes effect again after an unbind, after all VFs were recreated, and after
 * a restart of the module and the daemon, until it is removed or the policy no longer allows it. A
 * profile that was set survives a restart of the daemon, but not an unbind.
 */
#include <string.h>

#include "lib/names.h"
#include "tool/lib/ctl.h"

#define VF_INDEX 1

static void expect(struct scene *scene, const char *bdf, const char *profile, const char *rule,
		   const char *when)
{
	struct vfv_vf vf;

	vf_state(scene, bdf, &vf);
	if (!tap_ok(&scene->tap,
		    !strcmp(vf.current, profile) && !strncmp(vf.rule, rule, strlen(rule)), "%s: %s",
		    when, rule))
		tap_note("profile %s, rule %s", vf.current, vf.rule);
}

static void outlives(struct scene *scene, char bdf[static VFIO_BDF_LEN])
{
	scene_bind_decided(scene, VF_INDEX, bdf);
	expect(scene, bdf, "transitional", "(defined)", "bound again");

	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	tap_must(bind_make_vfs(scene->pf, 4), "make 4 VFs");
	tap_must(bind_make_vfs(scene->pf, SCENE_VFS), "make %d VFs", SCENE_VFS);
	scene_bind_decided(scene, VF_INDEX, bdf);
	expect(scene, bdf, "transitional", "(defined)", "a new VF in its place");

	/* Has the same effect on the module and the daemon as a reboot. */
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	tap_must(daemon_stop(scene->genl), "stop vfiovd");
	tap_must(module_unload(), "unload the module");
	tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(scene->genl), "find the family");
	tap_must(daemon_start(scene->genl), "start vfiovd");
	scene_bind_decided(scene, VF_INDEX, bdf);
	expect(scene, bdf, "transitional", "(defined)", "module and daemon loaded again");
}

static void set_once(struct scene *scene, struct run *result, char bdf[static VFIO_BDF_LEN])
{
	scene_bind_decided(scene, VF_INDEX, bdf);
	expect(scene, bdf, "native", "choice", "undefined and bound again");
	ctl(scene, result, 0, (const char *[]){ "set", "--once", bdf, "transitional", NULL });
	tap_must(daemon_stop(scene->genl), "stop vfiovd");
	tap_must(daemon_start(scene->genl), "start vfiovd");
	expect(scene, bdf, "transitional", "choice", "set once, the daemon restarted");
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	scene_bind_decided(scene, VF_INDEX, bdf);
	expect(scene, bdf, "native", "choice", "set once, then unbound");
}

int main(void)
{
	char bdf[VFIO_BDF_LEN];
	struct run result = { 0 };
	struct scene scene;

	unlink(VFV_DEFINED_FILE);
	scene_begin(&scene);
	scene_rule(&scene, "choice", "0-3", "native", "\"transitional\"");
	scene_bind_decided(&scene, VF_INDEX, bdf);
	ctl(&scene, &result, 0, (const char *[]){ "define", bdf, "transitional", NULL });
	expect(&scene, bdf, "native", "choice", "a bound VF keeps its profile");
	ctl(&scene, &result, 0, (const char *[]){ "reset", bdf, NULL });
	expect(&scene, bdf, "transitional", "(defined)", "decided again");
	ctl(&scene, &result, EXIT_REFUSED, (const char *[]){ "define", bdf, "legacy", NULL });
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	outlives(&scene, bdf);

	scene_rule(&scene, "strict", "0-3", "native", "\"native\"");
	ctl(&scene, &result, 0, (const char *[]){ "reset", bdf, NULL });
	expect(&scene, bdf, "native", "strict", "the policy no longer allows it");
	scene_rule(&scene, "choice", "0-3", "native", "\"transitional\"");
	ctl(&scene, &result, 0, (const char *[]){ "undefine", bdf, NULL });
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	set_once(&scene, &result, bdf);
	run_free(&result);
	unlink(VFV_DEFINED_FILE);
	return scene_end(&scene);
}
