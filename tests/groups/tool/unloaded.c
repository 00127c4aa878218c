// SPDX-License-Identifier: GPL-2.0-only
/*
 * An unloaded module stays unloaded: no verb of vfiovctl loads it, and neither does a start of
 * vfiovd. vfiovd registers once the module is loaded.
 */
#include <string.h>

#include "client/util.h"
#include "tool/lib/ctl.h"

static void still_away(struct scene *scene, const char *what)
{
	tap_ok(&scene->tap, !module_loaded(), "%s does not load the module", what);
}

int main(void)
{
	struct run result = { 0 };
	struct scene scene;

	scene_begin(&scene);
	tap_must(module_unload(), "unload the module");
	ctl(&scene, &result, EXIT_UNREACHABLE, (const char *[]){ "status", NULL });
	tap_ok(&scene.tap, strstr(result.out, "not loaded"),
	       "status reports that it is not loaded");
	ctl(&scene, &result, 0, (const char *[]){ "list", NULL });
	ctl(&scene, &result, EXIT_UNREACHABLE,
	    (const char *[]){ "set", "0000:01:00.1", "native", NULL });
	still_away(&scene, "vfiovctl");
	tap_must(run_quietly((const char *[]){ "systemctl", "restart", DAEMON_UNIT, NULL }),
		 "start vfiovd again");
	util_sleep_ms(500);
	still_away(&scene, "vfiovd");
	tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(scene.genl), "find the family");
	tap_ok(&scene.tap, daemon_wait_owner(scene.genl, true, SCENE_TIMEOUT_MS) == 0,
	       "vfiovd registers when the module is loaded");
	run_free(&result);
	return scene_end(&scene);
}
