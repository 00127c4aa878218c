// SPDX-License-Identifier: GPL-2.0-only
#include "service.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#include "client/util.h"

#define STREAM 1000 /* number of the random stream */
#define PAUSE_MS 900
#define STOP_MS 600
#define OPEN_WAIT_MS 400
#define GRACE_MS 1000

static const struct dice_choice choices[] = {
	{ 3, SERVICE_KILL },
	{ 2, SERVICE_RESTART },
	{ 3, SERVICE_STOP },
	{ 4, SERVICE_POLICY },
	{ 2, SERVICE_PARAMS },
	{ 3, SERVICE_JOURNAL_STOP },
	{ 1, SERVICE_JOURNAL_RESTART },
};

#define GATES "allow_transitional = true;\nallow_migration = true;\n"

/* %s is the PF. */
static const struct {
	const char *gates;
	const char *rules;
} policies[] = {
	{ GATES, "{ name = \"all\"; match = { pf = \"%s\"; }; profile = \"transitional\";"
		 " migration = true; allow = [ \"native\", \"transitional\" ]; }" },
	{ GATES, "{ name = \"even\"; match = { pf = \"%s\"; vf = \"0,2,4,6,8,10,12,14\"; };"
		 " profile = \"legacy\"; allow = [ \"transitional\", \"legacy\" ]; }" },
	{ GATES, "{ name = \"old\"; match = { pf = \"%s\"; }; profile = \"legacy\";"
		 " migration = true; allow = [ \"native\", \"transitional\", \"legacy\" ]; }" },
	{ GATES, "{ name = \"ask\"; match = { pf = \"%s\"; }; profile = \"native\";"
		 " allow = [ \"native\", \"transitional\" ]; }" },
	{ "", "{ name = \"shut\"; match = { pf = \"%s\"; }; profile = \"native\";"
	      " allow = [ \"native\", \"transitional\" ]; }" },
	/* The policy is invalid; the previous one stays. */
	{ GATES, "{ name = \"bad\"; match = { pf = \"%s\"; }; profile = \"loud\"; }" },
};

/* The module may be unloaded, or reloaded with another family number. */
static int status(struct service *s, struct vfv_status *status)
{
	int r = vfv_genl_status_get(s->genl, status, NULL);

	if (r == -ENOENT && vfv_genl_resolve(s->genl) == 0)
		r = vfv_genl_status_get(s->genl, status, NULL);
	return r;
}

static void stop_a_while(struct service *s)
{
	struct vfv_status now;

	/* Send SIGCONT to this process, even if the module is unloaded in the meantime. */
	if (status(s, &now) < 0 || !now.owner_pid || kill(now.owner_pid, SIGSTOP) < 0)
		return;
	util_sleep_ms(dice_roll(&s->dice, STOP_MS));
	kill(now.owner_pid, SIGCONT);
}

static void set_policy(struct service *s)
{
	unsigned int i = dice_roll(&s->dice, ARRAY_SIZE(policies));
	_cleanup_free_ char *rules = NULL;
	const char *place = strstr(policies[i].rules, "%s");

	if (asprintf(&rules, "%.*s%s%s", (int)(place - policies[i].rules), policies[i].rules,
		     s->scene->pf, place + 2) < 0)
		tap_must(-ENOMEM, "write a rule");
	tap_must(policy_write_site(policies[i].gates, rules), "write the policy");
	daemon_signal(s->genl, SIGHUP);
}

static void set_params(struct service *s)
{
	const struct vfv_status params = {
		.present = 1u << VFIOV_A_STATUS_OPEN_WAIT_MS | 1u << VFIOV_A_STATUS_GRACE_MS,
		.open_wait_ms = dice_roll(&s->dice, OPEN_WAIT_MS),
		.grace_ms = dice_roll(&s->dice, GRACE_MS),
	};

	vfv_genl_params_set(s->genl, &params, NULL);
}

static void trouble(struct service *s, enum service_trouble what)
{
	struct vfv_status now;

	s->troubles[what]++;
	/* The next step finds the family again. */
	status(s, &now);
	switch (what) {
	case SERVICE_KILL:
		daemon_signal(s->genl, SIGKILL);
		return;
	case SERVICE_RESTART:
		run_quietly((const char *[]){ "systemctl", "restart", DAEMON_UNIT, NULL });
		return;
	case SERVICE_STOP:
		stop_a_while(s);
		return;
	case SERVICE_POLICY:
		set_policy(s);
		return;
	case SERVICE_PARAMS:
		set_params(s);
		return;
	case SERVICE_JOURNAL_STOP:
		journald_signal("STOP");
		util_sleep_ms(dice_roll(&s->dice, STOP_MS));
		journald_signal("CONT");
		return;
	case SERVICE_JOURNAL_RESTART:
		journald_restart();
		return;
	case SERVICE_TROUBLES:
		return;
	}
}

static void *work(void *userdata)
{
	struct service *s = userdata;

	while (!atomic_load(&s->stop)) {
		if (!atomic_load(s->mercy))
			trouble(s, dice_choose(&s->dice, choices, ARRAY_SIZE(choices)));
		util_sleep_ms(dice_roll(&s->dice, PAUSE_MS));
	}
	return NULL;
}

void service_start(struct service *s, struct scene *scene, atomic_bool *mercy, uint64_t seed)
{
	*s = (struct service){ .scene = scene, .mercy = mercy };
	dice_init(&s->dice, seed, STREAM);
	tap_must(vfv_genl_open(&s->genl, NULL), "open a netlink socket");
	tap_must(vfv_genl_resolve(s->genl), "find the family");
	tap_must(-pthread_create(&s->thread, NULL, work, s), "start a thread");
}

void service_join(struct service *s)
{
	atomic_store(&s->stop, true);
	pthread_join(s->thread, NULL);
	vfv_genl_close(s->genl);
}
