// SPDX-License-Identifier: GPL-2.0-only
/*
 * A rule sets the level of its audit records. The level changes the priority in the journal, is
 * stored in the kernel, survives a reload that removes the rule, and does not hide refusals.
 */
#include <errno.h>
#include <string.h>

#include "lib/names.h"
#include "tool/lib/ctl.h"

#define VF_INDEX 3

static void put_rule(struct scene *scene, const char *name, const char *level)
{
	_cleanup_free_ char *rule = NULL;

	if (asprintf(&rule, "{ name = \"%s\"; profile = \"transitional\"; audit = \"%s\"; }", name,
		     level) < 0)
		tap_must(-ENOMEM, "write a rule");
	tap_must(policy_rules(scene->genl, true, rule), "put the rule in force");
}

static void claim_level(struct scene *scene, const char *bdf, const char *event,
			const char *priority, const char *level)
{
	char is[256], has[256];

	tap_must(scene_audit(scene, bdf, event), "wait for %s", event);
	scene_field(scene, "PRIORITY", is);
	scene_field(scene, VFV_FIELD_LEVEL, has);
	if (!tap_ok(&scene->tap, !strcmp(is, priority) && !strcmp(has, level),
		    "%s of a rule with audit = %s has priority %s", event,
		    *level ? level : "normal", priority))
		tap_note("priority \"%s\", level \"%s\"", is, has);
}

static void refuse(struct scene *scene, const char *bdf, const char *level)
{
	struct run result = { 0 };

	journal_mark(scene->journal);
	ctl(scene, &result, EXIT_REFUSED, (const char *[]){ "set", bdf, "legacy", NULL });
	claim_level(scene, bdf, "set", "4", level);
	run_free(&result);
}

static void one_level(struct scene *scene, const char *level, const char *decision,
		      const char *closing)
{
	const char *shown = strcmp(level, "normal") ? level : "";
	char bdf[VFIO_BDF_LEN];

	put_rule(scene, level, level);
	journal_mark(scene->journal);
	scene_bind_decided(scene, VF_INDEX, bdf);
	claim_level(scene, bdf, "decision", decision, shown);
	refuse(scene, bdf, shown);
	/* The rule was removed, but its decision is still in effect. */
	put_rule(scene, "another", "normal");
	journal_mark(scene->journal);
	tap_must(bind_unbind(bdf), "unbind %s", bdf);
	claim_level(scene, bdf, "unbind", closing, shown);
}

int main(void)
{
	struct scene scene;

	scene_begin(&scene);
	one_level(&scene, "normal", "5", "6");
	one_level(&scene, "quiet", "6", "6");
	one_level(&scene, "loud", "4", "5");
	return scene_end(&scene);
}
