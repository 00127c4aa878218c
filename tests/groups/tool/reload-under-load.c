// SPDX-License-Identifier: GPL-2.0-only
/*
 * A reload is atomic: while decisions are made continuously and the policy is replaced repeatedly,
 * the rule and the generation of each decision belong to the same policy.
 */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "client/util.h"
#include "tool/lib/ctl.h"

enum { VFS = 8, RELOADS = 12, SAMPLES_MAX = 20000 };

/* The policy on which one decision for a VF is based. */
struct sample {
	uint64_t generation;
	char rule; /* the first letter of its name: "odd" or "even" */
};

/* Shared with the process that generates the load. */
struct load {
	volatile bool stop;
	volatile size_t n;
	size_t unanswered;
	struct sample samples[SAMPLES_MAX];
};

static void decide_once(struct vfv_genl *genl, const char *bdf, struct load *load)
{
	uint64_t deadline = util_now_ns() + 2000000000;
	struct vfv_vf vf;
	uint64_t ticket;

	if (vfv_genl_profile_reset(genl, bdf, NULL, &ticket, NULL) < 0)
		return;
	do {
		if (vfv_genl_vf_get(genl, bdf, &vf, NULL) < 0 || util_now_ns() > deadline) {
			load->unanswered++;
			return;
		}
	} while (vf.waiting);
	if (load->n < SAMPLES_MAX)
		load->samples[load->n++] = (struct sample){ vf.policy_generation, vf.rule[0] };
}

_Noreturn static void make_load(char bdfs[static VFS][VFIO_BDF_LEN], struct load *load)
{
	struct vfv_genl *genl;

	if (vfv_genl_open(&genl, NULL) < 0 || vfv_genl_resolve(genl) < 0)
		_exit(1);
	while (!load->stop)
		for (size_t i = 0; i < VFS; i++)
			decide_once(genl, bdfs[i], load);
	_exit(0);
}

/* The names of the rules identify their policy; each policy has two rules for the VFs. */
static uint64_t put_policy(struct scene *scene, const char *name)
{
	_cleanup_free_ char *rules = NULL;
	struct vfv_status status;

	if (asprintf(&rules,
		     "{ name = \"%s-left\"; match = { vf = \"0-3\"; }; profile = \"native\"; },\n"
		     "{ name = \"%s-right\"; profile = \"native\"; }",
		     name, name) < 0)
		tap_must(-ENOMEM, "write rules");
	tap_must(policy_rules(scene->genl, true, rules), "put the policy %s in force", name);
	tap_must(vfv_genl_status_get(scene->genl, &status, NULL), "read the generation");
	return status.policy_generation;
}

static void check(struct scene *scene, const struct load *load, const uint64_t *generations,
		  size_t n)
{
	size_t bad = 0, unknown = 0, odd = 0;

	for (size_t i = 0; i < load->n; i++) {
		const struct sample *sample = &load->samples[i];
		size_t at = 0;

		while (at < n && generations[at] != sample->generation)
			at++;
		unknown += at == n;
		bad += at < n && sample->rule != "eo"[at % 2];
		odd += sample->rule == 'o';
	}
	tap_note("%zu decisions, %zu of them by the odd policies, %zu without an answer", load->n,
		 odd, load->unanswered);
	tap_ok(&scene->tap, load->n >= 5 * n && odd && odd < load->n,
	       "both kinds of policies decided about VFs");
	tap_ok(&scene->tap, !bad, "each decision has a rule of its generation's policy");
	tap_ok(&scene->tap, !unknown, "and a generation that was in force");
	tap_ok(&scene->tap, !load->unanswered, "and every request was answered");
}

int main(void)
{
	uint64_t generations[RELOADS];
	char bdfs[VFS][VFIO_BDF_LEN];
	struct scene scene;
	struct load *load;
	int status;
	pid_t pid;

	load = mmap(NULL, sizeof(*load), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (load == MAP_FAILED)
		tap_must(-ENOMEM, "share memory");
	scene_begin(&scene);
	generations[0] = put_policy(&scene, "even");
	for (unsigned int i = 0; i < VFS; i++)
		scene_bind_decided(&scene, i, bdfs[i]);
	pid = fork();
	if (!pid)
		make_load(bdfs, load);
	tap_must(pid, "fork");
	for (size_t i = 1; i < RELOADS; i++) {
		size_t before = load->n;

		/* Waits until the policy has made at least a few decisions. */
		for (int ms = 0; load->n < before + 20 && ms < 5000; ms += 10)
			util_sleep_ms(10);
		generations[i] = put_policy(&scene, i % 2 ? "odd" : "even");
	}
	util_sleep_ms(200);
	load->stop = true;
	tap_ok(&scene.tap, waitpid(pid, &status, 0) == pid && status == 0,
	       "the load finishes successfully");
	check(&scene, load, generations, RELOADS);
	return scene_end(&scene);
}
