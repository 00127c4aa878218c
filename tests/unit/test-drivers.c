// SPDX-License-Identifier: GPL-2.0-only
/* Tests which declarations of drivers, built-in ones and those in files, are in effect. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/macro.h"
#include "lib/names.h"
#include "policy/load.h"
#include "policy/policy.h"
#include "tree.h"
#include "unit.h"

static void read_drivers(const char *root, struct vfv_diags *diags, struct vfv_drivers *drivers)
{
	_cleanup_(vfv_policy_files_done) struct vfv_policy_files files = { 0 };

	(void)vfv_drivers_read(root, diags, &files);
	assert_int_equal(vfv_drivers_new(files.items, files.n, diags, drivers), 0);
}

/*
 * The installed file declares the same profiles as the built-in declaration, so its presence makes
 * no difference.
 */
static void installed_file_is_built_in(void **state)
{
	_cleanup_(vfv_drivers_done) struct vfv_drivers built_in = { 0 }, read = { 0 };
	_cleanup_(vfv_policy_files_done) struct vfv_policy_files files = { 0 };
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	char path[256];

	snprintf(path, sizeof(path), "%s/conf/drivers.d/%s.conf", getenv("VFV_SOURCE") ?: ".",
		 VFV_MODULE_NAME);
	assert_int_equal(vfv_policy_read_draft(path, VFV_FILE_DRIVER, &diags, &files), 0);
	assert_int_equal(vfv_drivers_new(files.items, files.n, &diags, &read), 0);
	assert_int_equal(diags.n, 0);
	assert_int_equal(vfv_drivers_init(&built_in), 0);
	assert_int_equal(read.n, 1);
	assert_memory_equal(read.items, built_in.items, sizeof(*read.items));
	assert_int_equal(read.n_names, built_in.n_names);
	assert_memory_equal(read.names, built_in.names, read.n_names * VFV_WORD_SIZE);
}

static void files_below_a_root(void **state)
{
	_cleanup_(vfv_drivers_done) struct vfv_drivers drivers = { 0 };
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	const struct vfv_driver *driver;

	tree_put(
		*state, VFV_DRIVERS_DIR_LIB "/a_vfio_pci.conf",
		"driver = \"a_vfio_pci\"; profiles = ( { name = \"native\"; }, { name = \"one\"; } );");
	tree_put(
		*state, VFV_DRIVERS_DIR_LIB "/b_vfio_pci.conf",
		"driver = \"b_vfio_pci\"; profiles = ( { name = \"native\"; }, { name = \"two\"; } );");
	tree_put(*state, VFV_DRIVERS_DIR_LIB "/c_vfio_pci.conf",
		 "driver = \"c_vfio_pci\"; profiles = 7;");
	/* This file has precedence, and removes a profile. */
	tree_put(*state, VFV_DRIVERS_DIR_ETC "/b_vfio_pci.conf",
		 "driver = \"b_vfio_pci\"; profiles = ( { name = \"native\"; } );");
	read_drivers(*state, &diags, &drivers);
	assert_int_equal(diags.errors, 1);
	assert_non_null(strstr(diags.items[0].file, "c_vfio_pci.conf"));
	assert_int_equal(drivers.n, 3);
	driver = vfv_drivers_find(&drivers, "a_vfio_pci");
	assert_non_null(driver);
	assert_int_equal(vfv_driver_profile(driver, "native"), 0);
	assert_int_equal(driver->gates[0], VFV_GATE_NONE);
	assert_int_equal(driver->gates[vfv_driver_profile(driver, "one")], VFV_GATE_PROFILES);
	assert_int_equal(vfv_driver_profile(driver, "two"), -ENOENT);
	assert_true(vfv_drivers_profile(&drivers, "one") > 0);
	assert_int_equal(vfv_drivers_profile(&drivers, "two"), -ENOENT);
	assert_null(vfv_drivers_find(&drivers, "c_vfio_pci"));
	assert_int_equal(vfv_drivers_match(&drivers, "b*"), 1);
	assert_int_equal(vfv_drivers_match(&drivers, "c*"), 0);
}

/* Anyone who may write such a file could open a gate. */
static void files_writable_by_others(void **state)
{
	_cleanup_(vfv_drivers_done) struct vfv_drivers drivers = { 0 };
	_cleanup_(vfv_diags_done) struct vfv_diags diags = { 0 };
	char path[TREE_PATH];

	tree_path(*state, VFV_DRIVERS_DIR_LIB "/a_vfio_pci.conf", path);
	assert_int_equal(chmod(path, 0666), 0);
	read_drivers(*state, &diags, &drivers);
	assert_null(vfv_drivers_find(&drivers, "a_vfio_pci"));
	assert_int_equal(diags.errors, 2);
	assert_int_equal(chmod(path, 0644), 0);
}

static void limits(void **state)
{
	_cleanup_(vfv_drivers_done) struct vfv_drivers drivers = { 0 };
	struct vfv_driver driver = { .profiles = { 1, { VFV_PROFILE_NATIVE } } };

	assert_int_equal(vfv_drivers_init(&drivers), 0);
	for (int i = 1; i < VFV_DRIVERS_MAX; i++) {
		snprintf(driver.name, sizeof(driver.name), "driver-%d", i);
		assert_int_equal(vfv_drivers_put(&drivers, &driver), 0);
	}
	strcpy(driver.name, "one-more");
	assert_int_equal(vfv_drivers_put(&drivers, &driver), -E2BIG);
	assert_int_equal(drivers.n, VFV_DRIVERS_MAX);
	/* These are the names of the built-in driver, and 15 names of each other driver. */
	for (int i = 1; i <= 5; i++) {
		snprintf(driver.name, sizeof(driver.name), "driver-%d", i);
		driver.profiles.n = 1;
		for (int j = 1; j < VFV_WORDS_MAX; j++) {
			char name[VFV_WORD_SIZE];

			snprintf(name, sizeof(name), "profile-%d-%d", i, j);
			assert_int_equal(vfv_words_add(&driver.profiles, name), 0);
		}
		assert_int_equal(vfv_drivers_put(&drivers, &driver), i < 5 ? 0 : -E2BIG);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(installed_file_is_built_in),
		cmocka_unit_test(files_below_a_root),
		cmocka_unit_test(files_writable_by_others),
		cmocka_unit_test(limits),
	};

	return cmocka_run_group_tests_name("drivers", tests, tree_setup, tree_teardown);
}
