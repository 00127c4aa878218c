// SPDX-License-Identifier: GPL-2.0-only
/*
 * vfiovd is stopped (SIGSTOP), killed or never started. A bind does not wait for it, an open
 * returns a native VF within its time limit, and the audit records reach the journal when the
 * daemon is back. The policy makes these VFs transitional, so they are native only because the
 * daemon is absent.
 */
#include <signal.h>
#include <string.h>

#include "client/util.h"
#include "lib/names.h"
#include "scene/scene.h"

#define VFS 8
#define OPENS 2
/* Added to the kernel's limit, because this process does not always get the CPU at once. */
#define OPEN_SLACK_MS 500

struct absence {
	struct scene *scene;
	char bdf[VFS][VFIO_BDF_LEN];
	unsigned int open_wait_ms;
	uint64_t bind_ns, open_ns; /* durations with the daemon present: of all binds, and of one
				    * open */
};

static uint64_t bind_all(struct absence *a)
{
	uint64_t took, sum = 0;

	for (int i = 0; i < VFS; i++) {
		tap_must(bind_to(a->bdf[i], BIND_DRIVER, &took), "bind %s", a->bdf[i]);
		sum += took;
	}
	return sum;
}

static void unbind_all(struct absence *a)
{
	for (int i = 0; i < VFS; i++)
		tap_must(bind_unbind(a->bdf[i]), "unbind %s", a->bdf[i]);
}

static void present(struct absence *a)
{
	struct vfv_vf state;
	struct vfio_vf vf;

	a->bind_ns = bind_all(a);
	tap_must(scene_wait_decided(a->scene, a->bdf[0], &state), "get a decision");
	scene_open(&vf, a->bdf[0]);
	tap_ok(&a->scene->tap, !scene_is_native(&vf),
	       "with vfiovd, the policy makes the VF transitional");
	a->open_ns = vf.open_ns;
	vfio_detach(&vf);
	unbind_all(a);
}

static void opens(struct absence *a, const char *what, unsigned int bound_ms)
{
	for (int i = 0; i < OPENS; i++) {
		struct vfio_vf vf;

		scene_open(&vf, a->bdf[i]);
		tap_ok(&a->scene->tap,
		       vf.open_ns <= a->open_ns + (bound_ms + OPEN_SLACK_MS) * 1000000ull,
		       "%s: open %d waits at most %u ms: it takes %lu ms, with vfiovd %lu ms", what,
		       i + 1, bound_ms, vf.open_ns / 1000000, a->open_ns / 1000000);
		tap_ok(&a->scene->tap, scene_is_native(&vf), "%s: the open VF is native", what);
		vfio_detach(&vf);
	}
}

/* Loads the module, unbinds the VFs and stops the daemon. */
static void absent(struct absence *a, const char *what, unsigned int bound_ms)
{
	uint64_t bind_ns;

	tap_must(journal_mark(a->scene->journal), "mark the journal");
	bind_ns = bind_all(a);
	/* A bind takes about a millisecond, more on a busy machine, but a bind that waits would
	 * take as long as an open. decisions/bind-all measures the ratio. */
	tap_ok(&a->scene->tap, bind_ns < VFS * a->open_wait_ms * 500000ull,
	       "%s: no bind waits: %d take %lu us, with vfiovd %lu us", what, VFS, bind_ns / 1000,
	       a->bind_ns / 1000);
	opens(a, what, bound_ms);
}

static bool is_one_of(const char *text, const char *const words[])
{
	for (; *words; words++) {
		if (!strcmp(*words, text))
			return true;
	}
	return false;
}

static void audited(struct absence *a, const char *what, const char *const causes[])
{
	char value[256];

	for (int i = 0; i < OPENS; i++) {
		if (!tap_returned(
			    &a->scene->tap, scene_audit(a->scene, a->bdf[i], "default"), 0,
			    "%s: the journal records the default of open %d once vfiovd runs again",
			    what, i + 1))
			continue;
		scene_field(a->scene, VFV_FIELD_CAUSE, value);
		tap_ok(&a->scene->tap, is_one_of(value, causes), "%s: the audit has the cause: %s",
		       what, value);
	}
	unbind_all(a);
}

static void stopped(struct absence *a)
{
	tap_must(daemon_signal(a->scene->genl, SIGSTOP), "stop vfiovd");
	absent(a, "stopped", a->open_wait_ms);
	tap_must(daemon_signal(a->scene->genl, SIGCONT), "continue vfiovd");
	audited(a, "stopped", (const char *[]){ "timeout", NULL });
}

static void killed(struct absence *a)
{
	const struct vfv_status hope = { .present = 1u << VFIOV_A_STATUS_GRACE_MS,
					 .grace_ms = VFIOV_GRACE_CAP };

	/*
	 * The daemon is absent for less than this, on any machine. vfiovd sets the configured value
	 * when it starts.
	 */
	tap_must(vfv_genl_params_set(a->scene->genl, &hope, NULL), "set the grace");
	tap_must(daemon_signal(a->scene->genl, SIGKILL), "kill vfiovd");
	tap_must(daemon_wait_owner(a->scene->genl, false, SCENE_TIMEOUT_MS), "see it gone");
	/* The kernel waits for a new daemon, so an open waits as well. */
	absent(a, "killed", a->open_wait_ms);
	tap_must(daemon_start(a->scene->genl), "start vfiovd");
	audited(a, "killed", (const char *[]){ "timeout", NULL });
}

static void never_started(struct absence *a)
{
	tap_must(daemon_stop(a->scene->genl), "stop vfiovd");
	tap_must(module_unload(), "unload the module");
	tap_must(module_load(), "load the module");
	tap_must(vfv_genl_resolve(a->scene->genl), "find the family again");
	absent(a, "never started", 0);
	tap_must(daemon_start(a->scene->genl), "start vfiovd");
	audited(a, "never started", (const char *[]){ "no-owner", NULL });
}

int main(void)
{
	struct vfv_status status;
	struct scene scene;
	struct absence a = { .scene = &scene };

	scene_begin(&scene);
	tap_must(daemon_leave_dead(true), "keep systemd from starting vfiovd again");
	scene_rule(&scene, "all", "0-7", "transitional", "\"native\", \"transitional\"");
	for (int i = 0; i < VFS; i++)
		scene_vf(&scene, i, a.bdf[i]);
	tap_must(vfv_genl_status_get(scene.genl, &status, NULL), "get the status");
	a.open_wait_ms = status.open_wait_ms;
	present(&a);
	stopped(&a);
	killed(&a);
	never_started(&a);
	tap_must(daemon_leave_dead(false), "give vfiovd back to systemd");
	return scene_end(&scene);
}
