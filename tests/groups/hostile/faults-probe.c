// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each allocation in a bind fails once, and so does each one in an unbind. The VF is then either
 * bound or unbound, can be bound again, and no audit record is lost silently.
 *
 * Timeout: 300 s
 */
#include <errno.h>
#include <string.h>

#include "client/bind.h"
#include "lib/victim.h"

static int bind_it(void *userdata)
{
	struct victim *v = userdata;

	return bind_to(v->bdf, BIND_DRIVER, NULL);
}

static int unbind_it(void *userdata)
{
	struct victim *v = userdata;

	return bind_unbind(v->bdf);
}

/*
 * The driver core does not return the error of a failed probe to the writer, so check whether the
 * device has a driver.
 */
static void bound(void *userdata, int r)
{
	struct victim *v = userdata;
	char driver[64];

	tap_must(bind_driver(v->bdf, driver), "find the driver of %s", v->bdf);
	if (r != -ENODEV)
		victim_check(v, "bind", r);
	v->odd += (r == 0) != (strcmp(driver, BIND_DRIVER) == 0);
	tap_must(bind_unbind(v->bdf), "unbind %s", v->bdf);
}

static void unbound(void *userdata, int r)
{
	struct victim *v = userdata;
	char driver[64];

	tap_must(bind_driver(v->bdf, driver), "find the driver of %s", v->bdf);
	v->odd += r != 0 || driver[0];
	tap_must(bind_to(v->bdf, BIND_DRIVER, NULL), "bind %s", v->bdf);
}

int main(void)
{
	struct victim v;
	struct inject_result result;

	victim_begin(&v, 3);
	tap_must(bind_unbind(v.bdf), "unbind %s", v.bdf);
	/*
	 * No other VF is bound, so the module allocates and frees its data about the PF each time.
	 */
	result = inject_each(&v.inject, &(struct inject_action){ bind_it, bound, &v });
	victim_claim(&v, "bind", result, 8);
	tap_must(bind_to(v.bdf, BIND_DRIVER, NULL), "bind %s", v.bdf);
	result = inject_each(&v.inject, &(struct inject_action){ unbind_it, unbound, &v });
	victim_claim(&v, "unbind", result, 2);
	return victim_end(&v);
}
