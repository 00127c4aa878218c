// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests the names in a policy: each name is resolved once, its members affect the decision, and
 * they are part of the hash.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/named.h"
#include "policy/policy.h"
#include "unit.h"

/* A database with one group, whose members can be changed. */
struct database {
	const uint32_t *uids;
	size_t n;
	unsigned int lookups;
};

static int resolve(void *userdata, enum vfv_named_kind kind, const char *name, uint32_t **uids,
		   size_t *n)
{
	struct database *database = userdata;

	database->lookups++;
	if (kind != VFV_NAMED_GROUP || strncmp(name, "ops", 3))
		return -ENOENT;
	*n = database->n;
	*uids = calloc(*n, sizeof(**uids));
	memcpy(*uids, database->uids, *n * sizeof(**uids));
	return 0;
}

static const char text[] =
	"rules = (\n"
	"{ name = \"a\"; profile = \"native\"; match = { vf = 1; };\n"
	"  set_by = { group = [ \"ops\", \"ops\" ]; }; },\n"
	"{ name = \"b\"; profile = \"native\"; set_by = { group = \"ops\"; }; });";

static struct vfv_policy *make(struct database *database)
{
	const struct vfv_policy_file file = { "a.conf", text, strlen(text), VFV_FILE_RULES };
	const struct vfv_resolver resolver = { resolve, database };
	struct vfv_policy *policy = NULL;
	struct vfv_diags diags = { 0 };

	assert_int_equal(vfv_policy_new_with(&file, 1, &resolver, 1, &diags, &policy), 0);
	vfv_diags_done(&diags);
	return policy;
}

static void members_are_part_of_the_hash(void **state)
{
	static const uint32_t one[] = { 1 }, two[] = { 1, 2 }, turned[] = { 2, 1, 2 };
	struct database databases[] = {
		{ one, 1, 0 }, { two, 2, 0 }, { turned, 3, 0 }, { one, 0, 0 }
	};
	char hash[ARRAY_SIZE(databases)][65];

	for (size_t i = 0; i < ARRAY_SIZE(databases); i++) {
		struct vfv_policy *policy = make(&databases[i]);

		strcpy(hash[i], vfv_policy_hash(policy));
		vfv_policy_unref(policy);
		assert_int_equal(databases[i].lookups, 1);
	}
	assert_string_not_equal(hash[0], hash[1]);
	assert_string_not_equal(hash[0], hash[3]);
	assert_string_equal(hash[1], hash[2]);
}

/* Without a user database, a policy knows no names. */
static void nobody_is_known_without_users(void **state)
{
	const struct vfv_policy_file file = { "a.conf", text, strlen(text), VFV_FILE_RULES };
	struct vfv_policy *policy = NULL;
	struct vfv_diags diags = { 0 };

	assert_int_equal(vfv_policy_new(&file, 1, 1, &diags, &policy), -EINVAL);
	assert_int_equal(diags.errors, 3);
	assert_int_equal(diags.items[0].line, 3);
	assert_string_equal(diags.items[0].text,
			    "rule \"a\": set_by: group: \"ops\" does not exist");
	vfv_diags_done(&diags);
}

static void number_of_lookups_is_limited(void **state)
{
	static const uint32_t one[] = { 1 };
	struct database database = { one, 1, 0 };
	const struct vfv_resolver resolver = { resolve, &database };
	struct vfv_named_set set = { .resolver = &resolver };
	const struct vfv_named *named, *first;
	char name[16];

	assert_int_equal(vfv_named_get(&set, VFV_NAMED_USER, "ops", &named), -ENOENT);
	for (int i = VFV_NAMED_MAX - 1; i > 0; i--) {
		snprintf(name, sizeof(name), "ops%d", i);
		assert_int_equal(vfv_named_get(&set, VFV_NAMED_GROUP, name, &first), 0);
		assert_true(vfv_named_has(first, 1) && !vfv_named_has(first, 2));
	}
	assert_int_equal(vfv_named_get(&set, VFV_NAMED_GROUP, "ops", &named), -E2BIG);
	assert_int_equal(vfv_named_get(&set, VFV_NAMED_USER, "ops", &named), -ENOENT);
	assert_int_equal(vfv_named_get(&set, VFV_NAMED_GROUP, "ops1", &named), 0);
	assert_ptr_equal(named, first);
	assert_int_equal(database.lookups, VFV_NAMED_MAX);
	vfv_named_set_done(&set);
}

static void valid_names(void **state)
{
	static const char *const good[] = { "alice", "_apt",	 "systemd-journal",
					    "a.b$",  "DOM\\a@b", "0a" };
	static const char *const bad[] = { "",	  "0",	 "1000", "+",	"-a",
					   "a b", "a\n", "a:b",	 "a,b", "../a" };
	char name[VFV_NAMED_NAME_MAX + 2];

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		assert_true(vfv_named_is_valid(good[i]));
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(vfv_named_is_valid(bad[i]));
	memset(name, 'a', sizeof(name));
	name[VFV_NAMED_NAME_MAX + 1] = '\0';
	assert_false(vfv_named_is_valid(name));
	name[VFV_NAMED_NAME_MAX] = '\0';
	assert_true(vfv_named_is_valid(name));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_part_of_the_hash),
		cmocka_unit_test(nobody_is_known_without_users),
		cmocka_unit_test(number_of_lookups_is_limited),
		cmocka_unit_test(valid_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
