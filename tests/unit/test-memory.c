// SPDX-License-Identifier: GPL-2.0-only
/*
 * A policy is loaded repeatedly, and each time a different allocation fails. The failure must be
 * reported, nothing may leak, and a policy with errors must never be accepted.
 */
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/define.h"
#include "policy/load.h"
#include "shortage.h"
#include "tree.h"
#include "unit.h"

WRAP(void *, malloc, (size_t size), (size))
WRAP(void *, calloc, (size_t n, size_t size), (n, size))
WRAP(void *, reallocarray, (void *old, size_t n, size_t size), (old, n, size))
WRAP(char *, strdup, (const char *text), (text))
WRAP(FILE *, open_memstream, (char **text, size_t *size), (text, size))

WRAP_ASPRINTF

static const char good[] =
	"rules = (\n"
	"  { name = \"a\"; match = { pf = [ \"eth0\", \"3b:00.0\" ]; vf = \"0-3,5\"; host = \"h*\";\n"
	"    serial = \"00-15-*\"; not = { port = \"p1\"; class = [ \"network\", \"0x0100\" ]; }; };\n"
	"    profile = \"transitional\"; allow = [ \"native\" ]; note = \"why\";\n"
	"    set_by = { uid = [ 0, 1 ]; user = \"alice\"; group = [ \"ops\", \"all\" ]; }; },\n"
	"  { name = \"b\"; match = { pf = \"eth0\"; vf = 1; host = \"h*\"; }; profile = \"native\"; },\n"
	"  { name = \"c\"; profile = \"native\"; } );\n";
static const char bad[] =
	"rules = ( { name = \"a\"; profil = \"native\"; match = { vf = \"7-0\"; }; },\n"
	"  { profile = \"native\"; set_by = { gid = 1; }; } );\n";
static const char defined[] = "defined = ( { pf = \"3b:00.0\"; vf = 1; profile = \"native\";\n"
			      "  uid = \"0\"; note = \"why\"; } );\n";

/* Return: the number of loads with a failed allocation. */
static unsigned int load_all(const char *root, const char *what, int expected)
{
	bool is_last = false;
	unsigned int n = 0;

	for (; !is_last; n++) {
		struct vfv_policy *policy = NULL;
		struct vfv_diags diags = { 0 };
		int r;

		until_failure = n;
		r = vfv_policy_load_with(root, what, what ? strlen(what) : 0, 1, &diags, &policy);
		is_last = until_failure != NEVER;
		until_failure = NEVER;
		/*
		 * A diagnostic may be lost, but it is counted. Any other failure must be reported
		 * as an error.
		 */
		if (is_last || (expected < 0 && r == expected) ? r != expected : r != -ENOMEM)
			fail_msg("allocation %u: %d", n, r);
		assert_true(!policy == (r < 0));
		assert_true(r != -EINVAL || diags.errors > 0);
		vfv_policy_unref(policy);
		vfv_diags_done(&diags);
	}
	return n;
}

static void good_policy(void **state)
{
	tree_put(*state, "etc/vfiovd/vfiovd.conf",
		 "allow_transitional = true; default = { profile = \"native\"; };");
	tree_put(*state, "etc/vfiovd/policy.d/10-a.conf", good);
	tree_put(*state, "etc/passwd", "alice:x:1000:1000::/:/bin/sh\nbob:x:1001:100::/:/bin/sh\n");
	tree_put(*state, "etc/group", "ops:x:500:alice,bob\nall:x:100:\n");
	tree_put(*state, "var/lib/vfiovd/defined.conf", defined);
	assert_true(load_all(*state, NULL, 0) > 50);
	assert_true(load_all(*state, defined, 0) > 50);
}

static void bad_policy(void **state)
{
	tree_put(*state, "etc/vfiovd/policy.d/20-b.conf", bad);
	assert_true(load_all(*state, NULL, -EINVAL) > 50);
}

static void definitions(void **state)
{
	const struct vfv_definition item = { .vf = 1 };
	struct vfv_definitions list = { 0 };
	char *text;
	size_t size;

	until_failure = 0;
	assert_int_equal(vfv_definitions_put(&list, &item), -ENOMEM);
	assert_int_equal(list.n, 0);
	assert_int_equal(vfv_definitions_put(&list, &item), 0);
	until_failure = 0;
	assert_null(vfv_definitions_text(&list, &size));
	text = vfv_definitions_text(&list, &size);
	assert_non_null(text);
	free(text);
	vfv_definitions_done(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_policy),
		cmocka_unit_test(bad_policy),
		cmocka_unit_test(definitions),
	};

	return cmocka_run_group_tests_name("memory", tests, tree_setup, tree_teardown);
}
